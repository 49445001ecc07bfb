package import GeoModel

/// A project that asks for land, with its score.
package struct LandDemand: Sendable, Hashable {
    /// The project.
    package let project: Project
    /// The land it asks for.
    package let area: Area
    /// Total investment for each mu of it, 10 000 yuan; nil where the register does not say.
    package let investmentPerMu: Double?
    /// Days until the land is needed; nil where the register does not say.
    package let daysUntilNeeded: Int?
    /// The score with every factor.
    package let score: Score
}

/// The land demands of a project register on a day, the one to meet first at the head (要素跟着项目走).
package struct LandDemands: Sendable {
    /// The day.
    package let day: CalendarDate
    /// In the order in which they are to be met, the same whatever the order of the register.
    package let ranked: [LandDemand]
    /// How many projects ask for no land, or do not say how much.
    package let withoutDemand: Int
    /// What the register says in words that the rules don't know, and what rests on no value at all.
    package let remarks: [Fault]

    /// Ranks the land demands.
    ///
    /// - Parameters:
    ///   - projects: The project register.
    ///   - rules: The weights.
    ///   - day: The day from which days until the land is needed are counted.
    /// - Throws: never for what a register holds.
    package init(_ projects: [Project], _ rules: ProjectRules, on day: CalendarDate) throws(Fault) {
        self.day = day
        var demands: [LandDemand] = []
        for project in projects {
            guard let area = project.terms.landDemand, area > .zero else { continue }
            demands.append(try LandDemand(project, area, rules, on: day))
        }
        ranked = demands.sorted { $0.isBefore($1, rules.ties) }
        withoutDemand = projects.count - demands.count
        remarks = ranked.flatMap(\.unknownWords)
    }
}

extension LandDemand {
    fileprivate init(_ project: Project, _ area: Area, _ rules: ProjectRules, on day: CalendarDate) throws(Fault) {
        let terms = project.terms
        let perMu = terms.totalInvestment.map { $0 / area.mu }
        let days = terms.neededBy.map { $0.daysSinceEpoch - day.daysSinceEpoch }
        let score = try rules.score.score { factor -> ScoreValue? in
            switch factor.measure {
            case .grade: return terms.grade.map { .word($0) }
            case .major: return .word(project.isMajor ? "是" : "否")
            case .investmentPerMu: return perMu.map { .number($0) }
            case .daysUntilNeeded: return days.map { .number(Double($0)) }
            case .ready: return terms.isReady == .unknown ? nil : .word(terms.isReady == .yes ? "是" : "否")
            case .demandMu: return .number(area.mu)
            }
        }
        self.init(project: project, area: area, investmentPerMu: perMu, daysUntilNeeded: days, score: score)
    }

    /// By score, then by what the rules ask in order, then by code and row.
    fileprivate func isBefore(_ other: LandDemand, _ ties: [DemandTie]) -> Bool {
        // To a millionth of a point: sums of the same parts may differ in their last bits.
        let (mine, theirs) = ((score.value * 1e6).rounded(), (other.score.value * 1e6).rounded())
        if mine != theirs { return mine > theirs }
        for tie in ties {
            let (left, right) = (value(tie), other.value(tie))
            if left != right { return left < right }
        }
        let (own, their) = (project.source, other.project.source)
        return (project.code, own.layer, own.row) < (other.project.code, their.layer, their.row)
    }

    /// The smaller first.
    private func value(_ tie: DemandTie) -> Double {
        switch tie {
        case .neededBy: daysUntilNeeded.map(Double.init) ?? .infinity
        case .investmentPerMu: investmentPerMu.map { -$0 } ?? .infinity
        case .landDemand: area.squareMetres
        }
    }

    fileprivate var unknownWords: [Fault] {
        score.parts.filter { $0.isMissing }.compactMap { part in
            guard let found = part.found else { return nil }
            return Fault(
                "\(project.code) (\(project.source.name))",
                zh: "\(part.label.zh)“\(found)”不在评分文件的词表中，按缺项计 \(decimal(part.points, 1)) 分。"
                    + "请在评分文件中补入该词，或改正登记。",
                en:
                    "\(part.label.en) ‘\(found)’ is no word of the score's file and earns \(decimal(part.points, 1)), "
                    + "as a gap does. Add the word to the file, or correct the register.")
        }
    }
}
