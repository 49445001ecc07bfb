package import GeoModel
import Geometry

/// Outlines of one register, found by place part by part: a zone of ten thousand parts costs only those that are met,
/// and an outline of many vertices is cut into parts here.
package struct ShapeLayer: Sendable {
    /// Vertices from which cutting pays: overlays of parts this small cost less than finding them.
    private static let vertexLimit = 256

    private let records: [Int]
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
    package init(_ shapes: some Sequence<MultiPolygon>) {
        var records: [Int] = []
        var polygons: [Polygon] = []
        let algebra = PolygonAlgebra()
        for (record, shape) in shapes.enumerated() {
            for polygon in shape.polygons {
                let parts = ShapeLayer.parts(of: polygon, algebra)
                polygons += parts
                records += Array(repeating: record, count: parts.count)
            }
        }
        let boxes = polygons.map { BoundingBox(around: $0.exterior.points) }
        self.records = records
        self.polygons = polygons
        index = SpatialIndex(boxes)
        bounds = boxes.lazy.compactMap { $0 }.reduce(nil) { sum, box in sum?.union(box) ?? box }
    }

    /// The records with parts whose boxes meet a box, in the register's order.
    package func candidates(near box: BoundingBox) -> [Candidate] {
        var candidates: [Candidate] = []
        var parts: [Polygon] = []
        let found = index.items(meeting: box)
        for (position, item) in found.enumerated() {
            parts.append(polygons[item])
            let isLast = position + 1 == found.count || records[found[position + 1]] != records[item]
            if isLast {
                candidates.append(Candidate(record: records[item], parts: parts))
                parts = []
            }
        }
        return candidates
    }

    /// A polygon that can't be cut stays whole: it is slower, and an overlay with it names it.
    private static func parts(of polygon: Polygon, _ algebra: PolygonAlgebra) -> [Polygon] {
        (try? algebra.subdivided(polygon, limit: vertexLimit, named: "")) ?? [polygon]
    }
}
