import GeoModel
import Testing

@testable import WorkQueue

/// One word of a script: an action on a day at nine, by somebody, with whatever else it says.
struct ScriptStep {
    let action: CaseAction
    let state: CaseState
    let day: String
    let name: String
    var assigned: String?
    var finding: String?
    var isShown = false
    var satisfied: Bool?

    init(
        _ action: CaseAction, _ state: CaseState, _ day: String, _ name: String, assigned: String? = nil,
        finding: String? = nil, shown isShown: Bool = false, satisfied: Bool? = nil
    ) {
        (self.action, self.state, self.day, self.name) = (action, state, day, name)
        (self.assigned, self.finding, self.isShown, self.satisfied) = (assigned, finding, isShown, satisfied)
    }
}

extension CaseHistory {
    static func scripted(
        _ id: String, theme: String = "farmland-change", opened: String, _ steps: [ScriptStep] = []
    ) throws -> CaseHistory {
        let codes = try LoopCodes.program()
        return CaseHistory(
            id: id, theme: theme, themeLabel: Bilingual(zh: theme, en: theme), priority: 2,
            openedAt: try local("\(opened) 08"),
            events: try steps.map { step in
                var event = HistoryEvent(step.action, to: step.state, at: try local("\(step.day) 09"), by: step.name)
                event.assigned = step.assigned ?? (step.action == .accept ? step.name : nil)
                event.finding = step.finding
                event.outcome = codes.finding(step.finding)?.outcome
                (event.hasEvidence, event.satisfied) = (step.isShown, step.satisfied)
                return event
            })
    }

    /// The same, as if nothing had happened after a day.
    func cut(after day: CalendarDate) -> CaseHistory {
        CaseHistory(
            id: id, theme: theme, themeLabel: themeLabel, priority: priority, openedAt: openedAt,
            events: events.filter { $0.day <= day })
    }
}

/// Seven cases, worked out by hand in `LoopFiguresTests`. 2026-06-01 is a Monday; 6.19 to 6.21 are days off.
enum FigureScript {
    /// Papers show within days that it is on approved land.
    static func dismissed() throws -> CaseHistory {
        try .scripted(
            "A", opened: "2026-06-01",
            [
                ScriptStep(.issue, .issued, "2026-06-02", "李明", assigned: "王芳"),
                ScriptStep(.accept, .accepted, "2026-06-03", "王芳"),
                ScriptStep(.survey, .surveyed, "2026-06-04", "王芳", finding: "approved"),
                ScriptStep(.review, .reviewed, "2026-06-05", "钱进", finding: "approved"),
                ScriptStep(.dismiss, .dismissed, "2026-06-08", "钱进"),
            ])
    }

    /// Issued on a Friday, accepted a day after the last one in time, and left lying.
    static func late() throws -> CaseHistory {
        try .scripted(
            "B", opened: "2026-06-01",
            [
                ScriptStep(.issue, .issued, "2026-06-26", "李明", assigned: "王芳"),
                ScriptStep(.accept, .accepted, "2026-07-03", "王芳"),
            ])
    }

    /// Never accepted.
    static func silent() throws -> CaseHistory {
        try .scripted(
            "C", opened: "2026-06-01", [ScriptStep(.issue, .issued, "2026-06-22", "李明", assigned: "赵磊")])
    }

    /// Nobody acts on it.
    static func waiting(_ id: String, opened: String) throws -> CaseHistory { try .scripted(id, opened: opened) }

    /// Through the whole loop, sent back once.
    static func closed() throws -> CaseHistory {
        let found = "unapproved-building"
        return try .scripted(
            "E", opened: "2026-06-01",
            [
                ScriptStep(.issue, .issued, "2026-06-01", "李明", assigned: "赵磊"),
                ScriptStep(.accept, .accepted, "2026-06-02", "赵磊"),
                ScriptStep(.survey, .surveyed, "2026-06-03", "赵磊", finding: found, shown: true),
                ScriptStep(.sendBack, .returned, "2026-06-04", "钱进"),
                ScriptStep(.survey, .surveyed, "2026-06-05", "赵磊", finding: found, shown: true),
                ScriptStep(.review, .reviewed, "2026-06-08", "钱进", finding: found),
                ScriptStep(.approveDisposal, .disposing, "2026-06-09", "周局"),
                ScriptStep(.finishDisposal, .disposed, "2026-06-10", "李明"),
                ScriptStep(.fileFeedback, .feedbackFiled, "2026-06-11", "李明"),
                ScriptStep(.visitAgain, .returnVisit, "2026-06-12", "赵磊", shown: true, satisfied: true),
                ScriptStep(.close, .closed, "2026-06-15", "钱进"),
            ])
    }

    /// Issued by a slip and taken back the day after; in July nothing is found on the ground.
    static func undone() throws -> CaseHistory {
        try .scripted(
            "F", opened: "2026-06-10",
            [
                ScriptStep(.issue, .issued, "2026-06-15", "李明", assigned: "王芳"),
                ScriptStep(.undo, .suspected, "2026-06-16", "李明"),
                ScriptStep(.issue, .issued, "2026-07-06", "李明", assigned: "赵磊"),
                ScriptStep(.accept, .accepted, "2026-07-07", "赵磊"),
                ScriptStep(.survey, .surveyed, "2026-07-08", "赵磊", finding: "no-change", shown: true),
                ScriptStep(.review, .reviewed, "2026-07-09", "钱进", finding: "no-change"),
                ScriptStep(.dismiss, .dismissed, "2026-07-10", "钱进"),
            ])
    }

    static func all() throws -> [CaseHistory] {
        [
            try dismissed(), try late(), try silent(), try waiting("D", opened: "2026-06-10"), try closed(),
            try undone(), try waiting("G", opened: "2026-07-01"),
        ]
    }

    static func basis() throws -> FigureBasis {
        FigureBasis(
            try DeadlineRules(ShippedData.document("loop/deadlines.json5"), named: "deadlines.json5"),
            try ShippedData.calendar(), try .program())
    }

    static func scheme() throws -> FigureScheme {
        try FigureScheme(ShippedData.document("loop/figures.json5"), named: "figures.json5")
    }

    /// The figures of cases up to a span, each case in township 0, 1 or none by its place.
    static func figures(
        _ cases: [CaseHistory], _ span: String, spans: Int = 1, today: String = "2026-12-31"
    ) throws -> LoopFigures {
        var figures = LoopFigures(
            endingWith: try #require(ReportSpan(span)), count: spans, today: try day(today), try basis())
        for (place, history) in cases.enumerated() where history.openedAt.bureauDay <= figures.last.day {
            figures.add(history, in: place % 3 == 2 ? nil : place % 3)
        }
        return figures
    }
}
