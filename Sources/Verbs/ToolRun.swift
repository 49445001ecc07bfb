import Foundation
import GeoModel

extension Tool {
    /// Runs the command line that the program was started with.
    /// - Parameter terminal: What `Terminal.ofCommandLine()` gave.
    /// - Returns: What the program ends with.
    package func runCommandLine(on terminal: Terminal) async -> ExitCode {
        await run(Array(CommandLine.arguments.dropFirst()), on: terminal)
    }

    /// The exit code of one command line (without the program's name), after running it.
    package func run(_ arguments: [String], on terminal: Terminal) async -> ExitCode {
        let code = await answer(arguments, terminal)
        guard let fault = terminal.outputFault else { return code }
        terminal.fail(fault)
        return .failed
    }

    /// Reads a command line without running it; the examples of the help are checked this way.
    /// - Throws: `UsageFault` where it can't be understood.
    package func check(_ arguments: [String]) throws(UsageFault) {
        _ = try ArgumentParser.parse(arguments, for: self)
    }

    private func answer(_ arguments: [String], _ terminal: Terminal) async -> ExitCode {
        do {
            switch try ArgumentParser.parse(arguments, for: self) {
            case .version: terminal.result("\(name) \(version)")
            case .help(let path): terminal.result(try help(path, terminal.language))
            case .run(let path, let values):
                let invocation = Invocation(tool: self, path: path, values: values, terminal: terminal)
                return try await path.command.action?(invocation) ?? .done
            }
            return .done
        } catch let fault as UsageFault {
            terminal.fail(fault, of: self)
            return .usage
        } catch let fault as Fault {
            terminal.fail(fault)
            return .failed
        } catch {
            terminal.fail(Fault(name, zh: "\(error.localizedDescription)", en: "\(error.localizedDescription)"))
            return .failed
        }
    }
}

extension Terminal {
    /// The terminal of this program, in the language that its command line or its environment asks for.
    package static func ofCommandLine() -> Terminal {
        let environment = ProcessInfo.processInfo.environment
        let language = Language(arguments: Array(CommandLine.arguments.dropFirst()), environment: environment)
        return standard(language, environment: environment)
    }
}
