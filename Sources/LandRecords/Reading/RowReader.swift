import GeoModel

/// Reads the cells of one row through a mapping, and remembers which columns it used.
struct RowReader {
    let mapping: RegisterMapping
    private let schema: RecordSchema
    /// For each layer, the columns it has for each field, in the mapping's order.
    private var layouts: [String: [[String]]] = [:]
    private var uses: [[String: Int]]
    private var toldOfZeros = false

    /// The cells of one row, with what is odd about them.
    struct Reading {
        var cells: [Cell]
        var warnings: [RowNote] = []
        /// Why the row can't be used; nil where it can.
        var refusal: RowNote?
    }

    init(_ mapping: RegisterMapping) {
        self.mapping = mapping
        schema = mapping.kind.schema
        uses = Array(repeating: [:], count: schema.fields.count)
    }

    var columns: [ColumnUse] {
        zip(schema.fields, uses).flatMap { field, columns in
            columns.sorted { $0.key < $1.key }.map { ColumnUse(field: field.name, column: $0.key, rows: $0.value) }
        }
    }

    mutating func read(_ feature: Feature, from source: RecordSource) -> Reading {
        var reading = Reading(cells: Array(repeating: .none, count: schema.fields.count))
        for (place, field) in schema.fields.enumerated() {
            let value = value(of: place, in: feature, layer: source.layer)
            reading.cells[place] = cell(field, value, source, &reading)
            if reading.cells[place] == .none, value == nil, mapping.expected.contains(field.name) {
                let column = layouts[source.layer]?[place].first ?? mapping.columns[place].first ?? field.name
                reading.warnings.append(
                    RowNote(
                        source,
                        zh: "“\(column)”（\(field.name)）为空。记录保留，请补录。",
                        en: "‘\(column)’ (\(field.name)) is empty. Kept; please enter it."
                    )
                )
            }
        }
        fillKey(source, &reading)
        return reading
    }

    /// The first value that one of a field's columns holds; nil where all are blank.
    private mutating func value(of place: Int, in feature: Feature, layer: String) -> FieldValue? {
        let layout = layouts[layer] ?? layout(of: feature)
        layouts[layer] = layout
        for column in layout[place] {
            guard let value = feature.attributes[column], let text = value.tidyText,
                !mapping.blanks.contains(text.lowercased())
            else { continue }
            uses[place][column, default: 0] += 1
            return value
        }
        return nil
    }

    private func layout(of feature: Feature) -> [[String]] {
        let byName = Dictionary(feature.attributes.keys.map { ($0.lowercased(), $0) }) { min($0, $1) }
        return mapping.columns.map { names in names.compactMap { byName[$0] } }
    }

    private mutating func cell(
        _ field: RecordSchema.Field,
        _ value: FieldValue?,
        _ source: RecordSource,
        _ reading: inout Reading
    ) -> Cell {
        if case .code(let words) = field.type { return code(field.name, words, value, source, &reading) }
        guard let value, let text = value.tidyText else { return .none }
        switch field.type {
        case .text, .code: return .text(text)
        case .landClass: return .text(landClass(value, text, source, &reading))
        case .date:
            for order in mapping.dateOrders {
                if let date = order.date(value) { return .date(date) }
            }
        case .number:
            if let number = value.number, number.isFinite {
                return .number(number * (mapping.factors[field.name] ?? 1))
            }
        }
        reading.warnings.append(
            RowNote(
                source,
                zh: "\(field.name) 的值“\(text)”读不懂；应为\(field.type == .date ? "日期，如 2026-06-17" : "数字")。按未填写处理，请改正。",
                en: "\(field.name) ‘\(text)’ can't be read; expected "
                    + (field.type == .date ? "a day such as 2026-06-17" : "a number") + ". Taken as empty; correct it."
            )
        )
        return .none
    }

    /// A class code with the zero that a column of numbers drops; said once, at the first row where it matters.
    private mutating func landClass(
        _ value: FieldValue,
        _ text: String,
        _ source: RecordSource,
        _ reading: inout Reading
    ) -> String {
        if case .text = value { return text }
        let code = LandClass.restoringZero(text)
        if code != text, !toldOfZeros {
            toldOfZeros = true
            reading.warnings.append(
                RowNote(
                    source,
                    zh: "地类编码列是数字，\(text) 读作 \(code)（补回首位 0），以下各行相同。请改用文本列。",
                    en: "land classes are numbers here: \(text) is read as \(code), and so in the rows below. "
                        + "Use a text column."
                )
            )
        }
        return code
    }

    private func code(
        _ field: String,
        _ known: [String],
        _ value: FieldValue?,
        _ source: RecordSource,
        _ reading: inout Reading
    ) -> Cell {
        guard let list = mapping.codes[field] else { return .none }
        let text = value?.tidyText
        if let text, let code = list.words[text.lowercased()] ?? known.first(where: { $0 == text }) {
            return .text(code)
        }
        let layer = source.layer.lowercased()
        if text == nil, let code = list.layers.first(where: { layer.contains($0.part) })?.code ?? list.otherwise {
            return .text(code)
        }
        let note = unknown(text ?? "—", in: field, known, source)
        if let otherwise = list.otherwise {
            reading.warnings.append(note)
            return .text(otherwise)
        }
        reading.refusal = note
        return .none
    }

    private func unknown(_ word: String, in field: String, _ known: [String], _ source: RecordSource) -> RowNote {
        let list = Bilingual(listing: known)
        return RowNote(
            source,
            zh: "\(field) 的值“\(word)”不在映射文件的代码字典中（可用：\(list.zh)）。请改正数据或补充字典。",
            en: "\(field) ‘\(word)’ is not in the mapping’s code list (known: \(list.en)). "
                + "Correct the data or add the word."
        )
    }

    private func fillKey(_ source: RecordSource, _ reading: inout Reading) {
        guard reading.cells[0] == .none else { return }
        let key = "\(source.layer)#\(source.row)"
        reading.cells[0] = .text(key)
        let field = schema.fields[0].name
        let note = RowNote(
            source,
            zh: "缺少 \(field)，以“\(key)”代替。请补录，并检查映射文件的列名。",
            en: "no \(field); ‘\(key)’ stands in for it. Enter it, and check the column names of the mapping."
        )
        if schema.needsShape {
            reading.warnings.append(note)
        } else {
            reading.refusal = RowNote(
                source,
                zh: "缺少 \(field)，无法与其他登记关联。请补录后重新导入。",
                en: "no \(field), so it belongs to nothing. Enter it and import again."
            )
        }
    }
}

/// Codes of land-use classes.
enum LandClass {
    /// The code with the zero that numbers drop: classes have two or four digits, so `103` was `0103`.
    ///
    /// Source: GB/T 21010-2017 and the Third Survey's working classes.
    static func restoringZero(_ number: String) -> String {
        let isCode = (number.count == 1 || number.count == 3) && number.allSatisfy { $0.isASCII && $0.isNumber }
        return isCode ? "0" + number : number
    }
}
