import Foundation
import GeoModel

extension Tool {
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
