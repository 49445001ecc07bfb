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

    /// `≥ 0.6, < 0.8`.
    var text: String {
        let parts = [("≥", atLeast), ("≤", atMost), ("<", below)].compactMap { sign, limit in
            limit.map { "\(sign) \(Limits.text($0))" }
        }
        return parts.joined(separator: ", ")
    }

    /// A number as answers show it: four decimals at most, none that says nothing.
    static func shown(_ number: Double) -> String {
        let text = decimal(number, 4)
        let short = text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()
        return text.contains(".") && text.hasSuffix("0") ? String(short) : text
    }

    /// A number as it was written, without zeros at its end.
    static func text(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)"
    }
}

/// What a rule may ask of the patch itself.
enum PatchQuantity: String, Sendable, CaseIterable {
    case squareMetres, confidence, meanScore, ndvi, ndbi, mndwi, bsi

    var label: Bilingual {
        switch self {
        case .squareMetres: Bilingual(zh: "面积（平方米）", en: "area in square metres")
        case .confidence: Bilingual(zh: "置信度", en: "confidence")
        case .meanScore: Bilingual(zh: "平均变化得分", en: "mean change score")
        case .ndvi, .ndbi, .mndwi, .bsi:
            Bilingual(zh: "\(rawValue.uppercased()) 差值", en: "difference of \(rawValue.uppercased())")
        }
    }

    var range: ClosedRange<Double> {
        switch self {
        case .squareMetres: 0...1e12
        case .confidence: 0...1
        case .meanScore: 0...256
        case .ndvi, .ndbi, .mndwi, .bsi: -2...2
        }
    }

    func value(of patch: Patch) -> Double {
        switch self {
        case .squareMetres: patch.area.squareMetres
        case .confidence: patch.confidence
        case .meanScore: patch.meanScore
        case .ndvi: patch.differences.ndvi
        case .ndbi: patch.differences.ndbi
        case .mndwi: patch.differences.mndwi
        case .bsi: patch.differences.bsi
        }
    }
}

/// A change of cover that a rule looks for, and how sure the machine has to be of it.
struct ChangeCondition: Sendable, Hashable {
    /// The limits of one quantity.
    struct Bound: Sendable, Hashable {
        let quantity: PatchQuantity
        let limits: Limits
    }

    let before: Set<LandState>
    let after: Set<LandState>
    let bounds: [Bound]

    func matches(_ patch: Patch) -> Bool {
        before.contains(patch.transition.before) && after.contains(patch.transition.after)
            && bounds.allSatisfy { $0.limits.contains($0.quantity.value(of: patch)) }
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

/// What a rule may ask the share of a patch of.
enum ShareSubject: Sendable, Hashable {
    /// Approvals in force when the patch was observed.
    case approval
    /// Supplies in force when it was observed.
    case supply
    /// Sites of major projects.
    case majorProject
    /// Zones of any of these kinds.
    case zones(Set<ZoneKind>)
    /// Land of any of these groups of classes, before.
    case landClass([String])
    /// Ground on which more is built than permits allow; with or without contracts that have no permit.
    case beyondPermit(countsWithoutPermit: Bool)
    /// Land lent for a term that is as asked at the observed date.
    case temporaryLand(TermState)
    /// Flags of earlier periods.
    case earlier(EarlierQuestion)

    /// The key in the file.
    var key: String {
        switch self {
        case .approval: "approval"
        case .supply: "supply"
        case .majorProject: "majorProject"
        case .zones: "zones"
        case .landClass: "landClass"
        case .beyondPermit: "beyondPermit"
        case .temporaryLand: "temporaryLand"
        case .earlier: "earlier"
        }
    }
}

/// A share of the patch, 0…1, that has to lie inside limits.
struct ShareCondition: Sendable, Hashable {
    let subject: ShareSubject
    let limits: Limits
}
