package import GeoModel

extension [DataField] {
    /// The members of a text in both languages.
    package static var bilingual: [DataField] {
        [.required("zh", .text, "In Chinese."), .required("en", .text, "In English.")]
    }
}

extension StrictObject {
    /// The texts `zh` and `en` under a key.
    /// - Throws: `Fault` where one of them is missing or no text.
    package func bilingual(_ key: String) throws(Fault) -> Bilingual {
        let text = try required(key, object(key, keys: [DataField].bilingual.keys))
        return Bilingual(
            zh: try text.required("zh", text.string("zh")),
            en: try text.required("en", text.string("en"))
        )
    }

    /// A text that can't be missing.
    /// - Throws: `Fault` where it is, or is no text.
    package func text(_ key: String) throws(Fault) -> String { try required(key, string(key)) }

    /// One of the words of a type.
    /// - Throws: `Fault` listing the words there are.
    package func word<Word: RawRepresentable<String> & CaseIterable>(_ key: String) throws(Fault) -> Word {
        let text = try text(key)
        guard let word = Word(rawValue: text) else {
            let known = Bilingual(listing: Word.allCases.map(\.rawValue))
            throw wrong(key, .string(text), zh: "其一：\(known.zh)", en: "one of \(known.en)")
        }
        return word
    }

    /// The objects of a list, each read strictly and named by its place.
    ///
    /// - Parameters:
    ///   - key: The list's key; an absent list is an empty one.
    ///   - fields: What each may hold.
    ///   - read: Makes an element of each.
    /// - Returns: The elements, in order.
    /// - Throws: `Fault` of the first that can't be read.
    package func elements<Element>(
        _ key: String,
        _ fields: [DataField],
        _ read: (StrictObject) throws(Fault) -> Element
    ) throws(Fault) -> [Element] {
        var elements: [Element] = []
        for (index, value) in (try array(key) ?? []).enumerated() {
            let title = value["code"]?.string ?? String(index + 1)
            let element = try StrictObject(value, named: "\(name): \(key)[\(title)]", keys: fields.keys)
            elements.append(try read(element))
        }
        return elements
    }
}
