import Foundation
import GeoModel
import Verbs

/// The program: one command line to one exit code.
@main enum Main {
    static func main() async {
        Terminal.survivesClosedPipes()
        // A file above the system's limit is then a failed write, which is told, and not a sudden end.
        signal(SIGXFSZ, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        let environment = ProcessInfo.processInfo.environment
        let language = Language(arguments: arguments, environment: environment)
        let terminal = Terminal.standard(language, environment: environment)
        exit(await Tool.tuban.run(arguments, on: terminal).rawValue)
    }
}
