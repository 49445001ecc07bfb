/// A Swift text split into its code and its comments; each keeps the line breaks of the whole, the rest is blank. Of a
/// string only the quotes are code.
///
/// Knows nested comments, plain, raw and multi-line strings with interpolations, and regular expressions in slashes.
struct SourceLayers {
    private(set) var code = ""
    private(set) var comments = ""

    private enum Mode: Equatable {
        case code(openParentheses: Int)
        case lineComment
        case blockComment(depth: Int)
        case string(hashes: Int, isMultiline: Bool)
    }

    private let bytes: [UInt8]
    private var place = 0
    private var modes = [Mode.code(openParentheses: 0)]
    private var codeBytes: [UInt8] = []
    private var commentBytes: [UInt8] = []

    init(_ text: String) {
        bytes = Array(text.utf8)
        while place < bytes.count { step() }
        code = String(decoding: codeBytes, as: UTF8.self)
        comments = String(decoding: commentBytes, as: UTF8.self)
    }

    private mutating func step() {
        let mode = modes[modes.count - 1]
        let plain = bytes[place...].prefix { !SourceLayers.turns.contains($0) }.count
        guard plain == 0 else { return take(plain, as: layer(of: mode)) }
        switch mode {
        case .code(let open): stepInCode(open)
        case .lineComment:
            if bytes[place] == UInt8(ascii: "\n") { modes.removeLast() }
            take(1, as: .comments)
        case .blockComment(let depth): stepInComment(depth)
        case .string(let hashes, let isMultiline): stepInString(hashes, isMultiline)
        }
    }

    /// The only bytes at which a mode can change.
    private static let turns = Set("/*\"#()\\\n".utf8)

    private enum Layer {
        case code
        case comments
        case neither
    }

    private func layer(of mode: Mode) -> Layer {
        switch mode {
        case .code: modes.count > 1 ? .neither : .code
        case .lineComment, .blockComment: .comments
        case .string: .neither
        }
    }

    private mutating func stepInCode(_ open: Int) {
        let isInterpolation = modes.count > 1
        if looksAt("//") {
            modes.append(.lineComment)
        } else if looksAt("/*") {
            modes.append(.blockComment(depth: 1))
            take(2, as: .comments)
        } else if let length = regularExpressionLength {
            take(length, as: .neither)
        } else if let hashes = hashesBeforeQuote {
            let isMultiline = looksAt("\"\"\"", after: hashes)
            modes.append(.string(hashes: hashes, isMultiline: isMultiline))
            takeQuotes(hashes + (isMultiline ? 3 : 1))
        } else {
            if looksAt("(") { replaceTop(.code(openParentheses: open + 1)) }
            if looksAt(")") { replaceTop(.code(openParentheses: open - 1)) }
            let closes = isInterpolation && looksAt(")") && open == 1
            take(1, as: isInterpolation ? .neither : .code)
            if closes { modes.removeLast() }
        }
    }

    private mutating func stepInComment(_ depth: Int) {
        if looksAt("/*") {
            replaceTop(.blockComment(depth: depth + 1))
            take(2, as: .comments)
        } else if looksAt("*/") {
            if depth == 1 { modes.removeLast() } else { replaceTop(.blockComment(depth: depth - 1)) }
            take(2, as: .comments)
        } else {
            take(1, as: .comments)
        }
    }

    private mutating func stepInString(_ hashes: Int, _ isMultiline: Bool) {
        let marks = String(repeating: "#", count: hashes)
        if looksAt("\\" + marks + "(") {
            take(hashes + 2, as: .neither)
            modes.append(.code(openParentheses: 1))
        } else if looksAt("\\" + marks) {
            take(hashes + 2, as: .neither)
        } else if looksAt((isMultiline ? "\"\"\"" : "\"") + marks) {
            takeQuotes(hashes + (isMultiline ? 3 : 1))
            modes.removeLast()
        } else {
            take(1, as: .neither)
        }
    }

    private mutating func replaceTop(_ mode: Mode) {
        modes[modes.count - 1] = mode
    }

    private mutating func takeQuotes(_ count: Int) {
        take(count, as: modes.dropLast().count <= 1 ? .code : .neither)
    }

    /// Moves on, copying bytes to one layer and blanks to the other; line breaks go to both.
    private mutating func take(_ count: Int, as layer: Layer) {
        let taken = bytes[place..<min(place + count, bytes.count)]
        let blank = taken.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
        if layer == .code { codeBytes += taken } else { codeBytes += blank }
        if layer == .comments { commentBytes += taken } else { commentBytes += blank }
        place += count
    }

    private func looksAt(_ text: String, after skipped: Int = 0) -> Bool {
        bytes[min(place + skipped, bytes.count)...].starts(with: text.utf8)
    }

    private var hashesBeforeQuote: Int? {
        let hashes = bytes[place...].prefix { $0 == UInt8(ascii: "#") }.count
        return looksAt("\"", after: hashes) ? hashes : nil
    }

    /// A slash opens a regular expression where no operand can stand before it and it closes on its line.
    private var regularExpressionLength: Int? {
        guard looksAt("/") || looksAt("#/") else { return nil }
        let line = bytes[(place + 1)...].prefix { $0 != UInt8(ascii: "\n") }
        if looksAt("#/") {
            let rest = Array(line.dropFirst())
            return rest.indices.first { rest[$0...].starts(with: "/#".utf8) }.map { $0 + 4 }
        }
        guard let first = line.first, first != UInt8(ascii: " "), let before = lastCodeByte,
            "(,=:[{!".utf8.contains(before)
        else { return nil }
        var previous: UInt8 = 0
        for (offset, byte) in line.enumerated() {
            if byte == UInt8(ascii: "/"), previous != UInt8(ascii: "\\") { return offset + 2 }
            previous = byte
        }
        return nil
    }

    private var lastCodeByte: UInt8? {
        codeBytes.last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
    }
}
