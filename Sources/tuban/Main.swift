import Foundation
import GeoModel
import SafeFiles
import Verbs
import WorkQueue

/// The program: one command line to one exit code.
@main enum Main {
    static func main() async {
        Terminal.survivesClosedPipes()
        // A file above the system's limit is then a failed write, which is told, and not a sudden end.
        signal(SIGXFSZ, SIG_IGN)
        let terminal = Terminal.ofCommandLine()
        let interruption = Interruption {
            terminal.warn(
                Fault(
                    "tuban",
                    zh: "已中断。重新运行同一命令即可：检测从中断处继续，其他工作重新开始。",
                    en: "interrupted. Run the command again: a comparison goes on where it was, other work starts anew."
                )
            )
        }
        StoreNotice.listen { notice in terminal.note(zh: notice.zh, en: notice.en) }
        let code = await Tool.tuban.runCommandLine(on: terminal)
        withExtendedLifetime(interruption) {}
        exit(code.rawValue)
    }
}
