package import GeoModel
import Geometry

/// Turns regions into patches: outline, ellipsoidal area, number, confidence.
package final class PatchMaker {
    private let grid: Grid
    private let numberPrefix: String
    private let before: SceneStamp
    private let after: SceneStamp
    private let threshold: Double
    private let scoreScale: Double
    private let ellipsoid: EllipsoidalArea?

    /// A maker for one comparison.
    ///
    /// - Parameters:
    ///   - grid: The grid compared on; without a coordinate system areas are counted in pixels' units.
    ///   - numberPrefix: What all numbers begin with, such as a region's code and period; may be empty.
    ///   - before: The image before.
    ///   - after: The image after.
    ///   - threshold: The quantised score from which a pixel counts as changed.
    ///   - scoreScale: Quantised score a unit of score.
    /// - Throws: `Fault` where the coordinate system is unknown.
    package init(
        grid: Grid,
        numberPrefix: String,
        before: SceneStamp,
        after: SceneStamp,
        threshold: UInt16,
        scoreScale: Double
    ) throws(Fault) {
        self.grid = grid
        self.numberPrefix = numberPrefix
        self.before = before
        self.after = after
        self.threshold = Double(threshold)
        self.scoreScale = scoreScale
        if let system = grid.system { ellipsoid = try EllipsoidalArea(of: system) } else { ellipsoid = nil }
    }

    /// The patch of a region.
    /// - Throws: `Fault` where its outline can't be placed on the ellipsoid.
    package func patch(of region: ConnectedArea) throws(Fault) -> Patch {
        let shape = outline(of: region.runs, transform: grid.transform)
        let area: Area
        if let ellipsoid {
            area = try ellipsoid.area(of: shape)
        } else {
            let pixel = grid.transform.pixelWidth * grid.transform.pixelHeight
            area = Area(squareMetres: Double(region.pixelCount) * pixel)
        }
        let (transition, share) = region.mainTransition
        let differences = region.meanDifferences
        return Patch(
            number: number(of: region.firstPixel),
            before: before,
            after: after,
            firstPixel: region.firstPixel,
            pixelCount: region.pixelCount,
            area: area,
            shape: shape,
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

    private func number(of place: PixelPlace) -> String {
        (numberPrefix.isEmpty ? "" : numberPrefix + "-") + "R\(padded(place.row, to: 5))C\(padded(place.column, to: 5))"
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
