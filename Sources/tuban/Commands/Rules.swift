import Foundation
import GeoModel
import LandRecords
import Pipeline
import SafeFiles
import Verbs

extension Command {
    static let rules = Command(
        "rules",
        zh: "规则：说明线索由来，用案例检验，检查规则文件",
        en: "the rules: why a flag was raised, trying them on cases, checking a rule file",
        subcommands: [rulesExplain, rulesTest, rulesCheck, rulesList, rulesSchema]
    )

    private static let themes = Option(
        "themes", .file("FILE"), zh: "规则文件，按先后可给多个（默认：配方 monthly 所用）",
        en: "a rule file; several are asked in this order (default: those of the recipe monthly)", repeats: true)

    private static let ownRegion = Option(
        "region", .folder("DIR"), zh: "区域文件夹（默认：程序自带的规则）", en: "a region's folder (default: the program's own rules)")

    private static let rulesExplain = Command(
        "explain",
        zh: "逐条说明一条线索问过的规则：查到的值、限值、是否满足、依据记录",
        en: "every rule that is asked of a flag: what was found, the limit, met or not, the records behind it",
        options: [
            .region, themes,
            Option("join", .folder("DIR"), zh: "不用区域：tuban join 的结果文件夹", en: "without a region: what tuban join left"),
            .json,
        ],
        positionals: [
            Positional(
                "FLAG", .text("FLAG"), zh: "线索标识、任务编号；用 --join 时也可为监测编号",
                en: "the flag's id, its case; with --join its patch too")
        ],
        examples: ["tuban rules explain --region county 202606-0001"]
    ) { invocation in
        let id = try invocation.required("FLAG")
        let explanation: FlagExplanation
        if let folder = invocation.string("join") {
            try invocation.refuse(["region", "themes"], beside: "join", together: true)
            explanation = try FreeJoin.explain(id, in: folder, data: try DataFolder.ofProgram())
        } else {
            let region = try Region.open(invocation.regionPath)
            explanation = try region.explain(id, rules: try RuleBook(files: try ruleFiles(invocation, region.data)))
        }
        if invocation.flag("json") {
            invocation.terminal.result(explanation.document.text(indented: true))
        } else {
            invocation.terminal.result(explanation.text(invocation.language).withoutControls)
        }
        return .done
    }

    private static let rulesTest = Command(
        "test",
        zh: "用案例表检验规则；有不符的以 1 结束",
        en: "try the rules on a table of cases; ends with 1 where one differs",
        options: [
            ownRegion,
            Option(
                "themes", .file("FILE"), zh: "规则文件，按先后可给多个（默认：案例文件所写）",
                en: "a rule file; several are asked in this order (default: those that the cases name)", repeats: true),
            .json,
        ],
        positionals: [
            Positional(
                "FILE", .file("FILE"), zh: "案例文件（默认：themes/cases 下全部）", en: "the cases (default: all of themes/cases)",
                isOptional: true)
        ],
        examples: ["tuban rules test", "tuban rules test my-cases.json5"]
    ) { invocation in
        let data = try dataFolder(invocation)
        var verdicts: [RuleCases.Verdict] = []
        for path in try caseFiles(invocation, data) {
            let cases = try RuleCases(try DurableFile.json(of: path), named: path)
            let named = invocation.values("themes")
            let files = named.isEmpty ? cases.rules : named
            verdicts += try cases.run(
                try RuleBook(files: files.map { data.file($0) }), idle: try data.idleRules())
        }
        let wrong = verdicts.count { !$0.isRight }
        let rows = verdicts.map { verdict -> [String] in
            [verdict.isRight ? "✓" : "✗", verdict.code, verdict.expected, verdict.isRight ? "" : verdict.found]
        }
        let columns: [TextTable.Column] = [
            .text(zh: "", en: ""), .text(zh: "案例", en: "case"), .text(zh: "应为", en: "expected"),
            .text(zh: "实为", en: "found"),
        ]
        invocation.report(.array(verdicts.map(\.json)), or: TextTable(columns, rows: rows))
        invocation.terminal.note(
            zh: "案例 \(verdicts.count) 个，不符 \(wrong) 个。", en: "\(verdicts.count) cases, \(wrong) of them differ.")
        return wrong == 0 ? .done : .failed
    }

    private static let rulesCheck = Command(
        "check",
        zh: "检查规则文件：键、限值、模板字段",
        en: "check rule files: keys, limits, fields of templates",
        options: [ownRegion, .json],
        positionals: [Positional("FILE", .file("FILE"), zh: "规则文件", en: "the rule files", repeats: true)],
        examples: ["tuban rules check my-themes.json5"]
    ) { invocation in
        let data = try dataFolder(invocation)
        let book = try RuleBook(files: invocation.values("FILE").map { data.file($0) })
        invocation.report(
            ["name": .string(book.name), "themes": .integer(book.themes.count), "rules": .integer(book.rules.count)],
            or: TextTable(
                [.text(zh: "规则", en: "rules"), .number(zh: "专题", en: "themes"), .number(zh: "规则数", en: "number")],
                rows: [[book.name, "\(book.themes.count)", "\(book.rules.count)"]]))
        return .done
    }

    private static let rulesList = Command(
        "list",
        zh: "按询问次序列出规则",
        en: "list the rules in the order in which they are asked",
        options: [ownRegion, themes, .json],
        examples: ["tuban rules list"]
    ) { invocation in
        let book = try RuleBook(files: try ruleFiles(invocation, try dataFolder(invocation)))
        let rules = book.listing
        let zh = invocation.language == .zh
        invocation.report(
            .array(rules.map(\.json)),
            or: TextTable(
                [
                    .text(zh: "规则", en: "rule"), .text(zh: "专题", en: "theme"), .text(zh: "结果", en: "outcome"),
                    .number(zh: "优先", en: "priority"), .text(zh: "条件", en: "conditions"),
                ],
                rows: rules.map { rule in
                    [
                        rule.rule, rule.theme.text(invocation.language), rule.outcome.rawValue, "\(rule.priority)",
                        rule.conditions.map { $0.text(invocation.language) }.joined(separator: zh ? "；" : "; "),
                    ]
                }))
        return .done
    }

    private static let rulesSchema = Command(
        "schema",
        zh: "打印规则文件（或案例文件）的 JSON Schema",
        en: "print the JSON Schema of rule files, or of files of cases",
        options: [Option.flag("cases", zh: "案例文件的", en: "that of files of cases")],
        examples: ["tuban rules schema > themes.schema.json"]
    ) { invocation in
        let schema = invocation.flag("cases") ? RuleCases.schema : RuleShape.schema
        invocation.terminal.result(schema.text(indented: true))
        return .done
    }

    /// The region's data folder where one is named, else the program's.
    private static func dataFolder(_ invocation: Invocation) throws -> DataFolder {
        invocation.string("region") == nil ? try DataFolder.ofProgram() : try Region.open(invocation.regionPath).data
    }

    private static func ruleFiles(_ invocation: Invocation, _ data: DataFolder) throws -> [String] {
        let named = invocation.values("themes")
        guard named.isEmpty else { return named.map { data.file($0) } }
        return try Recipe(file: try data.recipe("monthly")).themes.map { data.file($0) }
    }

    private static func caseFiles(_ invocation: Invocation, _ data: DataFolder) throws -> [String] {
        if let file = invocation.string("FILE") { return [data.file(file)] }
        let folder = data.path + "/themes/cases"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Fault(
                folder, zh: "没有案例文件夹。请指明案例文件，或不带 --region 以使用程序自带的案例。",
                en: "there is no folder of cases. Name a file of cases, or leave --region out for the program's own.")
        }
        return names.filter { $0.hasSuffix(".json5") }.sorted().map { "\(folder)/\($0)" }
    }
}

extension FlagExplanation {
    /// The explanation as people read it.
    fileprivate func text(_ language: Language) -> String {
        func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
        var lines = ["\(flag.id)  \(flag.themeLabel.text(language))  \(flag.rule)", flag.reason.text(language)]
        if !isStillRaised {
            let now = decidingRule ?? word("无", "none")
            lines.append(
                word(
                    "注意：按当前登记与规则，起作用的是 \(now)；登记或规则在线索产生后有变。",
                    "Note: with today's registers and rules, what decides is \(now); they have changed since."))
        }
        for (index, rule) in rules.enumerated() {
            lines += ["", "\(index + 1). \(rule.rule)  \(rule.theme.text(language))  [\(rule.verdict(language))]"]
            for change in rule.changes { lines.append(change.line(language)) }
            for condition in rule.conditions { lines += condition.lines(language) }
        }
        return lines.joined(separator: "\n")
    }
}

extension AskedRule {
    fileprivate func verdict(_ language: Language) -> String {
        let zh = language == .zh
        if decides { return (zh ? "起作用：" : "decides: ") + outcome.rawValue }
        return isMet ? (zh ? "满足，但在后" : "met, but comes later") : (zh ? "不满足" : "not met")
    }
}

extension AskedChange {
    fileprivate func line(_ language: Language) -> String {
        let parts = conditions.map { condition in
            "\(condition.mark) \(condition.name.text(language)) \(condition.found) (\(condition.limit))"
        }
        return "   \(isMet ? "✓" : "✗") " + (language == .zh ? "变化" : "change") + "  "
            + parts.joined(separator: "  ")
    }
}

extension AskedCondition {
    fileprivate var mark: String { isMet ? "✓" : "✗" }

    fileprivate func lines(_ language: Language) -> [String] {
        ["   \(mark) \(name.text(language))  \(found) (\(limit))"]
            + sources.map { "       \(language.place($0))" }
    }
}

extension RuleCases.Verdict {
    fileprivate var json: JSONValue {
        ["case": .string(code), "expected": .string(expected), "found": .string(found), "right": .bool(isRight)]
    }
}

extension ListedRule {
    fileprivate var json: JSONValue {
        [
            "rule": .string(rule), "theme_zh": .string(theme.zh), "theme_en": .string(theme.en),
            "outcome": .string(outcome.rawValue), "priority": .integer(priority),
            "conditions": .array(conditions.map { ["zh": .string($0.zh), "en": .string($0.en)] }),
        ]
    }
}
