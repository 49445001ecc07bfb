import Foundation
import GeoIO
import GeoModel
import Testing

@testable import Pipeline

/// Scenes whose files are one block each: only their headers are read.
@Suite struct LargeBlockTests {
    private let scratch: Scratch
    private static let side = 1800

    init() throws {
        scratch = try Scratch()
    }

    /// A grid of 10 m, shifted east by so many metres.
    private func grid(east: Double) -> Grid {
        Grid(
            system: CoordinateSystem("EPSG:32650"),
            transform: GeoTransform(originX: 500_000 + east, originY: 3_900_000, pixelWidth: 10, pixelHeight: 10),
            size: GridSize(columns: Self.side, rows: Self.side))
    }

    /// A TIFF of one deflated strip, as delivered by some programs; its pixels are never asked for.
    private func scene(_ id: String, east: Double) throws -> Scene {
        var bytes: [UInt8] = [0x49, 0x49, 42, 0, 8, 0, 0, 0]
        func append(_ value: Int, _ count: Int) {
            for place in 0..<count { bytes.append(UInt8(value >> (8 * place) & 255)) }
        }
        // Tag, type (3 short, 4 long, 12 double), count, value or where it is.
        let tags: [(Int, Int, Int, Int)] = [
            (256, 4, 1, Self.side), (257, 4, 1, Self.side), (258, 3, 1, 16), (259, 3, 1, 8), (262, 3, 1, 1),
            (273, 4, 1, 304), (277, 3, 1, 1), (278, 4, 1, Self.side), (279, 4, 1, 8), (33_550, 12, 3, 200),
            (33_922, 12, 6, 224), (34_735, 3, 16, 272),
        ]
        append(tags.count, 2)
        for (tag, type, count, value) in tags {
            append(tag, 2)
            append(type, 2)
            append(count, 4)
            append(value, 4)
        }
        append(0, 4)
        append(0, 200 - bytes.count)
        for number in [10.0, 10, 0, 0, 0, 0, 500_000 + east, 3_900_000, 0] { append(Int(number.bitPattern), 8) }
        // Projected, pixels are areas, EPSG:32650.
        for key in [1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32_650] { append(key, 2) }
        append(0, 312 - bytes.count)
        let path = scratch("\(id).tif")
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let band = BandSource(path: path, band: 1)
        return Scene(
            id: id, date: nil, sensor: "test", grid: grid(east: east), bands: [.red: band, .nir: band])
    }

    private func recipe() throws -> DetectRecipe {
        let text = MadeScenes.recipe.replacing(
            "tileSize: 512", with: "tileSize: 512, registration: { source: 't', correctAbove: 0.2 }")
        let path = scratch("recipe.json5")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return try Recipe(file: path).detect
    }

    @Test func scenesAreKeptWhereTheNearestPixelFitsMemory() throws {
        // Half a pixel aside, so that values in between are wanted, which keeps more blocks.
        let after = SceneStack([try scene("b", east: 5), try scene("c", east: 5)])
        let pair = try ScenePair(before: SceneStack([try scene("a", east: 0)]), after: after, recipe: recipe())
        #expect(pair.afterSources.allSatisfy { $0.isInterpolated } && pair.cell.columns == Self.side)
        #expect(try !pair.fitsUsualMemory(recipe()))
        #expect(try pair.fitsUsualMemoryOnceRead(recipe()))
    }

    @Test func tooManyScenesFitNeitherWay() throws {
        let many = try (0..<12).map { try scene("s\($0)", east: 5) }
        let pair = try ScenePair(
            before: SceneStack([try scene("a", east: 0)]), after: SceneStack(many), recipe: recipe())
        #expect(try !pair.fitsUsualMemoryOnceRead(recipe()))
    }
}
