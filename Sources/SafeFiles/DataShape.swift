package import GeoModel

/// What a value of a data file may be. The same declaration refuses what a file holds wrongly and prints as a JSON
/// Schema, so that neither can say what the other does not.
package indirect enum DataShape: Sendable {
    /// Anything; who reads it looks at it.
    case any
    /// Any text.
    case text
    /// A number inside a range; a bound of ±`greatestFiniteMagnitude` does not bind.
    case number(ClosedRange<Double>)
    /// A whole number inside a range.
    case integer(ClosedRange<Int>)
    /// `true` or `false`.
    case flag
    /// A day, `YYYY-MM-DD`.
    case day
    /// One of some words.
    case word([String])
    /// A list, of so many elements at least.
    case list(DataShape, atLeast: Int = 0)
    /// An object with these members and no others.
    case object([DataField])
}

/// A member of an object of a data file.
package struct DataField: Sendable {
    /// Its key.
    package let key: String
    /// What its value may be.
    package let shape: DataShape
    /// Whether it can't be left out.
    package let isRequired: Bool
    /// What it says, in a sentence.
    package let meaning: String

    /// A member that may be left out.
    package init(_ key: String, _ shape: DataShape, _ meaning: String) {
        self.init(key, shape, meaning, isRequired: false)
    }

    private init(_ key: String, _ shape: DataShape, _ meaning: String, isRequired: Bool) {
        self.key = key
        self.shape = shape
        self.meaning = meaning
        self.isRequired = isRequired
    }

    /// A member that can't be left out.
    package static func required(_ key: String, _ shape: DataShape, _ meaning: String) -> DataField {
        DataField(key, shape, meaning, isRequired: true)
    }
}

extension [DataField] {
    /// The keys, for `StrictObject`.
    package var keys: [String] { map(\.key) }

    /// The object as it may be read, after everything in it was looked at.
    ///
    /// - Parameters:
    ///   - value: The document.
    ///   - name: What to call it in a message.
    /// - Returns: A reader of the object.
    /// - Throws: `Fault` naming the first key that is unknown, missing or wrong.
    package func checked(_ value: JSONValue, named name: String) throws(Fault) -> StrictObject {
        let object = try StrictObject(value, named: name, keys: keys)
        for field in self {
            if field.isRequired { _ = try object.required(field.key, object.value(field.key)) }
            guard let value = object.value(field.key) else { continue }
            try field.check(value, in: object)
        }
        return object
    }
}

extension DataField {
    fileprivate func check(_ value: JSONValue, in object: StrictObject) throws(Fault) {
        switch shape {
        case .any: break
        case .text: _ = try object.string(key)
        case .number(let range): _ = try object.number(key, in: range)
        case .integer(let range): _ = try object.integer(key, in: range)
        case .flag: _ = try object.flag(key)
        case .day:
            guard value.string.flatMap({ CalendarDate($0) }) != nil else {
                throw object.wrong(key, value, zh: "日期，如 2026-06-13", en: "a day such as 2026-06-13")
            }
        case .word(let words): try check(value, among: words, in: object)
        case .object(let fields): _ = try fields.checked(value, named: "\(object.name): \(key)")
        case .list(let element, let count): try checkList(of: element, atLeast: count, in: object)
        }
    }

    private func check(_ value: JSONValue, among words: [String], in object: StrictObject) throws(Fault) {
        guard let word = value.string, words.contains(word) else {
            let known = Bilingual(listing: words)
            throw object.wrong(key, value, zh: "其一：\(known.zh)", en: "one of \(known.en)")
        }
    }

    private func checkList(of element: DataShape, atLeast count: Int, in object: StrictObject) throws(Fault) {
        let values = try object.array(key) ?? []
        guard values.count >= count else {
            throw object.wrong(key, .array(values), zh: "至少 \(count) 项", en: "at least \(count) elements")
        }
        for (index, value) in values.enumerated() {
            let name = "\(object.name): \(key)[\(value["code"]?.string ?? String(index + 1))]"
            switch element {
            case .object(let fields): _ = try fields.checked(value, named: name)
            case .word(let words): try check(value, among: words, in: object)
            default:
                let lone = StrictObject(holding: value, under: key, named: object.name)
                try DataField(key, element, meaning).check(value, in: lone)
            }
        }
    }
}

extension DataShape {
    /// The shape as a JSON Schema.
    package var schema: JSONValue {
        switch self {
        case .any: .object([])
        case .text: ["type": "string"]
        case .flag: ["type": "boolean"]
        case .day: ["type": "string", "format": "date"]
        case .word(let words): ["type": "string", "enum": .array(words.map { .string($0) })]
        case .number(let range):
            DataShape.bounded("number", JSONValue(bound: range.lowerBound), JSONValue(bound: range.upperBound))
        case .integer(let range):
            DataShape.bounded(
                "integer", .integer(range.lowerBound), range.upperBound == .max ? nil : .integer(range.upperBound))
        case .list(let element, let count):
            count == 0
                ? ["type": "array", "items": element.schema]
                : ["type": "array", "items": element.schema, "minItems": .integer(count)]
        case .object(let fields): DataShape.schema(of: fields)
        }
    }

    /// A schema document of an object.
    package static func document(title: String, id: String, _ fields: [DataField]) -> JSONValue {
        let head: [JSONValue.Member] = [
            .init("$schema", "https://json-schema.org/draft/2020-12/schema"), .init("$id", .string(id)),
            .init("title", .string(title)),
        ]
        return .object(head + (schema(of: fields).members ?? []))
    }

    private static func schema(of fields: [DataField]) -> JSONValue {
        let members = fields.map { field -> JSONValue.Member in
            let described = JSONValue.Member("description", .string(field.meaning))
            return .init(field.key, .object([described] + (field.shape.schema.members ?? [])))
        }
        // What `StrictObject` lets stand anywhere.
        let open: [JSONValue.Member] = [.init("comment", .object([])), .init("$schema", .object([]))]
        return [
            "type": "object", "properties": .object(members + open),
            "required": .array(fields.filter(\.isRequired).map { .string($0.key) }), "additionalProperties": false,
        ]
    }

    private static func bounded(_ type: String, _ least: JSONValue?, _ most: JSONValue?) -> JSONValue {
        var members: [JSONValue.Member] = [.init("type", .string(type))]
        if let least { members.append(.init("minimum", least)) }
        if let most { members.append(.init("maximum", most)) }
        return .object(members)
    }
}

extension JSONValue {
    /// A bound as a schema writes it; nil for one that does not bind.
    fileprivate init?(bound: Double) {
        guard abs(bound) != .greatestFiniteMagnitude else { return nil }
        self = Int(exactly: bound).map { .integer($0) } ?? .number(bound)
    }
}
