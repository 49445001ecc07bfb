package import GeoModel

/// One verb of the tool: its words in the help, what it takes, and what it does.
package struct Command: Sendable {
    /// What a verb does: its answer is the process's exit code, what it throws becomes a message.
    package typealias Action = @Sendable (Invocation) async throws -> ExitCode

    /// The verb.
    package let name: String
    /// One line on what it does.
    package let summary: Bilingual
    /// Its options, without those that every verb takes.
    package let options: [Option]
    /// The arguments told by their place, in order.
    package let positionals: [Positional]
    /// Command lines as a user would type them, one at least.
    package let examples: [String]
    /// The verbs under this one; empty where it acts by itself.
    package let subcommands: [Command]
    let action: Action?

    /// A verb that acts.
    /// - Precondition: there is an example.
    package init(
        _ name: String,
        zh: String,
        en: String,
        options: [Option] = [],
        positionals: [Positional] = [],
        examples: [String],
        action: @escaping Action
    ) {
        precondition(!examples.isEmpty, "\(name) has no example")
        self.name = name
        self.summary = Bilingual(zh: zh, en: en)
        self.options = options
        self.positionals = positionals
        self.examples = examples
        self.subcommands = []
        self.action = action
    }

    /// A verb that only holds others, such as `scenes` with `add` and `list`.
    /// - Precondition: it holds one at least.
    package init(_ name: String, zh: String, en: String, subcommands: [Command]) {
        precondition(!subcommands.isEmpty, "\(name) holds no verb")
        self.name = name
        self.summary = Bilingual(zh: zh, en: en)
        self.options = []
        self.positionals = []
        self.examples = subcommands.compactMap(\.examples.first)
        self.subcommands = subcommands
        self.action = nil
    }

    /// All options, with those that every verb takes.
    var allOptions: [Option] { options + Option.everywhere }
}

/// Where a command stands in the tree of verbs: `scenes` `add`.
package struct CommandPath: Sendable {
    /// The verbs from the top.
    package let names: [String]
    /// The command.
    package let command: Command
}
