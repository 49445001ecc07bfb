import Foundation
import GeoModel
import LandRecords
import SafeFiles
import WorkQueue

/// The first so many of the flags below, each made when it is asked for.
struct SampleFlags: RandomAccessCollection {
    let startIndex = 0
    let endIndex: Int

    subscript(index: Int) -> Flag { SampleCases.flag(index) }
}

/// Flags grown from their numbers: nine themes, squares side by side.
enum SampleCases {
    static let start = Timestamp(secondsSinceEpoch: 1_781_683_200)
    static let reference = SpatialReference(
        name: "CGCS2000 / 3-degree Gauss-Kruger CM 117E", id: 4548, organization: "EPSG", organizationCode: 4548,
        wkt: "PROJCS[\"CGCS2000 / 3-degree Gauss-Kruger CM 117E\"]")
    /// The repository's own data files.
    static let pipelines = #filePath.components(separatedBy: "/Tests/")[0] + "/Pipelines/"
    static let photo = Evidence(
        sha256: Checksum.sha256(of: "photo"), name: "photo.jpg", mediaType: "image/jpeg", bytes: 5)
    static let run = RunRecord(
        id: "2026-06/monthly", period: period, recipe: "monthly", startedAt: start, manifest: [:], manifestChecksum: nil
    )

    private static var period: Period {
        guard let period = Period("2026-06") else { preconditionFailure("a month") }
        return period
    }

    /// An id in the form of a UUID, spread as real ones are: they are hashes.
    private static func identifier(_ index: Int) -> String {
        var lots = Lots(UInt64(index))
        let digits = [lots.next(), lots.next()].map { value in
            let digits = String(value, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        let cuts = [0, 8, 12, 16, 20, 32]
        return zip(cuts, cuts.dropFirst()).map { String(digits.dropFirst($0).prefix($1 - $0)) }.joined(separator: "-")
    }

    static func flag(_ index: Int) -> Flag {
        let (x, y) = (500_000 + Double(index % 1000) * 120, 3_850_000 + Double(index / 1000) * 120)
        let theme = index % 9
        return Flag(
            id: identifier(index),
            theme: "theme-\(theme)",
            themeLabel: Bilingual(zh: "专题\(theme)", en: "theme \(theme)"),
            rule: "rules#theme-\(theme)",
            period: period,
            patch: nil,
            shape: MultiPolygon([Polygon(BoundingBox(minX: x, minY: y, maxX: x + 100, maxY: y + 100))]),
            area: Area(squareMetres: Double(600 + index * 7919 % 20_000)),
            priority: index % 5 + 1,
            reason: Bilingual(zh: "测量用线索，不是真实情况", en: "a flag for measuring; nothing in it is real"),
            facts: [
                Fact(
                    name: Bilingual(zh: "宗地", en: "parcel"), value: Bilingual(zh: "\(index)", en: "\(index)"),
                    source: "parcels.shp: row \(index)")
            ],
            links: [RecordLink(kind: .parcel, key: "\(index)", sharedArea: Area(squareMetres: 600))]
        )
    }
}

/// Splitmix64.
struct Lots {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

/// Moves cases of a store at random, each step by a person of a role that may take it.
struct CaseMover {
    private static let inspector = "inspector"

    private let store: RegionStore
    private let codes: LoopCodes
    private let cases: [String]
    private var lots: Lots
    private(set) var done = 0
    private(set) var refused = 0
    private(set) var longestWait = 0.0
    private var tries = 0

    init(_ store: RegionStore, seed: Int) throws(Fault) {
        self.store = store
        codes = try LoopCodes { name throws(Fault) in SampleCases.pipelines + name }
        cases = try store.cases(CaseFilter(order: .number)).map(\.id)
        lots = Lots(UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1)
    }

    private mutating func lot(_ count: Int) -> Int { Int(lots.next() % UInt64(count)) }

    /// Tries one step; false once nearly every case that is drawn is at its end.
    mutating func step() throws -> Bool {
        tries += 1
        let detail = try store.caseDetail(cases[lot(cases.count)])
        guard !detail.next.isEmpty else { return tries < 20 * (done + 1000) }
        let row = detail.next[lot(detail.next.count)]
        let role = row.roles[lot(row.roles.count)]
        // One inspector, whose task a case stays from accepting it to its survey.
        let name = role == .inspector ? Self.inspector : "\(role.rawValue)-\(row.action.rawValue)"
        let outcomes: [Outcome] = [.legal, .illegal, .illegal, .other]
        var step = CaseStep(
            row.action, by: try Person(name: name, role: role), at: .now,
            reason: "测量", outcome: row.needsOutcome ? outcomes[lot(4)] : nil, seenVersion: detail.summary.version)
        if step.outcome == .other { step.finding = "rural-road" }
        if row.needsDisposal {
            let offered = codes.disposals(of: detail.summary.theme)
            step.disposal = offered[lot(offered.count)].code
        }
        if row.conditions.contains(.ground) { step.ground = codes.pauses[lot(codes.pauses.count)].code }
        if row.action == .assign { step.assignee = try Person(name: Self.inspector, role: .inspector) }
        step.evidence = [SampleCases.photo]
        let start = ContinuousClock.now
        do throws(Fault) {
            try store.advance(detail.summary.id, step, codes)
            done += 1
        } catch {
            guard error.object == detail.summary.id else { throw error }
            // Another process was first, or the outcome does not allow it: what is refused changes nothing.
            refused += 1
        }
        longestWait = max(longestWait, (ContinuousClock.now - start) / .seconds(1))
        return true
    }
}
