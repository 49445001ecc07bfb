package import GeoModel
import Geometry

/// Turns regions into patches: outline, ellipsoidal area, number, confidence.
///
/// Makers share nothing: make one per worker, never share one. What they make of a region is the same.
package final class PatchMaker {
    private let grid: Grid
    private let numberPrefix: String
    private let before: [SceneStamp]
    private let after: [SceneStamp]
    private let threshold: Double
    private let scoreScale: Double
    private let pixelAreas: PixelAreas?
    private let ellipsoid: EllipsoidalArea?
    private var tracer = OutlineTracer()

    /// A maker for one comparison.
    ///
    /// - Parameters:
    ///   - grid: The grid compared on; without a coordinate system areas are counted in pixels' units.
    ///   - numberPrefix: What all numbers begin with, such as a region's code and period; may be empty.
    ///   - before: The images before, by the number that pixels know them by.
    ///   - after: The images after.
    ///   - threshold: The quantised score from which a pixel counts as changed.
    ///   - scoreScale: Quantised score a unit of score.
    /// - Throws: `Fault` where the coordinate system is unknown.
    package init(
        grid: Grid,
        numberPrefix: String,
        before: [SceneStamp],
        after: [SceneStamp],
        threshold: UInt16,
        scoreScale: Double
    ) throws(Fault) {
        self.grid = grid
        self.numberPrefix = numberPrefix
        self.before = before
        self.after = after
        self.threshold = Double(threshold)
        self.scoreScale = scoreScale
        if let system = grid.system {
            pixelAreas = try PixelAreas(of: grid, in: system)
            ellipsoid = try EllipsoidalArea(of: system)
        } else {
            pixelAreas = nil
            ellipsoid = nil
        }
    }

    /// The patch of a region.
    /// - Throws: `Fault` where its outline can't be placed on the ellipsoid.
    package func patch(of region: ConnectedArea) throws(Fault) -> Patch {
        let (transition, share) = region.mainTransition
        let differences = region.meanDifferences
        return Patch(
            number: number(of: region.firstPixel),
            before: before[region.sources.before],
            after: after[region.sources.after],
            firstPixel: region.firstPixel,
            pixelCount: region.pixelCount,
            area: try area(of: region),
            shape: tracer.outline(of: region.runs, transform: grid.transform),
            transition: transition,
            transitionShare: share,
            differences: IndexDifferences(
                ndvi: differences[0],
                ndbi: differences[1],
                mndwi: differences[2],
                bsi: differences[3]
            ),
            meanScore: region.meanScore / scoreScale,
            largestScore: Double(region.largestScore) / scoreScale,
            confidence: confidence(meanScore: region.meanScore, share: share, pixelCount: region.pixelCount)
        )
    }

    /// The area of a region on the ellipsoid, the sum over its pixels; costs far less than its patch.
    /// - Throws: `Fault` where it can't be placed on the ellipsoid.
    package func area(of region: ConnectedArea) throws(Fault) -> Area {
        guard let pixelAreas, let ellipsoid else {
            let pixel = grid.transform.pixelWidth * grid.transform.pixelHeight
            return Area(squareMetres: Double(region.pixelCount) * pixel)
        }
        var sum = 0.0
        for placed in region.runs {
            guard let part = pixelAreas.squareMetres(row: placed.row, columns: placed.run.start..<placed.run.end) else {
                return try ellipsoid.area(of: tracer.outline(of: region.runs, transform: grid.transform))
            }
            sum += part
        }
        return Area(squareMetres: sum)
    }

    private func number(of place: PixelPlace) -> String {
        let number = "R" + padded(place.row, to: 5) + "C" + padded(place.column, to: 5)
        return numberPrefix.isEmpty ? number : numberPrefix + "-" + number
    }

    /// How far the machine trusts a patch before any verdict has taught it better, 0…1.
    ///
    /// The product of three shares that each a person would ask for: how clear the change is (½ where the mean score is
    /// half as large again as the threshold), how much of the patch changed alike, and how far it is from a few pixels
    /// of noise (½ at four pixels). The halves are tuban's own choice, not a probability.
    private func confidence(meanScore: Double, share: Double, pixelCount: Int) -> Double {
        let margin = max(0, meanScore / threshold - 1)
        return margin / (margin + 0.5) * share * Double(pixelCount) / Double(pixelCount + 4)
    }
}
