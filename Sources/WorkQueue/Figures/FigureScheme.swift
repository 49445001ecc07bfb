package import GeoModel
package import SafeFiles

/// What townships and officers are ranked by.
package enum FigureMeasure: String, Sendable, CaseIterable {
    /// The rates of service, and the precision of clues.
    case answered, onTime, solved, satisfied, right
    /// The share of the cases at work that are not overdue (load set aside).
    case current

    /// The share it is of some figures.
    package func share(of tally: FigureTally) -> FigureShare {
        FigureRate(rawValue: rawValue).map { tally[rate: $0] } ?? tally.current
    }

    /// The word that users read.
    package var label: Bilingual {
        FigureRate(rawValue: rawValue)?.label ?? Bilingual(zh: "在办未超期", en: "not overdue")
    }
}

/// Which measures count, how much, and from how many cases on: a data file, `loop/figures.json5`.
package struct FigureScheme: Sendable, Hashable {
    /// Its name for itself.
    package let name: String
    /// Whose programme it is.
    package let source: String
    /// A rate of fewer than so many is marked, since one case more or less would change it much.
    package let few: Int
    /// Steps of ages in days, rising.
    package let ages: [Int]
    /// How many spans a chart shows.
    package let shown: Int
    /// The measures of the ranking.
    package let measures: [Measure]
    /// Who has measures of less than this weight is not ranked.
    package let leastWeight: Double
    /// What the report of each cadence is called.
    package let titles: [ReportCadence: Bilingual]

    /// A measure of the ranking.
    package struct Measure: Sendable, Hashable {
        /// What it is.
        package let code: FigureMeasure
        /// Its weight.
        package let weight: Double
        /// From how many cases on it counts.
        package let least: Int
    }

    /// The scheme of a data file.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong.
    package init(_ json: JSONValue, named path: String) throws(Fault) {
        let file = try Self.file.checked(json, named: path)
        name = try file.text("name")
        source = try file.text("source")
        few = try file.required("few", file.integer("few"))
        ages = (try file.array("ages") ?? []).compactMap(\.integer)
        shown = try file.required("shown", file.integer("shown"))
        measures = try file.elements("measures", Self.measure) { entry throws(Fault) in
            Measure(
                code: try entry.word("code"), weight: try entry.required("weight", entry.number("weight")),
                least: try entry.required("least", entry.integer("least")))
        }
        leastWeight = try file.required("leastWeight", file.number("leastWeight"))
        var titles: [ReportCadence: Bilingual] = [:]
        _ = try file.elements("titles", Self.title) { entry throws(Fault) in
            let code: ReportCadence = try entry.word("code")
            guard titles.updateValue(try entry.bilingual("label"), forKey: code) == nil else {
                throw file.wrong("titles", .string(code.rawValue), zh: "每种期次只写一次", en: "each cadence once")
            }
        }
        self.titles = titles
        for (one, other) in zip(ages, ages.dropFirst()) where one >= other {
            throw file.wrong("ages", .array(ages.map { .integer($0) }), zh: "递增的天数", en: "rising days")
        }
        let codes = measures.map(\.code)
        if let twice = codes.indices.first(where: { codes[..<$0].contains(codes[$0]) }) {
            throw file.wrong("measures", .string(codes[twice].rawValue), zh: "每项只写一次", en: "each measure once")
        }
        let sum = measures.reduce(0) { $0 + $1.weight }
        guard leastWeight <= sum else {
            throw file.wrong(
                "leastWeight", .number(leastWeight), zh: "不超过权重之和 \(decimal(sum, 1))",
                en: "at most the sum of weights, \(decimal(sum, 1))")
        }
    }

    private static let source = DataField.required("source", .text, "Whose figure it is.")

    private static let measure: [DataField] = [
        .required("code", .word(FigureMeasure.allCases.map(\.rawValue)), "The measure."),
        .required("weight", .number(0.001...1000), "Its weight."),
        .required("least", .integer(1...1_000_000), "From how many cases on it counts."), source,
    ]

    private static let title: [DataField] = [
        .required("code", .word(ReportCadence.allCases.map(\.rawValue)), "The cadence."),
        .required("label", .object(.bilingual), "What its report is called."), source,
    ]

    private static let file: [DataField] = [
        .required("name", .text, "The file's name for itself."),
        .required("source", .text, "Whose programme it is."),
        .required("few", .integer(1...1_000_000), "A rate of fewer than so many is marked."),
        .required("ages", .list(.integer(0...100_000), atLeast: 1), "Steps of ages in days, rising."),
        .required("shown", .integer(2...60), "How many spans a chart shows."),
        .required("measures", .list(.object(measure), atLeast: 1), "What the ranking counts."),
        .required("leastWeight", .number(0...100_000), "Who has measures of less weight is not ranked."),
        .required("titles", .list(.object(title)), "What the report of each cadence is called."),
    ]
}

/// A place in a ranking.
package struct FigureRank<Key: Hashable & Sendable>: Sendable, Hashable {
    /// Who.
    package let key: Key
    /// The weighted mean of the measures with enough cases, 0…100, to a hundredth; nil where these weigh too little.
    package let score: Double?
    /// The place, 1 for the best; equal scores share it. Nil where there is no score.
    package let place: Int?
    /// The place in the span before; nil where there was none.
    package var before: Int?

    /// How many places better than before; nil where one of both is not known.
    package var change: Int? {
        guard let place, let before else { return nil }
        return before - place
    }
}

extension FigureScheme {
    /// The score of some figures; nil where the measures with enough cases weigh too little.
    package func score(_ tally: FigureTally) -> Double? {
        var (points, weight) = (0.0, 0.0)
        for measure in measures {
            let share = measure.code.share(of: tally)
            guard share.all >= measure.least, let value = share.value else { continue }
            points += measure.weight * value
            weight += measure.weight
        }
        guard weight > 0, weight >= leastWeight else { return nil }
        return (points / weight * 10_000).rounded() / 100
    }

    /// Ranks groups, best first; those without a score come last, in the order given.
    ///
    /// - Parameters:
    ///   - groups: The groups with their figures.
    ///   - before: The same of the span before.
    /// - Returns: A place for each.
    package func ranked<Key: Hashable & Sendable>(
        _ groups: [(key: Key, tally: FigureTally)], before: [(key: Key, tally: FigureTally)]
    ) -> [FigureRank<Key>] {
        let earlier = Dictionary(places(before).map { ($0.key, $0.place) }) { first, _ in first }
        return places(groups).map { rank in
            var rank = rank
            rank.before = earlier[rank.key] ?? nil
            return rank
        }
    }

    private func places<Key: Hashable & Sendable>(_ groups: [(key: Key, tally: FigureTally)]) -> [FigureRank<Key>] {
        let scored = groups.enumerated().map { (order: $0.offset, key: $0.element.key, score: score($0.element.tally)) }
        let sorted = scored.sorted { (-($0.score ?? -1), $0.order) < (-($1.score ?? -1), $1.order) }
        return sorted.map { item in
            let better = item.score.map { score in scored.count { $0.score ?? -1 > score } }
            return FigureRank(key: item.key, score: item.score, place: better.map { $0 + 1 })
        }
    }
}
