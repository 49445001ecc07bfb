import GeoModel
import Pipeline
import Publishing
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let queueFigures = Command(
        "figures",
        zh: "闭环指标：四率、积压与案龄、工作量、线索准确率、核查负担；月通报、季度测评、半年排名、全年考核",
        en: "figures of the loop: four rates, backlog, ages, load, precision, visits; by month, quarter, half, year",
        options: [
            .region,
            Option(
                "period", .choice(ReportCadence.allCases.map(\.rawValue)), zh: "期的长短（默认依 --at，否则为月）",
                en: "how long a span is (default: that of --at, else a month)"),
            Option(
                "at", .text("SPAN"), zh: "哪一期：2026-06、2026-Q2、2026-H1 或 2026（默认：本期）",
                en: "which one: 2026-06, 2026-Q2, 2026-H1 or 2026 (default: the one that runs)"),
            Option(
                "by", .choice(FigureGrouping.allCases.map(\.rawValue)), zh: "分乡镇、人员或专题",
                en: "by township, officer or theme"),
            Option(
                "html", .file("FILE"), zh: "通报写到此处（可打印；页脚印流转记录链尾）",
                en: "write the bulletin there (it prints; the audit chain's head is at its foot)"),
            Option("csv", .file("FILE"), zh: "全部数字写到此处（CSV）", en: "write all figures there (CSV)"), .json, .dryRun,
        ],
        examples: [
            "tuban queue figures --region county --at 2026-06 --by township",
            "tuban queue figures --region county --at 2026-Q2 --html q2.html --csv q2.csv",
        ]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let today = Timestamp.now.bureauDay
        let found = try region.loopFigures(of: try invocation.span(today), today: today)
        let report = LoopFigureReport(
            found.figures, found.townships.all, found.scheme, language: invocation.language)
        let chosen = invocation.string("by").flatMap(FigureGrouping.init(rawValue:))
        let groupings = chosen.map { [$0] } ?? FigureGrouping.allCases
        let head = invocation.string("html") == nil ? nil : try region.verifiedHead()
        try invocation.write(report, region.settings.name, groupings, head)
        invocation.report(
            chosen.map { report.groupTable($0) } ?? report.rateTable,
            json: report.json(region: region.settings.name, by: groupings, head: head))
        let (last, tally) = (found.figures.last, found.figures.last.whole)
        invocation.terminal.note(
            zh: "\(last.span.label.zh)，截至 \(last.day)：新增 \(tally[.opened])，办结 \(tally[.ended])，在办 \(tally.atWork)"
                + "（超期 \(tally.overdue)），待下发 \(tally.waiting)；外业 \(tally.visits) 次。",
            en: "\(last.span), as of \(last.day): opened \(tally[.opened]), ended \(tally[.ended]), at work "
                + "\(tally.atWork) (overdue \(tally.overdue)), waiting to be issued \(tally.waiting); visits "
                + "\(tally.visits).")
        for note in report.notes { invocation.terminal.note(zh: note.zh, en: note.en) }
        return invocation.terminal.list(rejected: found.figures.faults)
    }
}

extension Invocation {
    /// The span that `--at` and `--period` name.
    fileprivate func span(_ today: CalendarDate) throws -> ReportSpan {
        let cadence = string("period").flatMap(ReportCadence.init(rawValue:))
        guard let text = string("at") else { return ReportSpan(cadence ?? .month, around: Period(of: today)) }
        guard let span = ReportSpan(text) else {
            throw UsageFault(
                zh: "--at 为“\(text)”，应为 2026-06、2026-Q2、2026-H1 或 2026。",
                en: "--at is ‘\(text)’; 2026-06, 2026-Q2, 2026-H1 or 2026 is expected.", path: path.names)
        }
        guard let cadence else { return span }
        guard cadence.months >= span.cadence.months else {
            throw UsageFault(
                zh: "\(span) 比 --period \(cadence.rawValue) 长。请给出其中一期，如 \(ReportSpan(cadence, around: span.start))。",
                en: "\(span) is longer than --period \(cadence.rawValue). Name one of its spans, such as "
                    + "\(ReportSpan(cadence, around: span.start)).", path: path.names)
        }
        return ReportSpan(cadence, around: span.start)
    }

    /// Writes the files that are asked for, and names them.
    fileprivate func write(
        _ report: LoopFigureReport, _ region: String, _ groupings: [FigureGrouping], _ head: ChainHead?
    ) throws {
        for (option, path) in [("html", string("html")), ("csv", string("csv"))] {
            guard let path else { continue }
            guard !isDryRun else {
                terminal.note(zh: "将写入 \(path)。", en: "would write \(path).")
                continue
            }
            if option == "html", let head {
                try report.writePage(to: path, region: region, by: groupings, head: head, at: .now)
            } else if option == "csv" {
                try report.writeCSV(to: path, by: groupings)
            }
            terminal.note(zh: "  \(path)", en: "  \(path)")
        }
    }
}
