import Foundation

extension Timestamp {
    /// The time by the machine's clock.
    package static var now: Timestamp { Timestamp(secondsSinceEpoch: Date().timeIntervalSince1970) }
}
