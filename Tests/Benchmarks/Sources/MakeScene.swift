import Foundation
import GeoModel

/// Makes two dates of a scene like Sentinel-2's, `before` and `after`, of seven files each: B02, B03, B04 and B08 of
/// 10 m, B11, B12 and SCL of 20 m. The same seed and size give the same pixels everywhere.
///
/// - Parameters:
///   - folder: Where the two folders are made.
///   - size: Pixels of 10 m a side, an even number.
///   - seed: What the scene grows from.
///   - isJPEG2000: Whether the files are JPEG 2000 in the end.
/// - Throws: `Fault` where a file can't be written.
func makeScene(in folder: String, size: Int, seed: UInt64, isJPEG2000: Bool) throws(Fault) {
    guard size.isMultiple(of: 2) else {
        throw Fault("--size \(size)", zh: "应为偶数：20 米像元是 10 米像元的两倍。", en: "is odd; pixels of 20 m need an even number.")
    }
    startGDAL()
    let changes = Changes(size: size, seed: seed)
    try onThreads(2) { date throws(Fault) in
        let path = folder + (date == 0 ? "/before" : "/after")
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Fault(path, zh: "无法建立文件夹。请检查权限。", en: "can't be made. Check permissions.")
        }
        let rows = SceneRows(width: size, seed: seed, changes: date == 0 ? nil : changes)
        let files = try writeDate(rows, size: size, in: path)
        if isJPEG2000 { for file in files { try replaceWithJPEG2000(file) } }
    }
}

/// Writes the files of one date; the answer names them.
private func writeDate(_ rows: SceneRows, size: Int, in folder: String) throws(Fault) -> [String] {
    var rows = rows
    let names = ["B02", "B03", "B04", "B08", "B11", "B12", "SCL"].map { "\(folder)/\($0).tif" }
    let fine = try names[..<4].map { name throws(Fault) in
        try ImageFile(name, width: size, metres: 10, isWide: true)
    }
    let coarse = try names[4..<6].map { name throws(Fault) in
        try ImageFile(name, width: size / 2, metres: 20, isWide: true)
    }
    let classes = try ImageFile(names[6], width: size / 2, metres: 20, isWide: false)
    var above = rows.bands[4...]
    for row in 0..<size {
        rows.make(row)
        for band in 0..<4 { try fine[band].append(rows.bands[band]) }
        if row.isMultiple(of: 2) {
            above = rows.bands[4...]
            try classes.append(stride(from: 0, to: size, by: 2).map { rows.classes[$0] })
        } else {
            for band in 4..<6 { try coarse[band - 4].append(means(above[band], rows.bands[band])) }
        }
    }
    for file in fine + coarse + [classes] { try file.close() }
    return names
}

/// The mean of each square of 2 × 2 pixels of two rows.
private func means(_ above: [UInt16], _ below: [UInt16]) -> [UInt16] {
    stride(from: 0, to: above.count, by: 2).map { column in
        let sum = UInt32(above[column]) + UInt32(above[column + 1]) + UInt32(below[column]) + UInt32(below[column + 1])
        return UInt16((sum + 2) / 4)
    }
}
