package import GeoModel
import Geometry

/// One record that shares ground with a patch.
package struct Share: Sendable, Hashable {
    /// The record's place in its register.
    package let record: Int
    /// The ground that both cover.
    package let area: Area
    /// The outline that was laid over the register.
    fileprivate let outline: MultiPolygon
    /// The record's parts near it.
    fileprivate let parts: [Polygon]
}

extension Share {
    /// A share whose outline is known.
    init(record: Int, area: Area, shape: MultiPolygon) {
        self.init(record: record, area: area, outline: shape, parts: shape.polygons)
    }
}

/// Shared ground that is too little to count as meeting a record: borders drawn by different hands.
package struct SliverCount: Sendable, Hashable {
    /// The register.
    package let kind: RecordKind
    /// How many shares.
    package internal(set) var shares: Int
    /// Their ground together.
    package internal(set) var area: Area

    init(_ kind: RecordKind, _ small: [Share]) {
        self.kind = kind
        shares = small.count
        area = small.reduce(.zero) { $0 + $1.area }
    }
}

extension [SliverCount] {
    /// Adds further counts, register by register.
    mutating func add(_ others: [SliverCount]) {
        for other in others {
            if let index = firstIndex(where: { $0.kind == other.kind }) {
                self[index].shares += other.shares
                self[index].area += other.area
            } else {
                append(other)
            }
        }
    }
}

/// What lies under one outline, with exact shared areas on the ellipsoid: in each register the record that shares the
/// most first, of equals in the register's order.
package struct PatchOverlay: Sendable {
    /// The outline's own area, measured the same way as the shares.
    package let area: Area
    /// Parcels.
    package let parcels: [Share]
    /// Approvals, whatever their date.
    package let approvals: [Share]
    /// Supplies, whatever their date.
    package let supplies: [Share]
    /// Zones of all kinds.
    package let zones: [Share]
    /// Projects.
    package let projects: [Share]

    /// An area as a share of the outline's, 0…1.
    package func share(of part: Area) -> Double {
        area.squareMetres > 0 ? min(1, part.squareMetres / area.squareMetres) : 0
    }
}

/// Lays outlines over the registers. It owns contexts of GEOS and PROJ: make one per worker.
package final class Overlayer {
    let algebra = PolygonAlgebra()
    private let register: LandRegister
    private let ellipsoid: EllipsoidalArea
    private let measure: SharedAreaMeasure
    private let sliver: Area
    private var slivers: [RecordKind: [Share]] = [:]
    // Used again and again: a small patch then costs few allocations.
    private var found: [Int] = []

    /// An overlay with the registers; what shares less than `sliver` with an outline does not count as meeting it.
    /// - Throws: `Fault` where the region's coordinate system is unknown.
    package init(_ register: LandRegister, sliver: Area) throws(Fault) {
        self.register = register
        self.sliver = sliver
        ellipsoid = try EllipsoidalArea(of: register.system)
        let nowhere = BoundingBox(minX: 0, minY: 0, maxX: 0, maxY: 0)
        measure = try SharedAreaMeasure(of: register.system, in: register.bounds ?? nowhere)
    }

    /// What lies under an outline.
    /// - Throws: `Fault` named after `object` where the outline can't be overlaid.
    package func overlay(_ outline: MultiPolygon, named object: String) throws(Fault) -> PatchOverlay {
        let shape = measure.prepare(outline)
        slivers = [:]
        return PatchOverlay(
            area: try area(of: outline),
            parcels: try shares(.parcel, shape, object),
            approvals: try shares(.approval, shape, object),
            supplies: try shares(.supply, shape, object),
            zones: try shares(.zone, shape, object),
            projects: try shares(.project, shape, object)
        )
    }

    /// Shares of a register that were too little to count, of the outline that was asked about last.
    func slivers(of kind: RecordKind) -> [Share] { slivers[kind] ?? [] }

    /// The same counted, of all registers that were asked.
    var sliverCounts: [SliverCount] {
        RecordKind.allCases.compactMap { kind in slivers[kind].map { SliverCount(kind, $0) } }
    }

    /// The records of one register that an outline meets, the one that shares the most first.
    func shares(_ kind: RecordKind, _ shape: MultiPolygon, _ object: String) throws(Fault) -> [Share] {
        // To make an outline ready costs more than to find that there is nothing.
        guard register.layer(kind)?.bounds != nil else { return [] }
        return try shares(kind, measure.prepare(shape), object)
    }

    private func shares(_ kind: RecordKind, _ outline: PreparedOutline, _ object: String) throws(Fault) -> [Share] {
        guard let layer = register.layer(kind) else { return [] }
        var shares: [Share] = []
        var small: [Share] = []
        try layer.eachShare(of: outline, measure, found: &found, named: object) { ground in
            let area = Area(squareMetres: ground.squareMetres)
            let parts = layer.polygons(ground.parts)
            let share = Share(record: ground.record, area: area, outline: outline.shape, parts: parts)
            if area >= sliver { shares.append(share) } else { small.append(share) }
        }
        slivers[kind] = small.isEmpty ? nil : small
        return shares.sorted { ($1.area.squareMetres, $0.record) < ($0.area.squareMetres, $1.record) }
    }

    /// The outline of shared ground, in parts that may touch.
    func shape(of share: Share, named object: String) throws(Fault) -> MultiPolygon {
        MultiPolygon(
            try algebra.intersections(of: share.outline, with: share.parts, named: object).flatMap(\.polygons))
    }

    /// What several shares cover together.
    func union(of shares: [Share], named object: String) throws(Fault) -> MultiPolygon {
        var shapes: [MultiPolygon] = []
        for share in shares { shapes.append(try shape(of: share, named: object)) }
        return try algebra.union(of: shapes, named: object)
    }

    /// The ground that several shares cover together, each place counted once.
    func covered(by shares: [Share], named object: String) throws(Fault) -> Area {
        guard let first = shares.first else { return .zero }
        guard shares.count > 1 else { return first.area }
        return try area(of: try union(of: shares, named: object))
    }

    /// The area of an outline on the ellipsoid.
    func area(of shape: MultiPolygon) throws(Fault) -> Area {
        try ellipsoid.area(of: shape)
    }

    /// The outline itself where it is valid, else what mending leaves of it.
    func valid(_ shape: MultiPolygon, named object: String) throws(Fault) -> MultiPolygon {
        guard try algebra.defect(of: shape, named: object) != nil else { return shape }
        return try algebra.repaired(shape, named: object)
    }
}
