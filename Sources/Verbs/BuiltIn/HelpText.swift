import GeoModel

extension Tool {
    /// The help of a verb, or of the whole tool where the path is empty.
    func help(_ names: [String], _ language: Language) throws(UsageFault) -> String {
        guard let path = try command(at: names) else { return overview(language) }
        return path.command.subcommands.isEmpty ? help(of: path, language) : help(ofGroup: path, language)
    }

    private func overview(_ language: Language) -> String {
        let rows = commands.map { ($0.name, $0.summary.text(language)) }
        return HelpPage(language)
            .text("\(name) — \(summary.text(language))")
            .section(zh: "用法", en: "Usage", lines: ["\(name) COMMAND [OPTIONS]"])
            .section(zh: "命令", en: "Commands", rows: rows)
            .section(zh: "选项", en: "Options", rows: Option.beforeVerb.map { row(of: $0, language) })
            .section(zh: "示例", en: "Examples", lines: ["\(name) help \(commands.first?.name ?? "")"])
            .finished
    }

    private func help(ofGroup path: CommandPath, _ language: Language) -> String {
        let rows = path.command.subcommands.map { ($0.name, $0.summary.text(language)) }
        return head(path, language)
            .section(zh: "用法", en: "Usage", lines: ["\(invocation(path)) COMMAND [OPTIONS]"])
            .section(zh: "命令", en: "Commands", rows: rows)
            .section(zh: "示例", en: "Examples", lines: path.command.examples)
            .finished
    }

    private func help(of path: CommandPath, _ language: Language) -> String {
        let command = path.command
        return head(path, language)
            .section(zh: "用法", en: "Usage", lines: [synopsis(path)])
            .section(zh: "参数", en: "Arguments", rows: command.positionals.map { ($0.name, $0.help.text(language)) })
            .section(zh: "选项", en: "Options", rows: command.allOptions.map { row(of: $0, language) })
            .section(zh: "示例", en: "Examples", lines: command.examples)
            .finished
    }

    private func head(_ path: CommandPath, _ language: Language) -> HelpPage {
        HelpPage(language).text("\(invocation(path)) — \(path.command.summary.text(language))")
    }

    private func invocation(_ path: CommandPath) -> String {
        ([name] + path.names).joined(separator: " ")
    }

    private func synopsis(_ path: CommandPath) -> String {
        let required = path.command.options.filter(\.isRequired).map { "--\($0.name) \($0.value?.name ?? "")" }
        let places = path.command.positionals.map { positional in
            let name = positional.name + (positional.repeats ? "…" : "")
            return positional.isOptional ? "[\(name)]" : name
        }
        return ([invocation(path)] + places + required + ["[OPTIONS]"]).joined(separator: " ")
    }

    private func row(of option: Option, _ language: Language) -> (String, String) {
        let short = option.short.map { "-\($0), " } ?? "    "
        let value = option.value.map { " " + $0.name } ?? ""
        let times = option.repeats ? Bilingual(zh: "（可重复）", en: " (may be repeated)").text(language) : ""
        return ("\(short)--\(option.name)\(value)", option.help.text(language) + times)
    }
}

/// A help page as it grows, section by section.
private struct HelpPage {
    private let language: Language
    private var parts: [String] = []

    init(_ language: Language) {
        self.language = language
    }

    var finished: String { parts.joined(separator: "\n\n") }

    func text(_ text: String) -> HelpPage {
        var page = self
        page.parts.append(text)
        return page
    }

    func section(zh: String, en: String, lines: [String]) -> HelpPage {
        guard !lines.isEmpty else { return self }
        let title = language == .zh ? zh + "：" : en + ":"
        return text(([title] + lines.map { "  " + $0 }).joined(separator: "\n"))
    }

    func section(zh: String, en: String, rows: [(name: String, text: String)]) -> HelpPage {
        let width = rows.map(\.name.displayWidth).max() ?? 0
        return section(zh: zh, en: en, lines: rows.map { $0.name.padded(toDisplayWidth: width) + "  " + $0.text })
    }
}
