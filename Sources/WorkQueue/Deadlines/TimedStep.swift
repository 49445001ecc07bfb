import GeoModel

/// What an event does to the clocks of a case.
package struct ClockEvent: Sendable, Hashable {
    /// The ways in which an event can matter.
    package enum Kind: Sendable, Hashable {
        /// The case is in this state now; nothing starts anew where it was in it before.
        case standing(CaseState)
        /// The working clock stops (中止计时), on this ground.
        case pause(ground: String?)
        /// The working clock runs again (恢复计时).
        case resume
        /// The last event is taken back (撤销), as if it had never been.
        case undo
    }

    /// What it does.
    package let kind: Kind
    /// When.
    package let at: Timestamp

    /// An event.
    package init(_ kind: Kind, at: Timestamp) {
        self.kind = kind
        self.at = at
    }
}

/// The stay of a case in one state: what a deadline is set for.
package struct TimedStep: Sendable, Hashable {
    /// A time in which the working clock stands still.
    package struct Pause: Sendable, Hashable {
        /// Since when.
        package let from: Timestamp
        /// Until when; nil where it lasts.
        package var until: Timestamp?
        /// Why: a code of `loop/pauses.json5`.
        package let ground: String?
    }

    /// The state.
    package let state: CaseState
    /// When the case came into it.
    package let entered: Timestamp
    /// When it left it; nil where it is in it still.
    package private(set) var left: Timestamp?
    /// When its working clock stood still, in order.
    package private(set) var pauses: [Pause] = []

    init(_ state: CaseState, entered: Timestamp) {
        self.state = state
        self.entered = entered
    }

    /// The pause that lasts; nil where the working clock runs.
    package var openPause: Pause? { pauses.last.flatMap { $0.until == nil ? $0 : nil } }
}

extension TimedStep {
    /// The steps that a case has been through, the one it is in last.
    ///
    /// A case that is sent back into a state begins a new step there. What was undone has never been: the step before
    /// goes on with the day it began on, and the days between count.
    ///
    /// - Parameter events: All events of the case, oldest first.
    /// - Returns: The steps, oldest first; empty where there is no event.
    package static func steps(of events: some Sequence<ClockEvent>) -> [TimedStep] {
        // What held before the last event, and what holds after it.
        var (before, now): ([TimedStep], [TimedStep]) = ([], [])
        for event in events {
            var steps = now
            switch event.kind {
            case .standing(let state): steps.move(to: state, at: event.at)
            case .pause(let ground): steps.changeLast { $0.pause(at: event.at, ground) }
            case .resume: steps.changeLast { $0.resume(at: event.at) }
            case .undo: steps = before
            }
            (before, now) = (now, steps)
        }
        return now
    }

    private mutating func pause(at time: Timestamp, _ ground: String?) {
        guard openPause == nil else { return }
        pauses.append(Pause(from: time, ground: ground))
    }

    private mutating func resume(at time: Timestamp) {
        guard openPause != nil else { return }
        pauses[pauses.count - 1].until = time
    }

    fileprivate mutating func leave(at time: Timestamp) {
        resume(at: time)
        left = time
    }
}

extension [TimedStep] {
    fileprivate mutating func move(to state: CaseState, at time: Timestamp) {
        guard last?.state != state else { return }
        changeLast { $0.leave(at: time) }
        append(TimedStep(state, entered: time))
    }

    fileprivate mutating func changeLast(_ change: (inout TimedStep) -> Void) {
        guard !isEmpty else { return }
        change(&self[count - 1])
    }
}
