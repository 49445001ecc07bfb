import GeoModel
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let queueDue = Command(
        "due",
        zh: "时限：预警与超期的任务，两个时钟，应由谁办（提级）",
        en: "deadlines: cases near their end or overdue, on both clocks, and whom they are due to",
        options: [
            .region, .asOf,
            Option(
                "state", .choice(CaseState.allCases.filter(\.isOnTheClock).map(\.rawValue)), zh: "只列此状态",
                en: "only this state"),
            Option(
                "theme", .text("CODE"), zh: "只列此专题，如 farmland-change", en: "only this theme, such as farmland-change"),
            Option("person", .text("NAME"), zh: "只列指派给此人的", en: "only what is assigned to this person"),
            Option(
                "slowest", .integer("N", 1...1_000_000), zh: "最慢 N 件，未到预警的也算",
                en: "the slowest N, those still in time among them"),
            .json,
        ],
        examples: [
            "tuban queue due --region county", "tuban queue due --region county --slowest 29 --on 2026-09-30",
        ]
    ) { invocation in
        let day = invocation.date("on") ?? Timestamp.now.bureauDay
        let region = try Region.open(invocation.regionPath)
        let list = try region.dueList(
            on: day, state: invocation.string("state").flatMap(CaseState.init(rawValue:)),
            theme: invocation.string("theme"), person: invocation.string("person").map(Person.canonical))
        let urgent = list.urgent
        let shown = invocation.integer("slowest").map { Array(list.cases.prefix($0)) } ?? urgent
        invocation.report(.array(shown.map(\.json)), or: dueTable(shown, invocation.language))
        let overdue = urgent.count { $0.clocks.standing == .overdue }
        let near = urgent.count - overdue
        invocation.terminal.note(
            zh: "\(day)：在办 \(list.cases.count) 件，超期 \(overdue) 件，预警 \(near) 件。",
            en: "\(day): on the clock \(list.cases.count), overdue \(overdue), near their end \(near).")
        if list.cases.isEmpty, invocation.string("theme") != nil { invocation.noteThemes(try region.store.themes()) }
        for fault in list.unknownDue { invocation.terminal.warn(fault) }
        return invocation.terminal.list(rejected: list.faults)
    }

    private static func dueTable(_ cases: [DueCase], _ language: Language) -> TextTable {
        TextTable(
            [
                .text(zh: "任务", en: "case"), .text(zh: "专题", en: "theme"), .text(zh: "状态", en: "state"),
                .text(zh: "情况", en: "standing"), .text(zh: "办理时限", en: "working clock"),
                .text(zh: "全过程时限", en: "whole process"), .text(zh: "应由谁办", en: "due to"),
            ],
            rows: cases.map { item in
                let clocks = item.clocks
                return [
                    item.summary.id, item.summary.themeLabel.text(language), clocks.step.state.label.text(language),
                    clocks.standingText.text(language), clocks.working.text(isPaused: clocks.isPaused).text(language),
                    clocks.whole.text(isPaused: false).text(language), item.dueTo.text(language),
                ]
            })
    }
}

extension Option {
    /// The day that deadlines and duties are looked at on.
    static let asOf = Option("on", .date, zh: "截至哪一天（默认：今天）", en: "the day (default: today)")
}

extension Invocation {
    /// The clocks of a case's steps as of today; a year without a calendar is warned of.
    func clocks(of detail: CaseDetail, _ region: Region) throws -> [StepClocks] {
        let (clocks, faults) = try region.clocks(of: detail, on: Timestamp.now.bureauDay)
        for fault in faults { terminal.warn(fault) }
        return clocks
    }
}

extension ClockReading {
    /// `4/5 至 2026-02-26`.
    func text(isPaused: Bool) -> Bilingual {
        let end =
            due.map { Bilingual(zh: " 至 \($0)", en: " until \($0)") }
            ?? (isPaused ? Bilingual(zh: " 中止", en: " stopped") : Bilingual(zh: "", en: ""))
        return Bilingual(zh: "\(elapsed)/\(limit)\(end.zh)", en: "\(elapsed)/\(limit)\(end.en)")
    }

    fileprivate var json: JSONValue {
        [
            "limit": .integer(limit), "elapsed": .integer(elapsed), "remaining": .integer(remaining),
            "due": JSONValue(due?.description), "overdue": .bool(isOverdue),
        ]
    }
}

extension StepClocks {
    /// `超期 3 个工作日`.
    var standingText: Bilingual {
        switch standing {
        case .overdue:
            Bilingual(zh: "超期 \(overdueDays) 个工作日", en: "overdue by \(overdueDays) working days")
        case .warning where remaining == 0: Bilingual(zh: "今日到期", en: "ends today")
        case .inTime where isPaused:
            Bilingual(zh: "中止计时，剩 \(remaining) 天", en: "clock stopped, \(remaining) days left")
        default:
            Bilingual(zh: "\(standing.label.zh)，剩 \(remaining) 天", en: "\(standing.label.en), \(remaining) days left")
        }
    }

    /// `已接收  2026-02-12 –  办理 4/5 至 2026-02-26，全过程 4/8 至 2026-03-02  预警，剩 1 天`.
    var line: Bilingual {
        let (working, whole) = (working.text(isPaused: isPaused), whole.text(isPaused: false))
        let days = "\(step.entered.bureauDay) – \(step.left?.bureauDay.description ?? "")"
        let end = step.left == nil || standing == .overdue ? standingText : Bilingual(zh: "按时", en: "in time")
        return Bilingual(
            zh: "\(step.state.label.zh)  \(days)  办理 \(working.zh)，全过程 \(whole.zh)  \(end.zh)",
            en: "\(step.state.label.en)  \(days)  working clock \(working.en), whole process \(whole.en)  \(end.en)")
    }

    /// Both clocks as programs read them.
    var json: JSONValue {
        [
            "state": .string(step.state.rawValue), "entered_at": .string(step.entered.text),
            "left_at": JSONValue(step.left?.text), "on": .string(day.description), "rule": .string(rule.code),
            "standing": .string(standing.word), "overdue_days": .integer(overdueDays),
            "remaining_days": .integer(remaining), "paused_at": JSONValue(step.openPause?.from.text),
            "pause_ground": JSONValue(step.openPause?.ground), "working": working.json, "whole": whole.json,
        ]
    }
}

extension DueCase {
    /// Whom the case is due to: whose task it is, the roles that may act where it is nobody's, or a higher level.
    fileprivate var dueTo: Bilingual {
        let zh = officer?.name ?? roles.map(\.label.zh).joined(separator: "/")
        let en = officer?.name ?? roles.map(\.label.en).joined(separator: "/")
        guard let dueLevel, dueLevel > .officer else { return Bilingual(zh: zh, en: en) }
        let mark = mustEscalate ? Bilingual(zh: "，待提级", en: ", to be taken up") : Bilingual(zh: "", en: "")
        return Bilingual(
            zh: "\(dueLevel.label.zh)（\(zh)\(mark.zh)）", en: "\(dueLevel.label.en) (\(en)\(mark.en))")
    }

    fileprivate var json: JSONValue {
        let about: [JSONValue.Member] = [
            .init("case", .string(summary.id)), .init("theme", .string(summary.theme)),
            .init("theme_zh", .string(summary.themeLabel.zh)), .init("priority", .integer(summary.priority)),
            .init("assigned", JSONValue(summary.assigned?.name)),
            .init("level", .integer(summary.standing.level.rawValue)),
            .init("due_level", JSONValue(dueLevel?.word)), .init("due_to", .string(dueTo.zh)),
            .init("must_escalate", .bool(mustEscalate)),
        ]
        return .object(about + (clocks.json.members ?? []))
    }
}
