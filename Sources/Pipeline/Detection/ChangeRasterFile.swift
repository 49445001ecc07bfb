import GeoIO
import GeoModel

/// A change raster that a run left: bands score, class, valid, and the run's threshold.
struct ChangeRasterFile {
    let file: RasterFile
    /// Quantised score a unit of score.
    let scoreScale: Double
    /// The run's threshold as a quantised score.
    let threshold: Int

    /// Opens a change raster.
    /// - Throws: `Fault` where the file can't be opened, or is none.
    init(_ path: String) throws(Fault) {
        file = try RasterFile(path)
        guard file.bands.count >= 3, file.bands[0].name == "score", file.bands[0].sampleType == "UInt16",
            let recorded = file.metadata("TUBAN_THRESHOLD").flatMap({ Double($0) }),
            case let scoreScale = 1 / file.bands[0].scale, (0...65_535).contains(recorded * scoreScale)
        else {
            throw Fault(
                path,
                zh: "不是 tuban 的变化栅格；应有 score、class、valid 三个波段与阈值。请先运行 tuban detect。",
                en: "not a change raster of tuban; bands score, class, valid and a threshold are expected. "
                    + "Run tuban detect first."
            )
        }
        self.scoreScale = scoreScale
        threshold = Int((recorded * scoreScale).rounded())
    }
}
