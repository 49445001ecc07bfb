import Foundation
import GeoIO
package import GeoModel
import Geometry
package import Patches

/// Patches read from a layer: those of `tuban detect`, or any layer of areas.
package struct PatchLayer {
    /// The patches, in the layer's order.
    package private(set) var patches: [Patch] = []
    /// Rows that are no patch, and why.
    package private(set) var rejected: [Fault] = []
    /// Rows whose outline was invalid and was mended.
    package private(set) var repaired: [Fault] = []
    private let layer: String
    private let system: CoordinateSystem
    private let transformation: CoordinateTransformation?
    private let ellipsoid: EllipsoidalArea
    private let algebra = PolygonAlgebra()

    /// Reads patches and brings them to one coordinate system. Columns of `PatchTable` are used where they are;
    /// a row without them is a patch of unknown cover, numbered by its row.
    ///
    /// - Throws: `Fault` where the layer can't be opened, says no coordinate system, or breaks off.
    package init(_ path: String, layer name: String?, system: CoordinateSystem) throws(Fault) {
        let file = try LayerFile(path, layer: name)
        guard let own = file.system else {
            throw Fault(
                path,
                zh: "图斑图层没有坐标系。请先用 ogr2ogr -a_srs 指定。",
                en: "the layer of patches does not say its coordinate system. Set it with ogr2ogr -a_srs."
            )
        }
        layer = URL(fileURLWithPath: path).lastPathComponent
        self.system = system
        transformation = own == system ? nil : try CoordinateTransformation(from: own, to: system)
        ellipsoid = try EllipsoidalArea(of: system)
        try file.forEachFeature { feature in
            do throws(Fault) {
                patches.append(try patch(of: feature))
            } catch {
                rejected.append(error.of("\(layer): row \(feature.row)"))
            }
        }
    }

    private mutating func patch(of feature: Feature) throws(Fault) -> Patch {
        let object = "\(layer): row \(feature.row)"
        if let damage = feature.damage {
            throw Fault(
                object,
                zh: "图形记录已损坏，无法读取（GDAL：\(damage)）。请重新获取该文件。",
                en: "the shape is damaged and can't be read (GDAL: \(damage)). Fetch the file again."
            )
        }
        guard let outline = feature.geometry else {
            throw Fault(object, zh: "没有面状图形。请补绘。", en: "has no area. Draw it.")
        }
        var shape = outline
        if let transformation { shape = try transformation.transformed(outline) }
        if let defect = try algebra.defect(of: shape, named: object) {
            shape = try algebra.repaired(shape, named: object)
            guard !shape.isEmpty else {
                throw Fault(
                    object,
                    zh: "图形无效：\(defect.label.zh)，且无法修复。请重绘。",
                    en: "the outline is invalid: \(defect.label.en), and can't be mended. Draw it again."
                )
            }
            repaired.append(
                Fault(
                    object,
                    zh: "图形无效：\(defect.label.zh)。已修复并使用。",
                    en: "the outline was invalid: \(defect.label.en). It was mended and is used."
                )
            )
        }
        return try patch(of: feature, shape)
    }

    private func patch(of feature: Feature, _ shape: MultiPolygon) throws(Fault) -> Patch {
        let columns = Dictionary(feature.attributes.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
        // A file from elsewhere may hold anything; what lies outside a column's range counts as not entered.
        func number(_ name: String, in range: ClosedRange<Double>, or other: Double = 0) -> Double {
            columns[name]?.number.flatMap { range.contains($0) ? $0 : nil } ?? other
        }
        return Patch(
            number: columns["jcbh"]?.string ?? "\(layer)#\(feature.row)",
            before: SceneStamp(id: columns["scene_qsx"]?.string ?? "—", date: day(columns["qsx"])),
            after: SceneStamp(id: columns["scene_hsx"]?.string ?? "—", date: day(columns["hsx"])),
            firstPixel: PixelPlace(column: 0, row: Int(clamping: feature.row)),
            pixelCount: Int(number("pixels", in: 0...1e15)),
            area: try ellipsoid.area(of: shape),
            shape: shape,
            transition: transition(columns["bhlx"]?.string),
            transitionShare: number("share", in: 0...1, or: 1),
            differences: IndexDifferences(
                ndvi: number("d_ndvi", in: -2...2),
                ndbi: number("d_ndbi", in: -2...2),
                mndwi: number("d_mndwi", in: -2...2),
                bsi: number("d_bsi", in: -2...2)
            ),
            meanScore: number("score_mean", in: 0...100),
            largestScore: number("score_max", in: 0...100),
            confidence: number("confidence", in: 0...1, or: 1)
        ).with(
            columns["season"]?.string.flatMap(SeasonSign.Kind.init(rawValue:)).map { kind in
                SeasonSign(
                    kind: kind,
                    brightness: columns["s_bright"]?.number.flatMap { (0...1e6).contains($0) ? $0 : nil },
                    shared: number("s_shared", in: 0...1))
            })
    }

    private func day(_ value: FieldValue?) -> CalendarDate? {
        if case .date(let day) = value { return day }
        return value?.string.flatMap { CalendarDate($0) }
    }

    /// `vegetation-built` as the two covers.
    private func transition(_ text: String?) -> Transition {
        let states = (text ?? "").split(separator: "-").map { LandState(code: String($0)) ?? .unknown }
        return Transition(before: states.first ?? .unknown, after: states.count == 2 ? states[1] : .unknown)
    }
}
