import SafeFiles

/// What a document breaks of a JSON Schema, by the keywords that ours uses; a keyword that is not known is a complaint.
///
/// Source: JSON Schema 2020-12, written by the standard and not by the program that prints the schema.
enum SchemaChecker {
    static func complaints(_ value: JSONValue, _ schema: JSONValue, at place: String = "#") -> [String] {
        (schema.members ?? []).flatMap { keyword in
            complaint(value, keyword.key, keyword.value, schema).map { ["\(place): \($0)"] }
                ?? inner(value, keyword.key, keyword.value, schema, place)
        }
    }

    private static func complaint(
        _ value: JSONValue, _ keyword: String, _ rule: JSONValue, _ schema: JSONValue
    ) -> String? {
        switch keyword {
        case "$schema", "$id", "title", "description", "properties", "items": return nil
        case "format":
            guard rule.string == "date", let text = value.string else { return rule.string == "date" ? nil : "format" }
            return text.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) == nil ? "no date" : nil
        case "type": return isType(value, rule.string ?? "") ? nil : "not of type \(rule.string ?? "")"
        case "enum": return rule.array?.contains(value) == true ? nil : "not one of \(rule.text())"
        case "minimum": return (value.double ?? 0) < (rule.double ?? 0) ? "under \(rule.text())" : nil
        case "maximum": return (value.double ?? 0) > (rule.double ?? 0) ? "over \(rule.text())" : nil
        case "minItems": return (value.array?.count ?? 0) < (rule.integer ?? 0) ? "too few" : nil
        case "required":
            let missing = (rule.array ?? []).compactMap(\.string).filter { value[$0] == nil }
            return missing.isEmpty ? nil : "missing \(missing)"
        case "additionalProperties":
            let known = (schema["properties"]?.members ?? []).map(\.key)
            let odd = (value.members ?? []).map(\.key).filter { !known.contains($0) }
            return rule == false && odd.isEmpty ? nil : "unknown \(odd)"
        default: return "unknown keyword \(keyword)"
        }
    }

    private static func inner(
        _ value: JSONValue, _ keyword: String, _ rule: JSONValue, _ schema: JSONValue, _ place: String
    ) -> [String] {
        switch keyword {
        case "properties":
            return (value.members ?? []).flatMap { member in
                rule[member.key].map { complaints(member.value, $0, at: "\(place)/\(member.key)") } ?? []
            }
        case "items":
            return (value.array ?? []).enumerated().flatMap { index, element in
                complaints(element, rule, at: "\(place)/\(index)")
            }
        default: return []
        }
    }

    private static func isType(_ value: JSONValue, _ type: String) -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool): true
        case ("number", .integer), ("number", .number), ("integer", .integer): true
        default: false
        }
    }
}
