import GeoModel
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let doctor = Command(
        "doctor",
        zh: "检查版本、磁盘与区域是否可用；修复可由其余内容推知之处",
        en: "check versions, disk and region; repair what can be told from the rest of the store",
        options: [
            .region,
            .flag(
                "repair", zh: "修复监测库：索引、保护规则、图层登记与范围、残留的临时文件；流转记录从不改写",
                en:
                    "repair the store: indexes, guards, lists of layers and their rectangles, files left over; the "
                    + "record is never written anew"),
            .json, .dryRun,
        ],
        examples: [
            "tuban doctor", "tuban doctor --region Samples/out --json",
            "tuban doctor --region county --repair --dry-run",
        ]
    ) { invocation in
        if invocation.flag("repair") { return try repair(invocation) }
        let checks =
            Check.ofSystem(toolVersion: invocation.tool.version) + Check.ofLibraries()
            + Check.ofFolder(invocation.regionPath) + Check.ofStore(invocation.regionPath)
        invocation.report(Check.json(of: checks), or: Check.table(of: checks, invocation.language))
        return checks.contains { $0.status == .fail } ? .failed : .done
    }

    private static func repair(_ invocation: Invocation) throws -> ExitCode {
        let report = try Region.repair(invocation.regionPath, isTrial: invocation.isDryRun, at: .now)
        let language = invocation.language
        invocation.report(
            [
                "kept": JSONValue(report.kept),
                "items": .array(
                    report.items.map { item in
                        [
                            "key": .string(item.key), "result": .string(item.result.rawValue),
                            "zh": .string(item.what.zh), "en": .string(item.what.en),
                        ]
                    }),
            ],
            or: TextTable(
                [.text(zh: "结果", en: "result"), .text(zh: "说明", en: "found")],
                rows: report.items.map { [$0.result.label.text(language), $0.what.text(language)] }))
        let terminal = invocation.terminal
        if let kept = report.kept {
            terminal.note(zh: "修复前的监测库留存于 \(kept)", en: "The store as it was before is kept: \(kept)")
        }
        if report.items.isEmpty { terminal.note(zh: "没有需要修复之处。", en: "Nothing needs a repair.") }
        guard !report.beyond.isEmpty else { return .done }
        terminal.note(
            zh: "有 \(report.beyond.count) 处不能修复。请保留现状，用 tuban backup verify 核验最近的备份，再用 tuban backup "
                + "restore 恢复；现有的监测库会另存。",
            en:
                "\(report.beyond.count) can't be repaired. Keep the store as it is, verify the latest backup (tuban "
                + "backup verify), then restore it (tuban backup restore); the store that is here is kept aside.")
        return .failed
    }
}

extension RepairItem.Result {
    fileprivate var label: Bilingual {
        switch self {
        case .repaired: Bilingual(zh: "已修复", en: "repaired")
        case .repairable: Bilingual(zh: "可修复", en: "repairable")
        case .beyond: Bilingual(zh: "不能修复", en: "beyond")
        case .noticed: Bilingual(zh: "留意", en: "noticed")
        }
    }
}
