import Foundation
import GeoModel
import Synchronization
import Testing
import Verbs

@Suite struct ProgressBarTests {
    private let label = Bilingual(zh: "比对", en: "compare")
    private let erase = "\r\u{1B}[K"

    /// A clock that stands until it is moved.
    private final class Clock: Sendable {
        private let time = Mutex(ContinuousClock.now)

        func now() -> ContinuousClock.Instant { time.withLock { $0 } }

        func move(_ duration: Duration) {
            time.withLock { $0 += duration }
        }
    }

    @Test func showsShareTimeGoneAndTimeLeft() {
        let clock = Clock()
        let (terminal, printed) = Fixture.recorder(interactive: true)
        let bar = ProgressBar(label, on: terminal, now: clock.now)
        clock.move(.seconds(30))
        bar.update(done: 1, of: 4)
        bar.finish()
        #expect(printed.messages == erase + "compare █████░░░░░░░░░░░░░░░  25% 0:30 left 1:30" + erase)
    }

    @Test func neverGoesBackAndIsNotDrawnTooOften() {
        let clock = Clock()
        let (terminal, printed) = Fixture.recorder(.zh, interactive: true)
        let bar = ProgressBar(label, on: terminal, now: clock.now)
        bar.update(done: 1, of: 2)
        bar.update(done: 2, of: 2)
        #expect(printed.messages.components(separatedBy: "比对").count == 2)
        clock.move(.milliseconds(100))
        bar.update(done: 1, of: 2)
        #expect(printed.messages.hasSuffix("100% 0:00 剩余 0:00"))
    }

    @Test func makesRoomForMessages() {
        let (terminal, printed) = Fixture.recorder(interactive: true)
        let bar = ProgressBar(label, on: terminal)
        bar.update(done: 0, of: 2)
        terminal.note(zh: "好", en: "fine")
        #expect(printed.messages.hasSuffix("0% 0:00 left -:--" + erase + "fine\n"))
    }

    @Test func isSilentInAPipe() {
        let (terminal, printed) = Fixture.recorder(interactive: false)
        let bar = ProgressBar(label, on: terminal)
        bar.update(done: 1, of: 2)
        bar.finish()
        #expect(printed.messages.isEmpty)
    }

    @Test func takesReportsFromManyWorkers() async {
        let (terminal, printed) = Fixture.recorder(interactive: true)
        let bar = ProgressBar(label, on: terminal)
        await withTaskGroup(of: Void.self) { group in
            for done in 1...1000 {
                group.addTask { bar.update(done: done, of: 1000) }
            }
        }
        bar.finish()
        #expect(printed.messages.hasSuffix(erase))
    }
}
