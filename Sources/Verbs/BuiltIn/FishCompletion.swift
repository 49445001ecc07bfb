import GeoModel

extension Tool {
    /// `complete` lines for fish, with the help texts beside the words.
    func fishCompletion(_ language: Language) -> String {
        var lines = ["# \(name) \(version): fish completion", "complete -c \(name) -f"]
        lines += commands.map { verb($0, "__fish_use_subcommand", language) }
        for command in commands {
            lines += command.subcommands.map { verb($0, "__fish_seen_subcommand_from \(command.name)", language) }
        }
        for path in leaves {
            let seen = path.names.map { "__fish_seen_subcommand_from \($0)" }.joined(separator: "; and ")
            lines += path.command.allOptions.map { option($0, seen, language) }
            if let place = path.command.positionals.first?.value.fishCandidates {
                lines.append("complete -c \(name) -n '\(seen)'\(place)")
            }
        }
        return lines.joined(separator: "\n")
    }

    private func verb(_ command: Command, _ condition: String, _ language: Language) -> String {
        let text = quoted(command.summary.text(language))
        return "complete -c \(name) -n '\(condition)' -a \(command.name) -d \(text)"
    }

    private func option(_ option: Option, _ condition: String, _ language: Language) -> String {
        let short = option.short.map { " -s \($0)" } ?? ""
        let value = option.value.map { " -r" + ($0.fishCandidates ?? "") } ?? ""
        let text = quoted(option.help.text(language))
        return "complete -c \(name) -n '\(condition)'\(short) -l \(option.name)\(value) -d \(text)"
    }

    private func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "\\'") + "'"
    }
}

extension ValueKind {
    fileprivate var fishCandidates: String? {
        switch self {
        case .file, .folder: " -F"
        case .choice(let words): " -a '\(words.joined(separator: " "))'"
        case .text, .integer, .number, .date, .month: nil
        }
    }
}
