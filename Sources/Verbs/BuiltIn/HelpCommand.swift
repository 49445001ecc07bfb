import GeoModel
import SafeFiles

extension Command {
    /// `help [COMMAND…]`: the same pages as `--help`; with `--json` the whole table of verbs for other programs.
    static func help(of tool: String) -> Command {
        Command(
            "help",
            zh: "显示命令的用法",
            en: "show how a command is used",
            options: [.json],
            positionals: [
                Positional(
                    "COMMAND",
                    .text("COMMAND"),
                    zh: "命令名",
                    en: "the command",
                    isOptional: true,
                    repeats: true
                )
            ],
            examples: ["\(tool) help completion", "\(tool) help --json"]
        ) { invocation in
            let text = try invocation.tool.help(invocation.values("COMMAND"), invocation.language)
            invocation.terminal.result(invocation.flag("json") ? invocation.tool.json.text(indented: true) : text)
            return .done
        }
    }
}

extension Tool {
    /// The table of verbs as a document.
    fileprivate var json: JSONValue {
        [
            "name": .string(name),
            "version": .string(version),
            "commands": .array(leaves.map(\.json)),
        ]
    }
}

extension CommandPath {
    fileprivate var json: JSONValue {
        [
            "path": .array(names.map { .string($0) }),
            "summary": command.summary.json,
            "options": .array(command.allOptions.map(\.json)),
            "arguments": .array(command.positionals.map(\.json)),
            "examples": .array(command.examples.map { .string($0) }),
        ]
    }
}

extension Option {
    fileprivate var json: JSONValue {
        [
            "name": .string(name),
            "short": JSONValue(short.map(String.init)),
            "value": JSONValue(value?.name),
            "repeats": .bool(repeats),
            "required": .bool(isRequired),
            "help": help.json,
        ]
    }
}

extension Positional {
    fileprivate var json: JSONValue {
        [
            "name": .string(name),
            "repeats": .bool(repeats),
            "required": .bool(!isOptional),
            "help": help.json,
        ]
    }
}

extension Bilingual {
    fileprivate var json: JSONValue { ["zh": .string(zh), "en": .string(en)] }
}
