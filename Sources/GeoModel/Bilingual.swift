/// The languages that users read.
package enum Language: String, Sendable, CaseIterable {
    /// Chinese, what bureaus read first.
    case zh
    /// English.
    case en
}

/// One text in both languages.
package struct Bilingual: Sendable, Hashable {
    /// The Chinese text.
    package let zh: String
    /// The English text.
    package let en: String

    /// A text in both languages.
    package init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// The text in one language.
    package func text(_ language: Language) -> String {
        language == .zh ? zh : en
    }
}
