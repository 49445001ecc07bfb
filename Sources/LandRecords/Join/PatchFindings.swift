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
    private let overlayer: Overlayer

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

    /// The share inside zones of any of these kinds, which may overlap.
    func share(inside kinds: Set<ZoneKind>) throws(Fault) -> Double {
        let met = overlay.zones.filter { kinds.contains(register.records.zones[$0.record].kind) }
        return overlay.share(of: try overlayer.covered(by: met, named: patch.number))
    }

    /// The share on parcels of any of these groups of land classes. Parcels may overlap, where a register draws ground
    /// twice.
    func share(ofClasses groups: [String]) throws(Fault) -> Double {
        let met = overlay.parcels.filter { share in
            guard let landClass = register.records.parcels[share.record].landClass else { return false }
            return landClasses.first { $0.contains(landClass) }.map { groups.contains($0.code) } ?? false
        }
        return overlay.share(of: try overlayer.covered(by: met, named: patch.number))
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
        self.overlayer = overlayer
        approvals = overlay.approvals.filter { records.approvals[$0.record].isInForce(on: observedOn) }
        laterApprovals = overlay.approvals.filter { !records.approvals[$0.record].isInForce(on: observedOn) }
        supplies = overlay.supplies.filter { records.supplies[$0.record].isSigned(by: observedOn) }
        laterSupplies = overlay.supplies.filter { !records.supplies[$0.record].isSigned(by: observedOn) }
        approvedArea = try overlayer.covered(by: approvals, named: object)
        suppliedArea = try overlayer.covered(by: supplies, named: object)
        let major = overlay.projects.filter { records.projects[$0.record].isMajor }
        majorProjectArea = try overlayer.covered(by: major, named: object)
        zoneAreas = try PatchFindings.zoneAreas(overlay, records, overlayer, object)
        classAreas = try PatchFindings.classAreas(overlay, records, landClasses, overlayer, object)
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
        _ groups: [LandClassGroup],
        _ overlayer: Overlayer,
        _ object: String
    ) throws(Fault) -> [ClassArea] {
        var areas: [ClassArea] = []
        for (landClass, shares) in Dictionary(grouping: overlay.parcels, by: { records.parcels[$0.record].landClass }) {
            let group = landClass.flatMap { code in groups.first { $0.contains(code) } }
            let area = try overlayer.covered(by: shares, named: object)
            areas.append(ClassArea(group: group, landClass: landClass, area: area))
        }
        return areas.sorted {
            ($1.area.squareMetres, $0.landClass ?? "") < ($0.area.squareMetres, $1.landClass ?? "")
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
