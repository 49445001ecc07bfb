import GeoModel
import LandRecords
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let status = Command(
        "status",
        zh: "区域概况：影像、登记册、运行、任务",
        en: "a region at a glance: scenes, registers, runs, cases",
        options: [.region, .json],
        examples: ["tuban status --region county"]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let store = region.store
        let scenes = try store.scenes()
        let counts = try store.caseCounts()
        let glance = Glance(
            settings: region.settings,
            days: scenes.compactMap(\.date),
            sceneCount: scenes.count,
            registers: try RecordKind.allCases.map { ($0, try store.recordCount($0)) },
            runs: try store.runs(),
            cases: CaseState.allCases.compactMap { state in counts[state].map { (state, $0) } }
        )
        invocation.report(glance.json, or: glance.table(invocation.language))
        return .done
    }
}

/// What a region holds, counted.
private struct Glance {
    let settings: RegionSettings
    let days: [CalendarDate]
    let sceneCount: Int
    let registers: [(kind: RecordKind, count: Int)]
    let runs: [RunRecord]
    let cases: [(state: CaseState, count: Int)]

    func table(_ language: Language) -> TextTable {
        let span = days.min().flatMap { first in days.max().map { "\(first) … \($0)" } } ?? "—"
        var rows = [
            (Bilingual(zh: "区域", en: "region"), settings.name),
            (Bilingual(zh: "坐标系", en: "CRS"), settings.system.name),
            (Bilingual(zh: "影像", en: "scenes"), "\(sceneCount)"),
            (Bilingual(zh: "时间范围", en: "from … to"), span),
        ]
        rows += registers.map { ($0.kind.label, "\($0.count)") }
        rows += runs.map { (Bilingual(zh: "运行", en: "run"), "\($0.id)  \($0.startedAt.localText)") }
        rows += cases.map { ($0.state.label, "\($0.count)") }
        return TextTable(
            [.text(zh: "项目", en: "item"), .text(zh: "值", en: "value")],
            rows: rows.map { [$0.0.text(language), $0.1] }
        )
    }

    var json: JSONValue {
        [
            "name": .string(settings.name), "crs": .string(settings.system.name), "scenes": .integer(sceneCount),
            "first": JSONValue(days.min()?.description), "last": JSONValue(days.max()?.description),
            "registers": .object(registers.map { .init($0.kind.rawValue, .integer($0.count)) }),
            "runs": .array(runs.map { ["id": .string($0.id), "started_at": .string($0.startedAt.text)] }),
            "cases": .object(cases.map { .init($0.state.rawValue, .integer($0.count)) }),
        ]
    }
}
