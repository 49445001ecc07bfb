package import GeoModel
import Geometry

/// A figure with what it is made of.
package struct ZoneFigure: Sendable, Hashable {
    /// Its name in files.
    package let code: String
    /// The words that users read.
    package let label: Bilingual
    /// The upper part; nil where nobody looked.
    package let numerator: Double?
    /// The lower part; nil where nobody looked.
    package let denominator: Double?
    /// The unit of the parts, such as mu.
    package let unit: Bilingual
    /// Whether the figure is a share 0…1.
    package let isShare: Bool
    /// Whether the parts are counts.
    package let isCount: Bool

    /// Numerator to denominator; nil where there is nothing to divide by.
    package var value: Double? {
        guard let numerator, let denominator, denominator > 0 else { return nil }
        return numerator / denominator
    }
}

/// How well a development zone uses its land (集约利用).
package struct ZoneScore: Sendable, Hashable {
    /// The zone.
    package let zone: Zone
    /// Its figures.
    package let figures: [ZoneFigure]
}

/// New industrial land supplied in one year and place, or in all, and what of it is standard land.
package struct StandardLandShare: Sendable, Hashable {
    /// The year of signing; nil where the contract is not dated.
    package let year: Int?
    /// The development zone; the empty text for land in none.
    package let zone: String
    /// How many contracts.
    package let contracts: Int
    /// Of those with an agreement.
    package let standardContracts: Int
    /// Their land.
    package let area: Area
    /// Of those with an agreement.
    package let standardArea: Area
}

/// The part of a place that lies in a development zone.
struct ZonePart {
    let zone: Int
    let shape: MultiPolygon
    let area: Area
}

/// What lies in development zones.
struct ZonePlaces {
    let zones: [Zone]
    private let shapes: [MultiPolygon]
    private let areas: [Area]
    private let overlayer: Overlayer
    private let layer: ShapeLayer

    init(_ register: LandRegister, _ overlayer: Overlayer) throws(Fault) {
        var (zones, shapes, areas): ([Zone], [MultiPolygon], [Area]) = ([], [], [])
        // A zone of several parts (一区多园) has a row for each, all under its name.
        let parts = Dictionary(grouping: register.records.zones.filter { $0.kind == .developmentZone }, by: \.name)
        for zone in register.records.zones where zone.kind == .developmentZone {
            guard let rows = parts[zone.name], rows.first?.source == zone.source else { continue }
            var outlines: [MultiPolygon] = []
            for row in rows { outlines.append(try overlayer.valid(row.shape, named: row.name)) }
            let shape = rows.count == 1 ? outlines[0] : try overlayer.algebra.union(of: outlines, named: zone.name)
            zones.append(Zone(kind: zone.kind, name: zone.name, shape: shape, source: zone.source))
            shapes.append(shape)
            areas.append(try overlayer.area(of: shape))
        }
        self.zones = zones
        (self.shapes, self.areas, self.overlayer) = (shapes, areas, overlayer)
        layer = ShapeLayer(shapes)
    }

    func area(of zone: Int) -> Area { areas[zone] }

    /// The zones that a place shares ground with, with the part inside.
    func parts(of shape: MultiPolygon, named object: String) throws(Fault) -> [ZonePart] {
        guard let box = shape.bounds else { return [] }
        var found: [ZonePart] = []
        for candidate in layer.candidates(near: box).map(\.record).sorted() {
            let part = try overlayer.algebra.intersection(shape, shapes[candidate], named: object)
            let area = try overlayer.area(of: part)
            if area > .zero { found.append(ZonePart(zone: candidate, shape: part, area: area)) }
        }
        return found
    }

    /// The zones that have more than half of a place.
    func homes(of shape: MultiPolygon, named object: String) throws(Fault) -> [Int] {
        let valid = try overlayer.valid(shape, named: object)
        let half = try overlayer.area(of: valid).squareMetres / 2
        return try parts(of: valid, named: object).filter { $0.area.squareMetres > half }.map(\.zone)
    }

    /// The ground that pieces cover together.
    func union(_ pieces: [MultiPolygon]) throws(Fault) -> Area {
        guard !pieces.isEmpty else { return .zero }
        return try overlayer.area(of: try overlayer.algebra.union(of: pieces, named: "development zone"))
    }
}
