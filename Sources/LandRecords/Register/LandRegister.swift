package import GeoModel

/// All registers of a region, found by place. Safe to share between workers.
package struct LandRegister: Sendable {
    /// The records.
    package let records: LandRecordSet
    /// The coordinate system of all outlines.
    package let system: CoordinateSystem
    /// Where the outlines of each register with outlines are.
    private let layers: [RecordKind: ShapeLayer]
    private let standardLandByContract: [String: Int]

    /// A register of records whose outlines are in `system`, the region's own.
    package init(_ records: LandRecordSet, system: CoordinateSystem) {
        self.records = records
        self.system = system
        layers = [
            .parcel: ShapeLayer(records.parcels.map(\.shape)),
            .approval: ShapeLayer(records.approvals.map(\.shape)),
            .supply: ShapeLayer(records.supplies.map(\.shape)),
            .zone: ShapeLayer(records.zones.map(\.shape)),
            .project: ShapeLayer(records.projects.map(\.shape)),
            .landUse: ShapeLayer(records.landUses.map(\.shape)),
            .administrativeArea: ShapeLayer(records.administrativeAreas.map(\.shape)),
            .permit: ShapeLayer(records.permits.map(\.shape)),
            .temporaryLand: ShapeLayer(records.temporaryLands.map(\.shape)),
            .complaint: ShapeLayer(records.complaints.map(\.shape)),
            .issuedPatch: ShapeLayer(records.issuedPatches.map(\.shape)),
        ]
        standardLandByContract = Dictionary(
            records.standardLands.enumerated().map { ($0.element.contract, $0.offset) }
        ) { first, _ in first }
    }

    /// The outlines of a register; nil for standard land and enterprises, which have none.
    package func layer(_ kind: RecordKind) -> ShapeLayer? { layers[kind] }

    /// The smallest box around all outlines of a register; nil where it has none.
    package func bounds(of kind: RecordKind) -> BoundingBox? { layers[kind]?.bounds }

    /// The smallest box around the outlines of all registers; nil where none has any.
    package var bounds: BoundingBox? {
        layers.values.lazy.compactMap(\.bounds).reduce(nil) { $0?.union($1) ?? $1 }
    }

    /// The standard-land contract of a supply contract; nil where there is none.
    package func standardLand(ofContract contract: String) -> StandardLand? {
        standardLandByContract[contract].map { records.standardLands[$0] }
    }
}
