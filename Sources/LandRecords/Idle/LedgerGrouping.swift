package import GeoModel
import Geometry

/// What the ledger's rows are.
package enum LedgerGrouping: String, Sendable, CaseIterable {
    /// Years of approval (vintages).
    case year
    /// Approvals.
    case batch
    /// Townships.
    case township
    /// Control lines and zones; the rows of each kind add up to the whole.
    case zone
}

/// One row.
package struct LedgerLine: Sendable, Hashable {
    /// What it is of.
    package let label: Bilingual
    /// Rows of one set add up to the whole; zones have a set a kind.
    package let set: Bilingual
    /// How many approvals have land in it.
    package let approvals: Int
    /// The exact figures.
    package let figures: LedgerFigures
    /// The figures as they are written.
    package let written: WrittenFigures

    init(_ label: Bilingual, _ set: Bilingual, approvals: Int, _ figures: LedgerFigures) {
        self.label = label
        self.set = set
        self.approvals = approvals
        self.figures = figures
        written = WrittenFigures(figures)
    }
}

extension LandLedger {
    /// The ledger's rows.
    /// - Throws: `Fault` where pieces can't be laid over townships or zones, or don't add up afterwards.
    package func lines(by grouping: LedgerGrouping, _ register: LandRegister) throws(Fault) -> [LedgerLine] {
        switch grouping {
        case .year: yearLines
        case .batch:
            entries.map { entry in
                let name = entry.approval.batchName.map { "\($0)（\(entry.approval.number)）" }
                return LedgerLine(
                    Bilingual(zh: name ?? entry.approval.number, en: entry.approval.number), .nothing, approvals: 1,
                    entry.figures)
            }
        case .township:
            try placed(
                in: register.records.administrativeAreas.filter { $0.level == .township }.map { ($0.name, $0.shape) },
                Bilingual(zh: "乡镇", en: "townships"), register)
        case .zone:
            try zoneLines(register)
        }
    }

    private var yearLines: [LedgerLine] {
        let years = Dictionary(grouping: entries) { $0.approval.approvedOn?.year ?? 0 }
        return years.sorted { $0.key < $1.key }.map { year, entries in
            let label = year == 0 ? Bilingual(zh: "年份不详", en: "unknown") : Bilingual(zh: "\(year)", en: "\(year)")
            return LedgerLine(
                label, .nothing, approvals: entries.count, entries.reduce(LedgerFigures()) { $0 + $1.figures })
        }
    }

    private func zoneLines(_ register: LandRegister) throws(Fault) -> [LedgerLine] {
        var lines: [LedgerLine] = []
        for kind in ZoneKind.allCases {
            let zones = register.records.zones.filter { $0.kind == kind }.map { ($0.name, $0.shape) }
            if !zones.isEmpty { lines += try placed(in: zones, kind.label, register) }
        }
        return lines
    }

    /// Rows by place: each piece goes to the first area that has it, and what none has gets a row of its own.
    private func placed(
        in areas: [(name: String, shape: MultiPolygon)],
        _ set: Bilingual,
        _ register: LandRegister
    ) throws(Fault) -> [LedgerLine] {
        let overlayer = try Overlayer(register, sliver: .zero)
        let layer = ShapeLayer(areas.map(\.shape))
        var figures = Array(repeating: LedgerFigures(), count: areas.count + 1)
        var approvals = Array(repeating: Set<Int>(), count: areas.count + 1)
        for (number, entry) in entries.enumerated() {
            for part in entry.parts {
                var rest = part.shape
                func give(_ piece: MultiPolygon, to place: Int) throws(Fault) {
                    let area = try overlayer.area(of: piece)
                    guard area > .zero else { return }
                    figures[place].add(part.state, part.standing, area)
                    approvals[place].insert(number)
                }
                for place in part.shape.bounds.map({ layer.candidates(near: $0).map(\.record) }) ?? [] {
                    let outline = try overlayer.valid(areas[place].shape, named: areas[place].name)
                    try give(
                        try overlayer.algebra.intersection(rest, outline, named: entry.approval.number), to: place)
                    rest = try overlayer.algebra.difference(rest, outline, named: entry.approval.number)
                }
                try give(rest, to: areas.count)
            }
        }
        try check(figures.reduce(LedgerFigures(), +), set)
        let names = areas.map { Bilingual(zh: $0.name, en: $0.name) } + [Bilingual(zh: "以外", en: "elsewhere")]
        return names.indices.filter { !approvals[$0].isEmpty }.map {
            LedgerLine(names[$0], set, approvals: approvals[$0].count, figures[$0])
        }
    }

    private func check(_ sum: LedgerFigures, _ set: Bilingual) throws(Fault) {
        let gap = abs(sum.approved.mu - total.approved.mu)
        guard gap > Self.toleranceMu else { return }
        throw Fault(
            "\(set.zh) \(set.en)",
            zh: "分区之和与总账相差 \(decimal(gap, 3)) 亩。请检查其图形。",
            en: "the rows differ from the whole by \(decimal(gap, 3)) mu. Check the outlines.")
    }
}

extension Bilingual {
    fileprivate static let nothing = Bilingual(zh: "", en: "")
}
