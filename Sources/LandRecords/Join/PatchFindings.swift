import GeoModel
import Patches

/// What the registers say about one patch, at the day it was observed.
struct PatchFindings {
    let patch: Patch
    let period: Period
    let observedOn: CalendarDate
    let overlay: PatchOverlay
    let register: LandRegister
    let landClasses: [LandClassGroup]
    /// What the further registers and earlier periods say.
    let further: FurtherFindings
    /// The permits of a supply contract, by their place in the register.
    let permits: [String: [Int]]
    /// The flags of earlier periods.
    let earlier: [EarlierFlag]
    let ground: Ground

    /// Approvals in force when the patch was observed; one without a date counts as in force.
    let approvals: [Share]
    /// Approvals of a later day.
    let laterApprovals: [Share]
    /// Approvals that were withdrawn before the patch was observed.
    let withdrawnApprovals: [Share]
    /// Supplies signed by the day the patch was observed; one without a date counts as signed.
    let supplies: [Share]
    /// Supplies of a later day.
    let laterSupplies: [Share]
    /// Ground that approvals in force cover.
    let approvedArea: Area
    /// Ground that supplies in force cover.
    let suppliedArea: Area
    /// Ground on major projects' sites.
    let majorProjectArea: Area
    /// Ground inside each kind of zone that is met, in the order of the kinds.
    let zoneAreas: [ZoneArea]
    /// Ground on each class of land that is met, the largest first.
    let classAreas: [ClassArea]

    /// Ground inside zones of one kind.
    struct ZoneArea {
        let kind: ZoneKind
        let area: Area
    }

    /// Ground on one land class as the land-use layer or the parcels give it.
    struct ClassArea {
        /// The group of the rule file; nil for a class that is in none.
        let group: LandClassGroup?
        /// The code as they give it; nil for a record without one.
        let landClass: String?
        let area: Area
    }

    var approvedShare: Double { overlay.share(of: approvedArea) }
    var suppliedShare: Double { overlay.share(of: suppliedArea) }
    var majorProjectShare: Double { overlay.share(of: majorProjectArea) }
}

extension PatchFindings {
    /// The findings for a patch.
    /// - Throws: `Fault` named after the patch where its outline can't be overlaid.
    init(
        _ patch: Patch,
        period: Period,
        observedOn: CalendarDate,
        grounds: JoinGrounds,
        rules: RuleBook,
        overlayer: Overlayer
    ) throws(Fault) {
        let object = patch.number
        let shape = try overlayer.valid(patch.shape, named: object)
        try self.init(
            patch,
            period: period,
            observedOn: observedOn,
            grounds: grounds,
            landClasses: rules.landClasses,
            overlay: try overlayer.overlay(shape, named: object),
            ground: Ground(
                under: shape, of: object, overlayer, earlier: grounds.earlier, sliver: rules.sliver)
        )
    }

    /// The findings for a patch whose shares are known.
    init(
        _ patch: Patch,
        period: Period,
        observedOn: CalendarDate,
        grounds: JoinGrounds,
        landClasses: [LandClassGroup],
        overlay: PatchOverlay,
        ground: Ground
    ) throws(Fault) {
        let register = grounds.register
        let records = register.records
        let further = try FurtherFindings(ground)
        self.patch = patch
        self.period = period
        self.observedOn = observedOn
        self.overlay = overlay
        self.register = register
        self.landClasses = landClasses
        self.further = further
        permits = grounds.permits
        earlier = grounds.earlier.flags
        self.ground = ground
        approvals = overlay.approvals.filter { records.approvals[$0.record].isInForce(on: observedOn) }
        laterApprovals = overlay.approvals.filter { !records.approvals[$0.record].isApproved(by: observedOn) }
        withdrawnApprovals = overlay.approvals.filter {
            let approval = records.approvals[$0.record]
            return approval.isApproved(by: observedOn) && approval.isWithdrawn(before: observedOn)
        }
        supplies = overlay.supplies.filter { records.supplies[$0.record].isSigned(by: observedOn) }
        laterSupplies = overlay.supplies.filter { !records.supplies[$0.record].isSigned(by: observedOn) }
        approvedArea = try ground.covered(approvals)
        suppliedArea = try ground.covered(supplies)
        let major = overlay.projects.filter { records.projects[$0.record].isMajor }
        majorProjectArea = try ground.covered(major)
        zoneAreas = try PatchFindings.zoneAreas(overlay, records, ground)
        classAreas = try PatchFindings.classAreas(
            PatchFindings.classShares(records, overlay, further), landClasses, ground)
    }

    private static func zoneAreas(
        _ overlay: PatchOverlay,
        _ records: LandRecordSet,
        _ ground: Ground
    ) throws(Fault) -> [ZoneArea] {
        var areas: [ZoneArea] = []
        for kind in ZoneKind.allCases {
            let shares = overlay.zones.filter { records.zones[$0.record].kind == kind }
            if !shares.isEmpty {
                areas.append(ZoneArea(kind: kind, area: try ground.covered(shares)))
            }
        }
        return areas
    }

    private static func classAreas(
        _ shares: [(landClass: String?, share: Share)],
        _ groups: [LandClassGroup],
        _ ground: Ground
    ) throws(Fault) -> [ClassArea] {
        var areas: [ClassArea] = []
        for (landClass, items) in Dictionary(grouping: shares, by: \.landClass) {
            let group = landClass.flatMap { code in groups.first { $0.contains(code) } }
            let area = try ground.covered(items.map(\.share))
            areas.append(ClassArea(group: group, landClass: landClass, area: area))
        }
        return areas.sorted {
            ($1.area.squareMetres, $0.landClass ?? "") < ($0.area.squareMetres, $1.landClass ?? "")
        }
    }
}

extension Approval {
    /// Whether it counts as in force at a day: approved by then, not withdrawn before; without dates it does at any.
    func isInForce(on day: CalendarDate) -> Bool { isApproved(by: day) && !isWithdrawn(before: day) }

    /// Whether it was approved by a day; one without a date was.
    func isApproved(by day: CalendarDate) -> Bool { approvedOn.map { $0 <= day } ?? true }

    /// Whether it was withdrawn before a day: what an image of the day shows was done under it.
    func isWithdrawn(before day: CalendarDate) -> Bool { terms.withdrawnOn.map { $0 < day } ?? false }

    /// Whether it is withdrawn at the end of a day, as ledgers are drawn up.
    func isWithdrawn(by day: CalendarDate) -> Bool { terms.withdrawnOn.map { $0 <= day } ?? false }
}

extension Supply {
    /// Whether it counts as signed by a day; one without a date does at any.
    func isSigned(by day: CalendarDate) -> Bool { signedOn.map { $0 <= day } ?? true }
}
