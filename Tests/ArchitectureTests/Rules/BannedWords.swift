extension TidyRules {
    private static let markers: Set<String> = ["todo", "fixme", "xxx", "placeholder", "stub", "data2"]
    private static let emptyNames = ["Manager", "Helper", "Helpers", "Utils", "Utilities"]
    /// Names of the standard libraries that end like an empty name.
    private static let borrowedNames: Set<String> = ["FileManager"]

    /// Words that promise work instead of doing it, names that say nothing, and calls that end the program.
    static func bannedWords(_ file: SwiftFile) -> [Complaint] {
        let words = file.tokens + Token.tokens(of: file.commentLines)
        let banned = words.filter { isBanned(String($0.text)) }.map {
            Complaint(file.path, $0.line, "‘\($0.text)’ is a banned word")
        }
        return banned + endingCalls(file)
    }

    private static func isBanned(_ word: String) -> Bool {
        markers.contains(word.lowercased())
            || (emptyNames.contains(where: word.hasSuffix) && !borrowedNames.contains(word))
    }

    private static func endingCalls(_ file: SwiftFile) -> [Complaint] {
        let banned: [[Substring]] = [["try", "!"], ["as", "!"], ["fatalError", "(", ")"]]
        return file.tokens.indices.flatMap { index in
            let next = file.tokens[index...]
            return banned.filter { call in
                next.prefix(call.count).map(\.text) == call && next.first?.touchesNext == true
            }.map {
                Complaint(file.path, file.tokens[index].line, "‘\($0.joined())’ ends the program without a word")
            }
        }
    }

    /// Paths that exist on one machine only.
    static func machinePaths(_ path: String, _ text: String) -> [Complaint] {
        let roots = ["work", "home", "root", "Users", "tmp/team"].map { "/" + $0 + "/" }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { index, line in
            roots.filter { startsAPath($0, in: line) }.map {
                Complaint(path, index + 1, "‘\($0)’ is a path of one machine")
            }
        }
    }

    private static func startsAPath(_ root: String, in line: Substring) -> Bool {
        let places = line.ranges(of: root)
        return places.contains { place in
            guard place.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: place.lowerBound)]
            return !before.isLetter && !before.isNumber && !"._-/:})".contains(before)
        }
    }

    /// Entries at the repository's top that have no place there.
    static func strangers(among entries: [String]) -> [String] {
        let known: Set = ["Package.swift", "Sources", "Tests", "Samples", "Pipelines", "README.md", "LICENSE"]
        return entries.filter { !known.contains($0) && !$0.hasPrefix(".") }
    }
}
