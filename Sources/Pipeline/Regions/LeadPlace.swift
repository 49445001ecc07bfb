import GeoModel
import Geometry
import WorkQueue

/// Where a lead is, in the region's coordinate system.
enum LeadPlace {
    case outline(MultiPolygon)
    case point(MapPoint)
    case nowhere

    init(_ shape: MultiPolygon, _ point: MapPoint?) {
        self = !shape.isEmpty ? .outline(shape) : point.map { .point($0) } ?? .nowhere
    }

    /// The rectangle around it; nil where nobody says where.
    var bounds: BoundingBox? {
        switch self {
        case .outline(let shape): shape.bounds
        case .point(let point): BoundingBox(minX: point.x, minY: point.y, maxX: point.x, maxY: point.y)
        case .nowhere: nil
        }
    }
}

extension BoundingBox {
    /// The box with so many metres more on each side.
    func grown(by metres: Double, _ scale: GroundScale) -> BoundingBox {
        let (east, north) = (metres / scale.metresEast(atY: centre.y), metres / scale.metresNorth)
        return BoundingBox(minX: minX - east, minY: minY - north, maxX: maxX + east, maxY: maxY + north)
    }
}

/// Finds what lies at a lead's place: outlines that share ground with its own, from the rules' share of the smaller one
/// on, or that lie near where it is a point alone.
struct LeadFinder {
    private let shapes: [MultiPolygon]
    private let rules: PlaceRules
    private let index: SpatialIndex
    private let scale: GroundScale
    private let algebra = PolygonAlgebra()

    init(shapes: [MultiPolygon], rules: PlaceRules, scale: GroundScale) {
        (self.shapes, self.rules, self.scale) = (shapes, rules, scale)
        index = SpatialIndex(shapes.map(\.bounds))
    }

    /// The indices of the outlines there.
    /// - Throws: `Fault` named after the lead where an outline is at fault.
    func items(at place: LeadPlace, named name: String) throws(Fault) -> [Int] {
        switch place {
        case .nowhere: return []
        case .point(let point):
            guard let box = place.bounds?.grown(by: rules.leadDistance, scale) else { return [] }
            return index.items(meeting: box).filter { shapes[$0].metres(from: point, scale) <= rules.leadDistance }
        case .outline(let shape):
            guard let box = place.bounds else { return [] }
            var found: [Int] = []
            for item in index.items(meeting: box) {
                let shared = try algebra.intersection(shape, shapes[item], named: name).planarArea
                let smaller = min(shape.planarArea, shapes[item].planarArea)
                if shared > 0, shared >= rules.touchingShare * smaller { found.append(item) }
            }
            return found
        }
    }
}
