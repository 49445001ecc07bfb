package import GeoModel
package import SafeFiles

extension CaseState {
    /// Whether a person has something to do with a case in this state, so that time counts: all but the first and the
    /// last.
    package var isOnTheClock: Bool { self != .suspected && !isFinal }
}

/// How long a case may stay in a state.
package struct DeadlineRule: Sendable, Hashable {
    /// Its code in the data file.
    package let code: String
    /// The state.
    package let state: CaseState
    /// The themes it is for; nil for all.
    package let themes: [String]?
    /// The priorities it is for; nil for all.
    package let priorities: [Int]?
    /// Working days on the clock that stands still while a case is paused (办理时限).
    package let working: Int
    /// Working days on the clock that never does (全过程时限).
    package let whole: Int
    /// How many working days before the end of either a warning comes.
    package let warn: Int

    var isGeneral: Bool { themes == nil && priorities == nil }

    func fits(_ state: CaseState, theme: String, priority: Int) -> Bool {
        self.state == state && themes?.contains(theme) ?? true && priorities?.contains(priority) ?? true
    }
}

/// How long cases may stay where they are and who is told when they stay longer: a data file, `loop/deadlines.json5`.
package struct DeadlineRules: Sendable, Hashable {
    /// All limits, as they are asked: the first that fits decides.
    package let limits: [DeadlineRule]
    /// From how many working days overdue on a case is due to whom, lowest first.
    package let ladder: [Rung]

    /// A level and when it is reached.
    package struct Rung: Sendable, Hashable {
        /// Whom the case is due to.
        package let level: EscalationLevel
        /// From so many working days overdue on.
        package let overdue: Int
    }

    /// The limit of a case in a state; nil in states where no time counts.
    package func limit(_ state: CaseState, theme: String, priority: Int) -> DeadlineRule? {
        limits.first { $0.fits(state, theme: theme, priority: priority) }
    }

    /// Whom a case is due to that is so many working days overdue.
    package func level(overdue days: Int) -> EscalationLevel {
        ladder.last { $0.overdue <= days }?.level ?? .officer
    }

    /// The rules of a data file.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong, a state without a limit, or an entry that is
    ///   never reached.
    package init(_ json: JSONValue, named path: String) throws(Fault) {
        let file = try Self.file.checked(json, named: path)
        ladder = try file.elements("ladder", Self.rung) { entry throws(Fault) in
            let word = try entry.text("level")
            guard let level = EscalationLevel.allCases.first(where: { $0.word == word }) else {
                preconditionFailure("the shape lets only levels through")
            }
            return Rung(level: level, overdue: try entry.required("overdue", entry.integer("overdue")))
        }
        limits = try file.elements("limits", Self.limit) { entry throws(Fault) in try DeadlineRule(entry) }
        try checkLadder(file)
        try checkLimits(file)
    }

    private func checkLadder(_ file: StrictObject) throws(Fault) {
        for (lower, upper) in zip(ladder, ladder.dropFirst())
        where lower.level >= upper.level || lower.overdue >= upper.overdue {
            throw Fault(
                "\(file.name): ladder", zh: "“\(upper.level.label.zh)”须排在更高一级，天数也须更多。请按级别与天数递增排列。",
                en: "‘\(upper.level.label.en)’ must be a higher level, from more days on, than the entry before it. "
                    + "Put them in rising order.")
        }
    }

    private func checkLimits(_ file: StrictObject) throws(Fault) {
        for state in CaseState.allCases where state.isOnTheClock {
            guard let general = limits.firstIndex(where: { $0.state == state && $0.isGeneral }) else {
                throw Fault(
                    "\(file.name): limits", zh: "状态“\(state.label.zh)”（\(state.rawValue)）没有不限专题与优先级的时限。请补上。",
                    en: "the state \(state.rawValue) has no limit for every theme and priority. Add one.")
            }
            guard let late = limits[(general + 1)...].first(where: { $0.state == state }) else { continue }
            throw Fault(
                "\(file.name): limits[\(late.code)]", zh: "排在 \(limits[general].code) 之后，永远用不到。请移到它前面。",
                en: "it stands behind \(limits[general].code) and is never reached. Move it before that.")
        }
    }
}

extension DeadlineRule {
    fileprivate init(_ entry: StrictObject) throws(Fault) {
        code = try entry.text("code")
        state = try entry.word("state")
        themes = try entry.strings("themes")
        priorities = try entry.array("priorities")?.compactMap(\.integer)
        working = try entry.required("working", entry.integer("working"))
        whole = try entry.required("whole", entry.integer("whole"))
        warn = try entry.required("warn", entry.integer("warn"))
        guard working <= whole else {
            throw entry.wrong(
                "whole", .integer(whole), zh: "不少于 working（\(working)）的天数",
                en: "no fewer days than working (\(working))")
        }
        guard warn < working else {
            throw entry.wrong(
                "warn", .integer(warn), zh: "少于 working（\(working)）的天数", en: "fewer days than working (\(working))")
        }
    }
}

extension DeadlineRules {
    private static let source = DataField.required("source", .text, "Whose limit it is.")

    private static let rung: [DataField] = [
        .required("level", .word(EscalationLevel.allCases.map(\.word)), "Whom a case is due to."),
        .required("overdue", .integer(0...1000), "From so many working days overdue on."),
        source,
    ]

    private static let limit: [DataField] = [
        .required("code", .text, "Its code."),
        .required("state", .word(CaseState.allCases.filter(\.isOnTheClock).map(\.rawValue)), "The state."),
        DataField("themes", .list(.text, atLeast: 1), "The themes it is for; all where absent."),
        DataField("priorities", .list(.integer(1...5), atLeast: 1), "The priorities it is for; all where absent."),
        .required("working", .integer(1...1000), "Working days on the clock that stands still in pauses."),
        .required("whole", .integer(1...1000), "Working days on the clock that never does."),
        .required("warn", .integer(0...1000), "Working days before the end at which a warning comes."),
        source,
    ]

    private static let file: [DataField] = [
        .required("name", .text, "The file's name for itself."),
        .required("source", .text, "Whose programme it is."),
        .required("ladder", .list(.object(rung), atLeast: 1), "Whom an overdue case is due to."),
        .required("limits", .list(.object(limit), atLeast: 1), "How long a case may stay in a state."),
    ]
}
