import Foundation
import GeoIO
import GeoModel
import Geometry
import LandRecords
import Patches
import SafeFiles
import Testing
import WorkQueue

/// A small region with two scenes of 100 × 100 pixels, in a temporary folder that goes away with it. Before, all ground
/// is alike; after, the square of all flags is bright.
final class Township {
    let folder: String
    let store: RegionStore

    static let system = CoordinateSystem("EPSG:4548")
    static let time = Timestamp(secondsSinceEpoch: 1_781_683_200)
    static let period = Period(of: day("2026-06-11"))
    static let before = SceneStamp(id: "S2A_20260512", date: day("2026-05-12"))
    static let after = SceneStamp(id: "S2B_20260611", date: day("2026-06-11"))
    /// 1 km × 1 km, 10 m pixels.
    static let grid = Grid(
        system: system,
        transform: GeoTransform(originX: 500_000, originY: 3_851_000, pixelWidth: 10, pixelHeight: 10),
        size: GridSize(columns: 100, rows: 100)
    )

    init(flags: [Flag] = [], manifest: JSONValue = [:]) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tuban-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let info = try SpatialReferenceInfo(Township.system)
        let reference = SpatialReference(id: 4548, organization: "EPSG", organizationCode: 4548, wkt: info.wkt)
        store = try RegionStore.create(folder + "/monitor.gpkg", reference: reference, at: Township.time)
        try store.saveScenes(
            [try scene(Township.before, bright: nil), try scene(Township.after, bright: Township.brightPixels)],
            at: Township.time
        )
        let run = RunRecord(
            id: "run",
            period: Township.period,
            recipe: "pair",
            startedAt: Township.time,
            manifest: manifest,
            manifestChecksum: nil
        )
        try store.saveRun(run)
        try store.saveFlags(flags, run: "run", at: Township.time)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static let brightPixels = PixelWindow(column: 40, row: 40, columns: 20, rows: 20)

    /// The ground of the bright pixels.
    static let square = MultiPolygon([
        Polygon(BoundingBox(minX: 500_400, minY: 3_850_400, maxX: 500_600, maxY: 3_850_600))
    ])

    private func scene(_ stamp: SceneStamp, bright: PixelWindow?) throws -> Scene {
        let path = "\(folder)/\(stamp.id).tif"
        let layout = GeoTIFFLayout(
            sampleType: .uint16,
            bands: ["B02", "B03", "B04"].map { GeoTIFFLayout.Band($0) },
            noData: 0
        )
        let writer = try GeoTIFFWriter(path, grid: Township.grid, layout: layout)
        for row in 0..<100 {
            let line = (0..<100).map { column -> UInt16 in
                let place = PixelWindow(column: column, row: row, columns: 1, rows: 1)
                return bright.map { $0.intersection(place) == place } ?? false ? 4000 : UInt16(500 + column)
            }
            try writer.append(rows: [line, line, line])
        }
        try writer.close()
        let bands = zip([BandRole.blue, .green, .red], 1...).map { ($0, BandSource(path: path, band: $1)) }
        return Scene(
            id: stamp.id,
            date: stamp.date,
            sensor: "made up",
            grid: Township.grid,
            bands: Dictionary(uniqueKeysWithValues: bands),
            radiometry: Radiometry(scale: 0.0001, offset: 0)
        )
    }

    static func patch(_ index: Int, _ shape: MultiPolygon = square) -> Patch {
        Patch(
            number: "370402202606-\(padded(index, to: 4))",
            before: before,
            after: after,
            firstPixel: PixelPlace(column: 40, row: 40 + index),
            pixelCount: 400,
            area: Area(squareMetres: 40_000),
            shape: shape,
            transition: Transition(before: .vegetation, after: .built),
            transitionShare: 0.9,
            differences: IndexDifferences(ndvi: -0.4, ndbi: 0.2, mndwi: 0.1, bsi: 0.3),
            meanScore: 0.5,
            largestScore: 0.9,
            confidence: 0.87654
        )
    }

    /// A flag; where `hasPatch` is false, one of the registers alone.
    static func flag(
        _ index: Int,
        theme: String = "farmland-change",
        label: String = "耕地保护变化",
        priority: Int = 1,
        area: Double = 40_000,
        reason: String = "植被变为建筑",
        key: String = "370402001001GB00001",
        hasPatch: Bool = true
    ) -> Flag {
        Flag(
            id: "00000000-0000-8000-8000-\(padded(index, to: 12))",
            theme: theme,
            themeLabel: Bilingual(zh: label, en: theme),
            rule: "five-themes#\(theme)",
            period: period,
            patch: hasPatch ? patch(index) : nil,
            shape: square,
            area: Area(squareMetres: area),
            priority: priority,
            reason: Bilingual(zh: reason, en: "vegetation became built-up"),
            facts: [
                Fact(
                    name: Bilingual(zh: "宗地", en: "parcel"),
                    value: Bilingual(zh: key, en: key),
                    source: "parcels.shp: row 1"
                ),
                Fact(
                    name: Bilingual(zh: "风险评分", en: "risk score"),
                    value: Bilingual(zh: "56.4：面积 60 → +20.0", en: "56.4: area 60 → +20.0"),
                    source: "five-themes#score"
                ),
            ],
            links: [
                RecordLink(kind: .parcel, key: key, sharedArea: Area(squareMetres: 1)),
                RecordLink(kind: .parcel, key: "P2", sharedArea: Area(squareMetres: 1)),
                RecordLink(kind: .parcel, key: key, sharedArea: Area(squareMetres: 1)),
                RecordLink(kind: .approval, key: "示政土字〔2022〕83号", sharedArea: Area(squareMetres: 1)),
            ]
        )
    }

    private static func day(_ text: String) -> CalendarDate {
        guard let day = CalendarDate(text) else { preconditionFailure("\(text) is a day") }
        return day
    }

    /// The text of a file of the region.
    func text(_ name: String) throws -> String { try DurableFile.text(of: "\(folder)/\(name)") }
}

/// The XML elements of a text that are never closed, or closed out of order; empty where it is well-formed.
func unbalancedTags(_ text: String) -> [String] {
    var open: [String] = []
    for match in text.matches(of: /<(\/?)([A-Za-z][A-Za-z0-9-]*)(?:\s+[A-Za-z_-]+="[^"<>]*")*\s*(\/?)>/) {
        let name = String(match.2)
        if !match.1.isEmpty {
            guard open.popLast() == name else { return open + [name] }
        } else if match.3.isEmpty {
            open.append(name)
        }
    }
    return open
}

/// The places of a text where `<`, `>` or `&` stands for itself.
func strayMarkup(_ text: String) -> Int {
    var rest = text.replacing(/<!DOCTYPE[^>]*>/, with: "").replacing(/<style>[^<]*<\/style>/, with: "")
    rest = rest.replacing(/<\/?[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_-]+="[^"<>]*")*\s*\/?>/, with: "")
    return rest.replacing(/&(?:amp|lt|gt|quot|#39);/, with: "").count { "<>&".contains($0) }
}
