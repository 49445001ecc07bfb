package import GeoModel
import Geometry

/// How far a project has come, by its register, by the contracts of its land, and as seen from above.
package struct ProjectProgress: Sendable, Hashable {
    /// The project.
    package let project: Project
    /// Whether building has started by the papers; unknown where none tells.
    package let papers: Answer
    /// What that rests on: a contract's row, or the register's stage.
    package let papersSource: String?
    /// The day of the start by the contracts of its land.
    package let startedOn: CalendarDate?
    /// Whether a contract of its land was signed in the year of the day.
    package let isNewlySigned: Bool
    /// What satellites make of its site.
    package let satellite: SatelliteClock
    /// Whether building has started as seen from above.
    package let seen: Answer
    /// Where papers and images tell different things; nil where they don't.
    package let disagreement: IdleFinding?

    /// What was done this year as a share of the year's plan; nil where either is not entered, or nothing was planned.
    package var doneShare: Double? {
        guard let planned = project.terms.plannedThisYear, planned > 0, let done = project.terms.doneThisYear else {
            return nil
        }
        return done / planned
    }

}

/// Plan against actual of all projects of a register (年度投资完成), with the rate of starts.
package struct ProgressTotal: Sendable, Hashable {
    /// Of so many projects …
    package private(set) var projects = 0
    /// … these say both what was planned for the year and what was done.
    package private(set) var counted = 0
    /// Their plan, 10 000 yuan.
    package private(set) var planned = 0.0
    /// What was done of it, 10 000 yuan.
    package private(set) var done = 0.0
    /// Total investment of those that tell it, 10 000 yuan.
    package private(set) var investment = 0.0
    /// Those of which papers tell whether building started, and those that did.
    package private(set) var papers = Rate()
    /// The same as seen from above.
    package private(set) var seen = Rate()
    /// The same of those with land that was signed for in the year.
    package private(set) var newlySigned = Rate()
    /// The newly signed as seen from above.
    package private(set) var newlySignedSeen = Rate()

    /// How many of those that are known.
    package struct Rate: Sendable, Hashable {
        /// Of which it is known.
        package private(set) var known = 0
        /// Of which it is so.
        package private(set) var yes = 0

        /// Nil where nothing is known.
        package var share: Double? { known > 0 ? Double(yes) / Double(known) : nil }

        mutating func add(_ answer: Answer) {
            guard answer != .unknown else { return }
            known += 1
            if answer == .yes { yes += 1 }
        }
    }

    /// Done as a share of the plan, over the projects that say both; nil where none does.
    package var doneShare: Double? { planned > 0 ? done / planned : nil }

    init(_ projects: [ProjectProgress]) {
        // In the order of their codes, so that sums do not depend on the order of the register.
        for item in projects.sorted(by: { $0.project.code < $1.project.code }) {
            let terms = item.project.terms
            self.projects += 1
            investment += terms.totalInvestment ?? 0
            papers.add(item.papers)
            seen.add(item.seen)
            if item.isNewlySigned {
                newlySigned.add(item.papers)
                newlySignedSeen.add(item.seen)
            }
            guard item.doneShare != nil else { continue }
            counted += 1
            planned += terms.plannedThisYear ?? 0
            done += terms.doneThisYear ?? 0
        }
    }
}

/// The progress of every project of a register on a day.
package struct ProgressReview: Sendable {
    /// The day.
    package let day: CalendarDate
    /// By code.
    package let projects: [ProjectProgress]
    /// All together.
    package let total: ProgressTotal
    /// Projects whose site could not be overlaid.
    package let faults: [Fault]

    /// The share of the year that is over on the day, that day included (时序进度).
    package var elapsed: Double { day.elapsedShareOfYear }

    /// Reviews the projects of a register.
    ///
    /// - Parameters:
    ///   - register: All registers.
    ///   - rules: How progress is counted.
    ///   - idle: What satellites must show before they count.
    ///   - themes: The programme, which says what patches count as building.
    ///   - runs: What satellites found.
    ///   - day: Papers and images after it don't count.
    /// - Throws: `Fault` where the region's coordinate system is unknown; a project at fault is listed instead.
    package init(
        _ register: LandRegister, _ rules: ProjectRules, idle: IdleRules, themes: RuleBook, runs: [WatchedRun],
        on day: CalendarDate
    ) throws(Fault) {
        let overlayer = try Overlayer(register, sliver: themes.sliver)
        let sites = SeenSites(runs, by: day, themes, overlayer)
        var (projects, faults): ([ProjectProgress], [Fault]) = ([], [])
        for project in register.records.projects {
            do throws(Fault) {
                let land = try Self.supplies(under: project, register, overlayer, rules, day)
                let site = ProjectSite(project: project, supplies: land, day: day)
                let view =
                    project.shape.isEmpty
                    ? nil
                    : try sites.view(
                        of: project.shape, try overlayer.area(of: project.shape), named: project.code)
                projects.append(site.progress(rules, SatelliteClock(view, by: day, idle.seen), idle.seen))
            } catch {
                faults.append(error)
            }
        }
        self.day = day
        self.projects = projects.sorted {
            ($0.project.code, $0.project.source.layer, $0.project.source.row)
                < ($1.project.code, $1.project.source.layer, $1.project.source.row)
        }
        self.faults = faults
        total = ProgressTotal(projects)
    }

    /// The projects that have done least of their year's plan, the slowest first; of equal shares the one that is more
    /// money behind, then by code. Those that don't say what was done, or had nothing planned, are not among them.
    package func slowest(_ count: Int) -> [ProjectProgress] {
        Array(
            projects.filter { $0.doneShare != nil }.sorted { left, right in
                (left.doneShare ?? 0, right.behind(elapsed), left.project.code)
                    < (right.doneShare ?? 0, left.behind(elapsed), right.project.code)
            }.prefix(count))
    }

    /// The supplies signed by a day that belong to a project's site.
    private static func supplies(
        under project: Project, _ register: LandRegister, _ overlayer: Overlayer, _ rules: ProjectRules,
        _ day: CalendarDate
    ) throws(Fault) -> [Supply] {
        guard !project.shape.isEmpty else { return [] }
        let site = try overlayer.area(of: project.shape)
        let shape = try overlayer.valid(project.shape, named: project.code)
        var supplies: [Supply] = []
        for share in try overlayer.shares(.supply, shape, project.code) {
            let supply = register.records.supplies[share.record]
            guard supply.isSigned(by: day) else { continue }
            let smaller = min(site, try overlayer.area(of: supply.shape)).squareMetres
            if share.area.squareMetres >= rules.supplyShare * smaller { supplies.append(supply) }
        }
        return supplies
    }
}

extension ProjectProgress {
    /// How much less was done than the plan's share of the year that is over, 10 000 yuan; below zero where more was.
    package func behind(_ elapsed: Double) -> Double {
        (project.terms.plannedThisYear ?? 0) * elapsed - (project.terms.doneThisYear ?? 0)
    }
}

/// What papers tell of a project's start.
private struct ProjectSite {
    let project: Project
    let supplies: [Supply]
    let day: CalendarDate

    func progress(_ rules: ProjectRules, _ clock: SatelliteClock, _ seen: SeenRules) -> ProjectProgress {
        let starts = supplies.compactMap { supply in start(of: supply).map { (day: $0, source: supply.source.name) } }
        let first = starts.min { ($0.day, $0.source) < ($1.day, $1.source) }
        let isNew = supplies.contains { $0.signedOn?.year == day.year }
        let stage = project.terms.stage.map { $0.filter { !$0.isWhitespace } }
        var (papers, source) = (Answer.unknown, String?.none)
        if let first {
            (papers, source) = (.yes, first.source)
        } else if let supply = supplies.map(\.source.name).min() {
            (papers, source) = (.no, supply)
        } else if let stage, rules.startedStages.contains(stage) {
            (papers, source) = (.yes, project.source.name)
        } else if let stage, rules.notStartedStages.contains(stage) {
            (papers, source) = (.no, project.source.name)
        }
        return ProjectProgress(
            project: project, papers: papers, papersSource: source, startedOn: first?.day, isNewlySigned: isNew,
            satellite: clock, seen: clock.hasStarted(papers: papers, since: first?.day, seen),
            disagreement: papers == .unknown
                ? nil : clock.disagreement(with: papers == .yes ? .started : .notStarted, since: first?.day, seen))
    }

    private func start(of supply: Supply) -> CalendarDate? {
        (supply.terms.actualStart ?? supply.terms.actualCompletion).flatMap { $0 <= day ? $0 : nil }
    }
}

extension SatelliteClock {
    /// Whether building has started as seen from above: moved earth alone is no start. Land that did not change tells
    /// nothing of a start on paper before the watch or on a day unknown, and nothing where it changed in a way that is
    /// too faint to count.
    fileprivate func hasStarted(papers: Answer, since start: CalendarDate?, _ rules: SeenRules) -> Answer {
        switch state {
        case .unseen: return .unknown
        case .built: return .yes
        case .moved: return .no
        case .unchanged:
            let isSeen = start.map { start in watchedSince.map { start > $0 } ?? false } ?? false
            if papers == .yes, !isSeen { return .unknown }
            return (lastSeen?.changedShare ?? 0) < rules.leastShare ? .no : .unknown
        }
    }
}

extension CalendarDate {
    /// The share of its year that is over with it, such as 31/365 on 31 January.
    var elapsedShareOfYear: Double {
        guard let first = CalendarDate(year: year, month: 1, day: 1)?.daysSinceEpoch,
            let last = CalendarDate(year: year, month: 12, day: 31)?.daysSinceEpoch
        else { preconditionFailure("every year has a first and a last day") }
        return Double(daysSinceEpoch - first + 1) / Double(last - first + 1)
    }
}
