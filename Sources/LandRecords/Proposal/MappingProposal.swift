import Foundation
package import GeoModel
package import SafeFiles

/// A first mapping for a layer that nobody has mapped yet, by the names and values of its columns.
///
/// Names come from the mapping files of all registers; a name that few registers use says more than one that many do.
package struct MappingProposal {
    /// The register that the layer looks like most.
    package let kind: RecordKind
    /// All registers with what speaks for each, best first.
    package let scores: [(kind: RecordKind, score: Double)]
    /// How many of the register's fields were found.
    package var fieldCount: Int { columns.filter { !$0.value.isEmpty }.count }
    /// Our fields with the layer's columns.
    let columns: [String: [String]]
    private let base: Base
    private let samples: [ColumnSample]
    private let units: [String: (unit: String, why: Bilingual)]
    private let guessed: Set<String>
    private let layer: String

    /// A mapping file to take names and code lists from.
    package struct Base {
        /// It, read.
        package let mapping: RegisterMapping
        /// It, as it is written.
        package let document: JSONValue

        /// A mapping file.
        package init(mapping: RegisterMapping, document: JSONValue) {
            self.mapping = mapping
            self.document = document
        }
    }

    /// What a layer shows of itself.
    package struct Layer {
        /// Its name, with the file's.
        package let name: String
        /// Its columns.
        package let fields: [Field]
        /// The first rows.
        package let rows: [Feature]
        /// The area of an outline on the ellipsoid, in square metres; nil where the layer has no coordinate system.
        package let area: (MultiPolygon) -> Double?

        /// A layer.
        package init(name: String, fields: [Field], rows: [Feature], area: @escaping (MultiPolygon) -> Double?) {
            self.name = name
            self.fields = fields
            self.rows = rows
            self.area = area
        }
    }

    /// A proposal for a layer.
    ///
    /// - Parameters:
    ///   - layer: The layer.
    ///   - bases: The mapping files of the registers to choose from.
    ///   - kind: The register, where it is known; nil chooses.
    /// - Precondition: there is a base, one for `kind` where that is given.
    package init(_ layer: Layer, bases: [Base], kind: RecordKind? = nil) {
        self.layer = layer.name
        let blanks = bases.reduce(into: Set<String>()) { $0.formUnion($1.mapping.blanks) }
        let samples = layer.fields.map { ColumnSample($0.name, in: layer.rows, blanks: blanks) }
        let rarity = Rarity(bases.map(\.mapping))
        let trials = bases.map { base in
            Trial(base: base, layer: layer, samples: samples, rarity: rarity)
        }.sorted { ($1.score, $0.base.mapping.kind.rawValue) < ($0.score, $1.base.mapping.kind.rawValue) }
        scores = trials.map { ($0.base.mapping.kind, $0.score) }
        guard let best = kind.map({ kind in trials.first { $0.base.mapping.kind == kind } }) ?? trials.first else {
            preconditionFailure("no mapping to choose from")
        }
        self.kind = best.base.mapping.kind
        base = best.base
        self.samples = samples
        columns = best.columns
        guessed = best.guessed
        units = best.units
    }

    /// The mapping file, as JSON5 with remarks.
    package var text: String {
        var lines = [
            "// \(kind.label.zh) ← \(layer). 请逐项核对 / check every line.",
            "{", "  register: \(quoted(kind.rawValue)),",
            "  source: \(quoted("proposed from the column names and values of \(layer)")),", "  fields: {",
        ]
        for field in kind.schema.fields {
            let own = columns[field.name] ?? []
            if own.isEmpty {
                lines.append("    // \(field.name): [],")
            } else {
                let list = own.map(quoted).joined(separator: ", ")
                let why = guessed.contains(field.name) ? "  // 按取值猜测 / by its values" : ""
                lines.append("    \(field.name): [\(list)],\(why)")
            }
        }
        lines.append("  },")
        lines += unused + unitLines + codeLines
        lines.append("  dates: [\(dates.map(quoted).joined(separator: ", "))],")
        if let blanks = base.document["blanks"] { lines.append("  blanks: \(blanks.text()),") }
        let expected = base.mapping.expected.filter { columns[$0]?.isEmpty == false }.sorted()
        if !expected.isEmpty { lines.append("  expected: [\(expected.map(quoted).joined(separator: ", "))],") }
        lines.append("}")
        return lines.joined(separator: "\n") + "\n"
    }

    private func quoted(_ text: String) -> String { JSONValue.string(text).text() }

    private var unused: [String] {
        let used = Set(columns.values.joined())
        let left = samples.filter { !used.contains($0.name) }
        guard !left.isEmpty else { return [] }
        return ["  // 未用的列 / columns not used:"]
            + left.map { "  //   \(quoted($0.name)): \($0.looks.zh) / \($0.looks.en)".replacing("\n", with: " ") }
    }

    private var unitLines: [String] {
        guard !units.isEmpty else { return [] }
        let entries = units.sorted { $0.key < $1.key }
        return entries.map { "  // \($0.key): \($0.value.why.zh) / \($0.value.why.en)" }
            + ["  units: { " + entries.map { "\($0.key): \(quoted($0.value.unit))" }.joined(separator: ", ") + " },"]
    }

    private var codeLines: [String] {
        guard let codes = base.document["codes"]?.members, !codes.isEmpty else { return [] }
        var lines = ["  codes: {"]
        for list in codes {
            let known = Set((base.mapping.codes[list.key]?.words ?? [:]).keys)
            let words = (columns[list.key] ?? []).flatMap { name in
                samples.first { $0.name == name }?.texts ?? []
            }
            let unknown = Set(words.filter { !known.contains($0.lowercased()) }).sorted().prefix(20)
            if !unknown.isEmpty {
                lines.append("    // 字典里没有 / not in the list: \(unknown.map(quoted).joined(separator: ", "))")
            }
            lines.append("    \(list.key): \(list.value.text()),")
        }
        return lines + ["  },"]
    }

    /// The ways of writing days that the columns show, `ymd` before the others.
    private var dates: [String] {
        let names = kind.schema.fields.filter { $0.type == .date }.flatMap { columns[$0.name] ?? [] }
        let values = samples.filter { names.contains($0.name) }.flatMap(\.texts).map { FieldValue.text($0) }
        var counts: [(order: DateOrder, count: Int)] = []
        for order in DateOrder.allCases { counts.append((order, values.count { order.date($0) != nil })) }
        let seen = counts.filter { $0.count > 0 }
        guard !seen.isEmpty else { return [DateOrder.yearMonthDay.rawValue, DateOrder.spreadsheet.rawValue] }
        let first = seen.filter { $0.order == .yearMonthDay }
        let rest = seen.filter { $0.order != .yearMonthDay }.sorted { $0.count > $1.count }
        return (first + rest).map(\.order.rawValue)
    }
}

/// How many registers know a name.
struct Rarity {
    private let kinds: [String: Int]
    private let all: Int

    init(_ mappings: [RegisterMapping]) {
        all = mappings.count
        kinds = mappings.reduce(into: [:]) { counts, mapping in
            for name in Set(mapping.columns.joined()) { counts[name, default: 0] += 1 }
        }
    }

    func weight(of name: String) -> Double { log2(1 + Double(all) / Double(kinds[name] ?? 1)) }
}
