package import GeoModel
import Synchronization

/// What the store does of itself and a user should know, such as keeping a copy of what it brings up to date.
package enum StoreNotice {
    private static let listener = Mutex<(@Sendable (Bilingual) -> Void)?>(nil)

    /// Says who is told; nobody is before that.
    package static func listen(_ body: @escaping @Sendable (Bilingual) -> Void) {
        listener.withLock { $0 = body }
    }

    static func tell(_ notice: Bilingual) {
        listener.withLock { $0 }?(notice)
    }
}
