import GeoIO
import GeoModel
import LandRecords
import Pipeline
import Testing
import WorkQueue

@Suite struct SamePlaceTests {
    private let scratch: Scratch
    private let store: RegionStore
    private let region: Region
    private let month: Period

    init() throws {
        scratch = try Scratch()
        month = try #require(Period("2026-06"))
        let settings = RegionSettings(
            name: "示例县",
            code: "",
            system: CoordinateSystem("EPSG:32650"),
            grid: nil,
            sceneFolders: [],
            registers: []
        )
        region = try Region.create(
            scratch("county"), settings: settings, program: DataFolder(path: RecipeTests.folder), at: .now)
        store = region.store
    }

    /// The first and the second overlap, the third only touches the second, the last lies apart.
    @Test func casesThatShareGroundNameEachOther() throws {
        try store.saveRun(RunRecord(id: "run", period: month, recipe: "monthly", startedAt: .now))
        let flags = [(0.0, 100.0), (50, 150), (150, 200), (500, 600)].enumerated().map {
            flag($0, from: $1.0, to: $1.1)
        }
        let opened = try store.saveFlags(flags, run: "run", at: .now).opened
        try #require(opened.count == 4)
        let others = try opened.map { try region.otherCases(atThePlaceOf: store.caseDetail($0)).map(\.id) }
        #expect(others == [[opened[1]], [opened[0]], [], []])
    }

    private func flag(_ index: Int, from west: Double, to east: Double) -> Flag {
        let box = BoundingBox(minX: 500_000 + west, minY: 3_850_000, maxX: 500_000 + east, maxY: 3_850_100)
        return Flag(
            id: "00000000-0000-8000-8000-00000000000\(index)",
            theme: "farmland-change",
            themeLabel: Bilingual(zh: "耕地保护变化", en: "farmland change"),
            rule: "themes#rule",
            period: month,
            patch: nil,
            shape: MultiPolygon([Polygon(box)]),
            area: Area(squareMetres: 1000),
            priority: 1,
            reason: Bilingual(zh: "植被变为建筑", en: "vegetation became built-up"),
            facts: [],
            links: []
        )
    }
}
