import GeoModel
import Testing

@testable import WorkQueue

/// What holds of the figures of any cases: the groups add up to the whole, and the past stays as it is.
@Suite struct FigurePropertyTests {
    /// Numbers by a seed (Knuth's MMIX generator).
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 31)
        }
    }

    /// A walk through the loop's table over the months of half a year.
    private func history(_ number: Int, _ dice: inout Seeded) throws -> CaseHistory {
        let people = ["王芳", "赵磊", "钱进", "周局"]
        let findings = ["approved", "no-change", "unapproved-building", "rural-road"]
        var date = try day("2026-01-05").advanced(by: Int.random(in: 0..<90, using: &dice))
        let opened = "\(date)"
        var (steps, states): ([ScriptStep], [CaseState]) = ([], [.suspected])
        for _ in 0..<Int.random(in: 0..<14, using: &dice) {
            let state = states[states.count - 1]
            let rows = Loop.transitions(from: state).filter { $0.action != .undo || states.count > 1 }
            guard let row = rows.randomElement(using: &dice) else { break }
            date = date.advanced(by: Int.random(in: 0..<9, using: &dice))
            let next = row.to ?? states[max(0, states.count - 2)]
            let assigned = [.issue, .assign].contains(row.action) ? people.randomElement(using: &dice) : nil
            steps.append(
                ScriptStep(
                    row.action, next, "\(date)", people.randomElement(using: &dice) ?? "王芳", assigned: assigned,
                    finding: row.needsOutcome ? findings.randomElement(using: &dice) : nil,
                    shown: Bool.random(using: &dice), satisfied: row.action == .visitAgain ? true : nil))
            if row.to == nil { if states.count > 1 { states.removeLast() } } else { states.append(next) }
        }
        let theme = ["farmland-change", "suspected-idle"].randomElement(using: &dice) ?? "farmland-change"
        return try .scripted("\(number)", theme: theme, opened: opened, steps)
    }

    private func cases(_ seed: UInt64, _ count: Int) throws -> [CaseHistory] {
        var dice = Seeded(state: seed)
        return try (0..<count).map { try history($0, &dice) }
    }

    @Test(arguments: [1, 2, 3]) func theGroupsAddUpToTheWhole(_ seed: UInt64) throws {
        let figures = try FigureScript.figures(try cases(seed, 150), "2026-06", spans: 6)
        #expect(figures.faults.isEmpty)
        for span in figures.spans {
            let sums = [
                span.townships.values.reduce(FigureTally(), +), span.themes.values.reduce(FigureTally(), +),
                span.officers.values.reduce(FigureTally(), +),
            ]
            for sum in sums { #expect(sum == span.whole, "\(span.span)") }
        }
        #expect(figures.spans.contains { $0.whole.overdue > 0 && $0.whole[rate: .onTime].hits > 0 })
    }

    @Test(arguments: [4, 5]) func aPastSpanStaysAsItIs(_ seed: UInt64) throws {
        let cases = try cases(seed, 150)
        let all = try FigureScript.figures(cases, "2026-06", spans: 6)
        for (place, span) in all.spans.enumerated() {
            let then = cases.map { $0.cut(after: span.day) }
            let told = try FigureScript.figures(
                then, "\(span.span)", spans: place + 1, today: "\(span.day.advanced(by: 1))")
            #expect(told.last == span, "\(span.span)")
        }
    }

    /// Each step counts in one month alone. What is undone in a later month counts in the earlier one, so nothing is
    /// undone here.
    @Test func monthsAddUpToTheirQuarter() throws {
        let cases = try cases(6, 200).filter { history in !history.events.contains { $0.action == .undo } }
        let months = try FigureScript.figures(cases, "2026-06", spans: 3).spans.map(\.whole)
        let quarter = try FigureScript.figures(cases, "2026-Q2").last.whole
        for rate in [FigureRate.answered, .onTime] {
            #expect(months.reduce(0) { $0 + $1[rate: rate].all } == quarter[rate: rate].all)
        }
        for count in FigureCount.allCases where count != .disposals {
            #expect(months.reduce(0) { $0 + $1[count] } == quarter[count], "\(count)")
        }
        #expect(months.reduce(0) { $0 + $1[rate: .onTime].hits } == quarter[rate: .onTime].hits)
    }
}
