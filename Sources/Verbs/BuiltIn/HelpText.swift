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
            .section(zh: "参数", en: "Arguments", rows: command.positionals.map { row(of: $0, language) })
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
        let required = path.command.options.filter(\.isRequired).map { "--\($0.name) \($0.standIn ?? "")" }
        let places = path.command.positionals.map { positional in
            let name = positional.name + (positional.repeats ? "…" : "")
            return positional.isOptional ? "[\(name)]" : name
        }
        return ([invocation(path)] + places + required + ["[OPTIONS]"]).joined(separator: " ")
    }

    private func row(of option: Option, _ language: Language) -> (String, String) {
        let short = option.short.map { "-\($0), " } ?? "    "
        let value = option.standIn.map { " " + $0 } ?? ""
        let times = option.repeats ? Bilingual(zh: "（可重复）", en: " (may be repeated)").text(language) : ""
        return (
            "\(short)--\(option.name)\(value)", option.help.text(language) + times + words(option.longChoice, language)
        )
    }

    private func row(of positional: Positional, _ language: Language) -> (String, String) {
        guard case .choice(let list) = positional.value else {
            return (positional.name, positional.help.text(language))
        }
        return (positional.name, positional.help.text(language) + words(list, language))
    }

    private func words(_ words: [String], _ language: Language) -> String {
        guard !words.isEmpty else { return "" }
        return (language == .zh ? "：" : ": ") + Bilingual(listing: words).text(language)
    }
}

extension Option {
    /// The words of a choice that is too long to stand in the column of names.
    fileprivate var longChoice: [String] {
        guard case .choice(let words) = value, value?.name.count ?? 0 > 30 else { return [] }
        return words
    }

    /// What stands for the value.
    fileprivate var standIn: String? { longChoice.isEmpty ? value?.name : name.uppercased() }
}

/// A help page as it grows, section by section.
private struct HelpPage {
    private let language: Language
    private var parts: [String] = []
    /// Columns of a terminal that a row may take.
    private static let width = 100

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
        let indent = "\n" + String(repeating: " ", count: width + 4)
        let lines = rows.map { row in
            row.name.padded(toDisplayWidth: width) + "  "
                + row.text.wrapped(toDisplayWidth: max(40, HelpPage.width - width - 4)).joined(separator: indent)
        }
        return section(zh: zh, en: en, lines: lines)
    }
}

extension String {
    /// Lines that are no wider, broken after spaces and Chinese punctuation; a longer word stays whole.
    fileprivate func wrapped(toDisplayWidth width: Int) -> [String] {
        var lines = [""]
        var word = ""
        for (index, character) in zip(indices, self) {
            word.append(character)
            guard " ，、；：）".contains(character) || self.index(after: index) == endIndex else { continue }
            if let line = lines.last, !line.isEmpty, (line + word).trimmed.displayWidth > width { lines.append("") }
            lines[lines.count - 1] += word
            word = ""
        }
        return lines.map(\.trimmed)
    }

    private var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
