/// Some neighbouring bits of a mask's numbers that say one thing, such as how sure a cloud is.
package struct MaskField: Sendable, Hashable {
    /// What it is called.
    package let name: String
    /// Its lowest bit, 0…15.
    package let bit: Int
    /// How many bits it has, 1…16.
    package let width: Int
    /// The value from which on it hides a pixel.
    package let hidesFrom: Int

    /// A field that hides pixels from a value on.
    /// - Precondition: its bits lie within the first sixteen.
    package init(_ name: String, bit: Int, width: Int = 1, hidesFrom: Int = 1) {
        precondition(bit >= 0 && width >= 1 && bit + width <= 16)
        self.name = name
        self.bit = bit
        self.width = width
        self.hidesFrom = hidesFrom
    }

    /// The value of the field in a number.
    package func value(in code: Int) -> Int { code >> bit & (1 << width - 1) }
}

/// The numbers of a mask band whose pixels may be compared.
package enum MaskCodes: Sendable, Hashable {
    /// Those listed, each 0…255, such as of a scene classification.
    case listed([Int])
    /// All numbers of sixteen bits but those in which one of these fields hides the pixel.
    case unless([MaskField])

    /// How many numbers there may be.
    package static let most = 1 << 16

    /// Whether pixels with a number may be compared.
    package func contains(_ code: Int) -> Bool {
        switch self {
        case .listed(let codes): codes.contains(code)
        case .unless(let fields):
            0..<Self.most ~= code && fields.allSatisfy { $0.value(in: code) < $0.hidesFrom }
        }
    }

    /// For each number 1 where its pixels may be compared: 256 entries where all numbers have eight bits, else 65 536.
    package var table: [UInt8] {
        let count = if case .listed = self { 256 } else { Self.most }
        return (0..<count).map { contains($0) ? 1 : 0 }
    }
}

extension MaskCodes: ExpressibleByArrayLiteral {
    /// The listed numbers.
    package init(arrayLiteral elements: Int...) { self = .listed(elements) }
}

extension MaskCodes: CustomStringConvertible {
    /// The numbers, or the fields that hide: the same for the same codes.
    package var description: String {
        switch self {
        case .listed(let codes): "\(codes)"
        case .unless(let fields): "unless \(fields.map { "\($0.name) \($0.bit)+\($0.width) from \($0.hidesFrom)" })"
        }
    }
}
