import Foundation
import GeoModel
import Geometry
import Patches
import Testing

@Suite struct PatchMakerTests {
    private func maker(_ system: CoordinateSystem?, _ transform: GeoTransform) throws -> PatchMaker {
        try PatchMaker(
            grid: Grid(system: system, transform: transform, size: GridSize(columns: 10_980, rows: 10_980)),
            numberPrefix: "P",
            before: [SceneStamp(id: "before", date: nil)],
            after: [SceneStamp(id: "after", date: nil)],
            threshold: 1,
            scoreScale: 10_000
        )
    }

    /// Regions near the first and near the last corner of the grid.
    private func farApart() -> [ConnectedArea] {
        var numbers = SeededNumbers(seed: 12)
        let rows = randomRows(columns: 60, rows: 60, density: 0.45, &numbers)
        let moved = rows.map { pixels in
            pixels.map {
                ChangedPixel(
                    column: $0.column + 10_900,
                    score: $0.score,
                    transition: $0.transition,
                    differences: $0.differences
                )
            }
        }
        return regions(rows + PixelRows(repeating: [], count: 10_800) + moved)
    }

    @Test(arguments: ["EPSG:32650", "EPSG:4548", "EPSG:4490"])
    func areasAreThoseOfTheOutlines(code: String) throws {
        let system = CoordinateSystem(code)
        // From just beyond the western edge of a UTM zone to beyond its middle.
        let corner = try CoordinateTransformation(from: .wgs84, to: system).transformed(MapPoint(x: 113.8, y: 35.5))
        let side = code == "EPSG:4490" ? 0.0001 : 10
        let transform = GeoTransform(originX: corner.x, originY: corner.y, pixelWidth: side, pixelHeight: side)
        let maker = try maker(system, transform)
        let polygons = try EllipsoidalArea(of: system)
        let found = farApart()
        #expect(found.contains { $0.firstPixel.row > 10_000 && $0.pixelCount > 500 })
        for region in found {
            let patch = try maker.patch(of: region)
            let expected = try polygons.area(of: patch.shape).squareMetres
            #expect(abs(patch.area.squareMetres / expected - 1) < 1e-6)
            #expect(patch.area == (try maker.area(of: region)))
        }
    }

    @Test func aPatchAtThePoleIsMeasuredByItsOutline() throws {
        let system = CoordinateSystem("EPSG:3413")
        let transform = GeoTransform(originX: -500, originY: 500, pixelWidth: 10, pixelHeight: 10)
        let patch = try maker(system, transform).patch(of: regions(pixelRows(["##", "##"]))[0])
        #expect(patch.area == (try EllipsoidalArea(of: system).area(of: patch.shape)))
        #expect(abs(patch.area.squareMetres / 400 - 1) < 0.1)
    }

    @Test func withoutACoordinateSystemPixelsAreCounted() throws {
        let transform = GeoTransform(originX: 0, originY: 0, pixelWidth: 2, pixelHeight: 3)
        let patch = try maker(nil, transform).patch(of: regions(pixelRows(["##", "#."]))[0])
        #expect(patch.area.squareMetres == 18)
        #expect(patch.number == "P-R00000C00000")
    }

    @Test func makersOnSeveralThreadsMakeTheSame() async throws {
        let system = CoordinateSystem("EPSG:4548")
        let transform = GeoTransform(originX: 500_000, originY: 3_900_000, pixelWidth: 10, pixelHeight: 10)
        let found = farApart()
        let results = try await withThrowingTaskGroup(of: [Patch].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let maker = try maker(system, transform)
                    return try found.map { try maker.patch(of: $0) }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count == 4)
        #expect(Set(results).count == 1)
    }
}
