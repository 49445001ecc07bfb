package import GeoModel

/// What the figures of a span are told by.
package enum FigureGrouping: String, Sendable, CaseIterable {
    /// Townships: where the largest share of a case's outline lies.
    case township
    /// Whose task a case is, or who took a step.
    case officer
    /// Themes.
    case theme
}

/// A township as figures are told by.
package struct FigureTownship: Sendable, Hashable {
    /// Its code.
    package let code: String
    /// Its name.
    package let name: String
    /// Its area; nil where that is not known.
    package let area: Area?

    /// A township.
    package init(code: String, name: String, area: Area?) { (self.code, self.name, self.area) = (code, name, area) }
}

/// The figures of one span, of all cases and by group; the groups of each kind add up to the whole.
package struct SpanFigures: Sendable, Hashable {
    /// The span.
    package let span: ReportSpan
    /// The day they are of: the span's last, or an earlier one where the span is not over.
    package let day: CalendarDate
    /// Of all cases.
    package fileprivate(set) var whole = FigureTally()
    /// By the township's index in the register; nil for cases outside all of them.
    package fileprivate(set) var townships: [Int?: FigureTally] = [:]
    /// By the officer's name; nil for what is nobody's.
    package fileprivate(set) var officers: [String?: FigureTally] = [:]
    /// By the theme's code.
    package fileprivate(set) var themes: [String: FigureTally] = [:]

    /// Whether the span is not over: its last day still runs, or lies ahead.
    package let isRunning: Bool
}

/// The figures of the loop for some spans that follow each other, drawn up case by case.
///
/// A figure of a span is made of what had happened by its last day, and of nothing else: a past span's figures stay as
/// they are, whatever happens later. They change where what they are reckoned by does: limits, calendars, findings, the
/// register of townships.
package struct LoopFigures: Sendable {
    /// The spans, oldest first.
    package private(set) var spans: [SpanFigures]
    /// The themes' labels by their codes.
    package private(set) var themes: [String: Bilingual] = [:]
    /// How many cases were looked at.
    package private(set) var cases = 0
    private var missing: [String: (fault: Fault, cases: Int)] = [:]
    private let basis: FigureBasis

    /// Figures of no case yet.
    ///
    /// - Parameters:
    ///   - last: The latest span.
    ///   - count: How many there are, with that one; 1 or more. Fewer where the calendar begins.
    ///   - today: The day that it is; a span that lasts longer is told as of this day.
    ///   - basis: What they are reckoned by.
    /// - Precondition: the latest span has begun.
    package init(endingWith last: ReportSpan, count: Int, today: CalendarDate, _ basis: FigureBasis) {
        precondition(count >= 1 && last.firstDay <= today, "there is a span, and it has begun")
        self.basis = basis
        // Spans before the year 1 can't be named.
        let reach = ((last.start.year - 1) * 12 + last.start.month - 1) / last.cadence.months + 1
        spans = (1 - min(count, reach)...0).map { SpanFigures(last.advanced(by: $0), today: today) }
    }

    /// The latest span.
    package var last: SpanFigures { spans[spans.count - 1] }

    /// The span before the latest; nil where there is one alone.
    package var before: SpanFigures? { spans.dropLast().last }

    /// Adds a case.
    ///
    /// - Parameters:
    ///   - history: The case.
    ///   - township: The index of its township; nil where it lies outside all of them.
    package mutating func add(_ history: CaseHistory, in township: Int?) {
        cases += 1
        if themes[history.theme] == nil { themes[history.theme] = history.themeLabel }
        let opened = history.openedAt.bureauDay
        var reading: CaseReading?
        for place in spans.indices where opened <= spans[place].day {
            let day = spans[place].day
            // A case that has not moved and is at its end adds nothing to a later span.
            let isSame = reading?.known == history.known(on: day)
            if isSame, reading?.isOver(before: spans[place].span.firstDay) == true { continue }
            let read = CaseReading(history, since: spans[0].span.firstDay, asOf: day, basis)
            reading = read
            read.forEachItem(since: spans[place].span.firstDay, basis) { item, officer in
                spans[place].add(item, history.theme, township, officer)
            }
            guard place == spans.count - 1, let fault = read.fault else { continue }
            missing[fault.object, default: (fault, 0)].cases += 1
        }
    }

    /// The years whose calendar is missing, with how many cases have steps that can't be told for it.
    package var faults: [Fault] {
        missing.sorted { $0.key < $1.key }.map { _, item in
            Fault(
                item.fault.object, zh: "\(item.fault.message.zh)因此 \(item.cases) 件任务的部分环节未计入按时率。",
                en: "\(item.fault.message.en) Steps of \(item.cases) cases are left out of the rate on time.")
        }
    }
}

extension SpanFigures {
    fileprivate init(_ span: ReportSpan, today: CalendarDate) {
        (self.span, day, isRunning) = (span, min(span.lastDay, today), today <= span.lastDay)
    }

    fileprivate mutating func add(_ item: FigureItem, _ theme: String, _ township: Int?, _ officer: String?) {
        whole.add(item, of: officer)
        themes[theme, default: FigureTally()].add(item, of: officer)
        townships[township, default: FigureTally()].add(item, of: officer)
        officers[officer, default: FigureTally()].add(item, of: officer)
    }
}
