package import GeoModel
import SafeFiles

/// A reason's text with `{field}` places, in both languages; the fields are known when it is read, not when it is used.
package struct ReasonTemplate: Sendable, Hashable {
    private enum Piece: Hashable {
        case text(String)
        case field(String)
    }

    private let zh: [Piece]
    private let en: [Piece]

    /// A template from the members `zh` and `en`.
    /// - Throws: `Fault` where a language is missing, a brace is left open, or a field is not among `fields`.
    init(_ object: StrictObject, fields: [String]) throws(Fault) {
        zh = try ReasonTemplate.pieces("zh", object, fields)
        en = try ReasonTemplate.pieces("en", object, fields)
    }

    /// The text with every place filled.
    /// - Precondition: `values` has every field that the template was read with.
    package func filled(_ values: [String: Bilingual]) -> Bilingual {
        Bilingual(
            zh: ReasonTemplate.filled(zh, values, .zh),
            en: ReasonTemplate.filled(en, values, .en)
        )
    }

    private static func filled(_ pieces: [Piece], _ values: [String: Bilingual], _ language: Language) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): return text
            case .field(let name):
                guard let value = values[name] else { preconditionFailure("no value for {\(name)}") }
                return value.text(language)
            }
        }.joined()
    }

    private static func pieces(_ key: String, _ object: StrictObject, _ fields: [String]) throws(Fault) -> [Piece] {
        var rest = Substring(try object.required(key, object.string(key)))
        var pieces: [Piece] = []
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            pieces.append(.text(String(rest[..<open])))
            let inner = rest[rest.index(after: open)...].prefix { $0 != "}" && $0 != "{" }
            guard rest[open] == "{", inner.endIndex < rest.endIndex, rest[inner.endIndex] == "}",
                fields.contains(String(inner))
            else { throw unknown(String(inner), key, object, fields) }
            pieces.append(.field(String(inner)))
            rest = rest[rest.index(after: inner.endIndex)...]
        }
        return pieces + [.text(String(rest))]
    }

    private static func unknown(
        _ field: String,
        _ key: String,
        _ object: StrictObject,
        _ fields: [String]
    ) -> Fault {
        let known = Bilingual(listing: fields.map { "{\($0)}" })
        let near = nearest(to: field, among: fields)
        return Fault(
            "\(object.name): \(key)",
            zh: "模板中的“{\(field)”不是可用字段" + (near.map { "，是否想写“{\($0)}”？" } ?? "。") + "可用：\(known.zh)。",
            en: "‘{\(field)’ is no field of this template" + (near.map { "; did you mean ‘{\($0)}’?" } ?? ".")
                + " Known: \(known.en)."
        )
    }
}
