package import GeoModel

/// What became of a piece of approved land. Every piece is exactly one of these.
package enum LandUseState: String, Sendable, CaseIterable {
    /// Approved, not supplied, nothing seen on it (未动).
    case untouched
    /// Approved, not supplied, something begun (部分建).
    case partlyBuilt
    /// Approved, not supplied, built on (已建未供): still unsupplied.
    case builtUnsupplied
    /// Approved, not supplied, and the approval withdrawn (已撤回).
    case withdrawn
    /// Supplied, not started by the papers.
    case notStarted
    /// Supplied and started.
    case started
    /// Supplied and completed.
    case completed

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .untouched: Bilingual(zh: "未动", en: "untouched")
        case .partlyBuilt: Bilingual(zh: "部分建", en: "partly built")
        case .builtUnsupplied: Bilingual(zh: "已建未供", en: "built, unsupplied")
        case .withdrawn: Bilingual(zh: "已撤回", en: "withdrawn")
        case .notStarted: Bilingual(zh: "已供未开工", en: "not started")
        case .started: Bilingual(zh: "已开工", en: "started")
        case .completed: Bilingual(zh: "已竣工", en: "completed")
        }
    }

    static let supplied: [LandUseState] = [.notStarted, .started, .completed]
    static let unsupplied: [LandUseState] = [.untouched, .partlyBuilt, .builtUnsupplied]
}

/// A piece of approved land, once and nowhere else in the ledger.
package struct LedgerPart: Sendable, Hashable {
    /// What became of it.
    package let state: LandUseState
    /// The contract that supplied it; nil for unsupplied land.
    package let contract: String?
    /// How the supply stands; nil for unsupplied land.
    package let standing: IdleStanding?
    /// Its outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// Its area on the ellipsoid.
    package let area: Area
}

/// Sums of pieces: approved = supplied + unsupplied + withdrawn, to the last bit of a sum.
package struct LedgerFigures: Sendable, Hashable {
    private var sums: [LandUseState: Area] = [:]
    /// Of the supplied land, what is suspected to be idle.
    package private(set) var idle = Area.zero
    /// Of the supplied land, what is suspected to be underused.
    package private(set) var underused = Area.zero

    /// Nothing yet.
    package init() {}

    /// The land of one state.
    package func area(_ state: LandUseState) -> Area { sums[state] ?? .zero }

    /// Supplied land.
    package var supplied: Area { LandUseState.supplied.reduce(.zero) { $0 + area($1) } }
    /// Approved land that is neither supplied nor withdrawn.
    package var unsupplied: Area { LandUseState.unsupplied.reduce(.zero) { $0 + area($1) } }
    /// Approved land.
    package var approved: Area { supplied + unsupplied + area(.withdrawn) }

    mutating func add(_ part: LedgerPart) { add(part.state, part.standing, part.area) }

    mutating func add(_ state: LandUseState, _ standing: IdleStanding?, _ area: Area) {
        sums[state, default: .zero] += area
        if standing == .suspectedIdle { idle += area }
        if standing == .suspectedUnderused { underused += area }
    }

    static func + (left: LedgerFigures, right: LedgerFigures) -> LedgerFigures {
        var sum = left
        for state in LandUseState.allCases { sum.sums[state, default: .zero] += right.area(state) }
        sum.idle += right.idle
        sum.underused += right.underused
        return sum
    }
}

/// Figures as they are written, in hundredths of a mu, so that what is written adds up along rows and down columns.
package struct WrittenFigures: Sendable, Hashable {
    private var hundredths: [LandUseState: Int] = [:]
    private var idleHundredths = 0
    private var underusedHundredths = 0

    /// Nothing yet: the sum of no rows.
    package init() {}

    /// Rounded so that the parts still add up to the rounded whole: what was cut off most is rounded up first.
    package init(_ figures: LedgerFigures) {
        let exact = LandUseState.allCases.map { (state: $0, value: max(0, figures.area($0).mu) * 100) }
        var left = Int(exact.reduce(0) { $0 + $1.value }.rounded())
        for part in exact {
            hundredths[part.state] = Int(part.value)
            left -= Int(part.value)
        }
        let order = exact.sorted { $0.value - $0.value.rounded(.down) > $1.value - $1.value.rounded(.down) }
        for part in order.prefix(max(0, left)) { hundredths[part.state, default: 0] += 1 }
        idleHundredths = min(sum(LandUseState.supplied), Int((figures.idle.mu * 100).rounded()))
        underusedHundredths = min(sum(LandUseState.supplied), Int((figures.underused.mu * 100).rounded()))
    }

    private func sum(_ states: [LandUseState]) -> Int { states.reduce(0) { $0 + (hundredths[$1] ?? 0) } }

    /// Adds a row.
    package static func += (left: inout WrittenFigures, right: WrittenFigures) {
        for state in LandUseState.allCases { left.hundredths[state, default: 0] += right.hundredths[state] ?? 0 }
        left.idleHundredths += right.idleHundredths
        left.underusedHundredths += right.underusedHundredths
    }

    /// Mu of one state.
    package func mu(_ state: LandUseState) -> Double { mu(sum([state])) }
    /// Supplied mu.
    package var supplied: Double { mu(sum(LandUseState.supplied)) }
    /// Unsupplied mu.
    package var unsupplied: Double { mu(sum(LandUseState.unsupplied)) }
    /// Approved mu.
    package var approved: Double { mu(sum(LandUseState.allCases)) }
    /// Mu suspected to be idle.
    package var idle: Double { mu(idleHundredths) }
    /// Mu suspected to be underused.
    package var underused: Double { mu(underusedHundredths) }

    private func mu(_ hundredths: Int) -> Double { Double(hundredths) / 100 }
}
