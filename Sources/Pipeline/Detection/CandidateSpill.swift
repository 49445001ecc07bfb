import Foundation
import GeoModel

/// Candidate pixels on the disk, row after row, until the threshold is known: memory does not grow with the raster.
final class CandidateSpill {
    private let path: String
    private let file: FileHandle
    private var buffer: [UInt8] = []
    private var position = 0

    /// Bytes of one pixel: column 4, score 2, transition 1, four differences of 2.
    private static let recordBytes = 15
    /// Index differences lie in −2…2; a ten-thousandth is finer than sensors measure.
    private static let differenceScale: Float = 10_000
    private static let pieceBytes = 1 << 20

    /// Starts an empty file.
    /// - Throws: `Fault` where the folder can't be written.
    init(_ path: String) throws(Fault) {
        self.path = path
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forUpdatingAtPath: path)
        else {
            throw Fault(
                path,
                zh: "无法建立中间文件。请检查输出文件夹的权限与空间。",
                en: "the intermediate file can't be made. Check permissions and space of the output folder."
            )
        }
        self.file = file
    }

    deinit {
        try? file.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Appends the candidates of the next row, in column order.
    /// - Throws: `Fault` where the disk is full.
    func append(_ row: [ChangedPixel]) throws(Fault) {
        store(UInt64(row.count), bytes: 4)
        for pixel in row {
            store(UInt64(UInt32(bitPattern: pixel.column)), bytes: 4)
            store(UInt64(pixel.score), bytes: 2)
            store(UInt64(pixel.transition), bytes: 1)
            for index in 0..<4 {
                let scaled = (pixel.differences[index] * Self.differenceScale).rounded()
                store(UInt64(UInt16(bitPattern: Int16(min(max(scaled, -32_768), 32_767)))), bytes: 2)
            }
        }
        if buffer.count >= Self.pieceBytes { try flush() }
    }

    /// Goes back to the first row, for reading.
    /// - Throws: `Fault` where the disk is full.
    func rewind() throws(Fault) {
        try flush()
        try guarded { try file.seek(toOffset: 0) }
        position = 0
    }

    /// The candidates of the next row.
    /// - Throws: `Fault` where the file can't be read back.
    func nextRow() throws(Fault) -> [ChangedPixel] {
        let count = Int(try load(bytes: 4))
        var row: [ChangedPixel] = []
        row.reserveCapacity(count)
        try fill(count * Self.recordBytes)
        for _ in 0..<count {
            let column = Int32(bitPattern: UInt32(try load(bytes: 4)))
            let score = UInt16(try load(bytes: 2))
            let transition = UInt8(try load(bytes: 1))
            var differences = SIMD4<Float>()
            for index in 0..<4 {
                differences[index] = Float(Int16(bitPattern: UInt16(try load(bytes: 2)))) / Self.differenceScale
            }
            row.append(ChangedPixel(column: column, score: score, transition: transition, differences: differences))
        }
        return row
    }

    private func store(_ value: UInt64, bytes: Int) {
        for byte in 0..<bytes { buffer.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))) }
    }

    private func load(bytes: Int) throws(Fault) -> UInt64 {
        try fill(bytes)
        defer { position += bytes }
        return (0..<bytes).reduce(0) { $0 | UInt64(buffer[position + $1]) << UInt64(8 * $1) }
    }

    /// Makes sure that so many bytes wait in the buffer.
    private func fill(_ bytes: Int) throws(Fault) {
        guard buffer.count - position < bytes else { return }
        buffer.removeFirst(position)
        position = 0
        while buffer.count < bytes {
            let piece = try guarded { try file.read(upToCount: Self.pieceBytes) }
            guard let piece, !piece.isEmpty else {
                throw Fault(path, zh: "中间文件不完整。请重新运行。", en: "the intermediate file broke off. Run again.")
            }
            buffer.append(contentsOf: piece)
        }
    }

    private func flush() throws(Fault) {
        let piece = Data(buffer)
        try guarded { try file.write(contentsOf: piece) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func guarded<Result>(_ body: () throws -> Result) throws(Fault) -> Result {
        do {
            return try body()
        } catch {
            throw Fault(
                path,
                zh: "中间文件读写失败（\(error.localizedDescription)）。请检查磁盘空间。",
                en: "the intermediate file can't be written or read (\(error.localizedDescription)). "
                    + "Check free disk space."
            )
        }
    }
}
