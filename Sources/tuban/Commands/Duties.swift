import GeoModel
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let duties = Command(
        "duties",
        zh: "专员帮办、领导帮包：登记职责与走访，超期提醒",
        en: "duties with a cadence: who visits what how often, and what is overdue",
        subcommands: [dutiesList, dutiesAdd, dutiesImport, dutiesVisit, dutiesShow, dutiesEnd]
    )

    private static let dutiesList = Command(
        "list",
        zh: "列出职责：本期应走访几次、已走访几次、超期",
        en: "list the duties: visits asked for and made in the month or quarter, and what is overdue",
        options: [
            .region, .asOf,
            Option(
                "kind", .text("CODE"), zh: "只列此类（见 loop/duties.json5）", en: "only this kind (see loop/duties.json5)"),
            Option("owner", .text("NAME"), zh: "只列此人的", en: "only this person's"),
            .flag("overdue", zh: "只列超期与预警的", en: "only what is overdue or near its end"),
            Option("slowest", .integer("N", 1...100_000), zh: "最慢 N 项", en: "the slowest N"),
            .json,
        ],
        examples: ["tuban duties list --region county --slowest 29"]
    ) { invocation in
        let day = invocation.date("on") ?? Timestamp.now.bureauDay
        let region = try Region.open(invocation.regionPath)
        var standings = try region.dutyStandings(on: day)
        let kinds = try region.data.dutyKinds()
        if let kind = try dutyKind(invocation, kinds) { standings.removeAll { $0.duty.kind != kind.code } }
        if let owner = invocation.string("owner").map(Person.canonical) {
            standings.removeAll { $0.duty.owner.name != owner }
        }
        let overdue = standings.count { $0.standing == .overdue }
        let near = standings.count { $0.standing == .warning }
        let all = standings.count
        if invocation.flag("overdue") { standings.removeAll { $0.standing == .inTime } }
        if let count = invocation.integer("slowest") { standings = Array(standings.prefix(count)) }
        invocation.report(.array(standings.map(\.json)), or: dutyTable(standings, kinds, invocation.language))
        invocation.terminal.note(
            zh: "\(day)：职责 \(all) 项，超期 \(overdue) 项，预警 \(near) 项。",
            en: "\(day): duties \(all), overdue \(overdue), near their end \(near).")
        return .done
    }

    private static func dutyTable(
        _ standings: [DutyStanding], _ kinds: DutyKinds, _ language: Language
    ) -> TextTable {
        TextTable(
            [
                .text(zh: "编号", en: "duty"), .text(zh: "类别", en: "kind"), .text(zh: "对象", en: "subject"),
                .text(zh: "责任人", en: "owner"), .text(zh: "情况", en: "standing"), .text(zh: "本期走访", en: "visits"),
                .text(zh: "本期止", en: "until"), .number(zh: "往期欠走访", en: "missed"),
                .text(zh: "最近走访", en: "last visit"),
            ],
            rows: standings.map { item in
                [
                    item.duty.id, kinds.kind(item.duty.kind)?.label.text(language) ?? item.duty.kind,
                    item.duty.subject, item.duty.owner.name, item.standing.label.text(language),
                    "\(item.current.made)/\(item.current.needed)", item.current.last.description, "\(item.missed)",
                    item.lastVisit?.description ?? "—",
                ]
            })
    }

    private static let dutiesAdd = Command(
        "add",
        zh: "登记一项职责",
        en: "enter a duty",
        options: [
            .region,
            Option(
                "kind", .text("CODE"), zh: "类别，如 leader、officer", en: "its kind, such as leader or officer",
                isRequired: true),
            Option("owner", .text("NAME"), zh: "责任人", en: "who visits", isRequired: true),
            Option("since", .date, zh: "自哪天起（默认：今天）", en: "its first day (default: today)"),
            Option("until", .date, zh: "至哪天（默认：不限）", en: "its last day (default: none)"),
            Option("note", .text("TEXT"), zh: "备注", en: "a note"),
            .json, .dryRun,
        ],
        positionals: [
            Positional("SUBJECT", .text("SUBJECT"), zh: "帮办对象：项目、企业", en: "what is visited: a project, an enterprise")
        ],
        examples: ["tuban duties add 锂电产业园一期 --kind leader --owner 张伟 --since 2026-01-01 --region county"]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        guard let kind = try dutyKind(invocation, try region.data.dutyKinds()) else {
            preconditionFailure("the kind is required")
        }
        let draft = DutyDraft(
            subject: try invocation.required("SUBJECT"), owner: try invocation.required("owner"),
            since: invocation.date("since") ?? Timestamp.now.bureauDay, until: invocation.date("until"),
            note: invocation.string("note"))
        let duty = try region.store.addDuty(draft, kind, isTrial: invocation.isDryRun, at: .now)
        if invocation.flag("json") { invocation.terminal.result(duty.json.text(indented: true)) }
        invocation.say(
            zh:
                "\(duty.id)：\(kind.label.zh)，\(duty.owner.name) → \(duty.subject)，"
                + "\(duty.every.label.zh)不少于 \(duty.times) 次，自 \(duty.since) 起",
            en: "\(duty.id): \(kind.label.en), \(duty.owner.name) → \(duty.subject), at least \(duty.times) "
                + "\(duty.every.label.en), from \(duty.since) on")
        return .done
    }

    private static func dutyKind(_ invocation: Invocation, _ kinds: DutyKinds) throws -> DutyKind? {
        guard let code = invocation.string("kind") else { return nil }
        return try invocation.understood { () throws(Fault) in
            guard let kind = kinds.kind(code) else {
                let known = Bilingual(listing: kinds.kinds.map(\.code))
                throw Fault(
                    "--kind \(code)", zh: "没有此类。现有：\(known.zh)。", en: "there is no such kind. There are: \(known.en).")
            }
            return kind
        }
    }

    private static let dutyNumber = Positional("DUTY", .text("DUTY"), zh: "职责编号", en: "the duty's number")

    private static let dutiesVisit = Command(
        "visit",
        zh: "登记一次走访",
        en: "enter a visit",
        options: [
            .region,
            Option("by", .text("NAME"), zh: "何人走访", en: "who made it", isRequired: true),
            Option("note", .text("TEXT"), zh: "所见所办", en: "what was seen and done", isRequired: true),
            Option("on", .date, zh: "哪天（默认：今天）", en: "the day (default: today)"),
            .json, .dryRun,
        ],
        positionals: [dutyNumber],
        examples: ["tuban duties visit duty-0001 --by 张伟 --note 协调供电接入 --region county"]
    ) { invocation in
        let store = try Region.open(invocation.regionPath).store
        let id = try invocation.required("DUTY")
        let visit = DutyVisit(
            at: invocation.date("on").map(Timestamp.init(noonOf:)) ?? .now, by: try invocation.required("by"),
            note: try invocation.required("note"))
        try store.addVisit(visit, to: id, isTrial: invocation.isDryRun, at: .now)
        if invocation.flag("json") { invocation.terminal.result(visit.json.text(indented: true)) }
        invocation.say(
            zh: "\(id)：\(visit.by)于 \(visit.at.bureauDay) 走访",
            en: "\(id): visited by \(visit.by) on \(visit.at.bureauDay)")
        return .done
    }

    private static let dutiesShow = Command(
        "show",
        zh: "查看一项职责：每期应走访与已走访次数、走访记录",
        en: "show one duty: visits asked for and made in each span, and what they found",
        options: [.region, .asOf, .json],
        positionals: [dutyNumber],
        examples: ["tuban duties show duty-0001 --region county"]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let duty = try region.store.duty(try invocation.required("DUTY"))
        let day = invocation.date("on") ?? Timestamp.now.bureauDay
        let visits = try region.store.visits(of: duty.id)
        let spans = try region.dutyStanding(of: duty, visits, on: day).map { $0.past + [$0.current] } ?? []
        let document: JSONValue = [
            "duty": duty.json, "spans": .array(spans.map(\.json)), "visits": .array(visits.map(\.json)),
        ]
        let rows =
            spans.map { ["\($0.first) – \($0.last)", "\($0.made)/\($0.needed)", "", ""] }
            + visits.map { ["", $0.at.bureauDay.description, $0.by, $0.note] }
        invocation.report(
            document,
            or: TextTable(
                [
                    .text(zh: "\(duty.subject)（\(duty.owner.name)）", en: "\(duty.subject) (\(duty.owner.name))"),
                    .text(zh: "走访", en: "visits"), .text(zh: "何人", en: "by"), .text(zh: "所见所办", en: "note"),
                ], rows: rows))
        return .done
    }

    private static let dutiesEnd = Command(
        "end",
        zh: "结束一项职责（项目办结或换人）；记录不删",
        en: "end a duty (the project is done, or handed over); nothing is removed",
        options: [
            .region, Option("on", .date, zh: "最后一天（默认：今天）", en: "its last day (default: today)"), .json, .dryRun,
        ],
        positionals: [dutyNumber],
        examples: ["tuban duties end duty-0001 --on 2026-06-30 --region county"]
    ) { invocation in
        let store = try Region.open(invocation.regionPath).store
        let day = invocation.date("on") ?? Timestamp.now.bureauDay
        let duty = try store.endDuty(
            try invocation.required("DUTY"), on: day, isTrial: invocation.isDryRun, at: .now)
        if invocation.flag("json") { invocation.terminal.result(duty.json.text(indented: true)) }
        invocation.say(zh: "\(duty.id)：至 \(day) 结束", en: "\(duty.id): ends on \(day)")
        return .done
    }
}

extension Invocation {
    /// Tells what was done, or would be.
    func say(zh: String, en: String) {
        terminal.note(zh: zh + (isDryRun ? "（未写入）。" : "。"), en: en + (isDryRun ? " (not written)." : "."))
    }
}

extension Timestamp {
    /// The noon of a day by the bureau's clock.
    fileprivate init(noonOf day: CalendarDate) {
        self.init(secondsSinceEpoch: Double(day.daysSinceEpoch * 86_400 + 4 * 3600))
    }
}

extension Duty {
    /// A duty as programs read it.
    var json: JSONValue {
        [
            "duty": .string(id), "kind": .string(kind), "subject": .string(subject), "owner": .string(owner.name),
            "role": .string(owner.role.rawValue), "times": .integer(times), "every": .string(every.rawValue),
            "since": .string(since.description), "until": JSONValue(until?.description), "note": JSONValue(note),
        ]
    }
}

extension DutyVisit {
    fileprivate var json: JSONValue {
        ["at": .string(at.text), "day": .string(at.bureauDay.description), "by": .string(by), "note": .string(note)]
    }
}

extension DutySpan {
    fileprivate var json: JSONValue {
        [
            "first": .string(first.description), "last": .string(last.description), "needed": .integer(needed),
            "made": .integer(made), "missing": .integer(missing),
        ]
    }
}

extension DutyStanding {
    fileprivate var json: JSONValue {
        let kept: [JSONValue.Member] = [
            .init("standing", .string(standing.word)), .init("current", current.json),
            .init("missed", .integer(missed)),
            .init("spans_short", .array(past.filter { $0.missing > 0 }.map(\.json))),
            .init("last_visit", JSONValue(lastVisit?.description)), .init("days_since", .integer(daysSince)),
        ]
        return .object((duty.json.members ?? []) + kept)
    }
}
