import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// Figures of seven scripted cases, each worked out by hand from the limits of the shipped file: issued 2 working days,
/// accepted 3 (farmland), surveyed 3, returned 3, reviewed 2, disposing 30, disposed 3, feedback filed 10, return
/// visit 3.
@Suite struct LoopFiguresTests {
    private func text(_ share: FigureShare) -> String { "\(share.hits)/\(share.all)" }

    private func rates(_ tally: FigureTally) -> [String] { FigureRate.allCases.map { text(tally[rate: $0]) } }

    private func counts(_ tally: FigureTally) -> [FigureCount: Int] {
        Dictionary(uniqueKeysWithValues: FigureCount.allCases.map { ($0, tally[$0]) }).filter { $0.value > 0 }
    }

    /// June. Answered: A and E were, C was due on Wednesday 6.24; B is due on Tuesday 6.30, so its first day over is
    /// July's. On time: 4 steps of A, 10 of E, not C's. Solved: A and E; C stands open and overdue.
    @Test func june() throws {
        let tally = try FigureScript.figures(FigureScript.all(), "2026-06").last.whole
        #expect(rates(tally) == ["2/3", "14/15", "2/3", "1/1", "2/2"])
        #expect(
            counts(tally) == [
                // D and F are opened and wait; what was undone was not issued, and is no step that was taken.
                .opened: 6, .issued: 4, .ended: 2, .done: 18,
                // Four issued, and E sent back.
                .surveysAsked: 5, .surveys: 2, .deskSurveys: 1, .returnVisitsAsked: 1, .returnVisits: 1,
                .disposals: 1,
            ])
        #expect(tally.waiting == 2 && tally.atWork == 2 && tally.overdue == 1)
        #expect(tally.open == [.suspected: 2, .issued: 2])
        // B was issued on 6.26, C on 6.22.
        #expect(tally.ages == [4: 1, 8: 1] && tally.medianAge == 6 && tally.oldestAge == 8)
        #expect(tally.ages(upTo: [7, 30, 90, 180]) == [1, 1, 0, 0, 0])
        #expect(tally.officers == ["李明", "王芳", "钱进", "赵磊", "周局"])
        #expect(tally.visits == 3 && tally.openPerOfficer == 0.4)
    }

    /// July. B was answered, late: its step ran over on 7.1. It lies accepted since Friday 7.3, due on 7.8. C fell due
    /// in June and does not count again. F goes through in time, and nothing had changed.
    @Test func july() throws {
        let tally = try FigureScript.figures(FigureScript.all(), "2026-07").last.whole
        #expect(rates(tally) == ["2/2", "4/6", "1/3", "0/0", "0/1"])
        #expect(tally[rate: .satisfied].value == nil)
        #expect(
            counts(tally) == [
                .opened: 1, .issued: 1, .ended: 1, .done: 6, .surveysAsked: 1, .surveys: 1,
            ])
        #expect(tally.waiting == 2 && tally.atWork == 2 && tally.overdue == 2 && tally.ages == [35: 1, 39: 1])
    }

    /// The same month while it runs: on 7.2 B's first answer is overdue.
    @Test func aSpanThatRunsIsToldAsOfToday() throws {
        let span = try FigureScript.figures(FigureScript.all(), "2026-07", today: "2026-07-02").last
        #expect(span.isRunning && "\(span.day)" == "2026-07-02")
        #expect(rates(span.whole) == ["0/1", "0/1", "0/2", "0/0", "0/0"])
        // Its last day is not over yet.
        for (today, isRunning) in [("2026-07-31", true), ("2026-08-01", false)] {
            let span = try FigureScript.figures(FigureScript.all(), "2026-07", today: today).last
            #expect(span.isRunning == isRunning && "\(span.day)" == "2026-07-31")
        }
    }

    /// A step counts in one month alone, so a longer span's sums are those of its months; what is late in one month may
    /// be answered in the next.
    @Test func longerSpans() throws {
        let year = try FigureScript.figures(FigureScript.all(), "2026", today: "2026-08-01").last.whole
        #expect(rates(year) == ["4/5", "18/21", "3/5", "1/1", "2/3"])
        #expect(year[.opened] == 7 && year[.done] == 24 && year.atWork == 2)
        let quarter = try FigureScript.figures(FigureScript.all(), "2026-Q2").last.whole
        #expect(try FigureScript.figures(FigureScript.all(), "2026-06").last.whole == quarter)
        let both = try FigureScript.figures(FigureScript.all(), "2026-07", spans: 2)
        #expect(both.before?.whole == quarter && both.spans.count == 2)
    }

    @Test func byOfficer() throws {
        let officers = try FigureScript.figures(FigureScript.all(), "2026-06").last.officers
        // Who ended a step has it in time; who lets it lie has it overdue.
        #expect(rates(officers["赵磊"] ?? FigureTally()) == ["1/2", "4/5", "1/2", "1/1", "1/1"])
        #expect(rates(officers["王芳"] ?? FigureTally()) == ["1/1", "2/2", "1/1", "0/0", "1/1"])
        #expect(officers["赵磊"]?.overdue == 1 && officers["赵磊"]?[.done] == 4 && officers["赵磊"]?.visits == 3)
        #expect(officers["王芳"]?.atWork == 1 && officers["王芳"]?[.deskSurveys] == 1)
        #expect(officers["李明"]?[.done] == 6 && officers["钱进"]?[.done] == 5 && officers["周局"]?[.done] == 1)
        #expect(officers[nil]?.waiting == 2)
    }

    /// A clue on papers is right where something has to be put right; without a finding the outcome says it.
    @Test func whatMakesAClueRight() throws {
        let basis = try FigureScript.basis()
        func isRight(_ finding: String?, _ outcome: Outcome, _ theme: String) throws -> Bool {
            var event = HistoryEvent(.review, to: .reviewed, at: try local("2026-06-05 09"), by: "钱进")
            (event.finding, event.outcome) = (finding, outcome)
            return basis.isRight(event, theme: theme)
        }
        #expect(try isRight("approved", .legal, "farmland-change"))
        #expect(try isRight("farm-facility", .other, "farmland-change"))
        #expect(try !isRight("no-change", .other, "farmland-change"))
        #expect(try isRight("not-started", .other, "suspected-idle"))
        #expect(try !isRight("started", .legal, "suspected-idle"))
        #expect(try isRight(nil, .legal, "farmland-change") && !isRight(nil, .other, "farmland-change"))
    }

    /// Newcombe 1998, Statistics in Medicine 17, 857–872, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    @Test func wilsonsInterval() throws {
        for (hits, all, lower, upper) in [
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
        ] {
            let found = try #require(FigureShare(hits: hits, all: all).interval)
            #expect(abs(found.lowerBound - lower) < 5e-5 && abs(found.upperBound - upper) < 5e-5, "\(found)")
        }
        #expect(FigureShare().interval == nil)
    }

    @Test func aMissingCalendarIsNamed() throws {
        let old = try CaseHistory.scripted(
            "H", opened: "2031-03-03",
            [ScriptStep(.issue, .issued, "2031-03-04", "李明"), ScriptStep(.accept, .accepted, "2031-03-05", "王芳")])
        let figures = try FigureScript.figures([old], "2031-03", today: "2031-03-31")
        #expect(figures.faults.map(\.object) == ["calendars/2031.json5"])
        #expect(figures.faults.first?.text(.en).contains("Steps of 1 cases are left out") == true)
        #expect(figures.last.whole[.done] == 2 && figures.last.whole[rate: .onTime].all == 0)
    }
}

@Suite struct ReportSpanTests {
    @Test(arguments: [
        ("2026-06", "2026-06-01", "2026-06-30", "2026-05"), ("2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4"),
        ("2026-H2", "2026-07-01", "2026-12-31", "2026-H1"), ("2026", "2026-01-01", "2026-12-31", "2025"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024-01"),
    ])
    func spansAreReadAndWritten(_ text: String, _ first: String, _ last: String, _ before: String) throws {
        let span = try #require(ReportSpan(text))
        #expect(span.description == text && span.advanced(by: -1).description == before)
        #expect("\(span.firstDay)" == first && "\(span.lastDay)" == last)
    }

    @Test(arguments: ["", "26-06", "2026-13", "2026-Q5", "2026-Q0", "2026-H3", "2026-q1", "2026-", "+026", "2026-Q"])
    func whatIsNoSpanIsRefused(_ text: String) { #expect(ReportSpan(text) == nil) }
}

@Suite struct FigureRankingTests {
    private func tally(_ rates: [FigureRate: (Int, Int)]) -> FigureTally {
        var tally = FigureTally()
        for (rate, share) in rates {
            for hit in 0..<share.1 { tally.add(.rate(rate, hit < share.0), of: nil) }
        }
        return tally
    }

    /// Weights 20, 30 and 30: answered 3 of 4, on time 9 of 10, solved 1 of 3 make
    /// (20 · 0.75 + 30 · 0.9 + 30 · 0.3333) / 80 = 65.
    @Test func theScoreIsTheWeightedMeanOfWhatHasEnoughCases() throws {
        let scheme = try FigureScript.scheme()
        let one = tally([.answered: (3, 4), .onTime: (9, 10), .solved: (1, 3), .satisfied: (0, 2)])
        #expect(scheme.score(one) == 65)
        // 20 + 10 of weight are too little; so is nothing.
        #expect(scheme.score(tally([.answered: (4, 4), .satisfied: (3, 3)])) == nil)
        #expect(scheme.score(FigureTally()) == nil)
    }

    @Test func tiesShareAPlaceAndChangesAreTold() throws {
        let scheme = try FigureScript.scheme()
        func group(_ key: String, _ hits: Int, of all: Int = 10) -> (key: String, tally: FigureTally) {
            (key, tally([.answered: (hits, all), .onTime: (hits, all)]))
        }
        let ranks = scheme.ranked(
            [group("a", 5), group("b", 9), group("c", 9), group("d", 1, of: 1), group("e", 2)],
            before: [group("a", 9), group("b", 5), group("c", 7), group("e", 1)])
        #expect(ranks.map(\.key) == ["b", "c", "a", "e", "d"])
        #expect(ranks.map(\.place) == [1, 1, 3, 4, nil] && ranks.map(\.score) == [90, 90, 50, 20, nil])
        #expect(ranks.map(\.change) == [2, 1, -2, 0, nil])
    }

    @Test func aSchemeThatCantBeIsRefused() throws {
        let text = try DurableFile.text(of: ShippedData.path("loop/figures.json5"))
        for (old, new, said) in [
            ("ages: [7, 30", "ages: [30, 30", "rising days"), ("leastWeight: 50", "leastWeight: 500", "sum of weights"),
            ("code: \"answered\"", "code: \"solved\"", "each measure once"), ("few: 10", "fewer: 10", "fewer"),
        ] {
            let found = fault {
                let json = try JSONValue(parsing: text.replacing(old, with: new), named: "figures.json5")
                _ = try FigureScheme(json, named: "figures.json5")
            }
            #expect(found?.text(.en).contains(said) == true, "\(found?.text(.en) ?? "nothing")")
        }
    }
}
