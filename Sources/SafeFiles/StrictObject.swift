package import GeoModel

/// A reader of one JSON object that knows which keys it may hold: a misspelt key is an error, not a silence.
package struct StrictObject {
    /// What to call the object in a message: the file's path, then the keys that lead to it.
    package let name: String
    private let members: [String: JSONValue]

    /// An object whose keys are all among `keys`; `comment` and `$schema` are allowed everywhere.
    ///
    /// - Throws: `Fault` where the value is no object, or naming the unknown key, the nearest known one and all known.
    package init(_ value: JSONValue, named name: String, keys: [String]) throws(Fault) {
        guard let members = value.members else {
            throw Fault(name, zh: "应为 JSON 对象 { … }。", en: "an object { … } is expected here.")
        }
        for member in members where !keys.contains(member.key) && !["comment", "$schema"].contains(member.key) {
            let near = nearest(to: member.key, among: keys)
            let known = keys.joined(separator: ", ")
            throw Fault(
                name,
                zh: "不认识的键“\(member.key)”" + (near.map { "，是否想写“\($0)”？" } ?? "。") + "可用的键：\(known)。",
                en: "unknown key ‘\(member.key)’" + (near.map { "; did you mean ‘\($0)’?" } ?? ".")
                    + " Known keys: \(known)."
            )
        }
        self.name = name
        self.members = Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
    }

    /// A lone value as if it stood under a key, for the elements of a list.
    init(holding value: JSONValue, under key: String, named name: String) {
        self.name = name
        members = [key: value]
    }

    /// The value of a key; nil where the key is absent or null.
    package func value(_ key: String) -> JSONValue? {
        guard let value = members[key], value != .null else { return nil }
        return value
    }

    /// A text; nil where the key is absent.
    package func string(_ key: String) throws(Fault) -> String? {
        guard let value = value(key) else { return nil }
        guard let string = value.string else { throw wrong(key, value, zh: "文本", en: "a text") }
        return string
    }

    /// A number; nil where the key is absent.
    package func number(_ key: String) throws(Fault) -> Double? {
        guard let value = value(key) else { return nil }
        guard let number = value.double else { throw wrong(key, value, zh: "数字", en: "a number") }
        return number
    }

    /// A number inside `range`; nil where the key is absent.
    package func number(_ key: String, in range: ClosedRange<Double>) throws(Fault) -> Double? {
        guard let value = value(key) else { return nil }
        guard let number = value.double, range.contains(number) else {
            let bounds = [range.lowerBound, range.upperBound].map { JSONValue(whole: $0).text() }
            let open = range.upperBound == .greatestFiniteMagnitude
            let limits = open ? "≥ \(bounds[0])" : "\(bounds[0])…\(bounds[1])"
            throw wrong(key, value, zh: "数字 \(limits)", en: "a number \(limits)")
        }
        return number
    }

    /// A whole number inside `range`; nil where the key is absent.
    package func integer(_ key: String, in range: ClosedRange<Int> = 0...Int.max) throws(Fault) -> Int? {
        guard let value = value(key) else { return nil }
        guard let integer = value.integer, range.contains(integer) else {
            let open = range.upperBound == Int.max
            let limits = open ? "≥ \(range.lowerBound)" : "\(range.lowerBound)…\(range.upperBound)"
            throw wrong(key, value, zh: "整数 \(limits)", en: "a whole number \(limits)")
        }
        return integer
    }

    /// `true` or `false`; nil where the key is absent.
    package func flag(_ key: String) throws(Fault) -> Bool? {
        guard let value = value(key) else { return nil }
        guard case .bool(let flag) = value else { throw wrong(key, value, zh: "true 或 false", en: "true or false") }
        return flag
    }

    /// A list; nil where the key is absent.
    package func array(_ key: String) throws(Fault) -> [JSONValue]? {
        guard let value = value(key) else { return nil }
        guard let array = value.array else { throw wrong(key, value, zh: "列表 [ … ]", en: "a list [ … ]") }
        return array
    }

    /// A list of texts; nil where the key is absent.
    package func strings(_ key: String) throws(Fault) -> [String]? {
        guard let elements = try array(key) else { return nil }
        var strings: [String] = []
        for element in elements {
            guard let string = element.string else { throw wrong(key, element, zh: "文本列表", en: "a list of texts") }
            strings.append(string)
        }
        return strings
    }

    /// The object under a key, read strictly in its turn; nil where the key is absent.
    package func object(_ key: String, keys: [String]) throws(Fault) -> StrictObject? {
        guard let value = value(key) else { return nil }
        return try StrictObject(value, named: "\(name): \(key)", keys: keys)
    }

    /// A value that can't be missing.
    /// - Throws: `Fault` naming the key where it is.
    package func required<Value>(_ key: String, _ value: Value?) throws(Fault) -> Value {
        guard let value else {
            throw Fault(name, zh: "缺少键“\(key)”。请补上。", en: "the key ‘\(key)’ is missing. Add it.")
        }
        return value
    }

    /// The fault of a key whose value is of the wrong kind.
    package func wrong(_ key: String, _ found: JSONValue, zh: String, en: String) -> Fault {
        let text = found.text()
        let shown = text.count > 80 ? text.prefix(80) + " …" : text[...]
        return Fault(
            "\(name): \(key)",
            zh: "值为 \(shown)，应为\(zh)。请改正。",
            en: "found \(shown), expected \(en). Correct it."
        )
    }
}

extension JSONValue {
    /// A number written without a fraction where it has none.
    fileprivate init(whole number: Double) {
        self = Int(exactly: number).map { .integer($0) } ?? .number(number)
    }
}

/// The candidate that differs from a misspelt word by the fewest letters; nil where none is near.
package func nearest(to word: String, among candidates: [String]) -> String? {
    let limit = max(2, word.count / 3)
    let ranked = candidates.map { (distance: editDistance(word.lowercased(), $0.lowercased()), candidate: $0) }
    return ranked.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.candidate
}

/// The number of letters to insert, delete or replace to make one word the other (Levenshtein 1966).
private func editDistance(_ left: String, _ right: String) -> Int {
    let target = Array(right)
    var row = Array(0...target.count)
    for (index, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in target.indices {
            let replaced = diagonal + (letter == target[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
        }
    }
    return row[target.count]
}
