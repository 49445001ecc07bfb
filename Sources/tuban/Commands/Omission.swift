import GeoModel
import Pipeline
import SafeFiles
import Verbs

extension Command {
    static let omission = Command(
        "omission",
        zh: "漏检：抽取未报的样地供核查，并由结论估计漏检了多少",
        en: "omission: draw unflagged places for inspection, and estimate from their verdicts what was missed",
        subcommands: [omissionDraw, omissionEstimate]
    )

    private static let omissionDraw = Command(
        "draw",
        zh: "分层随机抽取未报的样地，输出清单与核查表",
        en: "draw a stratified random sample of unflagged places, as lists and a sheet",
        options: [
            Option(
                "run", .folder("DIR"), zh: "不用区域：tuban detect 的结果文件夹",
                en: "without a region: the folder of a tuban detect run"),
            .region, Option("period", .month, zh: "区域的月份（默认：最近）", en: "a region's month (default: the latest)"),
            Option("recipe", .file("FILE"), zh: "区域的配方（默认 monthly）", en: "a region's recipe (default: monthly)"),
            Option("places", .integer("N", 1...100_000), zh: "样地数（默认 60）", en: "how many places (default: 60)"),
            Option("seed", .integer("N", 0...Int.max), zh: "随机种子（默认 1）", en: "the seed (default: 1)"),
            Option(
                "design", .file("FILE"), zh: "分层方案（默认 sampling/omission.json5）",
                en: "how land is divided (default: sampling/omission.json5)"),
            Option(
                "out", .folder("DIR"), zh: "写到何处（区域默认 exports/月份/omission）",
                en: "where it goes (default for a region: exports/MONTH/omission)"),
            .workers, .json, .dryRun,
        ],
        examples: [
            "tuban omission draw --region county --period 2026-06 --places 60",
            "tuban omission draw --run changes --places 120 --seed 7 --out sample",
        ]
    ) { invocation in
        let source = try sampleSource(invocation)
        let bar = ProgressBar(Bilingual(zh: "抽样", en: "drawing"), on: invocation.terminal)
        let draw = try OmissionDraw(
            source.folder, source.design, places: invocation.integer("places") ?? 60,
            seed: UInt64(invocation.integer("seed") ?? 1), workers: invocation.workers
        ) { bar.update(done: $0, of: $1) }
        bar.finish()
        for remark in draw.remarks { invocation.terminal.warn(remark) }
        guard !invocation.isDryRun else {
            invocation.report(draw.json, or: draw.table(invocation.language))
            return .done
        }
        let sheet = ProgressBar(Bilingual(zh: "制作核查表", en: "making the sheet"), on: invocation.terminal)
        let written = try draw.write(to: source.out, title: source.title) { sheet.update(done: $0, of: $1) }
        sheet.finish()
        invocation.report(written.sample.document, or: draw.table(invocation.language))
        invocation.terminal.note(
            zh: "样本 \(written.sample.id)：\(written.files.joined(separator: "、"))。",
            en: "sample \(written.sample.id): \(written.files.joined(separator: ", ")).")
        return invocation.terminal.list(rejected: written.missingPictures)
    }

    /// What is drawn from, how, and where the sample goes.
    private static func sampleSource(_ invocation: Invocation) throws -> (
        folder: String, title: String, design: OmissionDesign, out: String
    ) {
        let named = try invocation.string("design").map { path throws(Fault) in try OmissionDesign(file: path) }
        if let folder = invocation.string("run") {
            try invocation.refuse(["region", "period", "recipe"], beside: "run", together: true)
            let design = try named ?? DataFolder.ofProgram().omissionDesign()
            return (folder, folder, design, try invocation.required("out"))
        }
        let region = try Region.open(invocation.regionPath)
        let recipe = try Recipe(file: try region.data.recipe(invocation.string("recipe") ?? "monthly"))
        let period = try invocation.month("period") ?? region.latestPeriod()
        return (
            region.runFolder(period, recipe), "\(region.settings.name) · \(period)",
            try named ?? region.data.omissionDesign(),
            invocation.string("out") ?? "\(region.folder)/exports/\(period)/omission"
        )
    }

    private static let omissionEstimate = Command(
        "estimate",
        zh: "由样地的核查结论估计漏检面积与查全率，附置信区间",
        en: "estimate the missed area and the recall from the places' verdicts, with intervals",
        options: [
            Option(
                "sample", .folder("DIR"), zh: "抽样结果文件夹（含 omission.json）",
                en: "the folder of the sample (omission.json)", isRequired: true),
            Option(
                "verdicts", .file("FILE"),
                zh: "填好结论的清单（CSV、GeoPackage、XLSX 等；verdict 列填 有变化、未变化、无法判断；"
                    + "默认为样本的 omission.csv）",
                en:
                    "a list with verdicts (CSV, GeoPackage, XLSX …; changed, unchanged or unclear in the column "
                    + "verdict; default: the sample's omission.csv)", repeats: true),
            Option(
                "flagged", .file("FILE"), zh: "tuban queue verdicts 得到的图斑核查结论，用于查准率",
                en: "verdicts on patches, as tuban queue verdicts writes them, for the precision"),
            Option(
                "level", .number("SHARE", 0.5...0.999), zh: "置信水平（默认 0.95）",
                en: "the level of intervals (default: 0.95)"),
            Option(
                "labels", .file("FILE"), zh: "另将结论写成 tuban calibrate --verdicts 可学习的文件",
                en: "write the verdicts as well for tuban calibrate --verdicts to learn from"),
            .json,
        ],
        examples: [
            "tuban omission estimate --sample county/exports/2026-06/omission --verdicts filled.csv",
            "tuban omission estimate --sample sample --flagged verdicts.geojson --labels labels.geojson",
        ]
    ) { invocation in
        let folder = try invocation.required("sample")
        let sample = try OmissionSample(file: "\(folder)/\(OmissionSample.fileName)")
        let named = invocation.values("verdicts")
        let verdicts = try OmissionVerdicts(named.isEmpty ? ["\(folder)/omission.csv"] : named, of: sample)
        let patches =
            try invocation.string("flagged").map { path throws(Fault) in try VerdictFile.pairs(path) } ?? []
        let estimate = try OmissionEstimate(
            sample, verdicts, patches: patches, level: invocation.number("level") ?? 0.95)
        invocation.report(estimate.json, or: estimate.table(invocation.language))
        estimate.explain(on: invocation.terminal, hasPatches: !patches.isEmpty)
        if let path = invocation.string("labels") {
            let count = try sample.writeLabels(verdicts, to: path)
            invocation.terminal.note(zh: "已写出 \(count) 个标注：\(path)。", en: "\(count) labels: \(path)")
        }
        return invocation.terminal.list(rejected: verdicts.rejected)
    }
}
