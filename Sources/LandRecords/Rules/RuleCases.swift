package import GeoModel
import Patches

/// A table of cases as a data file holds it: what the registers and the images say, and which rule has to decide.
package struct RuleCases: Sendable {
    /// The file's name for itself.
    package let name: String
    /// Where the cases come from.
    package let source: String
    /// The files of rules that are asked, by their names in the data folder, in order.
    package let rules: [String]
    let patches: [PatchCase]
    let ledger: [LedgerCase]
    let supplies: [SupplyCase]

    /// One case with what came of it.
    package struct Verdict: Sendable, Hashable {
        /// Its name in the file.
        package let code: String
        /// What has to come of it: an outcome and a rule's code, such as `flag basic-farmland`, or `none`.
        package let expected: String
        /// What came of it.
        package let found: String

        /// Whether both are the same.
        package var isRight: Bool { expected == found }
    }

    /// What comes of every case, in the order of the file; supplies are judged by the law on idle land first.
    /// - Throws: `Fault` where a case can't be asked.
    package func run(_ book: RuleBook, idle: IdleRules) throws(Fault) -> [Verdict] {
        var verdicts: [Verdict] = []
        for item in patches {
            verdicts.append(Verdict(code: item.code, expected: item.expected, found: try item.outcome(book)))
        }
        return verdicts + ledger.map { Verdict(code: $0.code, expected: $0.expected, found: $0.outcome(book)) }
            + supplies.map { Verdict(code: $0.code, expected: $0.expected, found: $0.outcome(book, idle)) }
    }
}

/// A patch with what lies under it, as shares.
struct PatchCase: Sendable {
    /// The patch's area in square metres in the overlay: a power of two, so that shares come back as they were written.
    private static let whole = 1_048_576.0

    let code: String
    let expected: String
    let patch: Patch
    let observedOn: CalendarDate
    var records = LandRecordSet()
    var shares: [RecordKind: [Share]] = [:]
    var earlier: [EarlierFlag] = []
    var earlierShares: [Share] = []

    mutating func add(_ kind: RecordKind, _ share: Double) {
        shares[kind, default: []].append(PatchCase.share(of: records.count(of: kind) - 1, share))
    }

    mutating func add(_ flag: EarlierFlag, _ share: Double) {
        earlier.append(flag)
        earlierShares.append(PatchCase.share(of: earlier.count - 1, share))
    }

    private static func share(of record: Int, _ share: Double) -> Share {
        Share(record: record, area: Area(squareMetres: share * whole), shape: MultiPolygon([]))
    }

    func outcome(_ book: RuleBook) throws(Fault) -> String {
        guard let rule = try book.deciding(try findings(book)) else { return "none" }
        return "\(rule.outcome.rawValue) \(rule.code)"
    }

    func findings(_ book: RuleBook) throws(Fault) -> PatchFindings {
        let (shares, earlierShares) = (self.shares, self.earlierShares)
        func of(_ kind: RecordKind) -> [Share] { shares[kind] ?? [] }
        let whole = Area(squareMetres: PatchCase.whole)
        return try PatchFindings(
            patch,
            period: Period(of: observedOn),
            observedOn: observedOn,
            grounds: JoinGrounds(LandRegister(records, system: CoordinateSystem("EPSG:4490")), earlier: earlier),
            landClasses: book.landClasses,
            overlay: PatchOverlay(
                area: whole, parcels: of(.parcel), approvals: of(.approval), supplies: of(.supply), zones: of(.zone),
                projects: of(.project)
            ),
            ground: Ground(
                shares: { kind throws(Fault) in shares[kind] ?? [] },
                earlier: { () throws(Fault) in earlierShares },
                covered: { parts throws(Fault) in min(whole, parts.reduce(.zero) { $0 + $1.area }) }
            )
        )
    }
}

/// An approval with the land that no supply covers.
struct LedgerCase: Sendable {
    let code: String
    let expected: String
    let observedOn: CalendarDate
    let balance: SupplyBalance

    func outcome(_ book: RuleBook) -> String {
        book.asked(balance, day: observedOn)?.isMet == true ? "flag ledger" : "none"
    }
}
