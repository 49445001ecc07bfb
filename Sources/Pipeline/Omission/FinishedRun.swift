import Foundation
import GeoIO
import GeoModel
import SafeFiles

/// A finished comparison as it lies in its folder: `change.tif`, `patches.gpkg` and `run.json`.
struct FinishedRun: Sendable {
    let folder: String
    let grid: Grid
    let system: CoordinateSystem
    /// The smallest patch, in square metres.
    let minimumArea: Double
    let patchCount: Int
    /// The SHA-256 of `run.json` and `change.tif`.
    let checksums: (record: String, raster: String)
    /// The scenes of each date, the preferred one first.
    let before: [Scene]
    let after: [Scene]

    var rasterPath: String { folder + "/change.tif" }
    var patchPath: String { folder + "/patches.gpkg" }

    /// Reads a run's record and checks that its raster goes with it.
    /// - Throws: `Fault` where a file is missing, is none of tuban's or belongs to another run, or the images have no
    ///   coordinate system.
    init(_ folder: String) throws(Fault) {
        self.folder = folder
        for name in ["run.json", "change.tif", "patches.gpkg"] {
            guard FileManager.default.fileExists(atPath: "\(folder)/\(name)") else {
                throw Fault(
                    folder,
                    zh: "没有 \(name)；应为比较结果文件夹（change.tif、patches.gpkg、run.json）。请先运行 tuban detect 或 tuban run。",
                    en: "has no \(name); the folder of a comparison is expected (change.tif, patches.gpkg, run.json). "
                        + "Run tuban detect or tuban run first."
                )
            }
        }
        let path = folder + "/run.json"
        let record = try DurableFile.json(of: path)
        let raster = try ChangeRasterFile(folder + "/change.tif")
        grid = raster.file.grid
        guard let recorded = record["threshold"]?.double, let count = record["results"]?["patches"]?.integer,
            Int((recorded * raster.scoreScale).rounded()) == raster.threshold,
            record["grid"]?["columns"]?.integer == grid.size.columns,
            record["grid"]?["rows"]?.integer == grid.size.rows
        else {
            throw Fault(
                path,
                zh: "与 change.tif 不是同一次比较（阈值或大小不同）。请重新运行 tuban detect。",
                en: "is not of the same comparison as change.tif (another threshold or size). Run tuban detect again."
            )
        }
        guard let system = grid.system else {
            throw Fault(
                folder,
                zh: "影像没有坐标系，样点无法落到实地。请使用有坐标系的影像。",
                en: "the images have no coordinate system, so nobody can be sent to a place. Take images that have one."
            )
        }
        self.system = system
        patchCount = count
        minimumArea = record["parameters"]?["minimum_area_m2"]?.double ?? 0
        checksums = (
            Checksum.sha256(of: try DurableFile.text(of: path)), try Checksum.sha256(ofFile: folder + "/change.tif")
        )
        before = try Self.scenes(record["inputs"]?["before"], named: path)
        after = try Self.scenes(record["inputs"]?["after"], named: path)
    }

    private static func scenes(_ entry: JSONValue?, named path: String) throws(Fault) -> [Scene] {
        var scenes: [Scene] = []
        for entry in [entry].compactMap(\.self) + (entry?["others"]?.array ?? []) {
            var bands: [BandRole: BandSource] = [:]
            for band in entry["bands"]?.array ?? [] {
                guard let role = band["role"]?.string.flatMap(BandRole.init(rawValue:)),
                    let file = band["path"]?.string, let number = band["band"]?.integer
                else { continue }
                bands[role] = BandSource(path: URL(fileURLWithPath: file).path, band: number)
            }
            guard let id = entry["scene"]?.string, let finest = bands.min(by: { $0.key < $1.key })?.value else {
                continue
            }
            // A scene that was moved since shows no picture and is no reason not to draw.
            let grid = (try? RasterFile(finest.path))?.grid
            scenes.append(
                Scene(
                    id: id, date: entry["date"]?.string.flatMap { CalendarDate($0) },
                    sensor: entry["sensor"]?.string ?? "",
                    grid: grid ?? Grid(system: nil, transform: .unit, size: GridSize(columns: 0, rows: 0)),
                    bands: bands,
                    radiometry: Radiometry(
                        scale: entry["scale"]?.double ?? 1, offset: entry["offset"]?.double ?? 0)))
        }
        guard !scenes.isEmpty else {
            throw Fault(
                path, zh: "没有记录影像。请重新运行 tuban detect。",
                en: "does not say which images were compared. Run tuban detect again.")
        }
        return scenes
    }
}

extension GeoTransform {
    /// Pixels as coordinates.
    fileprivate static let unit = GeoTransform(originX: 0, originY: 0, pixelWidth: 1, pixelHeight: 1)
}
