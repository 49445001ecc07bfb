import GeoModel
import LandRecords
import Pipeline
import Publishing
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let idle = Command(
        "idle",
        zh: "批供用台账与闲置土地：批准、已供、未供、开工、竣工、疑似闲置（亩）",
        en: "the ledger of approved, supplied and used land, and what is suspected to be idle",
        options: [
            .region,
            Option(
                "by", .choice(LedgerGrouping.allCases.map(\.rawValue)), zh: "台账的行（默认 year）",
                en: "the rows of the ledger (default: year)"),
            .on,
            Option("since", .date, zh: "disposal：从哪一天起处置", en: "disposal: since which day"),
            Option(
                "standing", .choice(IdleStanding.allCases.map(\.rawValue)), zh: "list：只列一类",
                en: "list: only those of one standing"),
            .reportFolder, .json, .dryRun,
        ],
        positionals: [
            Positional(
                "WHAT", .choice(IdleView.allCases.map(\.rawValue)),
                zh: "ledger 台账（默认）、list 供地研判、disposal 历年批而未供处置、withdrawal 可撤回批文",
                en: "ledger (default), list of supplies, disposal of old unsupplied land, withdrawal candidates",
                isOptional: true)
        ],
        examples: [
            "tuban idle --region county --by township",
            "tuban idle list --region county --standing suspectedIdle",
            "tuban idle disposal --region county --since 2024-12-31 --on 2025-12-31",
        ]
    ) { invocation in
        let view = invocation.string("WHAT").flatMap(IdleView.init(rawValue:)) ?? .ledger
        try invocation.refuse(["standing"], unless: view == .list, "list")
        try invocation.refuse(["by"], unless: view == .ledger, "ledger")
        if view == .disposal { _ = try invocation.required("since") }
        let work = try IdleWork(invocation)
        let then = try invocation.date("since").map { day throws in try work.ledger(since: day) }
        let disposal = then.map { work.report.disposalTable(since: $0) }
        switch view {
        case .ledger:
            let grouping = invocation.string("by").flatMap(LedgerGrouping.init(rawValue:)) ?? .year
            invocation.report(try work.report.ledgerTable(by: grouping))
        case .list:
            let standing = invocation.string("standing").flatMap(IdleStanding.init(rawValue:))
            let supplies = work.report.supplies(of: standing)
            invocation.report(work.report.idleTable(supplies), json: .array(supplies.map(work.report.json)))
        case .disposal: if let disposal { invocation.report(disposal) }
        case .withdrawal: invocation.report(work.report.withdrawalTable)
        }
        return try work.finish(disposal, then)
    }
}

/// What `tuban idle` shows.
private enum IdleView: String, CaseIterable {
    case ledger, list, disposal, withdrawal
}

/// The ledger of a region, drawn up once.
private struct IdleWork {
    let invocation: Invocation
    let region: Region
    let sources: LedgerSources
    let ledger: LandLedger
    let report: LedgerReport

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        region = try Region.open(invocation.regionPath)
        sources = try region.ledgerSources()
        ledger = try invocation.ledger(of: region, sources)
        report = LedgerReport(ledger, sources.idle, sources.register, language: invocation.language)
    }

    /// The ledger of an earlier day.
    func ledger(since day: CalendarDate) throws -> LandLedger {
        guard day < ledger.day else {
            throw UsageFault(
                zh: "--since \(day) 应早于台账截止日 \(ledger.day)。请改正 --since 或 --on。",
                en: "--since \(day) has to be before the ledger's day, \(ledger.day). Correct --since or --on.",
                path: invocation.path.names)
        }
        return try sources.ledger(on: day)
    }

    /// Says whether it balances, and writes what `--out` asks for.
    func finish(_ disposal: ReportTable?, _ then: LandLedger?) throws -> ExitCode {
        let terminal = invocation.terminal
        for remark in ledger.remarks { terminal.warn(remark) }
        for piece in ledger.unapproved {
            terminal.note(
                zh: "供地 \(piece.contract) 有 \(decimal(piece.area.mu, 2)) 亩不在任何批准范围内，未计入台账。",
                en: "\(decimal(piece.area.mu, 2)) mu of the supply \(piece.contract) lie in no approval: left out.")
        }
        let gap = ledger.entries.map(\.gapMu).max() ?? 0
        if ledger.rejected.isEmpty {
            terminal.note(
                zh: "截至 \(ledger.day)：\(ledger.entries.count) 个批次逐一平衡，最大差 \(decimal(gap, 4)) 亩。",
                en: "\(ledger.day): all \(ledger.entries.count) approvals balance, to \(decimal(gap, 4)) mu at worst.")
        }
        try invocation.writeReport { folder throws(Fault) in
            try report.write(to: folder, disposal: disposal, region: region.settings.name)
        }
        return terminal.list(rejected: ledger.rejected + (then?.rejected ?? []))
    }
}
