/// One Swift file, taken apart far enough for rules of form.
struct SwiftFile {
    /// From the repository's root.
    let path: String
    /// The lines as written.
    let lines: [Substring]
    /// The same lines with comments and the contents of string literals blanked.
    let codeLines: [Substring]
    /// The same lines with everything but comments blanked.
    let commentLines: [Substring]
    /// The words and marks of the code.
    let tokens: [Token]

    init(path: String, text: String) {
        let layers = SourceLayers(text)
        self.path = path
        lines = SwiftFile.lines(text)
        codeLines = SwiftFile.lines(layers.code)
        commentLines = SwiftFile.lines(layers.comments)
        tokens = Token.tokens(of: codeLines)
    }

    /// The room a file belongs to: a folder of `Sources`, or the benchmark's own program; nil for other files.
    var room: String? {
        if path.hasPrefix("Tests/Benchmarks/Sources/") { return "benchmark" }
        if path.hasPrefix("Tests/Benchmarks/PatchSources/") { return "patch-benchmark" }
        if path.hasPrefix("Tests/Benchmarks/QueueSources/") { return "queue-benchmark" }
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    private static func lines(_ text: String) -> [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}

/// A word or a mark of code.
struct Token: Equatable {
    let text: Substring
    /// The line it stands on, from 1.
    let line: Int
    /// Whether another token follows without a blank between.
    let touchesNext: Bool

    static func tokens(of lines: [Substring]) -> [Token] {
        lines.enumerated().flatMap { index, line in
            words(of: line).map { word in
                let next = word.endIndex < line.endIndex ? line[word.endIndex] : " "
                return Token(text: word, line: index + 1, touchesNext: !next.isWhitespace)
            }
        }
    }

    private static func words(of line: Substring) -> [Substring] {
        var words: [Substring] = []
        var rest = line.utf8.drop(while: isBlank)
        while let first = rest.first {
            let word = isWordPart(first) ? rest.prefix(while: isWordPart) : rest.prefix(1)
            words.append(Substring(word))
            rest = rest.dropFirst(word.count).drop(while: isBlank)
        }
        return words
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// Letters beyond ASCII count as word parts whole.
    private static func isWordPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }
}
