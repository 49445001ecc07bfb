extension JSONValue {
    /// The document as text.
    ///
    /// - Parameter indented: Members on lines of their own, two spaces a level; else everything on one line.
    /// - Returns: RFC 8259 text without a line break at the end.
    package func text(indented: Bool = false) -> String {
        var bytes: [UInt8] = []
        append(to: &bytes, indent: indented ? 0 : nil)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the document on one line in UTF-8.
    package func append(to bytes: inout [UInt8]) {
        append(to: &bytes, indent: nil)
    }

    private func append(to bytes: inout [UInt8], indent: Int?) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes.append(decimal: value.magnitude, places: 0, isNegative: value < 0)
        case .number(let value): JSONValue.append(value, to: &bytes)
        case .string(let value): JSONValue.append(quoted: value, to: &bytes)
        case .array(let elements):
            JSONValue.append(elements, between: ("[", "]"), to: &bytes, indent: indent) { element, bytes, inner in
                element.append(to: &bytes, indent: inner)
            }
        case .object(let members):
            JSONValue.append(members, between: ("{", "}"), to: &bytes, indent: indent) { member, bytes, inner in
                JSONValue.append(quoted: member.key, to: &bytes)
                bytes += (indent == nil ? ":" : ": ").utf8
                member.value.append(to: &bytes, indent: inner)
            }
        }
    }

    private static func append<Element>(
        _ elements: [Element],
        between marks: (open: Unicode.Scalar, close: Unicode.Scalar),
        to bytes: inout [UInt8],
        indent: Int?,
        each: (Element, inout [UInt8], Int?) -> Void
    ) {
        bytes.append(UInt8(ascii: marks.open))
        let inner = indent.map { $0 + 1 }
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            if let inner { breakLine(inner, in: &bytes) }
            each(element, &bytes, inner)
        }
        if let indent, !elements.isEmpty { breakLine(indent, in: &bytes) }
        bytes.append(UInt8(ascii: marks.close))
    }

    private static func breakLine(_ indent: Int, in bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\n"))
        bytes += repeatElement(UInt8(ascii: " "), count: 2 * indent)
    }

    /// The shortest decimal text that reads back as the same number.
    private static func append(_ number: Double, to bytes: inout [UInt8]) {
        guard number.isFinite else { return bytes += "null".utf8 }
        // Most numbers were rounded to a few decimals. A decimal of at most 15 digits is the shortest for its number.
        let units = (number.magnitude * 1e4).rounded()
        if units < 1e15, units / 1e4 == number.magnitude {
            bytes.append(decimal: UInt(units), places: 4, isNegative: number < 0)
        } else if let whole = Int(exactly: number), abs(whole) < 1 << 53 {
            bytes.append(decimal: whole.magnitude, places: 0, isNegative: number < 0)
        } else {
            bytes += "\(number)".utf8
        }
    }

    /// A JSON string literal.
    package static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        append(quoted: text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends a JSON string literal in UTF-8.
    package static func append(quoted text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { characters in
            var start = 0
            var index = 0
            while index < characters.count {
                let length = unsafe isSuspect(characters[index]) ? escapedLength(in: characters, at: index) : 0
                if length > 0 {
                    unsafe bytes.append(contentsOf: characters[start..<index])
                    unsafe append(escaping: characters[index], last: characters[index + length - 1], to: &bytes)
                    start = index + length
                }
                index += max(1, length)
            }
            unsafe bytes.append(contentsOf: characters[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// How many bytes the character at a suspect byte has; 0 where it needs no escape: U+2028 and U+2029 do.
    private static func escapedLength(in characters: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        guard unsafe characters[index] == 0xE2 else { return 1 }
        guard characters.count > index + 2 else { return 0 }
        let isSeparator = unsafe characters[index + 1] == 0x80 && (0xA8...0xA9).contains(characters[index + 2])
        return isSeparator ? 3 : 0
    }

    /// Whether a character with this byte may have to be escaped; 0xE2 begins U+2028 and U+2029, among others.
    private static func isSuspect(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0xE2
    }

    private static func append(escaping byte: UInt8, last: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): bytes += "\\\"".utf8
        case UInt8(ascii: "\\"): bytes += "\\\\".utf8
        case UInt8(ascii: "\n"): bytes += "\\n".utf8
        case UInt8(ascii: "\r"): bytes += "\\r".utf8
        case UInt8(ascii: "\t"): bytes += "\\t".utf8
        case 0xE2: bytes += (last == 0xA8 ? "\\u2028" : "\\u2029").utf8
        default: bytes += ("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8
        }
    }
}

extension [UInt8] {
    /// Appends `units / 10^places` as a decimal text without zeros at its end, and without a point where it is whole.
    ///
    /// - Parameters:
    ///   - units: The number in units of its last place.
    ///   - places: How many decimals `units` counts.
    ///   - isNegative: Whether a minus comes first.
    package mutating func append(decimal units: UInt, places: Int, isNegative: Bool) {
        var units = units
        var decimals = places
        while decimals > 0, units.isMultiple(of: 10) {
            units /= 10
            decimals -= 1
        }
        if isNegative, units > 0 { append(UInt8(ascii: "-")) }
        var digits = decimals + 1
        var bound = units
        for _ in 0..<digits { bound /= 10 }
        while bound > 0 {
            bound /= 10
            digits += 1
        }
        var place = count + digits + (decimals > 0 ? 1 : 0)
        let point = decimals > 0 ? place - decimals - 1 : -1
        self += repeatElement(UInt8(ascii: "."), count: place - count)
        for _ in 0..<digits {
            place -= 1
            if place == point { place -= 1 }
            self[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: units % 10)
            units /= 10
        }
    }
}
