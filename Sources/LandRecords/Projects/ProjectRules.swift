package import GeoModel
package import SafeFiles

/// What a factor of a land demand's score measures.
enum DemandMeasure: String, ScoreMeasuring {
    /// The grade of the project register, a word.
    case grade
    /// Whether it is on the list of major projects: 是 or 否.
    case major
    /// Total investment for each mu of land asked for, 10 000 yuan.
    case investmentPerMu
    /// Days until the land is needed; below zero where it was needed before.
    case daysUntilNeeded
    /// Whether it can start at once: 是 or 否.
    case ready
    /// The land asked for in mu.
    case demandMu

    var takesZones: Bool { false }
}

/// What decides between land demands of one score.
enum DemandTie: String, CaseIterable {
    /// The earlier day first, none last.
    case neededBy
    /// The higher first, unknown last.
    case investmentPerMu
    /// The smaller first.
    case landDemand
}

/// How projects are ranked and their progress is counted: a data file, `priority/projects.json5`.
package struct ProjectRules: Sendable {
    /// The file's name for itself.
    package let name: String
    /// Whose programme it is.
    package let source: String
    let score: ScoreRule<DemandMeasure>
    let ties: [DemandTie]
    let startedStages: Set<String>
    let notStartedStages: Set<String>
    let supplyShare: Double
    /// How many the list of the slowest has.
    package let slowest: Int

    /// The rules of a data file.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong.
    package init(_ json: JSONValue, named path: String) throws(Fault) {
        let file = try Self.file.checked(json, named: path)
        name = try file.required("name", file.string("name"))
        source = try file.required("source", file.string("source"))
        let demand = try file.required("demand", file.object("demand", keys: Self.demand.keys))
        score = try ScoreRule(try demand.required("score", demand.object("score", keys: Self.score.keys)), of: name)
        ties = (try demand.strings("ties") ?? []).compactMap(DemandTie.init(rawValue:))
        let progress = try file.required("progress", file.object("progress", keys: Self.progress.keys))
        startedStages = Set(try progress.strings("startedStages") ?? [])
        notStartedStages = Set(try progress.strings("notStartedStages") ?? [])
        supplyShare = try progress.required("supplyShare", progress.number("supplyShare"))
        slowest = try progress.required("slowest", progress.integer("slowest"))
        if let twice = startedStages.intersection(notStartedStages).min() {
            throw progress.wrong("startedStages", .string(twice), zh: "只写在一处的词", en: "a word in one list only")
        }
    }

    private static let score = ScoreShape.score(DemandMeasure.allCases.map(\.rawValue))

    private static let demand: [DataField] = [
        .required("score", .object(score), "Which land demand is met first."),
        DataField("ties", .list(.word(DemandTie.allCases.map(\.rawValue))), "What decides between equal scores."),
    ]

    private static let progress: [DataField] = [
        .required("source", .text, "Whose choice it is."),
        .required("startedStages", .list(.text), "Stages of construction that mean started."),
        .required("notStartedStages", .list(.text), "Stages of construction that mean not started."),
        .required("supplyShare", .number(0...1), "The share of the smaller at which a supply belongs to a project."),
        .required("slowest", .integer(1...100_000), "How many the list of the slowest has."),
    ]

    private static let file: [DataField] = [
        .required("name", .text, "The file's name for itself."),
        .required("source", .text, "Whose programme it is."),
        .required("demand", .object(demand), "How land demands are ranked."),
        .required("progress", .object(progress), "How progress is counted."),
    ]
}
