package import GeoModel

/// The whole tool as one table of verbs; parsing, help and completion all read it.
package struct Tool: Sendable {
    /// The program's name.
    package let name: String
    /// The program's version.
    package let version: String
    /// One line on what it is for.
    package let summary: Bilingual
    /// The verbs in the order of the help: those given, then `completion` and `help`.
    package let commands: [Command]

    /// A tool of these verbs.
    package init(name: String, version: String, summary: Bilingual, commands: [Command]) {
        self.name = name
        self.version = version
        self.summary = summary
        self.commands = commands + [Command.completion(of: name), Command.help(of: name)]
    }

    /// Every verb that acts, with the verbs above it, in the order of the help.
    package var leaves: [CommandPath] {
        commands.flatMap { command in
            guard !command.subcommands.isEmpty else { return [CommandPath(names: [command.name], command: command)] }
            return command.subcommands.map { CommandPath(names: [command.name, $0.name], command: $0) }
        }
    }

    /// The command at the end of a path of verbs.
    /// - Throws: `UsageFault` naming the nearest verb where one is unknown.
    func command(at names: [String]) throws(UsageFault) -> CommandPath? {
        var found: CommandPath?
        for name in names {
            let above = found?.names ?? []
            let choices = found?.command.subcommands ?? commands
            guard let command = choices.first(where: { $0.name == name }) else {
                guard !choices.isEmpty else { throw .unexpected(name, path: above) }
                throw .unknownVerb(name, after: above, among: choices.map(\.name))
            }
            found = CommandPath(names: above + [name], command: command)
        }
        return found
    }
}
