import Foundation
package import GeoModel
import Synchronization

/// Where a verb speaks: messages to standard error, results to standard output, the progress bar in between.
///
/// May be shared by any number of workers. Once the reader of the results has gone (`tuban … | head`) they are dropped
/// in silence and the work goes on: a batch is not torn in the middle because nobody listens.
package final class Terminal: Sendable {
    /// Takes a text to its stream.
    package typealias Sink = @Sendable (String) throws -> Void

    /// The language of messages.
    package let language: Language
    /// Whether messages go to a person's screen, where a progress bar may be drawn.
    package let isInteractive: Bool
    private let isColoured: Bool
    private let results: Sink
    private let messages: Sink
    private let state = Mutex(State())

    private struct State {
        var bar = ""
        var outputFault: Fault?
        var outputIsClosed = false
    }

    /// A terminal over two streams.
    ///
    /// - Parameters:
    ///   - language: The language of messages.
    ///   - isInteractive: Whether messages go to a person's screen.
    ///   - isColoured: Whether labels of messages may have a colour.
    ///   - results: Standard output.
    ///   - messages: Standard error.
    package init(
        language: Language,
        isInteractive: Bool,
        isColoured: Bool,
        results: @escaping Sink,
        messages: @escaping Sink
    ) {
        self.language = language
        self.isInteractive = isInteractive
        self.isColoured = isColoured
        self.results = results
        self.messages = messages
    }

    /// Prints a result: a table, a list, a JSON document.
    package func result(_ text: String) {
        state.withLock { state in
            guard !state.outputIsClosed else { return }
            eraseBar(&state)
            do {
                try results(text + "\n")
            } catch {
                state.outputIsClosed = true
                if !isBrokenPipe(error) { state.outputFault = Terminal.fault(of: error) }
            }
        }
    }

    /// Says what is going on.
    package func note(zh: String, en: String) {
        write((language == .zh ? zh : en).withoutControls)
    }

    /// Says what the user may want to look at, though the work goes on.
    package func warn(_ fault: Fault) {
        say(fault.text(language), under: Bilingual(zh: "警告：", en: "warning: "), .yellow)
    }

    /// Says why the work can't go on.
    package func fail(_ fault: Fault) {
        say(fault.text(language), under: Bilingual(zh: "错误：", en: "error: "), .red)
    }

    /// Lists input that was rejected while the rest went on.
    ///
    /// - Returns: `.rejected`, or `.done` where there was none: what the verb answers.
    package func list(rejected faults: [Fault], isAll: Bool = false) -> ExitCode {
        guard !faults.isEmpty else { return .done }
        name(rejected: faults)
        guard !isAll else {
            note(zh: "共拒收 \(faults.count) 项，未作任何改动。", en: "\(faults.count) rejected; nothing was done.")
            return .failed
        }
        note(zh: "共拒收 \(faults.count) 项，其余已完成。", en: "\(faults.count) rejected; the rest is done.")
        return .rejected
    }

    /// Names input that was rejected, where the work could not go on after it.
    package func name(rejected faults: [Fault]) {
        for fault in faults { say(fault.text(language), under: Bilingual(zh: "拒收：", en: "rejected: "), .yellow) }
    }

    /// Says why the command line was not understood.
    func fail(_ fault: UsageFault, of tool: Tool) {
        say(fault.message.text(language), under: Bilingual(zh: "用法错误：", en: "usage error: "), .red)
        let help = ([tool.name] + fault.path + ["--help"]).joined(separator: " ")
        note(zh: "用法见：\(help)", en: "See: \(help)")
    }

    /// Why results could not be written, such as a full disk; nil where they were, or where nobody reads them any more.
    var outputFault: Fault? { state.withLock { $0.outputFault } }

    /// Draws the progress bar over the one before it; an empty text erases it.
    func show(bar: String) {
        guard isInteractive else { return }
        state.withLock { state in
            try? messages("\r\u{1B}[K" + bar)
            state.bar = bar
        }
    }

    private enum Colour: Int {
        case red = 31
        case yellow = 33
    }

    private func say(_ text: String, under label: Bilingual, _ colour: Colour) {
        let label = label.text(language)
        let shown = isColoured ? "\u{1B}[\(colour.rawValue)m\(label)\u{1B}[0m" : label
        write(shown + text.withoutControls)
    }

    private func write(_ message: String) {
        state.withLock { state in
            eraseBar(&state)
            try? messages(message + "\n")
        }
    }

    private func eraseBar(_ state: inout State) {
        guard !state.bar.isEmpty else { return }
        try? messages("\r\u{1B}[K")
        state.bar = ""
    }

    private static func fault(of error: any Error) -> Fault {
        Fault(
            "stdout",
            zh: "结果写不出去（\(error.localizedDescription)）。请检查磁盘空间。",
            en: "the result can't be written (\(error.localizedDescription)). Check free disk space."
        )
    }
}
