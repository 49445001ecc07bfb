import Foundation
package import GeoModel
package import SafeFiles

/// One use of a verb, with typed access to what the user gave.
///
/// The parser has checked every value against its declaration, so reading them can't fail. Asking for a name that the
/// verb does not declare is a programmer error and stops the program.
package struct Invocation: Sendable {
    /// The tool the verb belongs to.
    package let tool: Tool
    /// The verb.
    package let path: CommandPath
    /// The language of messages.
    package let language: Language
    /// Where messages and results go.
    package let terminal: Terminal
    private let values: [String: [String]]

    init(tool: Tool, path: CommandPath, values: [String: [String]], terminal: Terminal) {
        self.tool = tool
        self.path = path
        self.values = values
        self.language = terminal.language
        self.terminal = terminal
    }

    /// All values of an option or positional argument in the order given; empty where it is absent.
    /// - Precondition: the verb declares the name.
    package func values(_ name: String) -> [String] {
        precondition(declares(name), "\(path.names.joined(separator: " ")) declares no \(name)")
        return values[name] ?? []
    }

    /// The value of an option or positional argument; nil where it is absent.
    package func string(_ name: String) -> String? { values(name).last }

    /// The value of an option or positional argument that is needed in this case.
    /// - Throws: `UsageFault` with its help text where it is absent.
    package func required(_ name: String) throws(UsageFault) -> String {
        if let value = string(name) { return value }
        let option = path.command.allOptions.first { $0.name == name }
        let help = option?.help ?? path.command.positionals.first { $0.name == name }?.help
        throw .missing((option == nil ? "" : "--") + name, help: help ?? Bilingual(zh: "", en: ""), path: path.names)
    }

    /// Refuses options that the verb would otherwise pass over in silence.
    ///
    /// - Parameters:
    ///   - names: The options.
    ///   - other: The option that they go with only, or never.
    ///   - together: Whether `other` is given.
    /// - Throws: `UsageFault` naming the first that is given.
    package func refuse(_ names: [String], beside other: String, together: Bool) throws(UsageFault) {
        guard let name = names.first(where: { !values($0).isEmpty }) else { return }
        throw UsageFault(
            zh: together ? "选项 --\(name) 不能与 --\(other) 同用。" : "选项 --\(name) 须与 --\(other) 同用。",
            en: "the option --\(name) goes " + (together ? "without" : "only with") + " --\(other).",
            path: path.names
        )
    }

    /// Whether a flag is given.
    package func flag(_ name: String) -> Bool {
        precondition(declares(name), "\(path.names.joined(separator: " ")) declares no \(name)")
        return values[name] != nil
    }

    /// The whole number of an `.integer`; nil where it is absent.
    package func integer(_ name: String) -> Int? { string(name).flatMap { Int($0) } }

    /// The number of a `.number`; nil where it is absent.
    package func number(_ name: String) -> Double? { string(name).flatMap { Double($0) } }

    /// The day of a `.date`; nil where it is absent.
    package func date(_ name: String) -> CalendarDate? { string(name).flatMap { CalendarDate($0) } }

    /// The month of a `.month`; nil where it is absent.
    package func month(_ name: String) -> Period? { string(name).flatMap { Period($0) } }

    /// What `read` makes of an option's value; where it can't be understood, that is a fault of the command line.
    /// - Throws: `UsageFault` with what `read` found wrong.
    package func understood<Value>(_ read: () throws(Fault) -> Value) throws(UsageFault) -> Value {
        do {
            return try read()
        } catch {
            throw UsageFault(zh: error.text(.zh), en: error.text(.en), path: path.names)
        }
    }

    /// Whether the verb has an option or positional argument of this name.
    package func declares(_ name: String) -> Bool {
        path.command.allOptions.contains { $0.name == name } || path.command.positionals.contains { $0.name == name }
    }
}

extension Invocation {
    /// The region's folder: what `--region` says, else the current one.
    package var regionPath: String { string("region") ?? "." }

    /// Whether nothing may be written.
    package var isDryRun: Bool { flag("dry-run") }

    /// How many workers share the pixels: what `--workers` says, else the cores of this machine.
    package var workers: Int { integer("workers") ?? ProcessInfo.processInfo.activeProcessorCount }

    /// The bytes of memory that `--memory` allows, 256 MiB where it is not given.
    package var memory: Int { (integer("memory") ?? 256) << 20 }

    /// Prints the result as JSON where `--json` asks for it, else as a table.
    package func report(_ json: @autoclosure () -> JSONValue, or table: @autoclosure () -> TextTable) {
        if flag("json") {
            terminal.result(json().text(indented: true))
        } else {
            terminal.result(table().text(language))
        }
    }
}
