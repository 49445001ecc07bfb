import GeoModel
import LandRecords

/// One row of the golden table: what is on record and was seen, the day, and what has to come of it.
struct LegalCase: Sendable, CustomStringConvertible {
    /// Order 53 of 2012 or the rule of the file it holds.
    let cites: String
    let name: String
    var agreed: String? = "2024-03-15"
    var delivered: String?
    var started: String?
    var agreedEnd: String?
    var completed: String?
    /// Mu started on, of 30.
    var startedMu: Double?
    /// 10 000 yuan, of 1000.
    var invested: Double?
    var price: Double? = 500
    /// `from–until`, or `from–`.
    var delays: [String] = []
    /// Since when satellites look; they see what `seen` says.
    var watched: String?
    /// What covers the land each time.
    var cover: GroundCoverShares?
    /// The day, the share moved, the share built.
    var seen: [(String, Double, Double)] = []
    let on: String
    let standing: IdleStanding
    var since: String?
    var due: String?
    var fee: Double?
    var reclaimed = false
    var findings: [IdleFinding] = []

    var description: String { "\(name), on \(on) (\(cites))" }

    static let notStarted: [LegalCase] = [
        .init(cites: "art. 2(1)", name: "the agreed day itself", on: "2024-03-15", standing: .normal),
        .init(cites: "art. 2(1)", name: "a day late", on: "2024-03-16", standing: .lateStart),
        .init(cites: "art. 2(1)", name: "a day before the year's last", on: "2025-03-14", standing: .lateStart),
        .init(cites: "art. 2(1)", name: "the year's last day", on: "2025-03-15", standing: .lateStart),
        .init(
            cites: "art. 2(1), 5, 14(1)", name: "the day after", on: "2025-03-16", standing: .suspectedIdle,
            since: "2025-03-16", due: "2025-04-15", fee: 100),
        .init(
            cites: "art. 14(2)", name: "a day before the second year's last", on: "2026-03-14",
            standing: .suspectedIdle, since: "2025-03-16", due: "2025-04-15", fee: 100),
        .init(
            cites: "art. 14(2)", name: "the second year's last day", on: "2026-03-15", standing: .suspectedIdle,
            since: "2025-03-16", due: "2025-04-15", fee: 100),
        .init(
            cites: "art. 14(2)", name: "the day after two years", on: "2026-03-16", standing: .suspectedIdle,
            since: "2025-03-16", due: "2025-04-15", fee: 100, reclaimed: true),
        .init(
            cites: "art. 14(1)", name: "no price on record", price: nil, on: "2025-03-16", standing: .suspectedIdle,
            since: "2025-03-16", due: "2025-04-15", findings: [.noPrice]),
        .init(
            cites: "Civil Code 202", name: "a leap day agreed, last day", agreed: "2024-02-29", on: "2025-02-28",
            standing: .lateStart),
        .init(
            cites: "Civil Code 202", name: "a leap day agreed, after", agreed: "2024-02-29", on: "2025-03-01",
            standing: .suspectedIdle, since: "2025-03-01", due: "2025-03-31", fee: 100),
        .init(
            cites: "Civil Code 202", name: "a leap day agreed, four years on", agreed: "2024-02-29", on: "2028-02-29",
            standing: .suspectedIdle, since: "2025-03-01", due: "2025-03-31", fee: 100, reclaimed: true),
        .init(
            cites: "Civil Code 202", name: "a year with a leap day in it", agreed: "2023-03-01", on: "2024-03-01",
            standing: .lateStart),
        .init(
            cites: "Civil Code 202", name: "28 February before a leap year", agreed: "2023-02-28", on: "2024-02-29",
            standing: .suspectedIdle, since: "2024-02-29", due: "2024-03-30", fee: 100),
        .init(
            cites: "art. 2(1)", name: "started on the year's last day", started: "2025-03-15", on: "2025-03-20",
            standing: .normal),
        .init(
            cites: "art. 2(1)", name: "a start that lies ahead", started: "2025-04-01", on: "2025-03-16",
            standing: .suspectedIdle, since: "2025-03-16", due: "2025-04-15", fee: 100),
    ]

    static let undated: [LegalCase] = [
        .init(
            cites: "art. 22", name: "nothing on record", agreed: nil, on: "2026-01-01", standing: .unjudged,
            findings: [.noDates]),
        .init(
            cites: "art. 22", name: "delivered, the day the start is due", agreed: nil, delivered: "2023-05-10",
            on: "2024-05-10", standing: .normal),
        .init(
            cites: "art. 22", name: "delivered, a day late", agreed: nil, delivered: "2023-05-10", on: "2024-05-11",
            standing: .lateStart),
        .init(
            cites: "art. 22, 2(1)", name: "delivered, the second year's last day", agreed: nil,
            delivered: "2023-05-10", on: "2025-05-10", standing: .lateStart),
        .init(
            cites: "art. 22, 2(1)", name: "delivered, the day after", agreed: nil, delivered: "2023-05-10",
            on: "2025-05-11", standing: .suspectedIdle, since: "2025-05-11", due: "2025-06-10", fee: 100),
        .init(
            cites: "art. 22", name: "a delivery that lies ahead", agreed: nil, delivered: "2026-02-01",
            on: "2026-01-01", standing: .unjudged, findings: [.noDates]),
        .init(
            cites: "art. 2(1)", name: "an agreed start goes before the delivery", delivered: "2020-01-01",
            on: "2025-03-15", standing: .lateStart),
    ]

    static let suspended: [LegalCase] = [
        .init(
            cites: "art. 8", name: "ten days inside the year, its last day", delays: ["2024-06-01–2024-06-10"],
            on: "2025-03-25", standing: .lateStart),
        .init(
            cites: "art. 8", name: "ten days inside the year, after", delays: ["2024-06-01–2024-06-10"],
            on: "2025-03-26", standing: .suspectedIdle, since: "2025-03-26", due: "2025-04-25", fee: 100),
        .init(
            cites: "art. 8", name: "ten days inside, the second year's last day", delays: ["2024-06-01–2024-06-10"],
            on: "2026-03-25", standing: .suspectedIdle, since: "2025-03-26", due: "2025-04-25", fee: 100),
        .init(
            cites: "art. 8", name: "ten days inside, after two years", delays: ["2024-06-01–2024-06-10"],
            on: "2026-03-26", standing: .suspectedIdle, since: "2025-03-26", due: "2025-04-25", fee: 100,
            reclaimed: true),
        .init(
            cites: "art. 8", name: "across the boundary, while it lasts", delays: ["2025-03-10–2025-04-08"],
            on: "2025-03-16", standing: .lateStart),
        .init(
            cites: "art. 8", name: "across the boundary of 30 days, the year's last day",
            delays: ["2025-03-10–2025-04-08"], on: "2025-04-14", standing: .lateStart),
        .init(
            cites: "art. 8", name: "across the boundary of 30 days, after", delays: ["2025-03-10–2025-04-08"],
            on: "2025-04-15", standing: .suspectedIdle, since: "2025-04-15", due: "2025-05-15", fee: 100),
        .init(
            cites: "art. 8", name: "from the day after the year's last: nothing is put off",
            delays: ["2025-03-16–2025-03-31"], on: "2025-04-01", standing: .suspectedIdle, since: "2025-03-16",
            due: "2025-04-15", fee: 100),
        .init(
            cites: "art. 8", name: "before the agreed day, over by then", delays: ["2023-01-01–2024-03-15"],
            on: "2025-03-16", standing: .suspectedIdle, since: "2025-03-16", due: "2025-04-15", fee: 100),
        .init(
            cites: "art. 8", name: "since before the agreed day, without an end", delays: ["2024-01-01–"],
            on: "2030-01-01", standing: .normal),
        .init(
            cites: "art. 8", name: "begun inside the year, without an end", delays: ["2024-09-01–"],
            on: "2030-01-01", standing: .lateStart),
        .init(
            cites: "art. 8, 14", name: "begun after two years, without an end: suspected, but no fee and no reclaim",
            delays: ["2026-06-01–"], on: "2026-07-01", standing: .suspectedIdle, since: "2025-03-16",
            due: "2025-04-15"),
        .init(
            cites: "art. 8", name: "two that overlap count once, the last day",
            delays: ["2024-06-01–2024-06-10", "2024-06-06–2024-06-15"], on: "2025-03-30", standing: .lateStart),
        .init(
            cites: "art. 8", name: "two that overlap count once, after",
            delays: ["2024-06-01–2024-06-10", "2024-06-06–2024-06-15"], on: "2025-03-31",
            standing: .suspectedIdle, since: "2025-03-31", due: "2025-04-30", fee: 100),
        .init(
            cites: "art. 8", name: "two apart, the second put into reach by the first",
            delays: ["2024-06-01–2024-06-10", "2025-03-20–2025-03-24"], on: "2025-03-31",
            standing: .suspectedIdle, since: "2025-03-31", due: "2025-04-30", fee: 100),
        .init(
            cites: "art. 22, 8", name: "the year after delivery is put off too", agreed: nil,
            delivered: "2023-05-10", delays: ["2023-06-01–2023-06-30"], on: "2024-06-09", standing: .normal),
        .init(
            cites: "art. 22, 8", name: "the year after delivery is put off too, a day late", agreed: nil,
            delivered: "2023-05-10", delays: ["2023-06-01–2023-06-30"], on: "2024-06-10", standing: .lateStart),
    ]

    private static let halt: [(String, Double, Double)] = [("2024-06-01", 0.06, 0), ("2025-06-01", 0.06, 0)]

    private static func halted(
        _ cites: String, _ name: String, startedMu: Double? = nil, invested: Double? = nil,
        seen: [(String, Double, Double)] = halt, delays: [String] = [], on: String = "2025-06-01",
        _ standing: IdleStanding = .normal, since: String? = nil, due: String? = nil
    ) -> LegalCase {
        .init(
            cites: cites, name: name, started: "2024-05-01", startedMu: startedMu, invested: invested,
            delays: delays, watched: "2023-12-01", seen: seen, on: on, standing: standing, since: since, due: due)
    }

    static let halted: [LegalCase] = [
        halted("art. 2(2)", "exactly a third of the area", startedMu: 10),
        halted(
            "art. 2(2)", "a hair under a third", startedMu: 9.99, .suspectedIdle, since: "2025-06-01",
            due: "2025-07-01"),
        halted("art. 2(2)", "exactly a quarter of the investment", invested: 250),
        halted(
            "art. 2(2)", "a hair under a quarter", invested: 249.99, .suspectedIdle, since: "2025-06-01",
            due: "2025-07-01"),
        halted(
            "art. 2(2)", "enough area, too little investment", startedMu: 20, invested: 100, .suspectedIdle,
            since: "2025-06-01", due: "2025-07-01"),
        halted("art. 2(2)", "enough of both", startedMu: 10, invested: 250),
        halted("art. 2(2)", "neither is on record"),
        halted("art. 2(2)", "a day before the year is full", startedMu: 5, on: "2025-05-31"),
        halted(
            "art. 2(2)", "no image shows the year's last day", startedMu: 5,
            seen: [("2024-06-01", 0.06, 0), ("2025-05-31", 0.06, 0)], on: "2025-06-02"),
        halted(
            "art. 2(2)", "a day after, seen that day", startedMu: 5,
            seen: [("2024-06-01", 0.06, 0), ("2025-06-02", 0.06, 0)], on: "2025-06-02", .suspectedIdle,
            since: "2025-06-01", due: "2025-07-01"),
        halted(
            "art. 2(2)", "work went on inside the year", startedMu: 5,
            seen: [("2024-06-01", 0.06, 0), ("2024-11-01", 0.12, 0), ("2025-06-01", 0.12, 0)]),
        halted(
            "art. 2(2)", "more by less than counts as progress", startedMu: 5,
            seen: [("2024-06-01", 0.06, 0), ("2024-11-01", 0.1, 0), ("2025-06-01", 0.1, 0)], .suspectedIdle,
            since: "2025-06-01", due: "2025-07-01"),
        halted("art. 2(2), 8", "put off by a delay", startedMu: 5, delays: ["2024-08-01–2024-08-02"]),
        .init(
            cites: "art. 2(2)", name: "nobody looked", started: "2024-05-01", startedMu: 5, on: "2026-06-01",
            standing: .normal),
    ]

    static let others: [LegalCase] = [
        .init(
            cites: "the contract", name: "the agreed completion itself", started: "2024-03-01",
            agreedEnd: "2025-09-01", on: "2025-09-01", standing: .normal),
        .init(
            cites: "the contract", name: "a day past it", started: "2024-03-01", agreedEnd: "2025-09-01",
            on: "2025-09-02", standing: .lateCompletion),
        .init(
            cites: "the contract", name: "completed in time", started: "2024-03-01", agreedEnd: "2025-09-01",
            completed: "2025-09-01", on: "2026-09-02", standing: .normal),
        .init(
            cites: "a local rule", name: "completed on less than a third", started: "2024-03-01",
            completed: "2025-09-01", startedMu: 9, on: "2026-09-02", standing: .suspectedUnderused),
        .init(
            cites: "a local rule", name: "a year past completion on less than a third, the last day",
            started: "2024-03-01", agreedEnd: "2025-09-01", startedMu: 9, on: "2026-09-01",
            standing: .lateCompletion),
        .init(
            cites: "a local rule", name: "a year past completion on less than a third, after",
            started: "2024-03-01", agreedEnd: "2025-09-01", startedMu: 9, on: "2026-09-02",
            standing: .suspectedUnderused),
        .init(
            cites: "art. 30", name: "earth moved is no start", watched: "2024-12-01",
            seen: [("2025-03-16", 0.9, 0.1)], on: "2025-03-16", standing: .suspectedIdle, since: "2025-03-16",
            due: "2025-04-15", fee: 100, findings: [.notStartedSeenMoved]),
        .init(
            cites: "art. 30", name: "built on: the ledger has to be put right", watched: "2024-12-01",
            seen: [("2025-03-16", 0.3, 0.2)], on: "2025-03-16", standing: .normal,
            findings: [.notStartedSeenBuilt]),
        .init(
            cites: "art. 30", name: "a building of long ago", watched: "2024-12-01",
            cover: GroundCoverShares(clear: 0.75, built: 0.5, pixels: 8), seen: [("2025-03-16", 0, 0)],
            on: "2025-03-16", standing: .normal, findings: [.notStartedSeenBuilt]),
        .init(
            cites: "art. 30", name: "a building of long ago, too much of it under clouds", watched: "2024-12-01",
            cover: GroundCoverShares(clear: 0.74, built: 1, pixels: 100), seen: [("2025-03-16", 0, 0)],
            on: "2025-03-16", standing: .suspectedIdle, since: "2025-03-16", due: "2025-04-15", fee: 100),
        .init(
            cites: "art. 30", name: "a building of long ago on seven pixels", watched: "2024-12-01",
            cover: GroundCoverShares(clear: 1, built: 1, pixels: 7), seen: [("2025-03-16", 0, 0)],
            on: "2025-03-16", standing: .suspectedIdle, since: "2025-03-16", due: "2025-04-15", fee: 100),
        .init(
            cites: "art. 30", name: "seen only after the day", watched: "2024-12-01", seen: [("2025-03-17", 0, 1)],
            on: "2025-03-16", standing: .suspectedIdle, since: "2025-03-16", due: "2025-04-15", fee: 100),
        .init(
            cites: "art. 30", name: "started by the ledger, nothing seen, a day before its grace ends",
            started: "2024-04-10", watched: "2024-03-01", seen: [("2024-07-09", 0, 0)], on: "2024-08-01",
            standing: .normal),
        .init(
            cites: "art. 30", name: "started by the ledger, nothing seen", started: "2024-04-10",
            watched: "2024-03-01", seen: [("2024-07-10", 0.04, 0)], on: "2024-08-01", standing: .normal,
            findings: [.startedSeenUnchanged]),
        .init(
            cites: "art. 30", name: "started before anybody looked", started: "2024-02-10", watched: "2024-03-01",
            seen: [("2024-07-10", 0, 0)], on: "2024-08-01", standing: .normal),
    ]
}
