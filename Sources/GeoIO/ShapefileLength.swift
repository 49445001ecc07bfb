import Foundation
import GeoModel

/// Refuses a shapefile that is shorter than it says of itself: GDAL hands the lost rows over without their shapes.
///
/// Source: ESRI Shapefile Technical Description (July 1998), main file header: the length at byte 24, big-endian, in
/// words of 16 bits. The index file has the same header.
///
/// - Throws: `Fault` naming the file that broke off. A file that can't be read is left to GDAL.
func checkLength(ofShapefile path: String) throws(Fault) {
    let url = URL(fileURLWithPath: path)
    guard url.pathExtension.lowercased() == "shp" else { return }
    let index = url.deletingPathExtension().appendingPathExtension(url.pathExtension == "SHP" ? "SHX" : "shx")
    for file in [url, index] {
        guard let (stated, found) = lengths(of: file), found < stated else { continue }
        throw Fault(
            file.path,
            zh: "只有 \(found) 字节，而文件头写的是 \(stated) 字节；文件不完整。请重新获取该文件。",
            en: "has \(found) bytes, but its header says \(stated): the file broke off. Fetch it again."
        )
    }
}

private func lengths(of file: URL) -> (stated: Int, found: Int)? {
    guard let handle = try? FileHandle(forReadingFrom: file) else { return nil }
    defer { try? handle.close() }
    guard let header = try? handle.read(upToCount: 28), header.count == 28, let found = try? handle.seekToEnd() else {
        return nil
    }
    return (header.suffix(4).reduce(0) { $0 << 8 | Int($1) } * 2, Int(found))
}
