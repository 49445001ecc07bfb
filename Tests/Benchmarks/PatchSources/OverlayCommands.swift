import Foundation
import GeoModel
import Geometry
import LandRecords
import Verbs

extension Command {
    static let land = Command(
        "land",
        zh: "生成宗地与图斑（parcels.bin、patches.bin）",
        en: "make parcels and patches: parcels.bin, patches.bin",
        options: [
            Option("out", .folder("DIR"), zh: "结果文件夹", en: "where they go", isRequired: true),
            Option("side", .integer("N", 1...4000), zh: "每边宗地数（默认 1000）", en: "parcels a side (default 1000)"),
            Option("patches", .integer("N", 1...10_000_000), zh: "图斑数（默认 100000）", en: "patches (default 100000)"),
        ],
        examples: ["patch-benchmark land --out land --side 100 --patches 1000"]
    ) { invocation in
        let folder = try invocation.required("out")
        let land = Land(side: invocation.integer("side") ?? 1000, patchCount: invocation.integer("patches") ?? 100_000)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let parcels = (0..<land.side * land.side).lazy.map {
            land.parcel(column: $0 % land.side, row: $0 / land.side)
        }
        try LandFiles.write(parcels, to: folder + "/parcels.bin")
        try LandFiles.write((0..<land.patchCount).lazy.map { land.patch($0) }, to: folder + "/patches.bin")
        return .done
    }

    static let overlay = Command(
        "overlay",
        zh: "叠置图斑与宗地；输出索引与叠置秒数、CPU 秒数、对数与总面积（平方米）",
        en: "lay patches over parcels; prints seconds, CPU seconds, pairs and square metres in all",
        options: [
            Option(
                "crs", .text("CODE"), zh: "坐标系（默认 EPSG:32650；等积坐标系给出平面面积）",
                en: "the coordinate system (default EPSG:32650; an equal-area one gives areas in the plane)"),
            Option("pairs", .file("FILE"), zh: "另写各对面积", en: "also write the area of each pair"),
            Option(
                "check", .integer("N", 1...10_000_000), zh: "另用 GEOS 与精确面积核对这么多对",
                en: "also hold so many pairs against GEOS and exact areas"),
            .workers,
        ],
        positionals: [Positional("DIR", .folder("DIR"), zh: "land 的结果", en: "what ‘land’ made")],
        examples: ["patch-benchmark overlay land --workers 2"]
    ) { invocation in
        let folder = try invocation.required("DIR")
        let parcels = try LandFiles.read(folder + "/parcels.bin")
        let patches = try LandFiles.read(folder + "/patches.bin")
        let system = CoordinateSystem(invocation.string("crs") ?? "EPSG:32650")
        let (start, processorStart) = (ContinuousClock.now, clock())
        let layer = ShapeLayer(parcels)
        let indexed = ContinuousClock.now
        let areas = try layer.sharedAreas(with: patches, in: system, workers: invocation.workers)
        let (end, processorEnd) = (ContinuousClock.now, clock())
        let seconds = [(end - start) / .seconds(1), (indexed - start) / .seconds(1)]
        let sum = areas.reduce(0) { $0 + $1.squareMetres }
        let processor = Double(processorEnd - processorStart) / Double(CLOCKS_PER_SEC)
        let figures = (seconds + [processor]).map { String(format: "%.3f", $0) }
        invocation.terminal.result(
            "\(figures.joined(separator: " ")) \(areas.count) \(String(format: "%.4f", sum))")
        if let path = invocation.string("pairs") {
            try LandFiles.write(pairs: areas.map { ($0.outline, $0.record, $0.squareMetres) }, to: path)
        }
        guard let count = invocation.integer("check") else { return .done }
        let check = try PairCheck(areas, patches, parcels, system, count)
        invocation.terminal.result(check.text)
        return check.isGood ? .done : .failed
    }
}

/// Pairs held against outlines that GEOS cuts and that are measured corner by corner.
private struct PairCheck {
    private var pairs = 0
    private var apart = 0
    private var largestShare = 0.0
    private var largestError = 0.0

    /// Pairs at even distances through all of them.
    init(
        _ areas: [SharedArea], _ patches: [MultiPolygon], _ parcels: [MultiPolygon], _ system: CoordinateSystem,
        _ count: Int
    ) throws {
        let (algebra, ellipsoid) = (PolygonAlgebra(), try EllipsoidalArea(of: system))
        for index in stride(from: 0, to: areas.count, by: max(1, areas.count / count)) {
            let area = areas[index]
            let common = try algebra.intersection(
                patches[Int(area.outline)], parcels[Int(area.record)], named: "pair \(index + 1)")
            let expected = try ellipsoid.area(of: common).squareMetres
            let error = abs(area.squareMetres - expected)
            pairs += 1
            largestError = max(largestError, error)
            // GEOS rounds corners to some 10⁻⁹ m, all along a border.
            if error > 1e-9 * expected + 1e-6 { apart += 1 }
            if expected >= 100 { largestShare = max(largestShare, error / expected) }
        }
    }

    var isGood: Bool { pairs > 0 && apart == 0 }

    var text: String {
        "checked \(pairs) pairs: off by \(largestError) m² at most, by \(largestShare) of those from 100 m² on"
    }
}
