import GeoModel

/// Reads a command line against the table of verbs, strictly: what the table does not know is an error.
struct ArgumentParser {
    private let tool: Tool
    private var rest: ArraySlice<String>
    private var path: [String] = []
    private var values: [String: [String]] = [:]
    private var places: [String] = []

    private init(_ tool: Tool, _ arguments: [String]) {
        self.tool = tool
        rest = arguments[...]
    }

    /// What the arguments (without the program's name) ask for.
    /// - Throws: `UsageFault` where they can't be understood.
    static func parse(_ arguments: [String], for tool: Tool) throws(UsageFault) -> Request {
        var parser = ArgumentParser(tool, arguments)
        return try parser.request()
    }

    private mutating func request() throws(UsageFault) -> Request {
        try takeOptions(Option.beforeVerb, untilVerb: true)
        if values["version"] != nil { return .version }
        let found = try takeVerbs()
        if asksForHelp { return .help(path: path) }
        guard let found, found.command.subcommands.isEmpty else {
            throw .missingVerb(after: path, among: (found?.command.subcommands ?? tool.commands).map(\.name))
        }
        let options = found.command.allOptions
        for name in values.keys.sorted() where !options.contains(where: { $0.name == name }) {
            throw .unknownOption("--" + name, among: options, path: path)
        }
        try takeOptions(options, untilVerb: false)
        try assignPlaces(found.command.positionals)
        try checkRequired(options)
        return .run(found, values: values)
    }

    /// Asking for help outranks every mistake on the line.
    private var asksForHelp: Bool {
        values["help"] != nil || rest.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    }

    private mutating func takeVerbs() throws(UsageFault) -> CommandPath? {
        var found: CommandPath?
        while let word = rest.first, !word.hasPrefix("-"), found?.command.subcommands.isEmpty != true {
            found = try tool.command(at: path + [word])
            path.append(word)
            rest.removeFirst()
        }
        return found
    }

    private mutating func takeOptions(_ options: [Option], untilVerb: Bool) throws(UsageFault) {
        while let word = rest.first {
            if word == "--", !untilVerb {
                places += rest.dropFirst()
                rest = []
            } else if word.hasPrefix("-"), word != "-", Double(word) == nil {
                rest.removeFirst()
                try takeOption(word, among: options)
            } else if untilVerb {
                return
            } else {
                places.append(word)
                rest.removeFirst()
            }
        }
    }

    private mutating func takeOption(_ word: String, among options: [Option]) throws(UsageFault) {
        guard let spelling = OptionSpelling(word, among: options) else {
            throw .unknownOption(String(word.prefix { $0 != "=" }), among: options, path: path)
        }
        let option = spelling.option
        if values[option.name] != nil, !option.repeats { throw .givenTwice(option, path: path) }
        guard let kind = option.value else {
            if let value = spelling.value { throw .unwantedValue(value, of: option, path: path) }
            values[option.name] = []
            return
        }
        guard let value = spelling.value ?? takeValue() else { throw .missingValue(of: option, path: path) }
        try check(value, kind, name: "--" + option.name)
        values[option.name, default: []].append(value)
    }

    private mutating func takeValue() -> String? {
        guard let next = rest.first, !next.hasPrefix("-") || next == "-" || Double(next) != nil else { return nil }
        rest.removeFirst()
        return next
    }

    private mutating func assignPlaces(_ positionals: [Positional]) throws(UsageFault) {
        for positional in positionals {
            let taken = places.prefix(positional.repeats ? places.count : 1)
            places.removeFirst(taken.count)
            if taken.isEmpty, !positional.isOptional {
                throw .missing(positional.name, help: positional.help, path: path)
            }
            for value in taken { try check(value, positional.value, name: positional.name) }
            if !taken.isEmpty { values[positional.name] = Array(taken) }
        }
        if let extra = places.first { throw .unexpected(extra, path: path) }
    }

    private func checkRequired(_ options: [Option]) throws(UsageFault) {
        for option in options where option.isRequired && values[option.name] == nil {
            throw .missing("--" + option.name, help: option.help, path: path)
        }
    }

    private func check(_ value: String, _ kind: ValueKind, name: String) throws(UsageFault) {
        if let expected = kind.expectation(notMetBy: value) {
            throw .wrongValue(value, of: name, expected: expected, path: path)
        }
    }
}

/// One word of the command line read as an option: `--name`, `--name=VALUE`, `-n`, `-nVALUE`.
private struct OptionSpelling {
    let option: Option
    let value: String?

    init?(_ word: String, among options: [Option]) {
        if word.hasPrefix("--") {
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let option = options.first(where: { $0.name == parts[0] }) else { return nil }
            self.option = option
            value = parts.count == 2 ? String(parts[1]) : nil
        } else {
            let letters = word.dropFirst()
            guard let option = options.first(where: { $0.short != nil && $0.short == letters.first }) else {
                return nil
            }
            let attached = letters.dropFirst()
            guard attached.isEmpty || option.value != nil else { return nil }
            self.option = option
            value = attached.isEmpty ? nil : String(attached.first == "=" ? attached.dropFirst() : attached)
        }
    }
}
