import Foundation
import GeoModel
import Geometry

/// The square of ground that a chip shows.
struct ChipFrame {
    /// Pixels on each side of a chip.
    static let side = 300
    /// A frame is never narrower: around a small flag the inspector has to see where it is.
    static let leastMetres = 480.0
    /// How much wider than the flag a frame is.
    private static let margin = 1.6

    /// The ground in map coordinates.
    let box: BoundingBox
    /// Its width in metres.
    let metres: Double

    /// A frame around an outline, moved so that it lies inside the ground with images where it fits.
    init(around outline: BoundingBox, ground: BoundingBox?, scale: GroundScale) {
        let (east, north) = (scale.metresEast(atY: outline.centre.y), scale.metresNorth)
        let extent = max((outline.maxX - outline.minX) * east, (outline.maxY - outline.minY) * north)
        metres = max(ChipFrame.leastMetres, extent * ChipFrame.margin)
        let (width, height) = (metres / east, metres / north)
        var centre = outline.centre
        if let ground {
            centre.x = ChipFrame.moved(centre.x, width, inside: ground.minX, ground.maxX)
            centre.y = ChipFrame.moved(centre.y, height, inside: ground.minY, ground.maxY)
        }
        box = BoundingBox(
            minX: centre.x - width / 2,
            minY: centre.y - height / 2,
            maxX: centre.x + width / 2,
            maxY: centre.y + height / 2
        )
    }

    private static func moved(_ centre: Double, _ width: Double, inside low: Double, _ high: Double) -> Double {
        guard high - low >= width else { return centre }
        return min(max(centre, low + width / 2), high - width / 2)
    }

    /// From pixels of the chip to coordinates.
    var transform: GeoTransform {
        GeoTransform(
            originX: box.minX,
            originY: box.maxY,
            pixelWidth: (box.maxX - box.minX) / Double(ChipFrame.side),
            pixelHeight: (box.maxY - box.minY) / Double(ChipFrame.side)
        )
    }

    /// The pixels of the chip in a coordinate system: that of the frame.
    func grid(in system: CoordinateSystem) -> Grid {
        Grid(system: system, transform: transform, size: GridSize(columns: ChipFrame.side, rows: ChipFrame.side))
    }

    /// The length of the scale bar: a round number of metres, a fifth to a half of the frame.
    var scaleBarMetres: Double {
        let steps = [100.0, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000]
        return steps.last { $0 <= metres / 2 } ?? 100
    }
}
