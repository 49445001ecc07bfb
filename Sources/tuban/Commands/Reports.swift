import GeoModel
import LandRecords
import Pipeline
import Publishing
import SafeFiles
import Verbs
import WorkQueue

// What the reports on land that are drawn from the ledger share.

extension Option {
    /// The day of a report.
    static let on = Option(
        "on", .date, zh: "截至哪一天（默认：最近一期影像的日期，无影像则为今天）",
        en: "the day (default: that of the latest image compared, else today)")

    /// Where all tables of a report go.
    static let reportFolder = Option(
        "out", .folder("DIR"), zh: "另将全部表格写成 CSV、JSON 与 HTML",
        en: "write all tables as CSV, JSON and HTML as well")
}

extension Invocation {
    /// The day that `--on` names, else that of the latest image, else today.
    func day(of region: Region) throws -> CalendarDate {
        try date("on") ?? region.lastWatchedDay() ?? Timestamp.now.bureauDay
    }

    /// The ledger of the day of a report, with a bar while it is drawn up.
    func ledger(of region: Region, _ sources: LedgerSources) throws -> LandLedger {
        let day = try day(of: region)
        let bar = ProgressBar(Bilingual(zh: "台账", en: "ledger"), on: terminal)
        let ledger = try sources.ledger(on: day) { bar.update(done: $0, of: $1) }
        bar.finish()
        return ledger
    }

    /// Writes what `--out` asks for and names the files.
    func writeReport(_ write: (_ folder: String) throws(Fault) -> [String]) throws {
        guard let folder = string("out") else { return }
        guard !isDryRun else { return terminal.note(zh: "将写入 \(folder)。", en: "would write to \(folder).") }
        for file in try write(folder) { terminal.note(zh: "  \(file)", en: "  \(file)") }
    }

    /// Prints a table of a report; as JSON, its rows or the fuller document there is.
    func report(_ table: ReportTable, json: @autoclosure () -> JSONValue? = nil) {
        report(json() ?? table.json, or: table.text(language))
    }

    /// Refuses options and arguments that go with one view only.
    func refuse(_ names: [String], unless isThat: Bool, _ view: String) throws {
        guard !isThat, let name = names.first(where: { !values($0).isEmpty }) else { return }
        let isOption = path.command.options.contains { $0.name == name }
        let shown = isOption ? Bilingual(zh: "选项 --\(name)", en: "option --\(name)") : Bilingual(zh: name, en: name)
        throw UsageFault(zh: "\(shown.zh) 只用于 \(view)。", en: "\(shown.en) goes with \(view) only.", path: path.names)
    }
}

extension ReportTable {
    /// The table for a terminal.
    fileprivate func text(_ language: Language) -> TextTable {
        TextTable(
            columns.map { column in
                column.isNumber
                    ? .number(zh: column.title.zh, en: column.title.en)
                    : .text(zh: column.title.zh, en: column.title.en)
            },
            rows: rows.map { $0.map(Self.text) })
    }
}
