/// What went wrong with one named object, said so that its owner can mend it.
///
/// The text names what was found, what was expected and what to do; the object (a file, a record, a recipe key) stands
/// apart so that a batch can list it.
package struct Fault: Error, Sendable, Hashable {
    /// The thing at fault: a path, `path: row 12`, a recipe key.
    package let object: String
    /// Found, expected and remedy, in both languages.
    package let message: Bilingual

    /// A fault of `object`.
    package init(_ object: String, zh: String, en: String) {
        self.object = object
        self.message = Bilingual(zh: zh, en: en)
    }

    /// The fault told of a larger object, such as the row whose outline can't be transformed; the part stays in the
    /// message.
    package func of(_ whole: String) -> Fault {
        guard object != whole else { return self }
        return Fault(whole, zh: "\(object)：\(message.zh)", en: "\(object): \(message.en)")
    }

    /// `object: message` in one language; in Chinese with its own punctuation.
    package func text(_ language: Language) -> String {
        language.place(object) + (language == .zh ? "：" : ": ") + message.text(language)
    }
}

extension Fault: CustomStringConvertible {
    /// The English text.
    package var description: String { text(.en) }
}
