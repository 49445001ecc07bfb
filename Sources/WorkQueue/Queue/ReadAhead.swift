import Foundation
import GeoModel
import Synchronization

/// Works the next elements out on a thread of its own while the one that owns the store writes those before them.
enum ReadAhead {
    private static let chunk = 256

    /// Hands every element to `body` in order, on the thread of the caller, as `prepare` made it.
    /// - Throws: what `body` throws; nothing is under way any more when this returns.
    static func forEach<Element: Sendable, Prepared: Sendable>(
        _ elements: some Sequence<Element>,
        prepare: @escaping @Sendable (Element) -> Prepared,
        _ body: (Prepared) throws(Fault) -> Void
    ) throws(Fault) {
        var iterator = elements.makeIterator()
        var piece = next(&iterator)
        // A few are not worth a thread.
        guard piece.count == chunk else {
            for element in piece { try body(prepare(element)) }
            return
        }
        let worker = Worker(prepare)
        defer { worker.stop() }
        worker.begin(piece)
        repeat {
            let prepared = worker.finish()
            piece = next(&iterator)
            worker.begin(piece)
            for element in prepared { try body(element) }
        } while !piece.isEmpty
    }

    private static func next<Element>(_ iterator: inout some IteratorProtocol<Element>) -> [Element] {
        var elements: [Element] = []
        while elements.count < chunk, let element = iterator.next() { elements.append(element) }
        return elements
    }

    /// A thread that works one piece out at a time.
    private final class Worker<Element: Sendable, Prepared: Sendable>: Sendable {
        private struct State {
            var elements: [Element]? = []
            var prepared: [Prepared] = []
        }

        private let state = Mutex(State())
        private let wanted = DispatchSemaphore(value: 0)
        private let ready = DispatchSemaphore(value: 0)

        init(_ prepare: @escaping @Sendable (Element) -> Prepared) {
            Thread { [self] in
                while true {
                    wanted.wait()
                    guard let elements = state.withLock({ $0.elements }) else { return }
                    let list = elements.map(prepare)
                    state.withLock { $0.prepared = list }
                    ready.signal()
                }
            }.start()
        }

        func begin(_ elements: [Element]) {
            state.withLock { $0.elements = elements }
            wanted.signal()
        }

        func finish() -> [Prepared] {
            ready.wait()
            return state.withLock { $0.prepared }
        }

        /// Ends the thread once it has worked out what it was given last.
        func stop() {
            ready.wait()
            state.withLock { $0.elements = nil }
            wanted.signal()
        }
    }
}
