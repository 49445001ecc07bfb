import GeoModel
import LandRecords
import Pipeline
import Publishing
import Verbs

extension Command {
    static let projects = Command(
        "projects",
        zh: "项目：用地需求排序（好项目、急用、开工优先）、投资与开工进度、最慢项目",
        en: "projects: which land demand to meet first, plan against actual, the slowest",
        options: [.region, .on, .reportFolder, .json, .dryRun],
        positionals: [
            Positional(
                "WHAT", .choice(ProjectView.allCases.map(\.rawValue)),
                zh: "demand 用地需求（默认）、progress 进度、slowest 最慢项目",
                en: "demand for land (default), progress, slowest projects", isOptional: true),
            Positional(
                "COUNT", .integer("N", 1...100_000), zh: "slowest：列几个（默认见 priority/projects.json5）",
                en: "slowest: how many (default: that of priority/projects.json5)", isOptional: true),
        ],
        examples: [
            "tuban projects --region county",
            "tuban projects progress --region county --on 2026-09-30",
            "tuban projects slowest 29 --region county --out exports/projects",
        ]
    ) { invocation in
        let view = invocation.string("WHAT").flatMap(ProjectView.init(rawValue:)) ?? .demand
        if view != .slowest, let count = invocation.string("COUNT") {
            throw UsageFault(
                zh: "“\(count)”只用于 slowest。", en: "‘\(count)’ goes with slowest only.", path: invocation.path.names)
        }
        let region = try Region.open(invocation.regionPath)
        let (rules, sources) = (try region.data.projectRules(), try region.ledgerSources())
        let day = try invocation.day(of: region)
        let demands = try LandDemands(sources.register.records.projects, rules, on: day)
        let review = try ProgressReview(
            sources.register, rules, idle: sources.idle, themes: sources.themes, runs: sources.runs, on: day)
        let report = ProjectReport(demands, review, rules, language: invocation.language)
        switch view {
        case .demand:
            invocation.report(report.demandTable, json: report.demandJSON)
            for remark in report.remarks { invocation.terminal.warn(remark) }
        case .progress: invocation.report(report.progressTable, json: report.progressJSON)
        case .slowest: invocation.report(report.slowestTable(invocation.integer("COUNT")))
        }
        for note in view == .demand ? report.notes.suffix(1) : report.notes.prefix(2) {
            invocation.terminal.note(zh: note.zh, en: note.en)
        }
        try invocation.writeReport { folder throws(Fault) in
            try report.write(to: folder, region: region.settings.name, slowest: invocation.integer("COUNT"))
        }
        return invocation.terminal.list(rejected: review.faults)
    }
}

/// What `tuban projects` shows.
private enum ProjectView: String, CaseIterable {
    case demand, progress, slowest
}
