import GeoModel
import Pipeline
import Publishing
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let field = Command(
        "field",
        zh: "外业：制作任务包，读回核查结果",
        en: "the field: make packs for inspectors, read back what they report",
        subcommands: [fieldPack, fieldImport, fieldExchange, fieldSchema]
    )

    private static let fieldStates = Option(
        "state", .choice(CaseState.allCases.map(\.rawValue)),
        zh: "任务状态（默认 issued、accepted、returned）", en: "states of cases (default: issued, accepted, returned)",
        repeats: true)

    private static let fieldPack = Command(
        "pack",
        zh: "为每名核查员制作外业包（QGIS/QField 工程、前后影像、XLSX、KML、照片文件夹）",
        en: "make a pack for each inspector (a project for QGIS and QField, pictures, XLSX, KML, a folder for photos)",
        options: [
            .region,
            Option(
                "out", .folder("DIR"), zh: "写到何处；每名核查员一个文件夹", en: "where to; a folder for each inspector",
                isRequired: true),
            Option("inspector", .text("NAME"), zh: "只为此核查员", en: "only for this inspector"),
            fieldStates,
            Option("period", .month, zh: "只要此月", en: "only of this month"),
            .json, .dryRun,
        ],
        examples: [
            "tuban field pack --region county --out packs",
            "tuban field pack --region county --out packs --inspector 王芳",
        ]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let bar = ProgressBar(Bilingual(zh: "制作外业包", en: "making packs"), on: invocation.terminal)
        let receipt = try region.packField(
            states: invocation.fieldStates,
            inspector: invocation.string("inspector").map(Person.canonical),
            period: invocation.month("period"),
            to: try invocation.required("out"),
            isDryRun: invocation.isDryRun
        ) { bar.update(done: $0, of: $1) }
        bar.finish()
        invocation.report(receipt.json, or: receipt.table(invocation.language))
        for fault in receipt.missingPictures { invocation.terminal.warn(fault) }
        return invocation.terminal.list(rejected: receipt.rejected)
    }
}

extension Command {
    private static let fieldImport = Command(
        "import",
        zh: "读回外业包或决定清单：填好的成为核查步骤；与队列冲突的列出，不覆盖",
        en:
            "read back packs or a list of decisions: reports become steps; what conflicts with the queue is listed, "
            + "never written over",
        options: [
            .region,
            .flag(
                "leave-out-photos", zh: "照片有问题时不带这些照片导入（仍逐一列出）",
                en: "take reports in without photos that are no good (each is named all the same)"),
            .json, .dryRun,
        ],
        positionals: [
            Positional(
                "PATH", .file("PATH"), zh: "外业包、含多个外业包的文件夹、decisions.json，或含 JCTB/FJ 表的 GeoPackage、SQLite、XLSX",
                en: "a pack, a folder of packs, decisions.json, or a GeoPackage, SQLite or XLSX file with JCTB/FJ",
                repeats: true)
        ],
        examples: [
            "tuban field import --region county packs/王芳",
            "tuban field import --region county decisions.json --dry-run",
        ]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let receipt = try region.importField(
            invocation.values("PATH"), at: .now, leavesOutPhotos: invocation.flag("leave-out-photos"),
            isDryRun: invocation.isDryRun)
        invocation.report(receipt.json, or: receipt.table(invocation.language))
        for remark in receipt.remarks { invocation.terminal.warn(remark) }
        for conflict in receipt.conflicts { invocation.terminal.warn(conflict) }
        let (new, known, open) = (receipt.accepted.count, receipt.known.count, receipt.open)
        let conflicts = receipt.conflicts.count
        let unwritten = invocation.isDryRun ? Bilingual(zh: "（未写入）", en: " (not written)") : Bilingual(zh: "", en: "")
        invocation.terminal.note(
            zh: "新收 \(new) 件，此前已收 \(known) 件，未填 \(open) 件，冲突 \(conflicts) 件\(unwritten.zh)。",
            en: "\(new) new, \(known) known already, \(open) not filled in, \(conflicts) in conflict\(unwritten.en).")
        let code = invocation.terminal.list(
            rejected: receipt.rejected, isAll: new + known + open + conflicts == 0)
        return conflicts > 0 ? .rejected : code
    }

    private static let fieldExchange = Command(
        "exchange",
        zh: "输出交换表 JCTB（图斑）与 FJ（照片）",
        en: "write the exchange tables JCTB (patches) and FJ (photos)",
        options: [
            .region,
            Option(
                "out", .file("FILE"), zh: "写到何处：.gpkg，或 .xlsx（不含照片）", en: "where to: .gpkg, or .xlsx (no photos)",
                isRequired: true),
            fieldStates,
            Option("period", .month, zh: "只要此月", en: "only of this month"),
            .json, .dryRun,
        ],
        examples: ["tuban field exchange --region county --out jctb.gpkg --state surveyed"]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let path = try invocation.required("out")
        let written = try region.exportExchange(
            states: invocation.fieldStates, period: invocation.month("period"), to: path,
            isDryRun: invocation.isDryRun)
        invocation.report(
            [
                "file": .string(path), "jctb": .integer(written.patches), "fj": .integer(written.photos),
                "rejected": .array(written.rejected.map(\.json)),
            ],
            or: TextTable(
                [.number(zh: "JCTB", en: "JCTB"), .number(zh: "FJ", en: "FJ"), .text(zh: "文件", en: "file")],
                rows: [["\(written.patches)", "\(written.photos)", path]]))
        return invocation.terminal.list(rejected: written.rejected)
    }

    private static let fieldSchema = Command(
        "schema",
        zh: "输出 decisions.json 的 JSON Schema",
        en: "print the JSON Schema of decisions.json",
        examples: ["tuban field schema > decisions.schema.json"]
    ) { invocation in
        invocation.terminal.result(DecisionsFile.schema.text(indented: true))
        return .done
    }
}

extension Invocation {
    /// The states that were named, each once; those that await a report where none is.
    fileprivate var fieldStates: [CaseState] {
        let named = values("state")
        return named.isEmpty ? Region.fieldStates : CaseState.allCases.filter { named.contains($0.rawValue) }
    }
}

extension FieldReceipt {
    fileprivate func table(_ language: Language) -> TextTable {
        TextTable(
            [
                .text(zh: "任务", en: "case"), .text(zh: "步骤", en: "step"), .text(zh: "经办人", en: "by"),
                .text(zh: "结论", en: "outcome"), .text(zh: "发现", en: "finding"), .number(zh: "附件", en: "files"),
                .text(zh: "状态", en: "state"),
            ],
            rows: accepted.map { item in
                [
                    item.caseID, Loop.label(of: item.action).text(language), item.person,
                    item.outcome?.label.text(language) ?? "—", item.finding ?? "—", "\(item.files)",
                    item.state.label.text(language),
                ]
            })
    }
}

extension FieldPackReceipt {
    fileprivate var json: JSONValue {
        [
            "packs": .array(
                packs.map { pack in
                    [
                        "inspector": JSONValue(pack.inspector), "pack": .string(pack.id),
                        "folder": .string(pack.folder),
                        "cases": .integer(pack.count),
                    ]
                }),
            "missing_pictures": .array(missingPictures.map(\.json)), "rejected": .array(rejected.map(\.json)),
        ]
    }

    fileprivate func table(_ language: Language) -> TextTable {
        TextTable(
            [.text(zh: "核查员", en: "inspector"), .number(zh: "任务", en: "cases"), .text(zh: "文件夹", en: "folder")],
            rows: packs.map { [$0.inspector ?? FieldPack.unassigned, "\($0.count)", $0.folder] })
    }
}
