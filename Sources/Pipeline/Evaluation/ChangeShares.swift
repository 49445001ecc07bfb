import ChangeDetection
import GeoIO
package import GeoModel
import SafeFiles

/// How much of the land a change raster flags, and as what, where nobody has said what truly changed.
package struct ChangeShares: Sendable, Hashable {
    /// Pixels that could be compared.
    package private(set) var validPixels = 0
    /// Those of them that were not water at both dates.
    package private(set) var landPixels = 0
    /// Land that is flagged.
    package private(set) var flaggedPixels = 0
    /// Land that is flagged and became built.
    package private(set) var builtPixels = 0
    /// Land that is flagged, was green or wet and is neither afterwards: bare or built, which four bands can't tell.
    package private(set) var clearedPixels = 0

    private init() {}

    /// Counts the pixels of a change raster, in bands of rows.
    /// - Throws: `Fault` where the file can't be decoded or no threshold is recorded.
    package init(changeRaster path: String) throws(Fault) {
        let change = try ChangeRasterFile(path)
        let size = change.file.grid.size
        let step = max(1, (1 << 20) / size.columns)
        for row in stride(from: 0, to: size.rows, by: step) {
            let window = PixelWindow(column: 0, row: row, columns: size.columns, rows: min(step, size.rows - row))
            let scores = try change.file.values(band: 1, window)
            let classes = try change.file.values(band: 2, window)
            let valid = try change.file.values(band: 3, window)
            for pixel in scores.indices where valid[pixel] == 1 && !scores[pixel].isNaN {
                add(Transition(code: UInt8(classes[pixel])), isFlagged: Int(scores[pixel]) >= change.threshold)
            }
        }
    }

    private mutating func add(_ transition: Transition?, isFlagged: Bool) {
        let (old, new) = (transition?.before ?? .unknown, transition?.after ?? .unknown)
        validPixels += 1
        guard old != .water || new != .water else { return }
        landPixels += 1
        guard isFlagged else { return }
        flaggedPixels += 1
        if new == .built && old != .built { builtPixels += 1 }
        if [.vegetation, .water].contains(old) && ![.vegetation, .water].contains(new) { clearedPixels += 1 }
    }

    /// The share of land that is flagged; 0 without land.
    package var flagged: Double { share(flaggedPixels) }
    /// The share of land that is flagged and became built.
    package var built: Double { share(builtPixels) }
    /// The share of land that is flagged and became bare or built.
    package var cleared: Double { share(clearedPixels) }

    private func share(_ pixels: Int) -> Double { landPixels == 0 ? 0 : Double(pixels) / Double(landPixels) }

    static func + (first: ChangeShares, second: ChangeShares) -> ChangeShares {
        var sum = first
        sum.validPixels += second.validPixels
        sum.landPixels += second.landPixels
        sum.flaggedPixels += second.flaggedPixels
        sum.builtPixels += second.builtPixels
        sum.clearedPixels += second.clearedPixels
        return sum
    }
}
