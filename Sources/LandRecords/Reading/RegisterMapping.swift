package import GeoModel
package import SafeFiles

/// How the columns of a bureau's tables become the fields of a register: read from `mappings/*.json5`.
package struct RegisterMapping: Sendable {
    /// The register it is for.
    package let kind: RecordKind
    /// Where the column names come from.
    package let source: String

    /// For each field of the register, the column names to try, in lower case.
    let columns: [[String]]
    let codes: [String: CodeList]
    let dateOrders: [DateOrder]
    let blanks: Set<String>
    let expected: Set<String>
    /// For a number field whose column is in another unit than ours: what its values are multiplied by.
    let factors: [String: Double]
    /// Parts of layer names, in lower case, by which the register is known.
    let layerWords: [String]

    /// The words of a coded field.
    struct CodeList: Sendable {
        /// From a word in the table, in lower case, to ours.
        let words: [String: String]
        /// From a part of the layer's name, in lower case, to ours: for layers that hold one kind only. In file order.
        let layers: [(part: String, code: String)]
        /// What a row without a word is; nil makes it a fault.
        let otherwise: String?
    }

    /// A mapping.
    ///
    /// - Parameters:
    ///   - json: The document: `register`, `source`, `fields` (our name → their names), `codes`, `dates`, `blanks`,
    ///     `expected` (fields whose absence is listed), `units` (number fields whose columns are in another unit),
    ///     `layers` (parts of layer names by which the register is known).
    ///   - name: What to call it in a message, usually its path.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong.
    package init(_ json: JSONValue, named name: String) throws(Fault) {
        let keys = ["register", "source", "layers", "fields", "units", "codes", "dates", "blanks", "expected"]
        let object = try StrictObject(json, named: name, keys: keys)
        let register = try object.required("register", object.string("register"))
        guard let kind = RecordKind(rawValue: register) else {
            let known = Bilingual(listing: RecordKind.allCases.map(\.rawValue))
            throw object.wrong("register", .string(register), zh: "其一：\(known.zh)", en: "one of \(known.en)")
        }
        self.kind = kind
        source = try object.required("source", object.string("source"))
        let fieldNames = kind.schema.fields.map(\.name)
        let fields = try object.required("fields", object.object("fields", keys: fieldNames))
        var columns: [[String]] = []
        for field in fieldNames {
            columns.append((try fields.strings(field) ?? []).map { $0.lowercased() })
        }
        self.columns = columns
        codes = try RegisterMapping.codes(
            in: object, schema: kind.schema, mapped: Set(zip(fieldNames, columns).filter { !$1.isEmpty }.map(\.0)))
        dateOrders = try RegisterMapping.dateOrders(in: object)
        blanks = Set((try object.strings("blanks") ?? []).map { $0.lowercased() })
        expected = Set(try object.strings("expected") ?? [])
        factors = try RegisterMapping.factors(in: object, schema: kind.schema)
        layerWords = (try object.strings("layers") ?? []).map { $0.lowercased() }
        if let odd = expected.subtracting(fieldNames).min() {
            let known = Bilingual(listing: fieldNames)
            throw object.wrong("expected", .string(odd), zh: "其中之一：\(known.zh)", en: "one of \(known.en)")
        }
    }

    /// The units that a column of numbers may be in, as parts of ours: m² for areas, 10 000 yuan for money.
    package static let units: [(name: String, factor: Double)] =
        AreaUnit.allCases.map { ($0.rawValue, $0.squareMetres) }
        + [("km2", 1_000_000), ("yuan", 0.0001), ("wan", 1), ("yi", 10_000), ("percent", 0.01)]

    private static func factors(in object: StrictObject, schema: RecordSchema) throws(Fault) -> [String: Double] {
        let numbers = schema.fields.filter { $0.type == .number }.map(\.name)
        guard let given = try object.object("units", keys: numbers) else { return [:] }
        var factors: [String: Double] = [:]
        for field in numbers {
            guard let word = try given.string(field) else { continue }
            guard let unit = units.first(where: { $0.name == word }) else {
                let known = Bilingual(listing: units.map(\.name))
                throw given.wrong(field, .string(word), zh: "其一：\(known.zh)", en: "one of \(known.en)")
            }
            factors[field] = unit.factor
        }
        return factors
    }

    private static func dateOrders(in object: StrictObject) throws(Fault) -> [DateOrder] {
        var orders: [DateOrder] = []
        for word in try object.strings("dates") ?? [DateOrder.yearMonthDay.rawValue] {
            guard let order = DateOrder(rawValue: word) else {
                let known = Bilingual(listing: DateOrder.allCases.map(\.rawValue))
                throw object.wrong("dates", .string(word), zh: "其中之一：\(known.zh)", en: "one of \(known.en)")
            }
            orders.append(order)
        }
        return orders
    }

    /// The code lists; a field that no column is read for, and that a row can do without, needs none.
    private static func codes(
        in object: StrictObject, schema: RecordSchema, mapped: Set<String>
    ) throws(Fault) -> [String: CodeList] {
        var lists: [String: CodeList] = [:]
        let coded = schema.fields.compactMap { field -> (name: String, words: [String])? in
            guard case .code(let words) = field.type else { return nil }
            return (field.name, words)
        }
        let all = try object.object("codes", keys: coded.map(\.name))
        for field in coded {
            guard let list = try all?.object(field.name, keys: ["words", "layers", "otherwise"]) else {
                if !mapped.contains(field.name), field.words.contains("unknown") { continue }
                throw Fault(
                    object.name,
                    zh: "缺少代码字典 codes.\(field.name)。请补上。",
                    en: "the code list codes.\(field.name) is missing. Add it."
                )
            }
            lists[field.name] = try CodeList(list, known: field.words)
        }
        return lists
    }
}

extension RegisterMapping.CodeList {
    init(_ object: StrictObject, known: [String]) throws(Fault) {
        let words = try Self.pairs("words", object, known)
        self.words = Dictionary(words.map { ($0.part, $0.code) }) { first, _ in first }
        layers = try Self.pairs("layers", object, known)
        otherwise = try object.string("otherwise")
        if let otherwise, !known.contains(otherwise) {
            throw object.wrong("otherwise", .string(otherwise), zh: "已知代码", en: known.joined(separator: ", "))
        }
    }

    private static func pairs(
        _ key: String,
        _ object: StrictObject,
        _ known: [String]
    ) throws(Fault) -> [(part: String, code: String)] {
        var pairs: [(part: String, code: String)] = []
        for member in object.value(key)?.members ?? [] {
            guard let code = member.value.string, known.contains(code) else {
                let choice = Bilingual(listing: known)
                throw object.wrong(
                    "\(key).\(member.key)", member.value, zh: "其一：\(choice.zh)", en: "one of \(choice.en)")
            }
            pairs.append((member.key.lowercased(), code))
        }
        return pairs
    }
}
