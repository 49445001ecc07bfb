import Foundation
import GeoModel
import Patches

/// A square mask, 64 pixels a word.
struct BitMask {
    /// Pixels a side.
    let side: Int
    private var words: [UInt64]

    /// Reads a file of one byte a pixel.
    /// - Throws: `Fault` where it can't be read, or is not square.
    init(contentsOf path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        side = Int(Double(bytes.count).squareRoot())
        guard side * side == bytes.count else {
            throw Fault(
                path,
                zh: "有 \(bytes.count) 个字节；应为方形，每像元一字节。",
                en: "has \(bytes.count) bytes; a square of one byte a pixel is expected."
            )
        }
        let across = (side + 63) / 64
        words = [UInt64](repeating: 0, count: across * side)
        for (place, byte) in bytes.enumerated() where byte != 0 {
            let (row, column) = (place / side, place % side)
            words[row * across + column / 64] |= 1 << UInt64(column % 64)
        }
    }

    /// The runs of a row.
    func runs(row: Int) -> [Run] {
        let across = words.count / side
        return Patches.runs(ofBits: words.span.extracting(row * across..<(row + 1) * across), columns: side)
    }

    /// The pixels of each row as a comparison hands them over.
    var changedPixels: [[ChangedPixel]] {
        (0..<side).map { row in
            runs(row: row).flatMap { $0.start..<$0.end }.map {
                ChangedPixel(column: Int32($0), score: 1, transition: 24, differences: SIMD4())
            }
        }
    }
}
