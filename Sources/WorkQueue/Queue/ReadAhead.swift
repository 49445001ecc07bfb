import Dispatch
import GeoModel
import Synchronization

/// Works the next elements out on another thread while the one that owns the store writes those before them.
enum ReadAhead {
    private static let chunk = 256

    /// Hands every element to `body` in order, on the thread of the caller, as `prepare` made it on another.
    /// - Throws: what `body` throws; nothing is under way any more when this returns.
    static func forEach<Element: Sendable, Prepared: Sendable>(
        _ elements: some Sequence<Element>,
        prepare: @escaping @Sendable (Element) -> Prepared,
        _ body: (Prepared) throws(Fault) -> Void
    ) throws(Fault) {
        var iterator = elements.makeIterator()
        var ahead = Piece(&iterator, prepare)
        while let piece = ahead {
            let prepared = piece.wait()
            ahead = Piece(&iterator, prepare)
            do throws(Fault) {
                for element in prepared { try body(element) }
            } catch {
                _ = ahead?.wait()
                throw error
            }
        }
    }

    /// A few elements that are being worked out.
    private final class Piece<Prepared: Sendable>: Sendable {
        private let done = DispatchGroup()
        private let prepared = Mutex<[Prepared]>([])

        /// The next elements; nil where there are none left.
        init?<Element: Sendable>(
            _ iterator: inout some IteratorProtocol<Element>,
            _ prepare: @escaping @Sendable (Element) -> Prepared
        ) {
            var elements: [Element] = []
            while elements.count < chunk, let element = iterator.next() { elements.append(element) }
            guard !elements.isEmpty else { return nil }
            DispatchQueue.global().async(group: done) { [elements] in
                let list = elements.map(prepare)
                self.prepared.withLock { $0 = list }
            }
        }

        func wait() -> [Prepared] {
            done.wait()
            return prepared.withLock { $0 }
        }
    }
}
