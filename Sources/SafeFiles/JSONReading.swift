package import GeoModel

extension JSONValue {
    /// Reads JSON or JSON5: comments, trailing commas, single quotes and bare keys are allowed.
    ///
    /// - Parameters:
    ///   - text: The document.
    ///   - object: What to call the document in a message, usually its path.
    /// - Throws: `Fault` naming line and column. A key given twice is an error.
    ///
    /// Source: ECMA-404 and the JSON5 1.0.0 specification; hexadecimal numbers are left out.
    package init(parsing text: String, named object: String) throws(Fault) {
        var parser = JSONParser(text: text, object: object)
        self = try parser.document()
    }
}

/// A recursive-descent reader of JSON5, with a limit on depth.
struct JSONParser {
    private static let deepest = 200

    private let scalars: [Unicode.Scalar]
    private let object: String
    private var place = 0
    private var depth = 0

    init(text: String, object: String) {
        scalars = Array(text.unicodeScalars)
        self.object = object
        if scalars.first == "\u{FEFF}" { place = 1 }
    }

    mutating func document() throws(Fault) -> JSONValue {
        let value = try value()
        try skipBlanks()
        guard place == scalars.count else { throw fault(zh: "文档结尾", en: "the end of the document") }
        return value
    }

    private mutating func value() throws(Fault) -> JSONValue {
        try skipBlanks()
        guard depth < Self.deepest else {
            throw fault(zh: "至多 \(Self.deepest) 层嵌套", en: "at most \(Self.deepest) levels of nesting")
        }
        guard place < scalars.count else { throw fault(zh: "一个值", en: "a value") }
        switch scalars[place] {
        case "{": return try members()
        case "[": return try elements()
        case "\"", "'": return .string(try quoted())
        case "+", "-", ".", "0"..."9": return try number()
        default: return try word()
        }
    }

    private mutating func members() throws(Fault) -> JSONValue {
        place += 1
        depth += 1
        defer { depth -= 1 }
        var members: [JSONValue.Member] = []
        var seen: Set<String> = []
        while true {
            try skipBlanks()
            if take("}") { return .object(members) }
            let key = try key()
            guard seen.insert(key).inserted else { throw again(key) }
            try skipBlanks()
            guard take(":") else { throw fault(zh: "键“\(key)”之后的“:”", en: "‘:’ after the key ‘\(key)’") }
            members.append(JSONValue.Member(key, try value()))
            try skipBlanks()
            guard take(",") || peek == "}" else { throw fault(zh: "“,”或“}”", en: "‘,’ or ‘}’") }
        }
    }

    private mutating func elements() throws(Fault) -> JSONValue {
        place += 1
        depth += 1
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        while true {
            try skipBlanks()
            if take("]") { return .array(elements) }
            elements.append(try value())
            try skipBlanks()
            guard take(",") || peek == "]" else { throw fault(zh: "“,”或“]”", en: "‘,’ or ‘]’") }
        }
    }

    private mutating func key() throws(Fault) -> String {
        if peek == "\"" || peek == "'" { return try quoted() }
        let name = bareWord()
        guard !name.isEmpty else { throw fault(zh: "一个键", en: "a key") }
        return name
    }

    private mutating func word() throws(Fault) -> JSONValue {
        let start = place
        switch bareWord() {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            place = start
            throw fault(zh: "一个值", en: "a value")
        }
    }

    private mutating func bareWord() -> String {
        var word = String.UnicodeScalarView()
        while let scalar = peek,
            scalar == "_" || scalar == "$" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        {
            word.append(scalar)
            place += 1
        }
        return String(word)
    }

    private mutating func number() throws(Fault) -> JSONValue {
        let start = place
        while let scalar = peek, "+-.eE0123456789".unicodeScalars.contains(scalar) { place += 1 }
        var text = String(String.UnicodeScalarView(scalars[start..<place]))
        if text.hasPrefix("+") { text.removeFirst() }
        if let whole = Int(text) { return .integer(whole) }
        guard let number = Double(text), number.isFinite else {
            place = start
            throw fault(zh: "一个数字", en: "a number")
        }
        return .number(number)
    }

    private mutating func quoted() throws(Fault) -> String {
        let quote = scalars[place]
        place += 1
        var text = String.UnicodeScalarView()
        while let scalar = peek {
            guard scalar != "\n" else { break }
            place += 1
            if scalar == quote { return String(text) }
            if scalar == "\\" {
                if let escaped = try escaped() { text.append(escaped) }
            } else {
                text.append(scalar)
            }
        }
        throw fault(zh: "文本结尾的引号", en: "the closing quotation mark")
    }

    /// The character behind a backslash; nil for a line continued.
    private mutating func escaped() throws(Fault) -> Unicode.Scalar? {
        guard let scalar = peek else { throw fault(zh: "“\\”之后的一个字符", en: "a character after ‘\\’") }
        place += 1
        switch scalar {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "\n": return nil
        case "u": return try unicode()
        default: return scalar
        }
    }

    private mutating func unicode() throws(Fault) -> Unicode.Scalar {
        let first = try hexadecimal()
        guard (0xD800..<0xDC00).contains(first) else {
            guard let scalar = Unicode.Scalar(first) else { throw fault(zh: "一个字符的编码", en: "a character’s code") }
            return scalar
        }
        guard take("\\"), take("u") else { throw halfPair }
        let second = try hexadecimal()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw halfPair }
        return scalar
    }

    private mutating func hexadecimal() throws(Fault) -> UInt32 {
        guard place + 4 <= scalars.count,
            let code = UInt32(String(String.UnicodeScalarView(scalars[place..<place + 4])), radix: 16)
        else { throw fault(zh: "四位十六进制数字", en: "four hexadecimal digits") }
        place += 4
        return code
    }

    private var peek: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        place += 1
        return true
    }

    private mutating func skipBlanks() throws(Fault) {
        while let scalar = peek {
            if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
                place += 1
            } else if scalar == "/" {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(Fault) {
        place += 1
        if take("/") {
            while let scalar = peek, scalar != "\n" {
                _ = scalar
                place += 1
            }
        } else if take("*") {
            while place < scalars.count, !(scalars[place - 1] == "*" && scalars[place] == "/") { place += 1 }
            guard take("/") else { throw fault(zh: "注释结尾的“*/”", en: "‘*/’ at the end of the comment") }
        } else {
            throw fault(zh: "一条注释（// 或 /* */）", en: "a comment (// or /* */)")
        }
    }

    private func again(_ key: String) -> Fault {
        fault(zh: "每个键只出现一次，而“\(key)”再次出现", en: "each key once, but ‘\(key)’ is here again")
    }

    private var halfPair: Fault {
        fault(zh: "代理对的后一半", en: "the second half of a surrogate pair")
    }

    private func fault(zh: String, en: String) -> Fault {
        let before = scalars.prefix(place)
        let line = before.count { $0 == "\n" } + 1
        let column = place - (before.lastIndex(of: "\n") ?? -1)
        let found =
            switch peek {
            case nil: Bilingual(zh: "文本结尾", en: "the end of the text")
            case "\n": Bilingual(zh: "行尾", en: "the end of the line")
            case .some(let scalar) where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
                Bilingual(zh: "控制字符 \(scalar.value)", en: "the control character \(scalar.value)")
            case .some(let scalar): Bilingual(zh: "“\(scalar)”", en: "‘\(scalar)’")
            }
        return Fault(
            object,
            zh: "第 \(line) 行第 \(column) 列不是有效的 JSON5：此处为\(found.zh)，应为\(zh)。请改正后重试。",
            en: "line \(line), column \(column): not valid JSON5: found \(found.en), expected \(en). Correct it and "
                + "try again."
        )
    }
}
