import Foundation

/// The rooms that a `Package.swift` declares, with the targets each depends on.
enum Manifest {
    static func rooms(in text: String) -> [String: Set<String>] {
        var rooms: [String: Set<String>] = [:]
        for mark in ["room(", ".executableTarget("] {
            let pieces = text.components(separatedBy: mark)
            for (before, piece) in zip(pieces, pieces.dropFirst()) where !before.hasSuffix("func ") {
                guard let name = literals(in: piece.prefix { $0 != "[" }).first else { continue }
                let list = piece.drop { $0 != "[" }.prefix { $0 != "]" }
                rooms[name] = Set(literals(in: list))
            }
        }
        return rooms
    }

    private static func literals(in text: some StringProtocol) -> [String] {
        let parts = text.components(separatedBy: "\"")
        return parts.indices.filter { $0 % 2 == 1 }.map { parts[$0] }
    }
}
