/// The languages that users read.
package enum Language: String, Sendable, CaseIterable {
    /// Chinese, what bureaus read first.
    case zh
    /// English.
    case en

    /// A place such as `parcels.shp: row 12` as users read it; in Chinese `parcels.shp 第 12 行`.
    package func place(_ object: String) -> String {
        self == .zh ? object.replacing(/: row (\d+)/) { " 第 \($0.1) 行" } : object
    }
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

    /// Words one after another: `a、b` and `a, b`.
    package init(listing words: some Sequence<String>) {
        zh = words.joined(separator: "、")
        en = words.joined(separator: ", ")
    }

    /// The text in one language.
    package func text(_ language: Language) -> String {
        language == .zh ? zh : en
    }
}
