/// Where a record came from, so that every fact can be traced to the row it was read in.
package struct RecordSource: Sendable, Hashable {
    /// The layer or table, by its path.
    package let layer: String
    /// The row's identifier there.
    package let row: Int64

    /// A row of a layer.
    package init(layer: String, row: Int64) {
        self.layer = layer
        self.row = row
    }
}

/// The registers of a land bureau that a patch is joined with.
package enum RecordKind: String, Sendable, CaseIterable {
    /// Parcels (宗地).
    case parcel
    /// Approval batches (批次).
    case approval
    /// Supplies (供地).
    case supply
    /// Standard-land contracts (标准地).
    case standardLand
    /// Control lines and protected areas (三区三线).
    case zone
    /// Projects (项目).
    case project
    /// The land-use layer (地类图斑, DLTB).
    case landUse
    /// Townships and communities (行政区).
    case administrativeArea
    /// Staged construction permits (施工许可).
    case permit
    /// Land lent for a term (临时用地).
    case temporaryLand
    /// Complaints (投诉举报).
    case complaint
    /// Patches issued by the superior authority (上级下发图斑).
    case issuedPatch
    /// Enterprises with a year's figures (亩产效益).
    case enterprise
}
