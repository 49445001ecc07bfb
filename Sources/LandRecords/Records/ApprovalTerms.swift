package import GeoModel

/// How land was approved.
package enum ApprovalKind: String, Sendable, CaseIterable {
    /// In a batch (批次).
    case batch
    /// As a single site (单独选址).
    case singleSite
    /// Nothing was entered.
    case unknown
}

/// What else an approval ledger says of an approval.
package struct ApprovalTerms: Sendable, Hashable {
    /// The approved area (mj).
    package let statedArea: Area?
    /// The day the approval was withdrawn (批文撤回); nil where it is in force.
    package let withdrawnOn: CalendarDate?
    /// How it was approved (pzlx).
    package let kind: ApprovalKind
    /// Whether those who held the land were compensated (补偿安置到位).
    package let isCompensated: Answer

    /// Terms, of which nothing need be known.
    package init(
        statedArea: Area? = nil,
        withdrawnOn: CalendarDate? = nil,
        kind: ApprovalKind = .unknown,
        isCompensated: Answer = .unknown
    ) {
        self.statedArea = statedArea
        self.withdrawnOn = withdrawnOn
        self.kind = kind
        self.isCompensated = isCompensated
    }
}
