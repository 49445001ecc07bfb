import Foundation
import GeoModel
import LandRecords
import Patches
import SafeFiles
import Testing

@testable import WorkQueue

/// A small, fixed region in a temporary folder; the folder goes away with it.
final class District {
    let folder: String
    let path: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tuban-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        path = folder + "/monitor.gpkg"
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func create() throws -> RegionStore {
        try RegionStore.create(path, reference: District.reference, at: District.time(0))
    }

    /// A store with one saved run and `count` flags, whose cases are 202606-0001 and on.
    func withCases(_ count: Int) throws -> RegionStore {
        let store = try create()
        try store.saveRun(try District.run())
        try store.saveFlags((1...count).map { try District.flag($0) }, run: "2026-06", at: District.time(1))
        return store
    }

    /// A connection of a person with a database tool: no rules but those in the file.
    func intruder() throws -> SQLiteDatabase { try SQLiteDatabase(path, .existing) }

    static let reference = SpatialReference(
        id: 4548,
        organization: "EPSG",
        organizationCode: 4548,
        wkt: """
            PROJCS["CGCS2000 / 3-degree Gauss-Kruger CM 117E",GEOGCS["China Geodetic Coordinate System 2000",\
            DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],\
            AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],\
            UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]],\
            PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",117],\
            PARAMETER["scale_factor",1],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],\
            UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","4548"]]
            """
    )

    /// Minutes after the start of the story.
    static func time(_ minutes: Int) -> Timestamp {
        Timestamp(secondsSinceEpoch: 1_781_683_200 + Double(minutes) * 60)
    }

    static func run(_ id: String = "2026-06") throws -> RunRecord {
        RunRecord(
            id: id,
            period: try #require(Period("2026-06")),
            recipe: "pair-sentinel2",
            startedAt: time(1),
            manifest: ["threshold": 0.25, "versions": ["tuban": "0.1"], "inputs": ["a.tif", "b.tif"]],
            manifestChecksum: Checksum.sha256(of: "manifest")
        )
    }

    static func square(_ index: Int, side: Double = 100) -> MultiPolygon {
        let west = 500_000.25 + Double(index) * 200
        let box = BoundingBox(minX: west, minY: 3_850_000.5, maxX: west + side, maxY: 3_850_000.5 + side)
        return MultiPolygon([Polygon(box)])
    }

    /// Two parts, the first with a hole.
    static func island(_ index: Int) -> MultiPolygon {
        let outer = square(index).polygons[0].exterior
        let box = BoundingBox(minX: 500_030, minY: 3_850_030, maxX: 500_060, maxY: 3_850_060)
        let hole = Ring(Polygon(box).exterior.points.reversed())
        return MultiPolygon([Polygon(exterior: outer, holes: [hole]), square(index + 50, side: 0.1).polygons[0]])
    }

    static func patch(_ index: Int, pixels: Int = 100) throws -> Patch {
        Patch(
            number: "370402-202606-\(padded(index, to: 4))",
            before: SceneStamp(id: "S2A_20260512", date: CalendarDate("2026-05-12")),
            after: SceneStamp(id: "S2B_20260611", date: CalendarDate("2026-06-11")),
            firstPixel: PixelPlace(column: 17, row: index),
            pixelCount: pixels,
            area: Area(squareMetres: 1234.567 + Double(index)),
            shape: island(index),
            transition: Transition(before: .vegetation, after: .built),
            transitionShare: 0.1 + 0.2,
            differences: IndexDifferences(ndvi: -0.41, ndbi: 0.3, mndwi: 1e-9, bsi: 1.0 / 3),
            meanScore: 812.5,
            largestScore: 2000,
            confidence: 0.87
        ).with(index % 3 == 0 ? nil : SeasonSign(kind: .field, brightness: index % 3 == 1 ? 1.125 : nil, shared: 0.3))
    }

    static func flag(_ index: Int, theme: String = "farmland-change", pixels: Int = 100) throws -> Flag {
        Flag(
            id: "00000000-0000-5000-8000-\(padded(index, to: 12))",
            theme: theme,
            themeLabel: Bilingual(zh: "耕地保护变化", en: "farmland change"),
            rule: "farmland.json5#built-on-farmland",
            period: try #require(Period("2026-06")),
            patch: index % 5 == 0 ? nil : try patch(index, pixels: pixels),
            shape: square(index),
            area: Area(squareMetres: Double(1000 + 10 * index)),
            priority: index % 3 + 1,
            reason: Bilingual(zh: "永久基本农田上“新增”建筑\n第二行", en: "a new building on \"basic farmland\""),
            facts: [
                Fact(
                    name: Bilingual(zh: "重叠面积", en: "shared area"),
                    value: Bilingual(zh: "1.85 亩", en: "1.85 mu"),
                    source: "zone:JBNT-1"
                )
            ],
            links: [
                RecordLink(kind: .parcel, key: "370402001001GB00001", sharedArea: Area(squareMetres: 0.1 + 0.2)),
                RecordLink(kind: .zone, key: "JBNT-1", sharedArea: Area(squareMetres: 1e-7)),
            ]
        )
    }
}

/// What a call threw; nil where it returned.
func fault(_ body: () throws -> Void) -> Fault? {
    do {
        try body()
        return nil
    } catch {
        return error as? Fault
    }
}
