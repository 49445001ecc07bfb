import GeoModel
import SafeFiles
import Synchronization
import Verbs

/// A small tool with every kind of declaration, and what a run of it printed.
enum Fixture {
    /// One run of the tool.
    struct Outcome {
        let code: ExitCode
        let results: String
        let messages: String
    }

    static let tool = Tool(
        name: "maps",
        version: "1.2.3",
        summary: Bilingual(zh: "制图", en: "makes maps"),
        commands: [draw, layers, breaking]
    )

    static func run(
        _ arguments: String...,
        language: Language = .en,
        interactive: Bool = false,
        coloured: Bool = false
    ) async -> Outcome {
        let (terminal, printed) = recorder(language, interactive: interactive, coloured: coloured)
        let code = await tool.run(arguments, on: terminal)
        return Outcome(code: code, results: printed.results, messages: printed.messages)
    }

    static func recorder(
        _ language: Language = .en,
        interactive: Bool = false,
        coloured: Bool = false
    ) -> (Terminal, Printed) {
        let printed = Printed()
        let terminal = Terminal(
            language: language,
            isInteractive: interactive,
            isColoured: coloured,
            results: { text in printed.streams.withLock { $0.results += text } },
            messages: { text in printed.streams.withLock { $0.messages += text } }
        )
        return (terminal, printed)
    }

    /// Answers with everything it was given, one `name=value` a line.
    private static let draw = Command(
        "draw",
        zh: "画图",
        en: "draw a map",
        options: [
            Option("out", short: "o", .folder("DIR"), zh: "输出", en: "where to", isRequired: true),
            Option("layer", .file("FILE"), zh: "图层", en: "a layer", repeats: true),
            Option("scale", .integer("N", 1...100), zh: "比例", en: "the scale"),
            Option("turn", .number("DEGREES", -180...180), zh: "旋转", en: "turn it"),
            Option("format", .choice(["png", "pdf"]), zh: "格式", en: "the format"),
            Option("day", .date, zh: "日期", en: "the day"),
            Option("month", .month, zh: "月份", en: "the month"),
            .flag("quiet", short: "q", zh: "安静", en: "say nothing"),
            .dryRun,
        ],
        positionals: [
            Positional("TITLE", .text("TITLE"), zh: "标题", en: "the title"),
            Positional("PLACE", .text("PLACE"), zh: "地点", en: "places", isOptional: true, repeats: true),
        ],
        examples: ["maps draw Town --out maps"]
    ) { invocation in
        let shown = ["out", "layer", "scale", "turn", "format", "day", "month", "TITLE", "PLACE"].flatMap { name in
            invocation.values(name).map { "\(name)=\($0)" }
        }
        let flags = [invocation.flag("quiet") ? "quiet" : "", invocation.isDryRun ? "dry" : ""]
        invocation.terminal.result((shown + flags.filter { !$0.isEmpty }).joined(separator: "\n"))
        return .done
    }

    private static let layers = Command(
        "layers",
        zh: "图层",
        en: "the layers",
        subcommands: [
            Command("add", zh: "添加", en: "add one", options: [.region], examples: ["maps layers add"]) { invocation in
                invocation.terminal.result(invocation.regionPath)
                return .done
            },
            Command("list", zh: "列出", en: "list them", options: [.json], examples: ["maps layers list"]) { invocation in
                invocation.report(["layers": 2], or: TextTable([.text(zh: "名称", en: "name")], rows: [["道路"], ["河"]]))
                return .done
            },
        ]
    )

    /// Ends in the way its argument says.
    private static let breaking = Command(
        "break",
        zh: "出错",
        en: "go wrong",
        options: [Option("needed", .text("X"), zh: "所需", en: "what is needed")],
        positionals: [Positional("HOW", .choice(["fault", "usage", "other", "reject"]), zh: "方式", en: "how")],
        examples: ["maps break fault"]
    ) { invocation in
        let fault = Fault("a.tif", zh: "坏了。\u{1B}[2J", en: "is broken.\u{1B}[2J")
        switch invocation.string("HOW") {
        case "fault": throw fault
        case "usage": _ = try invocation.required("needed")
        case "reject": return invocation.terminal.list(rejected: [fault])
        default: throw CancellationError()
        }
        return .done
    }
}

/// What a terminal was given to print.
final class Printed: Sendable {
    struct Streams {
        var results = ""
        var messages = ""
    }

    let streams = Mutex(Streams())

    var results: String { streams.withLock { $0.results } }
    var messages: String { streams.withLock { $0.messages } }
}
