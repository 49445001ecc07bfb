package import GeoModel

/// The stages that construction is permitted in (三阶段施工许可), one after the other.
package enum ConstructionStage: String, Sendable, CaseIterable {
    /// Earthwork and the pit (土方开挖和基坑支护).
    case earthwork
    /// Piling (桩基).
    case piling
    /// The main structure (主体).
    case mainStructure
}

/// A construction permit (施工许可): it allows building up to one stage.
package struct Permit: Sendable, Hashable {
    /// The permit number.
    package let number: String
    /// The supply contract it is for (crhth); nil where not entered.
    package let contract: String?
    /// The stage up to which building is permitted.
    package let stage: ConstructionStage
    /// The day of issue; nil where not entered.
    package let issuedOn: CalendarDate?
    /// The outline in the region's coordinate system; empty where the contract's counts.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// A permit.
    package init(
        number: String,
        contract: String?,
        stage: ConstructionStage,
        issuedOn: CalendarDate?,
        shape: MultiPolygon,
        source: RecordSource
    ) {
        self.number = number
        self.contract = contract
        self.stage = stage
        self.issuedOn = issuedOn
        self.shape = shape
        self.source = source
    }
}
