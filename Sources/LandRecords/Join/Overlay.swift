package import GeoModel
import Geometry

/// One record that shares ground with a patch.
package struct Share: Sendable, Hashable {
    /// The record's place in its register.
    package let record: Int
    /// The ground that both cover.
    package let area: Area
    /// The shared outline, in parts that may touch.
    package let shape: MultiPolygon
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
    private let measure: EllipsoidalArea
    private let sliver: Area

    /// An overlay with the registers; what shares less than `sliver` with an outline does not count as meeting it.
    /// - Throws: `Fault` where the region's coordinate system is unknown.
    package init(_ register: LandRegister, sliver: Area) throws(Fault) {
        self.register = register
        self.sliver = sliver
        measure = try EllipsoidalArea(of: register.system)
    }

    /// What lies under an outline.
    /// - Throws: `Fault` named after `object` where the outline can't be overlaid.
    package func overlay(_ shape: MultiPolygon, named object: String) throws(Fault) -> PatchOverlay {
        PatchOverlay(
            area: try area(of: shape),
            parcels: try shares(.parcel, shape, object),
            approvals: try shares(.approval, shape, object),
            supplies: try shares(.supply, shape, object),
            zones: try shares(.zone, shape, object),
            projects: try shares(.project, shape, object)
        )
    }

    /// The records of one register that an outline meets, the one that shares the most first.
    func shares(_ kind: RecordKind, _ shape: MultiPolygon, _ object: String) throws(Fault) -> [Share] {
        guard let box = shape.bounds else { return [] }
        var shares: [Share] = []
        for candidate in register.candidates(kind, near: box) {
            let pieces = try algebra.intersections(of: shape, with: candidate.parts, named: object)
            let common = MultiPolygon(pieces.flatMap(\.polygons))
            let area = try area(of: common)
            if !common.isEmpty, area.squareMetres > 0, area >= sliver {
                shares.append(Share(record: candidate.record, area: area, shape: common))
            }
        }
        return shares.sorted { ($1.area.squareMetres, $0.record) < ($0.area.squareMetres, $1.record) }
    }

    /// The ground that several shares cover together, each place counted once.
    func covered(by shares: [Share], named object: String) throws(Fault) -> Area {
        guard let first = shares.first else { return .zero }
        guard shares.count > 1 else { return first.area }
        return try area(of: try algebra.union(of: shares.map(\.shape), named: object))
    }

    /// The area of an outline on the ellipsoid.
    func area(of shape: MultiPolygon) throws(Fault) -> Area {
        try measure.area(of: shape)
    }

    /// The outline itself where it is valid, else what mending leaves of it.
    func valid(_ shape: MultiPolygon, named object: String) throws(Fault) -> MultiPolygon {
        guard try algebra.defect(of: shape, named: object) != nil else { return shape }
        return try algebra.repaired(shape, named: object)
    }
}
