import Foundation
import GeoModel
import SafeFiles

/// Refuses a shapefile that is not whole: one without its table or its index, or shorter than it says of itself. GDAL
/// hands over such rows without their columns or their shapes.
///
/// Source: ESRI Shapefile Technical Description (July 1998), main file header: the length at byte 24, big-endian, in
/// words of 16 bits. The index file has the same header.
///
/// - Throws: `Fault` naming the file that is missing, is no file or broke off. A file that is no shapefile passes.
func checkShapefile(_ path: String) throws(Fault) {
    let url = URL(fileURLWithPath: path)
    guard url.pathExtension.lowercased() == "shp" else { return }
    try requireFile(path)
    let index = try companion("shx", of: url)
    _ = try companion("dbf", of: url)
    for name in ["prj", "cpg"] where unsafe access(url.deletingPathExtension().path + "." + name, F_OK) == 0 {
        try requireFile(url.deletingPathExtension().path + "." + name)
    }
    for file in [path, index] {
        guard let (stated, found) = lengths(of: URL(fileURLWithPath: file)), found < stated else { continue }
        throw Fault(
            file,
            zh: "只有 \(found) 字节，而文件头写的是 \(stated) 字节；文件不完整。请重新获取该文件。",
            en: "has \(found) bytes, but its header says \(stated): the file broke off. Fetch it again."
        )
    }
}

/// The file of the same name that belongs to a shapefile, spelt as GDAL would find it.
private func companion(_ name: String, of shapefile: URL) throws(Fault) -> String {
    let stem = shapefile.deletingPathExtension().path
    guard let found = [name, name.uppercased()].map({ stem + "." + $0 }).first(where: { unsafe access($0, F_OK) == 0 })
    else {
        let missing = URL(fileURLWithPath: stem + "." + name).lastPathComponent
        throw Fault(
            shapefile.path,
            zh: "缺少同名文件 \(missing)；Shapefile 由 .shp、.shx、.dbf 三个文件组成。请把它们放在同一文件夹。",
            en: "its companion \(missing) is missing; a shapefile is the three files .shp, .shx and .dbf. "
                + "Put them in one folder."
        )
    }
    try requireFile(found)
    return found
}

private func lengths(of file: URL) -> (stated: Int, found: Int)? {
    guard let handle = try? FileHandle(forReadingFrom: file) else { return nil }
    defer { try? handle.close() }
    guard let header = try? handle.read(upToCount: 28), header.count == 28, let found = try? handle.seekToEnd() else {
        return nil
    }
    return (header.suffix(4).reduce(0) { $0 << 8 | Int($1) } * 2, Int(found))
}
