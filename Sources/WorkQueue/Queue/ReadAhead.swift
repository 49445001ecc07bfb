import Foundation
import GeoModel
import Synchronization

/// Works the next elements out on a thread of its own while the one that owns the store writes those before them.
enum ReadAhead {
    private static let chunk = 256

    /// Hands every element to `body` in order, on the thread of the caller, as `prepare` made it.
    /// - Throws: what `body` throws; nothing is under way any more when this returns.
    static func forEach<Elements: RandomAccessCollection & Sendable, Prepared: Sendable>(
        _ elements: Elements,
        prepare: @escaping @Sendable (Elements.Element) -> Prepared,
        _ body: (Prepared) throws(Fault) -> Void
    ) throws(Fault) where Elements.Index == Int {
        var next = elements.startIndex
        // A few are not worth a thread.
        guard elements.count > chunk else {
            for element in elements { try body(prepare(element)) }
            return
        }
        let worker = Worker { (piece: Range<Int>) in piece.map { prepare(elements[$0]) } }
        defer { worker.stop() }
        func begin() {
            let piece = next..<min(next + chunk, elements.endIndex)
            next = piece.upperBound
            worker.begin(piece)
        }
        begin()
        while true {
            let prepared = worker.finish()
            begin()
            guard !prepared.isEmpty else { return }
            for element in prepared { try body(element) }
        }
    }

    /// A thread that works one piece out at a time.
    private final class Worker<Prepared: Sendable>: Sendable {
        private struct State {
            var piece: Range<Int>? = 0..<0
            var prepared: [Prepared] = []
        }

        private let state = Mutex(State())
        private let wanted = DispatchSemaphore(value: 0)
        private let ready = DispatchSemaphore(value: 0)

        init(_ prepare: @escaping @Sendable (Range<Int>) -> [Prepared]) {
            Thread { [self] in
                while true {
                    wanted.wait()
                    guard let piece = state.withLock({ $0.piece }) else { return }
                    let list = prepare(piece)
                    state.withLock { $0.prepared = list }
                    ready.signal()
                }
            }.start()
        }

        func begin(_ piece: Range<Int>) {
            state.withLock { $0.piece = piece }
            wanted.signal()
        }

        func finish() -> [Prepared] {
            ready.wait()
            return state.withLock { $0.prepared }
        }

        /// Ends the thread once it has worked out what it was given last.
        func stop() {
            ready.wait()
            state.withLock { $0.piece = nil }
            wanted.signal()
        }
    }
}
