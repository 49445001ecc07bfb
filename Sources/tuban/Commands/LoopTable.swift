import GeoModel
import Pipeline
import Publishing
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let queueLoop = Command(
        "loop",
        zh: "闭环的全部步骤：何状态、何人、做何事、条件、时限；可出流程图",
        en: "every step of the loop: in which state, who, what, on which condition, how long; drawn where asked",
        options: [
            Option(
                "region", .folder("DIR"), zh: "区域文件夹（默认：程序自带的时限）",
                en: "a region's folder (default: the program's own deadlines)"),
            Option("svg", .file("FILE"), zh: "流程图写到此处（SVG）", en: "write the drawing there (SVG)"), .json, .dryRun,
        ],
        examples: ["tuban queue loop", "tuban queue loop --svg loop.svg"]
    ) { invocation in
        let language = invocation.language
        if let path = invocation.string("svg"), !invocation.isDryRun {
            try DurableFile.write(LoopDrawing().svg.text, to: path)
        }
        let data = try invocation.string("region").map { try Region.open($0).data } ?? DataFolder.ofProgram()
        let limits = Dictionary(grouping: try data.deadlineRules().limits, by: \.state)
        let table = TextTable(
            [
                .text(zh: "状态", en: "state"), .text(zh: "步骤", en: "step"), .text(zh: "到", en: "to"),
                .text(zh: "由谁", en: "by"), .text(zh: "条件", en: "condition"),
                .text(zh: "时限（工作日：办理/全过程）", en: "working days (working clock/whole process)"),
            ],
            rows: Loop.transitions.map { step in
                let isFirst = Loop.transitions(from: step.from).first == step
                return [
                    step.from.label.text(language), "\(step.action.rawValue) \(step.label.text(language))",
                    step.target.text(language),
                    step.roles.map { $0.label.text(language) }.joined(separator: language == .zh ? "、" : ", "),
                    step.conditions.map { $0.label.text(language) }.joined(separator: language == .zh ? "；" : "; "),
                    isFirst
                        ? (limits[step.from] ?? []).map { $0.label(language) }.joined(
                            separator: language == .zh ? "；" : "; ") : "",
                ]
            })
        let rows = Loop.transitions.map { step in step.json(limits[step.from] ?? []) }
        invocation.report(.array(rows), or: table)
        return .done
    }
}

extension LoopTransition {
    fileprivate func json(_ limits: [DeadlineRule]) -> JSONValue {
        [
            "from": .string(from.rawValue), "action": .string(action.rawValue), "to": JSONValue(to?.rawValue),
            "zh": .string(label.zh), "en": .string(label.en),
            "roles": .array(roles.map { .string($0.rawValue) }), "assigns": .bool(assigns),
            "conditions": .array(conditions.map { ["zh": .string($0.label.zh), "en": .string($0.label.en)] }),
            "deadlines": .array(limits.map(\.json)),
        ]
    }
}

extension DeadlineRule {
    /// `3/8 (farmland-change)`.
    fileprivate func label(_ language: Language) -> String {
        let urgent = priorities.map { numbers in
            (language == .zh ? "优先级 " : "priority ") + numbers.map(String.init).joined(separator: ", ")
        }
        let cases = [themes?.joined(separator: ", "), urgent].compactMap(\.self).joined(separator: ", ")
        return "\(working)/\(whole)" + (cases.isEmpty ? "" : language == .zh ? "（\(cases)）" : " (\(cases))")
    }

    fileprivate var json: JSONValue {
        [
            "code": .string(code), "working": .integer(working), "whole": .integer(whole), "warn": .integer(warn),
            "themes": .array((themes ?? []).map { .string($0) }),
            "priorities": .array((priorities ?? []).map { .integer($0) }),
        ]
    }
}
