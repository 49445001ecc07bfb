extension JSONValue {
    /// The document as text.
    ///
    /// - Parameter indented: Members on lines of their own, two spaces a level; else everything on one line.
    /// - Returns: RFC 8259 text without a line break at the end.
    package func text(indented: Bool = false) -> String {
        var text = ""
        append(to: &text, indent: indented ? 0 : nil)
        return text
    }

    private func append(to text: inout String, indent: Int?) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += JSONValue.text(of: value)
        case .string(let value): text += JSONValue.quoted(value)
        case .array(let elements):
            JSONValue.append(elements, between: ("[", "]"), to: &text, indent: indent) { element, text, inner in
                element.append(to: &text, indent: inner)
            }
        case .object(let members):
            JSONValue.append(members, between: ("{", "}"), to: &text, indent: indent) { member, text, inner in
                text += JSONValue.quoted(member.key) + (indent == nil ? ":" : ": ")
                member.value.append(to: &text, indent: inner)
            }
        }
    }

    private static func append<Element>(
        _ elements: [Element],
        between marks: (open: String, close: String),
        to text: inout String,
        indent: Int?,
        each: (Element, inout String, Int?) -> Void
    ) {
        text += marks.open
        let inner = indent.map { $0 + 1 }
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            if let inner { text += "\n" + String(repeating: "  ", count: inner) }
            each(element, &text, inner)
        }
        if let indent, !elements.isEmpty { text += "\n" + String(repeating: "  ", count: indent) }
        text += marks.close
    }

    /// The shortest decimal text that reads back as the same number.
    private static func text(of number: Double) -> String {
        guard number.isFinite else { return "null" }
        if let whole = Int(exactly: number), abs(whole) < 1 << 53 { return String(whole) }
        return "\(number)"
    }

    /// A JSON string literal.
    package static func quoted(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case "\n": literal += "\\n"
            case "\r": literal += "\\r"
            case "\t": literal += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
                let digits = String(scalar.value, radix: 16)
                literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
