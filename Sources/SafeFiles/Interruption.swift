import Dispatch
import Foundation

/// Lets a program say something before it ends because of Ctrl-C or `kill`; then it ends as if nothing had been said.
///
/// A signal that the parent wants ignored, such as Ctrl-C of a shell's background job, stays ignored.
@safe package final class Interruption {
    private let sources: [any DispatchSourceSignal]

    /// Begins to listen.
    /// - Parameter say: Called once at most, in a thread of its own, while the others go on.
    package init(_ say: @escaping @Sendable () -> Void) {
        // One after the other: the first one ends the program.
        let queue = DispatchQueue(label: "interruption")
        sources = [SIGINT, SIGTERM].filter { !Self.isIgnored($0) }.map { number in
            // The system's own answer would come first.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                say()
                signal(number, SIG_DFL)
                kill(getpid(), number)
            }
            source.resume()
            return source
        }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(number, nil, &action) == 0 else { return false }
        // SIG_IGN is no function but the number 1.
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}
