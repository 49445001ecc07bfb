package import GeoModel
package import Patches

/// A patch that raises no flag of its own, with the rule that says why.
package struct SettledPatch: Sendable, Hashable {
    /// The patch.
    package let patch: Patch
    /// The rule, as `FILE#RULE`.
    package let rule: String
    /// Why, with the records named.
    package let reason: Bilingual
    /// The records.
    package let links: [RecordLink]
}

/// How many patches of one transition no rule speaks of.
package struct UnmatchedCount: Sendable, Hashable {
    /// What became what.
    package let transition: Transition
    /// How many patches.
    package let patches: Int
}

/// How one approval stands: approved = supplied + unsupplied, unsupplied = built + untouched.
package struct SupplyBalance: Sendable, Hashable {
    /// The approval.
    package let approval: Approval
    /// The approved land.
    package let approved: Area
    /// What supplies signed by the day cover of it.
    package let supplied: Area
    /// The rest.
    package let unsupplied: Area
    /// What the run's patches show as built on within the rest (已建未供).
    package let builtUnsupplied: Area
    /// The supplies' contract numbers with the land they cover.
    package let supplies: [RecordLink]
    /// The outline of the rest.
    package let unsuppliedShape: MultiPolygon

    /// The unsupplied land that nothing was seen on (未动).
    package var untouched: Area {
        Area(squareMetres: max(0, unsupplied.squareMetres - builtUnsupplied.squareMetres))
    }
}

/// What became of the patches of a run. Every patch is in exactly one of the flags with a patch number of their own,
/// `heldBack`, `explained`, `inLedger`, `unmatched` and `failed`.
package struct JoinOutcome: Sendable {
    /// The flags of patches in the order of the patches, then those of approvals, of places and of supplies in the
    /// order of the registers.
    package let flags: [Flag]
    /// Flags over the quota of their theme.
    package let heldBack: [HeldBack]
    /// Patches that the records explain, such as a building on approved and supplied land.
    package let explained: [SettledPatch]
    /// Patches that the flag of their approval carries.
    package let inLedger: [SettledPatch]
    /// Patches that no rule speaks of, by transition, in the order of the transitions' codes.
    package let unmatched: [UnmatchedCount]
    /// Patches that could not be joined.
    package let failed: [Fault]
    /// Every approval in force with its balance, in the order of the register.
    package let balances: [SupplyBalance]
    /// Shared ground that was too little to count, by register, for the patches that a rule looked at.
    package let slivers: [SliverCount]
    /// What the patches that a rule spoke of were before, in the order of the patches.
    package let splits: [LandSplit]
    /// What stood in the way of a sure judgement, such as a register that was not given.
    package let faults: [Fault]
}
