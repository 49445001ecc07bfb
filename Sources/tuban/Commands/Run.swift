import GeoModel
import LandRecords
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let run = Command(
        "run",
        zh: "按配方完成一个月的批次：影像、登记册、检测、套合、输出；中断后可续",
        en: "run a recipe for a month: scenes, registers, detect, join, export; goes on where it was cut off",
        options: [
            .region, Option("period", .month, zh: "月份（默认：最近有影像的月）", en: "the month (default: the latest with a scene)"),
            .workers, .memory, .json, .dryRun,
        ],
        positionals: [
            Positional(
                "RECIPE", .file("RECIPE"), zh: "配方（默认 monthly）", en: "the recipe (default: monthly)", isOptional: true)
        ],
        examples: ["tuban run monthly --region county --period 2026-06"]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let recipe = try Recipe(file: try region.data.recipe(invocation.string("RECIPE") ?? "monthly"))
        guard !invocation.isDryRun else { return try plan(region, recipe, invocation) }
        let lock = try region.lock()
        defer { _ = lock }
        let report = try report(of: region, recipe, invocation)
        for remark in report.remarks { invocation.terminal.warn(remark) }
        let cases = try region.store.cases(CaseFilter(period: report.period))
        invocation.report(report.json(cases), or: report.table(cases, invocation.language))
        report.note(on: invocation.terminal)
        return invocation.terminal.list(rejected: report.rejected)
    }

    /// Runs the batch. Where it can't go on, what was rejected until then is named first: it is often the reason.
    private static func report(of region: Region, _ recipe: Recipe, _ invocation: Invocation) throws -> MonthlyReport {
        let terminal = invocation.terminal
        var bars: [MonthlyStep: ProgressBar] = [:]
        var rejected: [Fault] = []
        defer { bars.values.first?.finish() }
        do throws(Fault) {
            return try MonthlyRun.run(
                region,
                recipe,
                period: invocation.month("period"),
                workers: invocation.workers,
                memory: invocation.memory,
                at: .now,
                progress: { step, done, total in
                    let bar = bars[step] ?? ProgressBar(step.label, on: terminal)
                    bars[step] = bar
                    bar.update(done: done, of: total)
                },
                rejecting: { rejected += $0 }
            )
        } catch {
            terminal.name(rejected: rejected)
            throw error
        }
    }

    /// What would be compared, without doing it.
    private static func plan(_ region: Region, _ recipe: Recipe, _ invocation: Invocation) throws -> ExitCode {
        let places = try region.scenePlaces().count
        invocation.terminal.note(
            zh: "将检查 \(places) 处影像、\(region.settings.registers.count) 个登记册，再按配方“\(recipe.name)”比较并套合。",
            en:
                "would check \(places) scene places and \(region.settings.registers.count) registers, then compare "
                + "and join by the recipe ‘\(recipe.name)’."
        )
        return .done
    }
}

extension MonthlyReport {
    /// Cases and mu by theme, as people read it.
    func table(_ cases: [CaseSummary], _ language: Language) -> TextTable {
        let themes = themes(cases).map { theme in
            [theme.label.text(language), "\(theme.cases)", decimals(theme.area.mu, 2)]
        }
        let total = cases.reduce(Area.zero) { $0 + $1.area }
        let all = [language == .zh ? "合计" : "all", "\(cases.count)", decimals(total.mu, 2)]
        return TextTable(
            [.text(zh: "专题", en: "theme"), .number(zh: "线索", en: "flags"), .number(zh: "亩", en: "mu")],
            rows: themes + [all]
        )
    }

    private func themes(_ cases: [CaseSummary]) -> [(label: Bilingual, cases: Int, area: Area)] {
        var order: [String] = []
        var sums: [String: (label: Bilingual, cases: Int, area: Area)] = [:]
        for item in cases {
            if sums[item.theme] == nil { order.append(item.theme) }
            let sum = sums[item.theme] ?? (item.themeLabel, 0, .zero)
            sums[item.theme] = (sum.label, sum.cases + 1, sum.area + item.area)
        }
        return order.sorted().compactMap { sums[$0] }
    }

    /// What the table does not say, on standard error.
    func note(on terminal: Terminal) {
        if let scenes {
            terminal.note(
                zh: "\(period)：\(scenes.before.id) → \(scenes.after.id)，\(patchCount) 个图斑。",
                en: "\(period): \(scenes.before.id) → \(scenes.after.id), \(patchCount) patches."
            )
        }
        if !resumed.isEmpty {
            let zh = resumed.map(\.label.zh).joined(separator: "、")
            terminal.note(
                zh: "输入未变，跳过：\(zh)。",
                en: "same inputs as before, skipped: \(resumed.map(\.rawValue).joined(separator: ", "))."
            )
        }
        if let join {
            terminal.note(
                zh: "新任务 \(join.queue.opened.count) 件；\(join.outcome.explained.count) 个图斑已有批准与供地记录，不列为线索。",
                en:
                    "\(join.queue.opened.count) new cases; \(join.outcome.explained.count) patches are explained by "
                    + "records."
            )
        }
        for file in files { terminal.note(zh: "  \(file)", en: "  \(file)") }
    }

    /// The report as programs read it.
    func json(_ cases: [CaseSummary]) -> JSONValue {
        let themes = themes(cases).map { theme -> JSONValue in
            ["theme_zh": .string(theme.label.zh), "flags": .integer(theme.cases), "area_mu": .number(theme.area.mu)]
        }
        return [
            "period": .string(period.description), "patches": .integer(patchCount), "themes": .array(themes),
            "resumed": .array(resumed.map { .string($0.rawValue) }),
            "rejected": .array(rejected.map(\.json)), "files": .array(files.map { .string($0) }),
        ]
    }
}
