/// The rules of form; each answers with the places that break it.
enum TidyRules {
    static func complaints(about file: SwiftFile) -> [Complaint] {
        longFile(file) + longLines(file) + longFunctions(file) + undocumentedDeclarations(file) + bannedWords(file)
            + unsafeCode(file)
    }

    static func longFile(_ file: SwiftFile) -> [Complaint] {
        file.lines.count <= 600 ? [] : [Complaint(file.path, 601, "a file has 600 lines at most")]
    }

    static func longLines(_ file: SwiftFile) -> [Complaint] {
        file.lines.indices.filter { file.lines[$0].count > 120 }.map {
            Complaint(file.path, $0 + 1, "a line has 120 characters at most")
        }
    }

    static func longFunctions(_ file: SwiftFile) -> [Complaint] {
        file.functions.filter { $0.lineCount > 70 }.map {
            Complaint(file.path, $0.firstLine, "\($0.name) has \($0.lineCount) lines; a function has 70 at most")
        }
    }

    /// A `package` declaration is shared between rooms, so it says what it is.
    static func undocumentedDeclarations(_ file: SwiftFile) -> [Complaint] {
        file.codeLines.indices.filter { index in
            guard declaresForThePackage(file.codeLines[index]) else { return false }
            let above = file.codeLines.indices.prefix(index).last {
                !file.codeLines[$0].drop(while: \.isWhitespace).hasPrefix("@")
            }
            return above.map { !file.lines[$0].drop(while: \.isWhitespace).hasPrefix("///") } ?? true
        }.map { Complaint(file.path, $0 + 1, "a package declaration needs a /// comment") }
    }

    private static let modifiers: Set<Substring> = [
        "final", "static", "class", "indirect", "nonisolated", "override", "mutating", "consuming", "borrowing",
        "convenience", "required", "lazy", "weak",
    ]

    private static func declaresForThePackage(_ line: Substring) -> Bool {
        var tokens = Token.tokens(of: [line]).map(\.text)[...]
        while let first = tokens.first {
            if first == "@" {
                tokens = withoutArguments(tokens.dropFirst(2))
            } else if modifiers.contains(first) {
                tokens.removeFirst()
            } else {
                break
            }
        }
        return tokens.first == "package" && tokens.count > 1
            && !["import", "=", ".", ":"].contains(tokens[tokens.startIndex + 1])
    }

    private static func withoutArguments(_ tokens: ArraySlice<Substring>) -> ArraySlice<Substring> {
        guard tokens.first == "(" else { return tokens }
        var depth = 0
        for index in tokens.indices {
            if tokens[index] == "(" { depth += 1 }
            if tokens[index] == ")" { depth -= 1 }
            if depth == 0 { return tokens[(index + 1)...] }
        }
        return []
    }

    /// Unsafe code stays near C; elsewhere a file must name the benchmark that asks for it in its first lines.
    static func unsafeCode(_ file: SwiftFile) -> [Complaint] {
        guard let room = file.room, !RoomTable.nearC.contains(room) else { return [] }
        let heading = file.commentLines.prefix(10).joined().lowercased()
        if ["TileEngine", "ChangeDetection"].contains(room), heading.contains("benchmark") { return [] }
        return file.tokens.filter { $0.text == "unsafe" }.map {
            Complaint(file.path, $0.line, "unsafe code has no place in \(room)")
        }
    }
}
