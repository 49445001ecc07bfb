import GeoModel

/// One column of a layer with the values of some rows.
struct ColumnSample {
    let name: String
    /// What was entered, blanks left out.
    let values: [FieldValue]
    /// How many rows were looked at.
    let rows: Int

    init(_ name: String, in features: [Feature], blanks: Set<String>) {
        self.name = name
        rows = features.count
        values = features.compactMap { feature in
            guard let value = feature.attributes[name], let text = value.tidyText, !blanks.contains(text.lowercased())
            else { return nil }
            return value
        }
    }

    var texts: [String] { values.compactMap(\.tidyText) }
    var isUnique: Bool { !values.isEmpty && values.count == rows && Set(texts).count == rows }

    private func share(_ isGood: (FieldValue) -> Bool) -> Double {
        values.isEmpty ? 0 : Double(values.count(where: isGood)) / Double(values.count)
    }

    /// The share of values that a day can be read from, in any order but spreadsheets' numbers.
    var dateShare: Double {
        share { value in
            if case .integer(let number) = value, number < 10_000_000 { return false }
            return [DateOrder.yearMonthDay, .monthDayYear, .dayMonthYear].contains { $0.date(value) != nil }
        }
    }

    var numberShare: Double { share { $0.number?.isFinite == true } }

    /// The share of values that look like land-use classes: a first-level class of GB/T 21010-2017 or 00, then at most
    /// two digits and a letter.
    var classShare: Double {
        share { value in
            guard case .text(let text) = value else { return false }
            return text.wholeMatch(of: /(0[0-9]|1[0-2])([0-9]{2})?[A-Z]?/) != nil
        }
    }

    /// The share of values that look like parcel codes (宗地代码): 19 characters, 12 digits in front.
    var parcelCodeShare: Double {
        share { $0.tidyText.map { $0.wholeMatch(of: /[0-9]{12}[A-Z]{2}[0-9W][0-9]{4}/) != nil } ?? false }
    }

    /// The share of values that a code list knows.
    func knownShare(_ words: Set<String>) -> Double {
        share { $0.tidyText.map { words.contains($0.lowercased()) } ?? false }
    }

    /// What the values look like, for a person who has to say what the column is.
    var looks: Bilingual {
        if values.isEmpty { return Bilingual(zh: "样本中为空", en: "empty in the sample") }
        if parcelCodeShare > 0.8 { return Bilingual(zh: "像宗地代码（19 位）", en: "like parcel codes (19 characters)") }
        if classShare > 0.8 { return Bilingual(zh: "像地类编码", en: "like land-use classes") }
        if dateShare > 0.8 { return Bilingual(zh: "像日期", en: "like days") }
        let distinct = Set(texts).sorted()
        let few = distinct.prefix(3).map { $0.count > 20 ? $0.prefix(20) + "…" : $0 }.joined(separator: " | ")
        if numberShare > 0.8 {
            let numbers = values.compactMap(\.number)
            let range = "\(numbers.min() ?? 0) … \(numbers.max() ?? 0)"
            return Bilingual(zh: "数字 \(range)", en: "numbers \(range)")
        }
        return Bilingual(zh: "\(distinct.count) 种文字：\(few)", en: "\(distinct.count) texts: \(few)")
    }
}

/// How well a column's name is one that a mapping knows.
enum NameMatch {
    /// 1 for the name itself, less for the name with a unit or number behind it, for one cut off as shapefiles cut them
    /// (ten bytes), and for one that only holds it; 0 for none.
    static func quality(of column: String, as known: String) -> Double {
        let name = column.lowercased().filter { !$0.isWhitespace }
        guard name != known else { return 1 }
        let bare = bare(name)
        guard !bare.isEmpty else { return 0 }
        if bare == known || bare == known.replacing("_", with: "") { return 0.9 }
        let isWide = bare.unicodeScalars.contains { $0.value > 0x2E80 }
        let isCut = isWide ? bare.count >= 4 : bare.count == 10
        if isCut, known.count > bare.count, known.hasPrefix(bare) { return 0.8 }
        if known.count >= (isWide ? 3 : 5), bare.contains(known) { return 0.6 }
        return 0
    }

    /// The name without what is in brackets, and without numbers and underscores at its end.
    private static func bare(_ name: String) -> String {
        var text = name.replacing(/[(（\[][^)）\]]*[)）\]]/, with: "")
        while let last = text.last, last == "_" || last.isNumber { text.removeLast() }
        return text.replacing("_", with: "")
    }
}
