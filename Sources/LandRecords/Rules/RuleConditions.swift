import GeoModel
import Patches

/// Limits of a number: at least, at most, below; a limit that is nil does not bind.
struct Limits: Sendable, Hashable {
    var atLeast: Double?
    var atMost: Double?
    var below: Double?

    func contains(_ value: Double) -> Bool {
        if let atLeast, value < atLeast { return false }
        if let atMost, value > atMost { return false }
        if let below, value >= below { return false }
        return true
    }
}

/// A change of cover that a rule looks for, and how sure the machine has to be of it.
struct ChangeCondition: Sendable, Hashable {
    let before: Set<LandState>
    let after: Set<LandState>
    let squareMetres: Limits
    let confidence: Limits
    let meanScore: Limits
    let ndvi: Limits
    let ndbi: Limits
    let mndwi: Limits
    let bsi: Limits

    func matches(_ patch: Patch) -> Bool {
        before.contains(patch.transition.before) && after.contains(patch.transition.after)
            && squareMetres.contains(patch.area.squareMetres) && confidence.contains(patch.confidence)
            && meanScore.contains(patch.meanScore) && ndvi.contains(patch.differences.ndvi)
            && ndbi.contains(patch.differences.ndbi) && mndwi.contains(patch.differences.mndwi)
            && bsi.contains(patch.differences.bsi)
    }
}

/// Land classes that a rule speaks of under one name, such as cultivated land.
struct LandClassGroup: Sendable, Hashable {
    let code: String
    let label: Bilingual
    let prefixes: [String]
    let except: [String]
    /// Where the land is added up; nil for land that is in no column.
    let column: LandColumn?

    func contains(_ landClass: String) -> Bool {
        let text = landClass.lowercased()
        return prefixes.contains(where: text.hasPrefix) && !except.contains(where: text.hasPrefix)
    }
}

/// A share of the patch inside zones of some kinds.
struct ZoneCondition: Sendable, Hashable {
    let kinds: Set<ZoneKind>
    let share: Limits
}

/// A share of the patch on parcels of some land-class groups.
struct LandClassCondition: Sendable, Hashable {
    let groups: [String]
    let share: Limits
}
