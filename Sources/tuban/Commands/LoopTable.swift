import GeoModel
import Publishing
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let queueLoop = Command(
        "loop",
        zh: "闭环的全部步骤：何状态、何人、做何事、条件；可出流程图",
        en: "every step of the loop: in which state, who, what, on which condition; drawn where asked",
        options: [
            Option("svg", .file("FILE"), zh: "流程图写到此处（SVG）", en: "write the drawing there (SVG)"), .json, .dryRun,
        ],
        examples: ["tuban queue loop", "tuban queue loop --svg loop.svg"]
    ) { invocation in
        let language = invocation.language
        if let path = invocation.string("svg"), !invocation.isDryRun {
            try DurableFile.write(LoopDrawing().svg.text, to: path)
        }
        let table = TextTable(
            [
                .text(zh: "状态", en: "state"), .text(zh: "步骤", en: "step"), .text(zh: "到", en: "to"),
                .text(zh: "由谁", en: "by"), .text(zh: "条件", en: "condition"),
            ],
            rows: Loop.transitions.map { step in
                [
                    step.from.label.text(language), "\(step.action.rawValue) \(step.label.text(language))",
                    step.target.text(language),
                    step.roles.map { $0.label.text(language) }.joined(separator: language == .zh ? "、" : ", "),
                    step.conditions.map { $0.label.text(language) }.joined(separator: language == .zh ? "；" : "; "),
                ]
            })
        invocation.report(.array(Loop.transitions.map(\.json)), or: table)
        return .done
    }
}

extension LoopTransition {
    fileprivate var json: JSONValue {
        [
            "from": .string(from.rawValue), "action": .string(action.rawValue), "to": JSONValue(to?.rawValue),
            "zh": .string(label.zh), "en": .string(label.en),
            "roles": .array(roles.map { .string($0.rawValue) }), "assigns": .bool(assigns),
            "conditions": .array(conditions.map { ["zh": .string($0.label.zh), "en": .string($0.label.en)] }),
        ]
    }
}
