import GeoModel
import SafeFiles

/// What a score of a data file may hold, whatever it measures.
enum ScoreShape {
    /// The members of a score; only that of flags knows zones and may give a priority.
    static func score(_ measures: [String], ofFlags: Bool = false) -> [DataField] {
        [
            .required("source", .text, "Whose weights they are."),
            .required(
                "factors", .list(.object(factor(measures, takesZones: ofFlags)), atLeast: 1),
                "Their points are added up."),
        ]
            + (ofFlags
                ? [
                    DataField(
                        "priorityFrom", .list(.number(-1e6...1e6)),
                        "The scores from which the priority is 1, 2, 3, 4; left out, the score gives none.")
                ] : [])
    }

    static func factor(_ measures: [String], takesZones: Bool) -> [DataField] {
        [
            .required("code", .text, "Its name."),
            .required("label", .object(.bilingual), "What users read."),
            .required("measure", .word(measures), "What is measured."),
            DataField("from", .number(-1e9...1e9), "The value that earns nothing; with `to` and `points`."),
            DataField("to", .number(-1e9...1e9), "The value that earns all points; in proportion between."),
            DataField("points", .number(-1000...1000), "Below zero where it speaks against looking at it first."),
            DataField("steps", .list(.object(step), atLeast: 1), "Instead: points by steps, each higher than before."),
            DataField("words", .list(.object(word), atLeast: 1), "Instead: points by words."),
            DataField("missing", .number(-1000...1000), "The points where nothing tells the value; none if left out."),
        ]
            + (takesZones
                ? [DataField("zones", .list(.word(ZoneKind.allCases.map(\.rawValue))), "The zones of zoneShare.")] : [])
    }

    static let step: [DataField] = [
        .required("atMost", .number(-1e9...1e9), "The values up to this, above the step before."),
        .required("points", .number(-1000...1000), "What they earn."),
    ]

    static let word: [DataField] = [
        .required("words", .list(.text, atLeast: 1), "As registers write them."),
        .required("points", .number(-1000...1000), "What they earn."),
    ]
}

extension ScoreRule {
    init(_ object: StrictObject, of book: String) throws(Fault) {
        reference = "\(book)#score"
        let measures = Measure.allCases
        let fields = ScoreShape.factor(measures.map(\.rawValue), takesZones: measures.contains(where: \.takesZones))
        factors = try object.elements("factors", fields) { factor throws(Fault) in try ScoreFactor(factor) }
        priorityFrom = try object.array("priorityFrom")?.compactMap(\.double)
        let limits = priorityFrom ?? [4, 3, 2, 1]
        guard limits.count == 4, !zip(limits, limits.dropFirst()).contains(where: { $0 <= $1 }) else {
            throw object.wrong(
                "priorityFrom", .array(limits.map { .number($0) }), zh: "四个由大到小的分数（优先级 1–4）",
                en: "four scores from high to low, for priorities 1 to 4")
        }
    }
}

extension ScoreFactor {
    fileprivate init(_ object: StrictObject) throws(Fault) {
        code = try object.required("code", object.string("code"))
        label = try object.bilingual("label")
        measure = try object.required("measure", object.string("measure").flatMap(Measure.init(rawValue:)))
        let kinds = measure.takesZones ? try object.strings("zones") ?? [] : []
        zones = Set(kinds.compactMap(ZoneKind.init(rawValue:)))
        missing = try object.number("missing") ?? 0
        scale = try ScoreScale(object)
        guard measure.takesZones ? !zones.isEmpty : object.value("zones") == nil else {
            throw object.wrong(
                "zones", .array(kinds.map { .string($0) }), zh: "zoneShare 的控制线，且仅用于它",
                en: "the zones of zoneShare, and only there")
        }
    }
}

extension ScoreScale {
    fileprivate init(_ object: StrictObject) throws(Fault) {
        let steps = try object.elements("steps", ScoreShape.step) { step throws(Fault) in
            Step(
                atMost: try step.required("atMost", step.number("atMost")),
                points: try step.required("points", step.number("points")))
        }
        let words = try object.elements("words", ScoreShape.word) { word throws(Fault) in
            let points = try word.required("points", word.number("points"))
            return try word.required("words", word.strings("words")).map { ($0, points) }
        }
        let (from, to, points) = (try object.number("from"), try object.number("to"), try object.number("points"))
        switch (from, to, points, steps.isEmpty, words.isEmpty) {
        case (let from?, let to?, let points?, true, true):
            guard from != to else {
                throw object.wrong("to", .number(to), zh: "与 from 不同的数", en: "another number than from")
            }
            self = .proportion(from: from, to: to, points: points)
        case (nil, nil, nil, false, true):
            let limits = steps.map(\.atMost)
            guard !zip(limits, limits.dropFirst()).contains(where: { $0 >= $1 }) else {
                throw object.wrong(
                    "steps", .array(limits.map { .number($0) }), zh: "由小到大的 atMost", en: "atMost from low to high")
            }
            self = .steps(steps)
        case (nil, nil, nil, true, false): self = .words(try object.onePointsEach(words.flatMap(\.self)))
        default:
            throw Fault(
                object.name, zh: "应写 from、to、points 三项，或 steps，或 words，三者取一。请改正。",
                en: "‘from’, ‘to’ and ‘points’ are expected, or ‘steps’, or ‘words’: one of the three. Correct it.")
        }
    }
}

extension StrictObject {
    fileprivate func onePointsEach(_ pairs: [(String, Double)]) throws(Fault) -> [String: Double] {
        var points: [String: Double] = [:]
        for (word, value) in pairs {
            guard points.updateValue(value, forKey: word) == nil else {
                throw wrong("words", .string(word), zh: "每个词只写一次", en: "every word once")
            }
        }
        return points
    }
}
