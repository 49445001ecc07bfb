import GeoModel
import Testing

@testable import Pipeline

@Suite struct SceneStackTests {
    private let june: Period

    init() throws { june = try #require(Period("2026-06")) }

    private func scene(
        _ id: String,
        _ day: String,
        clear: Double?,
        east: Double = 0,
        bands: [BandRole] = [.red, .nir]
    ) -> Scene {
        Scene(
            id: id,
            date: CalendarDate(day),
            sensor: "s",
            grid: Grid(
                system: CoordinateSystem("EPSG:32650"),
                transform: GeoTransform(originX: east, originY: 0, pixelWidth: 10, pixelHeight: 10),
                size: GridSize(columns: 10, rows: 10)
            ),
            bands: Dictionary(uniqueKeysWithValues: bands.map { ($0, BandSource(path: id, band: 1)) }),
            validFraction: clear
        )
    }

    @Test func everyPlaceComesBeforeSecondLooks() {
        let scenes = [
            scene("west cloudy", "2026-06-03", clear: 0.2), scene("west clear", "2026-06-08", clear: 0.9),
            scene("west fair", "2026-06-13", clear: 0.8), scene("east poor", "2026-06-08", clear: 0.1, east: 90),
            scene("east fair", "2026-06-18", clear: 0.7, east: 90), scene("july", "2026-07-01", clear: 1),
        ]
        func names(_ count: Int) -> [String]? { SceneStack(clearest: count, of: scenes, in: june)?.scenes.map(\.id) }
        #expect(names(1) == ["west clear"])
        #expect(names(4) == ["west clear", "east fair", "west fair", "east poor"])
        #expect(names(16)?.last == "west cloudy")
        #expect(SceneStack(clearest: 4, of: scenes, in: june.advanced(by: -1)) == nil)
    }

    @Test func scenesThatLackABandAreLeftOut() throws {
        let scenes = [
            scene("full", "2026-06-03", clear: 0.9, bands: [.red, .nir, .mask]),
            scene("more", "2026-06-04", clear: 0.8, bands: [.red, .green, .nir, .mask]),
            scene("no mask", "2026-06-05", clear: 0.7, bands: [.red, .nir]),
        ]
        let stack = try #require(SceneStack(clearest: 9, of: scenes, in: june))
        #expect(stack.scenes.map(\.id) == ["full", "more"])
        #expect(stack.roles == [.red, .nir, .mask] && stack.isMosaic && stack.id == "full + 1")
    }

    @Test func equallyClearScenesAreOrderedByName() {
        let scenes = [scene("b", "2026-06-03", clear: nil), scene("a", "2026-06-09", clear: nil)]
        #expect(SceneStack(clearest: 2, of: scenes, in: june)?.scenes.map(\.id) == ["a", "b"])
        #expect(SceneStack(clearest: 1, of: scenes, in: june)?.isMosaic == false)
    }
}
