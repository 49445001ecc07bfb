import GeoModel
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let backup = Command(
        "backup",
        zh: "备份监测库（他人可同时写入），核验备份，从备份恢复",
        en: "back the store up while others write to it, verify a backup, restore from one",
        options: [
            .region,
            Option(
                "out", .file("FILE"), zh: "备份写到何处（默认：区域的 backups 文件夹，按时间命名）",
                en: "where the backup goes (default: the region's folder backups, named by time)"),
            .json, .dryRun,
        ],
        positionals: [
            Positional(
                "WHAT", .choice(BackupWork.allCases.map(\.rawValue)),
                zh: "make 备份（默认）、verify 核验一份备份、restore 以备份替换监测库（原库另存）",
                en: "make one (default), verify one, restore the store from one (the store is kept aside)",
                isOptional: true),
            Positional(
                "FILE", .file("FILE"), zh: "verify、restore：哪份备份", en: "verify, restore: which", isOptional: true),
        ],
        examples: [
            "tuban backup --region county",
            "tuban backup verify county/backups/monitor-20260917T080000000Z-schema6.gpkg",
            "tuban backup restore county/backups/monitor-20260917T080000000Z-schema6.gpkg --region county",
        ]
    ) { invocation in
        let work = invocation.string("WHAT").flatMap(BackupWork.init(rawValue:)) ?? .make
        try invocation.refuse(["out"], unless: work == .make, "make")
        try invocation.refuse(["FILE"], unless: work != .make, "verify, restore")
        switch work {
        case .make: try make(invocation)
        case .verify: try verify(invocation, try invocation.required("FILE"))
        case .restore: try restore(invocation, try invocation.required("FILE"))
        }
        return .done
    }

    private static func make(_ invocation: Invocation) throws {
        let region = try Region.open(invocation.regionPath)
        let now = Timestamp.now
        let path = try invocation.string("out") ?? region.store.backupPath(at: now)
        if invocation.isDryRun {
            try BackupFile.checkPlace(path)
            if invocation.flag("json") {
                let document: JSONValue = ["file": .string(path), "written": false]
                invocation.terminal.result(document.text(indented: true))
            }
            invocation.terminal.note(zh: "将备份到 \(path)（未写入）", en: "Would back up to \(path) (not written)")
            return
        }
        let manifest = try region.store.backUp(to: path, region: region.settings.name, at: now)
        report(invocation, path, manifest.document, manifest.schema, manifest.head, cases(manifest.counts))
        invocation.terminal.note(
            zh: "已备份并核验：\(path)。清单：\(BackupManifest.path(for: path))。佐证文件（evidence 文件夹）不在其中，请另行留存。",
            en:
                "Backed up and verified: \(path). Manifest: \(BackupManifest.path(for: path)). The files kept as "
                + "evidence (the folder evidence) are not in it: keep a copy of them too.")
    }

    private static func verify(_ invocation: Invocation, _ path: String) throws {
        let (contents, manifest) = try BackupFile.verify(path)
        report(invocation, path, document(contents, [.init("has_manifest", .bool(manifest != nil))]), contents)
        if manifest == nil {
            invocation.terminal.note(
                zh: "旁边没有清单，只核验了内容本身。", en: "No manifest stands beside it; only its content was verified.")
        }
        invocation.terminal.note(zh: "备份完好，可以恢复。", en: "The backup is sound and can be restored.")
    }

    private static func restore(_ invocation: Invocation, _ path: String) throws {
        let done = try Region.restore(invocation.regionPath, from: path, isTrial: invocation.isDryRun, at: .now)
        report(invocation, path, document(done.contents, [.init("aside", JSONValue(done.aside))]), done.contents)
        guard !invocation.isDryRun else {
            return invocation.terminal.note(
                zh: "备份完好，可以恢复（未恢复）。", en: "The backup is sound and can be restored (not restored).")
        }
        let kept = done.aside.map { Bilingual(zh: "原监测库留存于 \($0)。", en: " The store that was here is kept: \($0).") }
        invocation.terminal.note(
            zh: "已恢复。\(kept?.zh ?? "")", en: "Restored.\(kept?.en ?? "")")
    }

    private static func document(_ contents: BackupContents, _ more: [JSONValue.Member]) -> JSONValue {
        .object(
            [
                .init("sound", true), .init("schema", .integer(contents.schema)),
                .init("events", .integer(contents.head.count)), .init("head", .string(contents.head.hash)),
                .init("tables", .object(contents.counts.map { .init($0.table, .integer($0.rows)) })),
            ] + more)
    }

    private static func cases(_ counts: [TableCount]) -> Int { counts.first { $0.table == "case_file" }?.rows ?? 0 }

    private static func report(_ invocation: Invocation, _ path: String, _ json: JSONValue, _ contents: BackupContents)
    {
        report(invocation, path, json, contents.schema, contents.head, cases(contents.counts))
    }

    private static func report(
        _ invocation: Invocation, _ path: String, _ json: JSONValue, _ schema: Int, _ head: ChainHead, _ cases: Int
    ) {
        var members = json.members ?? []
        members.insert(.init("file", .string(path)), at: 0)
        invocation.report(
            .object(members),
            or: TextTable(
                [
                    .number(zh: "库结构", en: "schema"), .number(zh: "任务", en: "cases"),
                    .number(zh: "记录", en: "events"), .text(zh: "链尾（SHA-256）", en: "head (SHA-256)"),
                ],
                rows: [["\(schema)", "\(cases)", "\(head.count)", head.hash]]))
    }
}

/// What `tuban backup` does.
private enum BackupWork: String, CaseIterable {
    case make, verify, restore
}
