import Foundation
import GeoModel
import LandRecords
import Pipeline
import Publishing
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let registers = Command(
        "registers",
        zh: "登记册：导入、推荐映射、列出版本",
        en: "registers: import them, propose a mapping, list versions",
        subcommands: [registersImport, registersPropose, registersList]
    )

    private static let registersImport = Command(
        "import",
        zh: "把登记册读入监测库，并出导入报告；保留历史版本",
        en: "read registers into the store, with a report; earlier versions are kept",
        options: [
            .region,
            Option(
                "kind", .choice(RecordKind.allCases.map(\.rawValue)), zh: "只导入一个文件：登记册类别",
                en: "one file only: which register it is"),
            Option("file", .file("FILE"), zh: "只导入一个文件", en: "one file only"),
            .layer,
            Option("mapping", .file("FILE"), zh: "该文件的映射（默认用该登记册的）", en: "its mapping (default: the register's)"),
            Option("crs", .text("EPSG:N"), zh: "坐标系，文件未写明时", en: "its coordinate system, where it does not say"),
            Option(
                "report", .folder("DIR"), zh: "导入报告写到此处（默认：区域的 registers/）",
                en: "where the reports go (default: registers/ in the region)"),
            .json, .dryRun,
        ],
        examples: [
            "tuban registers import --region county",
            "tuban registers import --region county --kind parcel --file 宗地.gpkg --layer ZD --dry-run",
        ]
    ) { invocation in
        let source = try source(of: invocation)
        let region = try Region.open(invocation.regionPath)
        let lock = try region.lock()
        defer { _ = lock }
        let bar = ProgressBar(MonthlyStep.registers.label, on: invocation.terminal)
        let receipt: RegistersReceipt
        if let source {
            receipt = try region.importRegister(
                source, at: .now, isTrial: invocation.isDryRun, reports: invocation.string("report")
            ) {
                bar.update(done: $0, of: $1)
            }
        } else {
            receipt = try region.importRegisters(
                at: .now, isTrial: invocation.isDryRun, reports: invocation.string("report")
            ) {
                bar.update(done: $0, of: $1)
            }
        }
        bar.finish()
        let memory = JSONValue.Member("peak_memory_mib", .integer(peakResidentMebibytes()))
        invocation.report(
            .object((receipt.document.members ?? []) + [memory]), or: receipt.table(invocation.language))
        for remark in receipt.remarks.prefix(mostRemarks) { invocation.terminal.warn(remark) }
        receipt.note(on: invocation.terminal, isTrial: invocation.isDryRun)
        if let folder = invocation.string("report") ?? (invocation.isDryRun ? nil : region.registersFolder) {
            for report in receipt.reports {
                let path = "\(folder)/\(report.kind.rawValue)/report.html"
                invocation.terminal.note(zh: "导入报告：\(path)", en: "report: \(path)")
            }
        }
        if let source, !receipt.versions.isEmpty { warn(of: source, in: region, invocation) }
        return invocation.terminal.list(rejected: receipt.faults)
    }

    /// The report lists them all.
    private static let mostRemarks = 20

    /// The one file that is imported; nil for all registers of the settings.
    private static func source(of invocation: Invocation) throws -> RegisterSource? {
        let names = ["kind", "layer", "mapping", "crs"]
        guard let file = invocation.string("file") else {
            try invocation.refuse(names, beside: "file", together: false)
            return nil
        }
        guard let kind = RecordKind(rawValue: try invocation.required("kind")) else {
            preconditionFailure("the parser knows the registers")
        }
        return RegisterSource(
            kind: kind, path: absolutePath(file), layer: invocation.string("layer"),
            system: try invocation.understood { () throws(Fault) in
                try invocation.string("crs").map { text throws(Fault) in
                    try RegionSettings.system(text, named: "--crs")
                }
            },
            mapping: invocation.string("mapping").map(absolutePath)
        )
    }

    /// A month's run reads the files of the settings again.
    private static func warn(of source: RegisterSource, in region: Region, _ invocation: Invocation) {
        let others = region.settings.registers.filter { $0.kind == source.kind }.map {
            absolutePath(region.resolved($0.path))
        }
        guard !others.isEmpty, others != [source.path] else { return }
        let list = Bilingual(listing: others)
        invocation.terminal.warn(
            Fault(
                source.path,
                zh: "region.json5 为该登记册写的是 \(list.zh)；下一次 tuban run 会改读它。如要长期使用本文件，请改 region.json5。",
                en: "region.json5 names \(list.en) for this register, and the next tuban run reads that again. To go "
                    + "on with this file, name it there."
            ))
    }

    private static let registersPropose = Command(
        "propose",
        zh: "看列名与取值，推荐登记册类别与映射文件（JSON5）",
        en: "look at column names and values; propose the register and a mapping file (JSON5)",
        options: [
            Option(
                "region", .folder("DIR"), zh: "用此区域的映射文件认列名（默认：程序自带）",
                en: "know names by this region's mapping files (default: the program's)"),
            .layer,
            Option(
                "kind", .choice(RecordKind.allCases.map(\.rawValue)), zh: "已知的登记册类别", en: "the register, if known"),
            Option("out", .file("FILE"), zh: "映射文件写到此处（默认：标准输出）", en: "where to write it (default: standard output)"),
        ],
        positionals: [Positional("FILE", .file("FILE"), zh: "矢量文件或表格", en: "a vector file or table")],
        examples: ["tuban registers propose 宗地.shp --out parcel.json5"]
    ) { invocation in
        let data = try invocation.string("region").map { folder throws(Fault) in try Region.open(folder).data }
        let proposal = try proposeMapping(
            for: try invocation.required("FILE"), layer: invocation.string("layer"),
            kind: invocation.string("kind").flatMap(RecordKind.init(rawValue:)), in: try data ?? DataFolder.ofProgram())
        let others = proposal.scores.filter { $0.kind != proposal.kind }.prefix(2)
        let list = others.map { "\($0.kind.rawValue) \(decimals($0.score, 1))" }.joined(separator: ", ")
        let own = proposal.scores.first { $0.kind == proposal.kind }?.score ?? 0
        invocation.terminal.note(
            zh: "像是\(proposal.kind.label.zh)（\(proposal.kind.rawValue)，得分 \(decimals(own, 1))；其次 \(list)），"
                + "认出 \(proposal.fieldCount) 个字段。请逐项核对。",
            en: "looks like \(proposal.kind.label.en) (\(proposal.kind.rawValue), score \(decimals(own, 1)); next "
                + "\(list)); \(proposal.fieldCount) fields found. Check every line."
        )
        if let out = invocation.string("out") {
            try DurableFile.write(proposal.text, to: out)
        } else {
            invocation.terminal.result(proposal.text)
        }
        return .done
    }

    private static let registersList = Command(
        "list",
        zh: "列出登记册、版本与记录数",
        en: "list the registers, their versions and records",
        options: [.region, .json],
        examples: ["tuban registers list --region county"]
    ) { invocation in
        let store = try Region.open(invocation.regionPath).store
        let versions = try store.registerVersions()
        let counts = try RecordKind.allCases.map { kind throws(Fault) in (kind, try store.recordCount(kind)) }
        let document: JSONValue = [
            "registers": .array(
                counts.map { kind, count in
                    [
                        "register": .string(kind.rawValue), "records": .integer(count),
                        "versions": .array(versions.filter { $0.kind == kind }.map(\.document)),
                    ]
                })
        ]
        invocation.report(document, or: table(counts, versions, invocation.language))
        return .done
    }

    private static func table(
        _ counts: [(RecordKind, Int)], _ versions: [RegisterVersion], _ language: Language
    ) -> TextTable {
        let rows = counts.flatMap { kind, count -> [[String]] in
            let own = versions.filter { $0.kind == kind }
            let name = kind.label.text(language)
            guard !own.isEmpty else { return count == 0 ? [] : [[name, "—", "", "\(count)", "", "", ""]] }
            return own.map { version in
                [
                    name, "\(version.number)", version.importedAt.text, "\(version.records)", "\(version.added)",
                    "\(version.changed)", "\(version.ended)",
                ]
            }
        }
        return TextTable(
            [
                .text(zh: "登记册", en: "register"), .number(zh: "版本", en: "version"),
                .text(zh: "导入时间", en: "imported"), .number(zh: "记录", en: "records"),
                .number(zh: "新增", en: "added"), .number(zh: "其中变更", en: "changed"),
                .number(zh: "终止", en: "ended"),
            ],
            rows: rows
        )
    }
}

extension Option {
    fileprivate static let layer = Option(
        "layer", .text("LAYER"), zh: "图层（默认：唯一的一个）", en: "the layer (default: the only one)")
}

extension RegistersReceipt {
    /// One line a source: how its rows ended.
    fileprivate func table(_ language: Language) -> TextTable {
        TextTable(
            [
                .text(zh: "登记册", en: "register"), .text(zh: "文件", en: "file"), .number(zh: "行", en: "rows"),
                .number(zh: "记录", en: "records"), .number(zh: "拒收", en: "rejected"),
                .number(zh: "修复", en: "repaired"), .number(zh: "重复", en: "duplicate"),
                .number(zh: "提示", en: "warnings"),
            ],
            rows: imports.map { read in
                [
                    read.kind.label.text(language), read.layer, "\(read.rowsRead)", "\(read.recordCount)",
                    "\(read.rejectedCount)", "\(read.counts[.repaired] ?? 0)", "\(read.counts[.duplicate] ?? 0)",
                    "\(read.counts[.warning] ?? 0)",
                ]
            }
        )
    }

    fileprivate func note(on terminal: Terminal, isTrial: Bool) {
        if isTrial { terminal.note(zh: "试读，未写入监测库。", en: "a trial: nothing was written to the store.") }
        for report in reports {
            for remark in report.remarks where report.rejectedSources.isEmpty {
                terminal.warn(Fault(report.kind.rawValue, zh: remark.zh, en: remark.en))
            }
            func count(_ kind: Oddity.Kind) -> Int { report.oddities[kind]?.count ?? 0 }
            terminal.note(
                zh: "\(report.kind.label.zh)：重叠 \(count(.overlap)) 处，缝隙 \(count(.gap)) 处，面积不符 "
                    + "\(count(.statedArea)) 行。",
                en: "\(report.kind.label.en): \(count(.overlap)) overlaps, \(count(.gap)) gaps, "
                    + "\(count(.statedArea)) stated areas that disagree."
            )
        }
        for version in versions {
            terminal.note(
                zh: "\(version.kind.label.zh)：第 \(version.number) 版，\(version.records) 条（新增 \(version.added)，"
                    + "其中变更 \(version.changed)；终止 \(version.ended)），\(version.importedAt.text) 起有效。",
                en: "\(version.kind.label.en): version \(version.number), \(version.records) records (\(version.added) "
                    + "added, \(version.changed) of them changed; \(version.ended) ended), in force since "
                    + "\(version.importedAt.text)."
            )
        }
    }
}
