package import GeoModel

extension RuleBook {
    /// The rules of several books as if they stood in one file, in the order of the books: the first rule of all that
    /// matches decides. What a file says once (its caveat, land classes, the season, the ledger) is that of the first
    /// book that says it.
    ///
    /// - Parameter books: One at least, in the order in which they are asked.
    /// - Throws: `Fault` where two books mean different things by one theme or by the groups of land classes.
    package init(joining books: [RuleBook]) throws(Fault) {
        guard let first = books.first else { preconditionFailure("no book of rules") }
        var themes: [Theme] = []
        for book in books {
            for theme in book.themes {
                guard let known = themes.first(where: { $0.code == theme.code }) else {
                    themes.append(theme)
                    continue
                }
                guard known == theme else { throw RuleBook.differing(book.name, "themes[\(theme.code)]", first.name) }
            }
        }
        let classes = books.map(\.landClasses).first { !$0.isEmpty } ?? []
        for book in books where !book.landClasses.isEmpty && book.landClasses != classes {
            throw RuleBook.differing(book.name, "landClasses", first.name)
        }
        self.init(
            name: books.map(\.name).joined(separator: "+"),
            source: books.map(\.source).joined(separator: "; "),
            caveat: first.caveat,
            sliver: first.sliver,
            seasonal: books.lazy.compactMap(\.seasonal).first,
            score: books.lazy.compactMap(\.score).first,
            themes: themes,
            rules: books.flatMap(\.rules),
            ledger: books.lazy.compactMap(\.ledger).first,
            standing: books.flatMap(\.standing),
            supplies: books.flatMap(\.supplies),
            landClasses: classes
        )
    }

    private static func differing(_ book: String, _ what: String, _ other: String) -> Fault {
        Fault(
            "\(book): \(what)",
            zh: "与 \(other) 同用时，两个文件的 \(what) 不一致。请改成一致，或只在一个文件中写明。",
            en: "used beside \(other), both files say this differently. Make them alike, or say it in one only."
        )
    }
}
