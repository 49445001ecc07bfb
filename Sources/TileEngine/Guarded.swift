import Foundation

/// A value that one thread at a time may touch.
///
/// Does what `Synchronization.Mutex` does, with a lock that ThreadSanitizer sees: the slow path of `Mutex` lies in the
/// uninstrumented standard library, and every wait in it is reported as a race on Linux (Swift 6.3).
final class Guarded<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) {
        self.value = value
    }

    func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return body(&value)
    }
}
