package import GeoModel
package import Geometry

/// Outlines of one register, found by place part by part: a zone of ten thousand parts costs only those that are met,
/// and an outline of many vertices is cut into parts here. Safe to share between workers.
package struct ShapeLayer: Sendable {
    /// Vertices from which cutting pays: overlays of parts this small cost less than finding them.
    private static let vertexLimit = 256

    /// The record of each part.
    private let records: [Int32]
    private let polygons: [Polygon]
    private let index: SpatialIndex
    /// The smallest box around everything; nil where there is nothing.
    package let bounds: BoundingBox?

    /// Some records' parts near a place.
    package struct Candidate: Sendable {
        /// The record's place in its register.
        package let record: Int
        /// Those of its parts whose boxes meet the place. Parts may touch along cuts, so they are overlaid one by one.
        package let parts: [Polygon]
    }

    /// A layer over outlines; empty ones are never found.
    package init(_ shapes: [MultiPolygon]) {
        var records: [Int32] = []
        var polygons: [Polygon] = []
        records.reserveCapacity(shapes.count)
        polygons.reserveCapacity(shapes.count)
        let algebra = PolygonAlgebra()
        for (record, shape) in shapes.enumerated() {
            for polygon in shape.polygons {
                if polygon.vertexCount <= ShapeLayer.vertexLimit {
                    polygons.append(polygon)
                } else {
                    polygons += ShapeLayer.parts(of: polygon, algebra)
                }
            }
            while records.count < polygons.count { records.append(Int32(record)) }
        }
        let boxes = polygons.map { $0.exterior.bounds ?? .nowhere }
        self.records = records
        self.polygons = polygons
        index = SpatialIndex(boxes)
        bounds = boxes.lazy.filter(\.isFinite).reduce(nil) { sum, box in sum?.union(box) ?? box }
    }

    /// The records with parts whose boxes meet a box, in the register's order.
    package func candidates(near box: BoundingBox) -> [Candidate] {
        var candidates: [Candidate] = []
        let found = index.items(meeting: box)[...]
        var rest = found
        while let first = rest.first {
            let parts = rest.prefix { records[$0] == records[first] }
            candidates.append(Candidate(record: Int(records[first]), parts: parts.map { polygons[$0] }))
            rest = rest[parts.endIndex...]
        }
        return candidates
    }

    /// Ground that a record shares with an outline.
    package struct SharedGround {
        /// The record's place in its register.
        package let record: Int
        /// On the ellipsoid.
        package let squareMetres: Double
        /// The record's parts near the outline, by their places in the layer.
        let parts: ArraySlice<Int>
    }

    /// Hands over each record that shares ground with an outline, in the register's order.
    ///
    /// - Parameters:
    ///   - outline: An outline that `measure` made ready.
    ///   - measure: The worker's own.
    ///   - found: A list to use again and again.
    ///   - object: What the outline is, for messages.
    ///   - body: Takes the ground.
    /// - Throws: `Fault` named after `object` where GEOS gives up.
    package func eachShare(
        of outline: PreparedOutline,
        _ measure: SharedAreaMeasure,
        found: inout [Int],
        named object: String,
        _ body: (SharedGround) -> Void
    ) throws(Fault) {
        guard let box = outline.bounds else { return }
        index.find(meeting: box, into: &found)
        var place = 0
        while place < found.count {
            let start = place
            let record = records[found[start]]
            var area = 0.0
            while place < found.count, records[found[place]] == record {
                let item = found[place]
                area += try measure.squareMetres(
                    sharedBy: outline, with: polygons[item], in: index.box(of: item), named: object)
                place += 1
            }
            if area > 0 {
                body(SharedGround(record: Int(record), squareMetres: area, parts: found[start..<place]))
            }
        }
    }

    /// The outlines of parts by their places in the layer.
    func polygons(_ parts: ArraySlice<Int>) -> [Polygon] { parts.map { polygons[$0] } }

    /// A polygon that can't be cut stays whole: it is slower, and an overlay with it names it.
    private static func parts(of polygon: Polygon, _ algebra: PolygonAlgebra) -> [Polygon] {
        (try? algebra.subdivided(polygon, limit: vertexLimit, named: "")) ?? [polygon]
    }
}
