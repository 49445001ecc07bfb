import Foundation
package import GeoModel
package import Geometry
import TileEngine

/// Outlines of one register, found by place part by part: a zone of ten thousand parts costs only those that are met,
/// and an outline of many vertices is cut into parts here. Safe to share between workers.
package struct ShapeLayer: Sendable {
    /// Vertices from which cutting pays: overlays of parts this small cost less than finding them.
    private static let vertexLimit = 256

    /// Where a part stands: the record, and the number of the polygon in it.
    private struct Place {
        let record: Int32
        let polygon: Int32
    }

    private let shapes: [MultiPolygon]
    private let places: [Place]
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
    package init(_ outlines: [MultiPolygon]) {
        var shapes = outlines
        var places: [Place] = []
        var boxes: [BoundingBox] = []
        places.reserveCapacity(outlines.count)
        boxes.reserveCapacity(outlines.count)
        let perPiece = 1 << 14
        do throws(Fault) {
            try sweep(
                0..<(outlines.count + perPiece - 1) / perPiece,
                workers: ProcessInfo.processInfo.activeProcessorCount,
                makeWorker: { () throws(Fault) in PolygonAlgebra() },
                compute: { algebra, piece throws(Fault) in
                    Piece(outlines, piece * perPiece..<min((piece + 1) * perPiece, outlines.count), algebra)
                },
                consume: { _, piece throws(Fault) in
                    for (record, shape) in piece.cut { shapes[record] = shape }
                    places += piece.places
                    boxes += piece.boxes
                }
            )
        } catch {
            preconditionFailure("no piece of a layer throws")
        }
        self.shapes = shapes
        self.places = places
        index = SpatialIndex(boxes)
        bounds = boxes.lazy.filter(\.isFinite).reduce(nil) { sum, box in sum?.union(box) ?? box }
    }

    /// Some of a layer's records, as one worker prepares them.
    private struct Piece: Sendable {
        var places: [Place] = []
        var boxes: [BoundingBox] = []
        /// Records of which a polygon was cut.
        var cut: [(record: Int, shape: MultiPolygon)] = []

        init(_ outlines: [MultiPolygon], _ records: Range<Int>, _ algebra: PolygonAlgebra) {
            places.reserveCapacity(records.count)
            boxes.reserveCapacity(records.count)
            let outlines = outlines.span
            for record in records where !append(outlines[record].polygons.span, of: record) {
                let parts = outlines[record].polygons.flatMap { ShapeLayer.parts(of: $0, algebra) }
                cut.append((record, MultiPolygon(parts)))
                _ = append(parts.span, of: record, limit: .max)
            }
        }

        /// Adds a record's polygons, or nothing and false where one has to be cut.
        private mutating func append(_ polygons: Span<Polygon>, of record: Int, limit: Int = vertexLimit) -> Bool {
            for number in polygons.indices where polygons[number].vertexCount > limit { return false }
            for number in polygons.indices {
                places.append(Place(record: Int32(record), polygon: Int32(number)))
                boxes.append(polygons[number].exterior.bounds ?? .nowhere)
            }
            return true
        }
    }

    private func polygon(_ item: Int) -> Polygon {
        shapes[Int(places[item].record)].polygons[Int(places[item].polygon)]
    }

    /// The records with parts whose boxes meet a box, in the register's order.
    package func candidates(near box: BoundingBox) -> [Candidate] {
        var candidates: [Candidate] = []
        let found = index.items(meeting: box)[...]
        var rest = found
        while let first = rest.first {
            let record = places[first].record
            let parts = rest.prefix { places[$0].record == record }
            candidates.append(Candidate(record: Int(record), parts: polygons(parts)))
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
        // Spans, because a polygon taken from an array is retained and released.
        let (places, shapes) = (places.span, shapes.span)
        var place = 0
        while place < found.count {
            let start = place
            let record = places[found[start]].record
            var area = 0.0
            while place < found.count, places[found[place]].record == record {
                let item = found[place]
                area += try measure.squareMetres(
                    sharedBy: outline, with: shapes[Int(record)].polygons.span[Int(places[item].polygon)],
                    in: index.box(of: item), named: object)
                place += 1
            }
            if area > 0 {
                body(SharedGround(record: Int(record), squareMetres: area, parts: found[start..<place]))
            }
        }
    }

    /// The outlines of parts by their places in the layer.
    func polygons(_ parts: ArraySlice<Int>) -> [Polygon] { parts.map { polygon($0) } }

    /// A polygon that can't be cut stays whole: it is slower, and an overlay with it names it.
    private static func parts(of polygon: Polygon, _ algebra: PolygonAlgebra) -> [Polygon] {
        (try? algebra.subdivided(polygon, limit: vertexLimit, named: "")) ?? [polygon]
    }
}
