import GeoModel
import LandRecords
import SafeFiles

extension Bilingual {
    var json: JSONValue { ["zh": .string(zh), "en": .string(en)] }

    init?(_ json: JSONValue?) {
        guard let zh = json?["zh"]?.string, let en = json?["en"]?.string else { return nil }
        self.init(zh: zh, en: en)
    }
}

extension Fact {
    var json: JSONValue { ["name": name.json, "value": value.json, "source": .string(source)] }

    init?(_ json: JSONValue) {
        guard let name = Bilingual(json["name"]), let value = Bilingual(json["value"]),
            let source = json["source"]?.string
        else { return nil }
        self.init(name: name, value: value, source: source)
    }
}

extension RecordLink {
    var json: JSONValue {
        ["kind": .string(kind.rawValue), "key": .string(key), "shared_m2": .number(sharedArea.squareMetres)]
    }

    init?(_ json: JSONValue) {
        guard let kind = json["kind"]?.string.flatMap(RecordKind.init), let key = json["key"]?.string,
            let area = json["shared_m2"]
        else { return nil }
        // An area that is not a number is written as null.
        self.init(kind: kind, key: key, sharedArea: Area(squareMetres: area.double ?? .nan))
    }
}

extension SQLiteStatement {
    /// The next column as a list, each element made into a value.
    func list<Element>(_ make: (JSONValue) -> Element?) throws(Fault) -> [Element] {
        let document = try json()
        let elements = (document.array ?? []).compactMap(make)
        guard let array = document.array, elements.count == array.count else {
            throw unexpected(document.text(), expected: "a list of \(Element.self)")
        }
        return elements
    }
}
