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
        subcommands: [fieldPack]
    )

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
            Option(
                "state", .choice(CaseState.allCases.map(\.rawValue)),
                zh: "任务状态（默认 issued、accepted、returned）", en: "states of cases (default: issued, accepted, returned)",
                repeats: true),
            Option("period", .month, zh: "只要此月", en: "only of this month"),
            .json, .dryRun,
        ],
        examples: [
            "tuban field pack --region county --out packs",
            "tuban field pack --region county --out packs --inspector 王芳",
        ]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let named = invocation.values("state").compactMap(CaseState.init(rawValue:))
        let bar = ProgressBar(Bilingual(zh: "制作外业包", en: "making packs"), on: invocation.terminal)
        let receipt = try region.packField(
            states: named.isEmpty ? Region.fieldStates : named,
            inspector: invocation.string("inspector"),
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
