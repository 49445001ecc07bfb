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
        let cases = try store.cases()
        let days = scenes.compactMap(\.date)
        let span = days.min().flatMap { first in days.max().map { "\(first) … \($0)" } } ?? "—"
        let registers = try [
            store.recordCount(Parcel.self), store.recordCount(Approval.self), store.recordCount(Supply.self),
            store.recordCount(StandardLand.self), store.recordCount(Zone.self), store.recordCount(Project.self),
        ]
        var rows: [(key: String, label: Bilingual, value: String)] = [
            ("name", Bilingual(zh: "区域", en: "region"), region.settings.name),
            ("crs", Bilingual(zh: "坐标系", en: "CRS"), region.settings.system.name),
            ("scenes", Bilingual(zh: "影像", en: "scenes"), "\(scenes.count)"),
            ("span", Bilingual(zh: "时间范围", en: "from … to"), span),
        ]
        for (kind, count) in zip(RecordKind.allCases, registers) {
            rows.append((kind.rawValue, kind.label, "\(count)"))
        }
        for run in try store.runs() {
            rows.append(("run", Bilingual(zh: "运行", en: "run"), "\(run.id)  \(run.startedAt.text)"))
        }
        for state in CaseState.allCases {
            let count = cases.count { $0.state == state }
            if count > 0 { rows.append((state.rawValue, state.label, "\(count)")) }
        }
        invocation.report(
            .object(rows.map { .init($0.key, .string($0.value)) }),
            or: TextTable(
                [.text(zh: "项目", en: "item"), .text(zh: "值", en: "value")],
                rows: rows.map { [$0.label.text(invocation.language), $0.value] }
            )
        )
        return .done
    }
}
