/// One function, initialiser, subscript or computed property with the lines it covers.
struct FunctionSpan: Equatable {
    let name: String
    let firstLine: Int
    let lastLine: Int

    var lineCount: Int { lastLine - firstLine + 1 }
}

extension SwiftFile {
    private static let declarations: Set<Substring> = [
        "func", "init", "deinit", "subscript", "var", "let", "case", "struct", "class", "enum", "extension", "protocol",
        "typealias", "associatedtype", "import",
    ]

    /// Every body-bearing declaration, from the line of its keyword to the line of its closing brace.
    var functions: [FunctionSpan] {
        tokens.indices.compactMap { index in
            guard declaresFunction(at: index), let open = body(from: index), let close = closing(of: open) else {
                return nil
            }
            let name = index + 1 < tokens.count ? tokens[index + 1].text : ""
            return FunctionSpan(
                name: ["func", "var"].contains(tokens[index].text) ? String(name) : String(tokens[index].text),
                firstLine: tokens[index].line,
                lastLine: tokens[close].line
            )
        }
    }

    private func declaresFunction(at index: Int) -> Bool {
        let next = index + 1 < tokens.count ? tokens[index + 1].text : ""
        guard index == 0 || tokens[index - 1].text != "." else { return false }
        return switch tokens[index].text {
        case "func", "var": true
        case "init": ["(", "?", "!", "<"].contains(next)
        case "deinit": next == "{"
        case "subscript": ["(", "<"].contains(next)
        default: false
        }
    }

    /// The brace that opens the body; nil for a requirement or a stored property.
    private func body(from start: Int) -> Int? {
        let isVariable = tokens[start].text == "var"
        var depth = 0
        for index in tokens.indices.dropFirst(start + 1) {
            let token = tokens[index]
            if isVariable, depth == 0, token.line > tokens[index - 1].line { return nil }
            switch token.text {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{" where depth == 0: return index
            case "}" where depth == 0: return nil
            case "=" where depth == 0 && isVariable: return nil
            case let word where depth == 0 && index > start + 1 && SwiftFile.declarations.contains(word): return nil
            default: break
            }
        }
        return nil
    }

    private func closing(of open: Int) -> Int? {
        var depth = 0
        for index in tokens.indices.dropFirst(open) {
            if tokens[index].text == "{" { depth += 1 }
            if tokens[index].text == "}" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }
}
