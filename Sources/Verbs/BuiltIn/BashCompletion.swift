extension Tool {
    /// A function for bash's `complete`: the words after each path of verbs, and the values of each option.
    var bashCompletion: String {
        let values = leaves.flatMap(valueCases)
        let words = leaves.map { wordsCase($0.names.joined(separator: " "), $0.command.completions) }
        let groups = commands.filter { !$0.subcommands.isEmpty }.map {
            wordsCase($0.name, $0.subcommands.map(\.name) + ["--help"])
        }
        let top = wordsCase("", commands.map(\.name) + Option.beforeVerb.map { "--" + $0.name })
        return """
            # \(name) \(version): bash completion
            _\(name)() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path= index=1
                while [ $index -lt $COMP_CWORD ]; do
                    case "$path ${COMP_WORDS[index]}" in
            \(pathCases)
                    esac
                    index=$((index + 1))
                done
                COMPREPLY=()
                case "$path $before" in
            \(values.joined(separator: "\n"))
                esac
                case "$path" in
            \((words + groups + [top]).joined(separator: "\n"))
                esac
            }
            complete -o default -F _\(name) \(name)
            """
    }

    /// The same for zsh, through its layer for bash completions.
    var zshCompletion: String {
        "autoload -Uz compinit bashcompinit && compinit && bashcompinit\n" + bashCompletion
    }

    private var pathCases: String {
        let paths = commands.flatMap { command in
            [("", command.name)] + command.subcommands.map { (command.name, $0.name) }
        }
        return paths.map { above, verb in
            let joined = above.isEmpty ? verb : above + " " + verb
            return "            \"\(above) \(verb)\") path=\"\(joined)\" ;;"
        }.joined(separator: "\n")
    }

    private func wordsCase(_ path: String, _ words: [String]) -> String {
        "        \"\(path)\") COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$word\")) ;;"
    }

    private func valueCases(_ path: CommandPath) -> [String] {
        path.command.allOptions.compactMap { option in
            guard let value = option.value else { return nil }
            let pattern = ([path.names.joined(separator: " "), "--" + option.name]).joined(separator: " ")
            return "        \"\(pattern)\") COMPREPLY=(\(value.bashCandidates)); return ;;"
        }
    }
}

extension Command {
    /// What may stand where a new word begins: the words of the first argument, then the options.
    fileprivate var completions: [String] {
        let words: [String] =
            if case .choice(let words) = positionals.first?.value { words } else { [] }
        return words + allOptions.map { "--" + $0.name }
    }
}

extension ValueKind {
    /// The words to offer; none leaves the shell to offer files, which it quotes better than a script can.
    fileprivate var bashCandidates: String {
        guard case .choice(let words) = self else { return "" }
        return "$(compgen -W \"\(words.joined(separator: " "))\" -- \"$word\")"
    }
}
