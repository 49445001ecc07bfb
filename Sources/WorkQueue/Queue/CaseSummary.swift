package import GeoModel

/// One line of the work queue.
package struct CaseSummary: Sendable, Hashable {
    /// The case's number, such as `202606-0001`: by the order in which a period's flags came, and never used again.
    package let id: String
    /// The period whose flag opened it.
    package let period: Period
    /// The flag it is about.
    package let flagID: String
    /// The theme's code.
    package let theme: String
    /// The theme as users read it.
    package let themeLabel: Bilingual
    /// Everything about it that steps change.
    package let standing: CaseStanding
    /// Counts the events: 1 when it was opened.
    package let version: Int
    /// The area in question.
    package let area: Area
    /// 1 to look at first … 5 last.
    package let priority: Int
    /// When it was opened.
    package let openedAt: Timestamp
    /// When it last moved.
    package let updatedAt: Timestamp
    /// The patch's number (监测编号); nil for a flag without a patch.
    package let patchNumber: String?
    /// What a flag without a patch stands on: the key of its first record, such as a contract; nil for others.
    package let recordKey: String?
    /// The last month in which a later image showed its place changed again; nil where none has.
    package let seenAgain: Period?

    /// Where it stands.
    package var state: CaseState { standing.state }
    /// What people found it to be; nil before the survey.
    package var outcome: Outcome? { standing.outcome }
    /// Whose task it is; nil where nobody's yet.
    package var assigned: Person? { standing.assigned }
    /// Whether its place shows change still, while people are at it.
    package var isStillActive: Bool { seenAgain != nil && !state.isFinal }
}

/// Which cases to list, and in what order.
package struct CaseFilter: Sendable, Hashable {
    /// The order of a list of cases.
    package enum Order: String, Sendable, CaseIterable {
        /// Highest priority first, the larger area before the smaller.
        case priority
        /// Largest area first.
        case area
        /// What moved last comes first.
        case updated
        /// By number.
        case number
    }

    /// Only those in this state.
    package var state: CaseState?
    /// Only those of this theme's code.
    package var theme: String?
    /// Only those opened in this period, or whose flag was raised in it last.
    package var period: Period?
    /// Only those that people are at and later images show changed still.
    package var isActive: Bool
    /// At most so many.
    package var limit: Int?
    /// In which order.
    package var order: Order

    /// All cases, unless narrowed.
    package init(
        state: CaseState? = nil,
        theme: String? = nil,
        period: Period? = nil,
        isActive: Bool = false,
        limit: Int? = nil,
        order: Order = .priority
    ) {
        self.state = state
        self.theme = theme
        self.period = period
        self.isActive = isActive
        self.limit = limit
        self.order = order
    }

    var sql: String {
        var conditions: [String] = []
        // With a plus SQLite does not look a value up in an index: walking the one that has the order, and passing over
        // what is not listed, ends at the limit; the other way everything found would be sorted first.
        let mark = limit == nil || order == .priority ? "" : "+"
        if state != nil { conditions.append("\(mark)case_file.state = ?") }
        if theme != nil { conditions.append("\(mark)case_file.flag_theme = ?") }
        if period != nil { conditions.append("? IN (case_file.period, case_file.flag_period)") }
        if isActive {
            let final = CaseState.allCases.filter(\.isFinal).map { "'\($0.rawValue)'" }.joined(separator: ", ")
            conditions.append(
                "case_file.id IN (SELECT case_id FROM case_sighting) AND case_file.state NOT IN (\(final))")
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let rest = "ORDER BY \(ordering)case_file.period, case_file.sequence"
        guard limit != nil else { return "\(condition) \(rest) LIMIT ?" }
        // The rows are chosen from an index alone, then read.
        return "WHERE case_file.fid IN (SELECT fid FROM case_file \(condition) \(rest) LIMIT ?) \(rest)"
    }

    var values: [SQLiteValue] {
        [state.map { .text($0.rawValue) }, theme.map { .text($0) }, period.map { .text($0.description) }].compactMap(
            \.self)
            // A negative limit is SQLite's way of saying all.
            + [.integer(limit ?? -1)]
    }

    private var ordering: String {
        switch order {
        case .priority: "case_file.flag_priority, case_file.flag_area_m2 DESC, "
        case .area: "case_file.flag_area_m2 DESC, "
        case .updated: "case_file.updated_at DESC, "
        case .number: ""
        }
    }
}
