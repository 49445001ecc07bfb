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

    /// Approvals in force when the patch was observed; one without a date counts as in force.
    let approvals: [Share]
    /// Approvals of a later day.
    let laterApprovals: [Share]
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

    /// Ground on one land class as the parcels give it.
    struct ClassArea {
        /// The group of the rule file; nil for a class that is in none.
        let group: LandClassGroup?
        /// The code as the parcels give it; nil for a parcel without one.
        let landClass: String?
        let area: Area
    }

    var approvedShare: Double { overlay.share(of: approvedArea) }
    var suppliedShare: Double { overlay.share(of: suppliedArea) }
    var majorProjectShare: Double { overlay.share(of: majorProjectArea) }

    func share(inside kinds: Set<ZoneKind>) -> Double {
        let area = zoneAreas.filter { kinds.contains($0.kind) }.reduce(Area.zero) { $0 + $1.area }
        return overlay.share(of: area)
    }

    func share(ofClasses groups: [String]) -> Double {
        let met = classAreas.filter { $0.group.map { groups.contains($0.code) } ?? false }
        return overlay.share(of: met.reduce(Area.zero) { $0 + $1.area })
    }
}

extension PatchFindings {
    /// The findings for a patch.
    /// - Throws: `Fault` named after the patch where its outline can't be overlaid.
    init(
        _ patch: Patch,
        period: Period,
        observedOn: CalendarDate,
        register: LandRegister,
        landClasses: [LandClassGroup],
        overlayer: Overlayer
    ) throws(Fault) {
        let object = patch.number
        let shape = try overlayer.valid(patch.shape, named: object)
        let overlay = try overlayer.overlay(shape, named: object)
        let records = register.records
        self.patch = patch
        self.period = period
        self.observedOn = observedOn
        self.overlay = overlay
        self.register = register
        self.landClasses = landClasses
        approvals = overlay.approvals.filter { records.approvals[$0.record].isInForce(on: observedOn) }
        laterApprovals = overlay.approvals.filter { !records.approvals[$0.record].isInForce(on: observedOn) }
        supplies = overlay.supplies.filter { records.supplies[$0.record].isSigned(by: observedOn) }
        laterSupplies = overlay.supplies.filter { !records.supplies[$0.record].isSigned(by: observedOn) }
        approvedArea = try overlayer.covered(by: approvals, named: object)
        suppliedArea = try overlayer.covered(by: supplies, named: object)
        let major = overlay.projects.filter { records.projects[$0.record].isMajor }
        majorProjectArea = try overlayer.covered(by: major, named: object)
        zoneAreas = try PatchFindings.zoneAreas(overlay, records, overlayer, object)
        classAreas = PatchFindings.classAreas(overlay, records, landClasses)
    }

    private static func zoneAreas(
        _ overlay: PatchOverlay,
        _ records: LandRecordSet,
        _ overlayer: Overlayer,
        _ object: String
    ) throws(Fault) -> [ZoneArea] {
        var areas: [ZoneArea] = []
        for kind in ZoneKind.allCases {
            let shares = overlay.zones.filter { records.zones[$0.record].kind == kind }
            if !shares.isEmpty {
                areas.append(ZoneArea(kind: kind, area: try overlayer.covered(by: shares, named: object)))
            }
        }
        return areas
    }

    private static func classAreas(
        _ overlay: PatchOverlay,
        _ records: LandRecordSet,
        _ groups: [LandClassGroup]
    ) -> [ClassArea] {
        var areas: [String?: Area] = [:]
        for share in overlay.parcels {
            areas[records.parcels[share.record].landClass, default: .zero] += share.area
        }
        let ranked = areas.sorted {
            ($1.value.squareMetres, $0.key ?? "") < ($0.value.squareMetres, $1.key ?? "")
        }
        return ranked.map { landClass, area in
            let group = landClass.flatMap { code in groups.first { $0.contains(code) } }
            return ClassArea(group: group, landClass: landClass, area: area)
        }
    }
}

extension Approval {
    /// Whether it counts as in force at a day; one without a date does at any.
    func isInForce(on day: CalendarDate) -> Bool { approvedOn.map { $0 <= day } ?? true }
}

extension Supply {
    /// Whether it counts as signed by a day; one without a date does at any.
    func isSigned(by day: CalendarDate) -> Bool { signedOn.map { $0 <= day } ?? true }
}
