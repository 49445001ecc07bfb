package import GeoModel
import Geometry

/// Outlines of one register, found by place part by part: a zone of ten thousand parts costs only those that are met.
package struct ShapeLayer: Sendable {
    private let records: [Int]
    private let polygons: [Polygon]
    private let index: SpatialIndex
    /// The smallest box around everything; nil where there is nothing.
    package let bounds: BoundingBox?

    /// Some records' parts near a place.
    package struct Candidate: Sendable {
        /// The record's place in its register.
        package let record: Int
        /// Those of its parts whose boxes meet the place.
        package let shape: MultiPolygon
    }

    /// A layer over outlines; empty ones are never found.
    package init(_ shapes: some Sequence<MultiPolygon>) {
        var records: [Int] = []
        var polygons: [Polygon] = []
        for (record, shape) in shapes.enumerated() {
            polygons += shape.polygons
            records += Array(repeating: record, count: shape.polygons.count)
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
                candidates.append(Candidate(record: records[item], shape: MultiPolygon(parts)))
                parts = []
            }
        }
        return candidates
    }
}
