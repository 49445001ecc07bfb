import GeoModel
import LandRecords
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let join = Command(
        "join",
        zh: "把图斑与宗地、批准、供地、标准地、控制线套合，按规则得到线索",
        en: "join patches with parcels, approvals, supplies, standard land and zones; rules raise flags",
        options: [
            .region, Option("period", .month, zh: "区域中某月的图斑（默认：最近）", en: "a region's month (default: the latest)"),
            Option("recipe", .file("FILE"), zh: "图斑由哪个配方得到（默认 monthly）", en: "whose patches (default: monthly)"),
            Option("patches", .file("FILE"), zh: "不用区域：图斑文件", en: "without a region: the file of patches"),
            .register(zh: "不用区域：登记册", en: "without a region: a register"),
            Option(
                "crs", .text("EPSG:N"), zh: "不用区域：在此坐标系中套合（默认 EPSG:4490）",
                en: "without a region: work in this system (default: EPSG:4490)"),
            Option("on", .date, zh: "不用区域：观测日", en: "without a region: the observed day"),
            Option(
                "themes", .file("FILE"), zh: "规则文件，按先后可给多个", en: "a rule file; several are asked in this order",
                repeats: true),
            Option("out", .folder("DIR"), zh: "不用区域：结果文件夹", en: "without a region: where results go"), .json, .dryRun,
        ],
        examples: [
            "tuban join --region county --period 2026-06",
            "tuban join --patches patches.gpkg --register parcel=parcels.shp --on 2026-06-13 --out joined",
        ]
    ) { invocation in
        if let patches = invocation.string("patches") { return try joinFiles(invocation, patches) }
        try invocation.refuse(["register", "crs", "on", "out"], beside: "patches", together: false)
        let region = try Region.open(invocation.regionPath)
        let lock = try region.lock()
        defer { _ = lock }
        let period = try invocation.month("period") ?? region.latestPeriod()
        let recipe = try Recipe(file: try region.data.recipe(invocation.string("recipe") ?? "monthly"))
        let named = invocation.values("themes")
        let themes = named.isEmpty ? recipe.themes : named
        guard !invocation.isDryRun else {
            invocation.terminal.note(zh: "将套合 \(period) 的图斑。", en: "would join the patches of \(period).")
            return .done
        }
        let receipt = try region.join(
            period: period,
            recipe: recipe,
            rules: try region.rules(themes),
            at: .now
        )
        for remark in receipt.remarks { invocation.terminal.warn(remark) }
        report(receipt.outcome, receipt.document, invocation)
        return invocation.terminal.list(rejected: receipt.outcome.failed)
    }

    private static func joinFiles(_ invocation: Invocation, _ patches: String) throws -> ExitCode {
        try invocation.refuse(["region", "period", "recipe"], beside: "patches", together: true)
        let data = try DataFolder.ofProgram()
        let out = invocation.isDryRun ? nil : try invocation.required("out")
        let named = invocation.values("themes")
        let inputs = JoinInputs(
            patches: patches,
            sources: try invocation.values("register").map { text in
                try invocation.understood { () throws(Fault) in try RegisterSource(option: text) }
            },
            themes: (named.isEmpty ? Recipe.usualThemes : named).map { data.file($0) },
            system: CoordinateSystem(invocation.string("crs") ?? "EPSG:4490"),
            observedOn: invocation.date("on") ?? Timestamp.now.bureauDay
        )
        let free = try FreeJoin(inputs, data: data)
        for remark in free.remarks { invocation.terminal.warn(remark) }
        if let out { try free.write(to: out) }
        report(free.outcome, free.document, invocation, in: out)
        return invocation.terminal.list(rejected: free.rejected + free.outcome.failed)
    }

    private static func report(
        _ outcome: JoinOutcome, _ document: JSONValue, _ invocation: Invocation, in folder: String? = nil
    ) {
        let flags = Dictionary(grouping: outcome.flags, by: \.theme).sorted { $0.key < $1.key }
        var rows = flags.map { [$0.value[0].themeLabel.text(invocation.language), "\($0.value.count)"] }
        let zh = invocation.language == .zh
        let held = outcome.heldBack.reduce(0) { $0 + $1.flags.count }
        if held > 0 { rows.append([zh ? "超出配额" : "over the quota", "\(held)"]) }
        rows.append([zh ? "记录已说明" : "explained by records", "\(outcome.explained.count)"])
        rows.append([zh ? "计入批次账" : "counted in the ledger", "\(outcome.inLedger.count)"])
        rows.append([zh ? "无规则匹配" : "matched by no rule", "\(outcome.unmatched.reduce(0) { $0 + $1.patches })"])
        if let folder { rows.append([zh ? "结果文件夹" : "folder", folder]) }
        invocation.report(
            document,
            or: TextTable([.text(zh: "结果", en: "outcome"), .number(zh: "数量", en: "count")], rows: rows)
        )
    }
}

extension Option {
    /// A register, and the words that say which one.
    static func register(zh: String, en: String) -> Option {
        let kinds = Bilingual(listing: RecordKind.allCases.map(\.rawValue))
        return Option(
            "register", .text("KIND=FILE"),
            zh: "\(zh)，如 parcel=parcels.shp；KIND 为 \(kinds.zh)",
            en: "\(en), such as parcel=parcels.shp; KIND is one of \(kinds.en)",
            repeats: true
        )
    }
}
