import GeoModel

/// A layer read as one register: which columns would be which fields, and what speaks for it.
struct Trial {
    let base: MappingProposal.Base
    private(set) var columns: [String: [String]] = [:]
    /// Fields that only the values speak for.
    private(set) var guessed: Set<String> = []
    private(set) var units: [String: (unit: String, why: Bilingual)] = [:]
    private(set) var score = 0.0
    private let samples: [ColumnSample]
    private var schema: RecordSchema { base.mapping.kind.schema }

    private struct Candidate {
        let field: Int
        let column: String
        let quality: Double
        let order: Int
        let weight: Double
    }

    /// Less than this is a name that only holds a known one.
    private static let goodName = 0.8

    init(base: MappingProposal.Base, layer: MappingProposal.Layer, samples: [ColumnSample], rarity: Rarity) {
        self.base = base
        self.samples = samples
        takeNames(rarity)
        takeValues()
        judge(layer)
        findUnits(layer)
    }

    /// Columns by their names: the best names first, no column twice, and none whose values say otherwise.
    private mutating func takeNames(_ rarity: Rarity) {
        var candidates: [Candidate] = []
        for (field, names) in base.mapping.columns.enumerated() {
            for (order, known) in names.enumerated() {
                for sample in samples {
                    let quality = NameMatch.quality(of: sample.name, as: known)
                    guard quality > 0, suits(sample, schema.fields[field].type) else { continue }
                    candidates.append(
                        Candidate(
                            field: field, column: sample.name, quality: quality, order: order,
                            weight: rarity.weight(of: known)))
                }
            }
        }
        candidates.sort { ($1.quality, $0.order, $0.field, $0.column) < ($0.quality, $1.order, $1.field, $1.column) }
        var used: Set<String> = []
        for candidate in candidates where !used.contains(candidate.column) {
            let field = schema.fields[candidate.field].name
            let isFirst = columns[field] == nil
            guard isFirst || candidate.quality > Self.goodName else { continue }
            columns[field, default: []].append(candidate.column)
            used.insert(candidate.column)
            if isFirst { score += candidate.quality * candidate.weight * (candidate.field == 0 ? 1.5 : 1) }
        }
    }

    /// Whether a column's values may be of a type; an empty one may.
    private func suits(_ sample: ColumnSample, _ type: FieldType) -> Bool {
        guard !sample.values.isEmpty else { return true }
        return switch type {
        case .text, .landClass, .code: true
        // Days may be a spreadsheet's numbers.
        case .date: sample.dateShare > 0.3 || sample.numberShare > 0.9
        case .number: sample.numberShare > 0.5
        }
    }

    /// Columns that no name tells, by their values.
    private mutating func takeValues() {
        take("landClass") { $0.classShare > 0.8 && Set($0.texts).count > 1 }
        if base.mapping.kind == .parcel { take("code") { $0.parcelCodeShare > 0.8 } }
        take(schema.fields[0].name) { $0.isUnique && $0.rows > 1 && $0.dateShare < 0.5 }
        let used = Set(columns.values.joined())
        let days = samples.filter { !used.contains($0.name) && $0.dateShare > 0.8 }
        let fields = schema.fields.filter { $0.type == .date && columns[$0.name] == nil }.map(\.name)
        let expected = fields.filter(base.mapping.expected.contains)
        if days.count == 1, expected.count == 1 { take(expected[0]) { $0.name == days[0].name } }
    }

    private mutating func take(_ field: String, where isGood: (ColumnSample) -> Bool) {
        guard columns[field] == nil, schema.fields.contains(where: { $0.name == field }) else { return }
        let used = Set(columns.values.joined())
        guard let sample = samples.first(where: { !used.contains($0.name) && isGood($0) }) else { return }
        columns[field] = [sample.name]
        guessed.insert(field)
        score += 0.5
    }

    /// What the layer's name, its shapes and its words add.
    private mutating func judge(_ layer: MappingProposal.Layer) {
        let name = layer.name.lowercased()
        if base.mapping.layerWords.contains(where: name.contains) { score += 4 }
        let areas = layer.rows.count { $0.geometry != nil }
        let points = layer.rows.count { $0.point != nil }
        if schema.needsShape, areas == 0, !(schema.takesPoint && points > 0) { score -= 4 }
        if !schema.needsShape, areas > 0 { score -= 2 }
        if base.mapping.kind == .complaint, points > areas { score += 1 }
        for field in schema.fields {
            guard case .code = field.type, let list = base.mapping.codes[field.name] else { continue }
            let own = samples.first { $0.name == columns[field.name]?.first }
            let known = own?.knownShare(Set(list.words.keys)) ?? 0
            let isNamed = list.layers.contains { name.contains($0.part) }
            score += known * 2
            // Without a kind a row can't be kept.
            if list.otherwise == nil, known < 0.1, !isNamed { score -= 3 }
        }
    }

    /// Columns of areas that are in mu or hectares: by their names, else by the outlines.
    private mutating func findUnits(_ layer: MappingProposal.Layer) {
        for field in schema.fields where field.type == .number && field.name.lowercased().hasSuffix("area") {
            guard let column = columns[field.name]?.first else { continue }
            let name = column.lowercased()
            if name.contains("亩") || name.hasSuffix("_mu") {
                units[field.name] = ("mu", Bilingual(zh: "列名写明亩", en: "the name says mu"))
            } else if name.contains("公顷") || name.hasSuffix("_ha") {
                units[field.name] = ("ha", Bilingual(zh: "列名写明公顷", en: "the name says hectares"))
            } else if field.name == "statedArea" {
                let ratios = layer.rows.compactMap { row -> Double? in
                    guard let stated = row.attributes[column]?.number, stated > 0, let shape = row.geometry,
                        let area = layer.area(shape)
                    else { return nil }
                    return area / stated
                }
                guard let unit = AreaUnit(ratios: ratios), unit != .squareMetre else { continue }
                units[field.name] = (
                    unit.rawValue,
                    Bilingual(
                        zh: "图形面积约为该列的 \(unit.label) 倍，单位应为\(unit.name.zh)",
                        en: "outlines are about \(unit.label) times the column, so it is in \(unit.name.en)")
                )
            }
        }
    }
}
