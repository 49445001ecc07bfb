package import GeoModel
import Synchronization

/// How far a long step has come: label, share, time gone and time left; drawn on a person's screen only.
///
/// Any number of workers may report, in any order: the bar never goes back. It is drawn ten times a second at most.
package final class ProgressBar: Sendable {
    private let terminal: Terminal
    private let label: String
    private let now: @Sendable () -> ContinuousClock.Instant
    private let start: ContinuousClock.Instant
    private let state = Mutex(State())

    private struct State {
        var fraction = 0.0
        var lastDrawn: ContinuousClock.Instant?
    }

    /// Between two drawings: often enough for the eye, seldom enough to cost nothing.
    private static let interval = Duration.milliseconds(100)
    private static let cells = 20

    /// A bar for one step.
    ///
    /// - Parameters:
    ///   - label: What is being done.
    ///   - terminal: Where it is drawn.
    ///   - now: The clock, for tests.
    package init(
        _ label: Bilingual,
        on terminal: Terminal,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.terminal = terminal
        self.label = label.text(terminal.language)
        self.now = now
        start = now()
    }

    /// Reports that `done` of `total` pieces are done.
    package func update(done: Int, of total: Int) {
        guard terminal.isInteractive, total > 0 else { return }
        let line = state.withLock { state in
            state.fraction = max(state.fraction, min(1, Double(done) / Double(total)))
            let time = now()
            if let last = state.lastDrawn, time - last < ProgressBar.interval { return "" }
            state.lastDrawn = time
            return drawing(state.fraction, elapsed: time - start)
        }
        if !line.isEmpty { terminal.show(bar: line) }
    }

    /// Takes the bar away.
    package func finish() {
        terminal.show(bar: "")
    }

    private func drawing(_ fraction: Double, elapsed: Duration) -> String {
        let full = Int(fraction * Double(ProgressBar.cells))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: ProgressBar.cells - full)
        let percent = String(Int(fraction * 100)).padded(toDisplayWidth: 3, right: true)
        let seconds = Double(elapsed.components.seconds)
        let left = fraction > 0 ? clock(Int(seconds / fraction - seconds)) : "-:--"
        let remaining = terminal.language == .zh ? "剩余" : "left"
        return "\(label) \(bar) \(percent)% \(clock(Int(seconds))) \(remaining) \(left)"
    }

    /// `0:07`, `12:30`, `1:02:03`.
    private func clock(_ seconds: Int) -> String {
        let minutes = seconds / 60
        let tail = GeoModel.padded(seconds % 60, to: 2)
        return minutes < 60 ? "\(minutes):\(tail)" : "\(minutes / 60):\(GeoModel.padded(minutes % 60, to: 2)):\(tail)"
    }
}
