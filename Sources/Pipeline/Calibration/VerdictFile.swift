import GeoIO
package import GeoModel
import Geometry
import SafeFiles

/// What someone found a patch to be on the ground.
package struct Verdict: Sendable, Hashable {
    /// Whether something had changed.
    package let isConfirmed: Bool
    /// The number of the patch, or of the place of an omission sample; nil where the file does not say.
    package let patch: String?
    /// The patch, in longitude and latitude.
    package let shape: MultiPolygon
}

/// Reads what `tuban queue verdicts` wrote.
package enum VerdictFile {
    /// The pairs of images whose patches were looked at, each with its verdicts, in the order in which they appear. All
    /// are of one place, the file's region.
    ///
    /// - Throws: `Fault` where the file can't be read, has no verdict, or a row lacks what it should have.
    package static func pairs(_ path: String) throws(Fault) -> [LabelledPair] {
        let root = try DurableFile.json(of: path)
        var order: [[LabelledImage]] = []
        var verdicts: [[LabelledImage]: [Verdict]] = [:]
        for (number, feature) in (root["features"]?.array ?? []).enumerated() {
            let name = "\(path): features[\(number)]"
            let properties = try StrictObject(feature["properties"] ?? .null, named: name, keys: fields)
            func text(_ key: String) throws(Fault) -> String {
                try properties.required(key, try properties.string(key))
            }
            let pair = [
                try image("before", properties, beside: path), try image("after", properties, beside: path),
            ]
            let word = try text("verdict")
            guard ["confirmed", "dismissed"].contains(word) else {
                throw properties.wrong(
                    "verdict", .string(word), zh: "confirmed 或 dismissed", en: "confirmed or dismissed")
            }
            guard let shape = MultiPolygon(geoJSON: feature["geometry"] ?? .null) else {
                throw Fault(name, zh: "没有面状图形。请补上。", en: "has no polygon. Add it.")
            }
            guard shape.isOnEarth else {
                throw Fault(
                    name,
                    zh: "图形的坐标不是经纬度（经度 -180…180，纬度 -90…90）。请改用 tuban queue verdicts 导出的文件。",
                    en: "the polygon’s coordinates are no longitude (−180…180) and latitude (−90…90). Take the file "
                        + "that tuban queue verdicts writes."
                )
            }
            if verdicts[pair] == nil { order.append(pair) }
            verdicts[pair, default: []].append(
                Verdict(isConfirmed: word == "confirmed", patch: try properties.string("patch"), shape: shape))
        }
        guard !order.isEmpty else {
            throw Fault(
                path,
                zh: "没有核查结论。请先用 tuban queue advance 记录结论，再用 tuban queue verdicts 导出。",
                en: "holds no verdict. Record some (tuban queue advance), then export them (tuban queue verdicts)."
            )
        }
        return order.map { pair in
            LabelledPair(
                place: path, before: pair[0], after: pair[1], labels: .verdicts(verdicts[pair] ?? []))
        }
    }

    private static func image(_ date: String, _ row: StrictObject, beside file: String) throws(Fault) -> LabelledImage {
        let paths = try row.required(date, try row.strings(date))
        guard !paths.isEmpty else { throw row.wrong(date, [], zh: "影像文件的路径", en: "the paths of an image’s files") }
        let scale = try row.number(date + "_scale", in: 1e-9...1e9)
        let offset = try row.number(date + "_offset", in: -1e9...1e9)
        return LabelledImage(
            paths: paths.map { Recipe.path($0, beside: file) },
            radiometry: scale.map { Radiometry(scale: $0, offset: offset ?? 0) },
            validity: try validity(date, row))
    }

    /// Files of earlier programs leave it to the sensor.
    private static func validity(_ date: String, _ row: StrictObject) throws(Fault) -> LabelledImage.Validity? {
        guard let value = row.value(date + "_mask_codes") else { return nil }
        guard let codes = MaskCodes(value) else {
            throw row.wrong(
                date + "_mask_codes", value, zh: "掩膜取值或位段的列表", en: "a list of codes of a mask, or of fields of bits")
        }
        return LabelledImage.Validity(noData: try row.number(date + "_no_data"), usableMaskCodes: codes)
    }

    /// The columns of such a file.
    package static let fields = [
        "case", "patch", "period", "verdict", "outcome", "before_scene", "before_date", "before", "before_scale",
        "before_offset", "before_no_data", "before_mask_codes", "after_scene", "after_date", "after", "after_scale",
        "after_offset", "after_no_data", "after_mask_codes", "who", "role", "at",
    ]
}

extension MultiPolygon {
    /// A Polygon or MultiPolygon of a GeoJSON document; nil where it is none.
    init?(geoJSON value: JSONValue) {
        func ring(_ value: JSONValue) -> Ring? {
            let points = value.array?.compactMap { point -> MapPoint? in
                guard let numbers = point.array, numbers.count >= 2, let x = numbers[0].double,
                    let y = numbers[1].double
                else { return nil }
                return MapPoint(x: x, y: y)
            }
            guard let points, points.count >= 4, points.count == value.array?.count else { return nil }
            return Ring(points)
        }
        func polygon(_ value: JSONValue) -> Polygon? {
            let rings = value.array?.compactMap(ring) ?? []
            guard let exterior = rings.first, rings.count == value.array?.count else { return nil }
            return Polygon(exterior: exterior, holes: Array(rings.dropFirst()))
        }
        let coordinates = value["coordinates"] ?? .null
        let parts =
            switch value["type"]?.string {
            case "Polygon": [polygon(coordinates)]
            case "MultiPolygon": coordinates.array?.map(polygon) ?? []
            default: [Polygon?]()
            }
        guard !parts.isEmpty, !parts.contains(nil) else { return nil }
        self.init(parts.compactMap(\.self))
    }
}

extension MultiPolygon {
    /// Whether all points are longitudes and latitudes.
    fileprivate var isOnEarth: Bool {
        polygons.allSatisfy { polygon in
            ([polygon.exterior] + polygon.holes).allSatisfy { ring in
                ring.points.allSatisfy { (-180...180).contains($0.x) && (-90...90).contains($0.y) }
            }
        }
    }
}
