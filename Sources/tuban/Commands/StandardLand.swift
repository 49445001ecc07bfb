import GeoModel
import LandRecords
import Pipeline
import Publishing
import Verbs

extension Command {
    static let standardLand = Command(
        "standard-land",
        zh: "标准地：履约、预警、开发区集约利用、亩产效益、标准地占比",
        en: "standard land: agreements, warnings, zones, what enterprises make of land, share of new land",
        options: [
            .region, .on,
            Option(
                "year", .integer("YEAR", 1...9999), zh: "评价哪一年（默认：登记中最近的一年）",
                en: "the year of the assessment (default: the latest on record)"),
            .reportFolder, .json, .dryRun,
        ],
        positionals: [
            Positional(
                "WHAT", .choice(StandardLandView.allCases.map(\.rawValue)),
                zh: "agreements 履约（默认）、warnings 预警与疑似违约线索、zones 开发区集约利用、enterprises 亩产效益、share 标准地占比",
                en: "agreements (default), warnings and suspected breaches, zones, enterprises, share of new land",
                isOptional: true)
        ],
        examples: [
            "tuban standard-land --region county",
            "tuban standard-land warnings --region county --on 2026-09-30",
            "tuban standard-land enterprises --region county --year 2025 --out exports/standard-land",
        ]
    ) { invocation in
        let view = invocation.string("WHAT").flatMap(StandardLandView.init(rawValue:)) ?? .agreements
        let region = try Region.open(invocation.regionPath)
        let (rules, scheme) = (try region.data.agreementRules(), try region.data.enterpriseScheme())
        let sources = try region.ledgerSources()
        let book = try StandardLandBook(
            try invocation.ledger(of: region, sources), sources.register, rules: rules, idle: sources.idle,
            scheme: scheme, year: invocation.integer("year"), runs: sources.runs)
        let report = StandardLandReport(book, rules, scheme, language: invocation.language)
        switch view {
        case .agreements: invocation.report(report.agreementTable, json: report.agreementsJSON)
        case .warnings: invocation.report(report.warningTable)
        case .zones: invocation.report(report.zoneTable)
        case .enterprises: invocation.report(report.enterpriseTable, json: report.enterprisesJSON)
        case .share: invocation.report(report.shareTable)
        }
        if view == .enterprises { tell(book, invocation) }
        try invocation.writeReport { folder throws(Fault) in
            try report.write(to: folder, region: region.settings.name)
        }
        return invocation.terminal.list(rejected: book.rejected)
    }

    /// What of the register of enterprises is odd, and who is not assessed.
    private static func tell(_ book: StandardLandBook, _ invocation: Invocation) {
        for remark in book.remarks { invocation.terminal.warn(remark) }
        for item in book.assessment.omitted {
            let (name, row) = (item.enterprise.name ?? item.enterprise.code, item.enterprise.source.name)
            invocation.terminal.note(
                zh: "未评价：\(name)：\(item.reason.zh)（\(Language.zh.place(row))）",
                en: "not assessed: \(name): \(item.reason.en) (\(row))")
        }
    }
}

/// What `tuban standard-land` shows.
private enum StandardLandView: String, CaseIterable {
    case agreements, warnings, zones, enterprises, share
}
