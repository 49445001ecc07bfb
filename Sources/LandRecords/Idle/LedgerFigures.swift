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

/// What figures are kept apart by: the state of land, and what is suspected of it.
private struct Leaf: Hashable {
    let state: LandUseState
    let suspicion: IdleStanding?

    init(_ state: LandUseState, _ standing: IdleStanding?) {
        self.state = state
        suspicion = [.suspectedIdle, .suspectedUnderused].contains(standing) ? standing : nil
    }

    /// All there are, in a fixed order.
    static let all = LandUseState.allCases.flatMap { state in
        [nil, IdleStanding.suspectedIdle, .suspectedUnderused].map { Leaf(state, $0) }
    }
}

/// Sums of pieces: approved = supplied + unsupplied + withdrawn, to the last bit of a sum.
package struct LedgerFigures: Sendable, Hashable {
    private var sums: [Leaf: Area] = [:]

    /// Nothing yet.
    package init() {}

    /// The land of one state.
    package func area(_ state: LandUseState) -> Area { sum { $0.state == state } }
    /// Supplied land.
    package var supplied: Area { sum { LandUseState.supplied.contains($0.state) } }
    /// Approved land that is neither supplied nor withdrawn.
    package var unsupplied: Area { sum { LandUseState.unsupplied.contains($0.state) } }
    /// Approved land.
    package var approved: Area { supplied + unsupplied + area(.withdrawn) }
    /// Of the supplied land, what is suspected to be idle.
    package var idle: Area { sum { $0.suspicion == .suspectedIdle } }
    /// Of the supplied land, what is suspected to be underused.
    package var underused: Area { sum { $0.suspicion == .suspectedUnderused } }

    private func sum(_ isWanted: (Leaf) -> Bool) -> Area {
        Leaf.all.filter(isWanted).reduce(.zero) { $0 + (sums[$1] ?? .zero) }
    }

    mutating func add(_ part: LedgerPart) { add(part.state, part.standing, part.area) }

    mutating func add(_ state: LandUseState, _ standing: IdleStanding?, _ area: Area) {
        sums[Leaf(state, standing), default: .zero] += area
    }

    static func + (left: LedgerFigures, right: LedgerFigures) -> LedgerFigures {
        var sum = left
        for (leaf, area) in right.sums { sum.sums[leaf, default: .zero] += area }
        return sum
    }

    /// Hundredths of a mu of each leaf that add up to the rounded whole: what was cut off most is rounded up first.
    fileprivate var hundredths: [Leaf: Int] {
        let exact = Leaf.all.map { (leaf: $0, value: max(0, (sums[$0] ?? .zero).mu) * 100) }
        var whole = Dictionary(uniqueKeysWithValues: exact.map { ($0.leaf, Int($0.value)) })
        let left = Int(exact.reduce(0) { $0 + $1.value }.rounded()) - whole.values.reduce(0, +)
        let order = exact.sorted { $0.value - $0.value.rounded(.down) > $1.value - $1.value.rounded(.down) }
        for part in order.prefix(max(0, left)) { whole[part.leaf, default: 0] += 1 }
        return whole
    }
}

/// Figures as they are written, in hundredths of a mu, so that what is written adds up along rows and down columns.
package struct WrittenFigures: Sendable, Hashable {
    private var hundredths: [Leaf: Int] = [:]

    /// Nothing yet: the sum of no rows.
    package init() {}

    /// Rounded so that the parts still add up to the rounded whole.
    package init(_ figures: LedgerFigures) { hundredths = figures.hundredths }

    /// Adds a row.
    package static func += (left: inout WrittenFigures, right: WrittenFigures) {
        for (leaf, count) in right.hundredths { left.hundredths[leaf, default: 0] += count }
    }

    /// What was added since.
    static func - (left: WrittenFigures, right: WrittenFigures) -> WrittenFigures {
        var difference = left
        for (leaf, count) in right.hundredths { difference.hundredths[leaf, default: 0] -= count }
        return difference
    }

    /// Mu of one state.
    package func mu(_ state: LandUseState) -> Double { mu { $0.state == state } }
    /// Supplied mu.
    package var supplied: Double { mu { LandUseState.supplied.contains($0.state) } }
    /// Mu supplied or withdrawn.
    package var disposed: Double { mu { !LandUseState.unsupplied.contains($0.state) } }
    /// Unsupplied mu.
    package var unsupplied: Double { mu { LandUseState.unsupplied.contains($0.state) } }
    /// Approved mu.
    package var approved: Double { mu { _ in true } }
    /// Mu suspected to be idle.
    package var idle: Double { mu { $0.suspicion == .suspectedIdle } }
    /// Mu suspected to be underused.
    package var underused: Double { mu { $0.suspicion == .suspectedUnderused } }

    private func mu(_ isWanted: (Leaf) -> Bool) -> Double {
        Double(hundredths.reduce(0) { $0 + (isWanted($1.key) ? $1.value : 0) }) / 100
    }
}
