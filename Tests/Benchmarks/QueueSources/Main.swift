import Foundation
import GeoModel
import LandRecords
import SafeFiles
import Verbs
import WorkQueue

/// The benchmark's third program: how fast the queue takes cases in and lists them, and whether it loses a step while
/// many processes move cases at once.
@main enum Main {
    static func main() async { exit(await Tool.benchmark.runCommandLine(on: .ofCommandLine()).rawValue) }
}

extension Tool {
    fileprivate static let benchmark = Tool(
        name: "queue-benchmark",
        version: "1",
        summary: Bilingual(zh: "测量任务队列，并在多进程下核验", en: "times the work queue, and tries it under many processes"),
        commands: [.fill, .move, .list, .check]
    )
}

extension Positional {
    fileprivate static let store = Positional("STORE", .file("FILE"), zh: "监测库", en: "the store")
}

extension Command {
    fileprivate static let fill = Command(
        "fill",
        zh: "新建监测库并写入线索；输出每秒条数",
        en: "make a store and enter flags; prints how many a second",
        options: [Option("cases", .integer("N", 1...10_000_000), zh: "线索数（默认 10000）", en: "flags (default 10000)")],
        positionals: [.store],
        examples: ["queue-benchmark fill store.gpkg --cases 1000"]
    ) { invocation in
        let count = invocation.integer("cases") ?? 10_000
        let store = try RegionStore.create(
            try invocation.required("STORE"), reference: SampleCases.reference, at: SampleCases.start)
        try store.saveRun(SampleCases.run)
        let start = ContinuousClock.now
        try store.saveFlags(
            SampleFlags(endIndex: count), run: SampleCases.run.id, at: SampleCases.start)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        invocation.terminal.result(String(format: "%.0f", Double(count) / seconds))
        return .done
    }

    fileprivate static let move = Command(
        "move",
        zh: "随机推进任务；输出成功数、因他人先行而被拒数、最长等待秒数",
        en: "move cases at random; prints steps done, steps refused because another was first, the longest wait in s",
        options: [
            Option("steps", .integer("N", 1...10_000_000), zh: "步数（默认 1000）", en: "steps (default 1000)"),
            Option("seed", .integer("N", 0...Int.max), zh: "种子", en: "the seed"),
        ],
        positionals: [.store],
        examples: ["queue-benchmark move store.gpkg --steps 1000 --seed 1"]
    ) { invocation in
        let store = try RegionStore.open(try invocation.required("STORE"))
        var mover = try CaseMover(store, seed: invocation.integer("seed") ?? 1)
        while mover.done < invocation.integer("steps") ?? 1000, try mover.step() {}
        invocation.terminal.result("\(mover.done) \(mover.refused) \(String(format: "%.3f", mover.longestWait))")
        return .done
    }

    fileprivate static let list = Command(
        "list",
        zh: "列出任务（状态、专题、条数），输出各自毫秒数",
        en: "list cases by state, theme and number; prints the milliseconds of each",
        positionals: [.store],
        examples: ["queue-benchmark list store.gpkg"]
    ) { invocation in
        let store = try RegionStore.open(try invocation.required("STORE"))
        let filters: [(String, CaseFilter)] = [
            ("state", CaseFilter(state: .surveyed, limit: 100)), ("theme", CaseFilter(theme: "theme-3", limit: 100)),
            ("state+theme", CaseFilter(state: .suspected, theme: "theme-3", limit: 100)),
            ("period+area", CaseFilter(period: SampleCases.run.period, limit: 100, order: .area)),
            ("updated", CaseFilter(limit: 100, order: .updated)), ("number", CaseFilter(limit: 100, order: .number)),
            ("theme+area", CaseFilter(theme: "theme-3", limit: 100, order: .area)),
            ("state+updated", CaseFilter(state: .surveyed, limit: 100, order: .updated)),
            ("state+number", CaseFilter(state: .closed, limit: 100, order: .number)),
            ("no such period", CaseFilter(period: Period("1999-01"), limit: 100)),
            ("no such theme", CaseFilter(theme: "none", limit: 100, order: .area)),
        ]
        for (name, filter) in filters {
            let start = ContinuousClock.now
            let found = try store.cases(filter).count
            let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
            invocation.terminal.result("\(name) \(String(format: "%.1f", milliseconds)) \(found)")
        }
        return .done
    }

    fileprivate static let check = Command(
        "check",
        zh: "核验：事件数、哈希链、每一步是否在表内",
        en: "holds the record against the loop's table, the chain and the number of steps that were done",
        options: [
            Option("cases", .integer("N", 1...10_000_000), zh: "任务数", en: "cases", isRequired: true),
            Option("done", .integer("N", 0...100_000_000), zh: "成功步数之和", en: "steps that were done", isRequired: true),
        ],
        positionals: [.store],
        examples: ["queue-benchmark check store.gpkg --cases 1000 --done 8000"]
    ) { invocation in
        let store = try RegionStore.open(try invocation.required("STORE"))
        let (cases, done) = (invocation.integer("cases") ?? 0, invocation.integer("done") ?? 0)
        var illegal = 0
        for summary in try store.cases(CaseFilter(order: .number)) {
            let events = try store.caseDetail(summary.id).events
            illegal += events.indices.dropFirst().count { !isLegal(events, at: $0) }
        }
        switch try store.verifyChain() {
        case .broken(let place):
            invocation.terminal.result(place.description.en)
            return .failed
        case .intact(let head):
            let lost = cases + done - head.count
            invocation.terminal.result("events \(head.count), lost \(lost), illegal \(illegal), chain intact")
            return lost == 0 && illegal == 0 ? .done : .failed
        }
    }

    /// Whether the loop's table has the step that an event tells of; undoing leads to where the case was before that.
    private static func isLegal(_ events: [CaseEvent], at index: Int) -> Bool {
        let (before, event) = (events[index - 1], events[index])
        guard let action = event.action, case .person(let person) = event.actor, event.from == before.to,
            let row = Loop.transition(from: before.to, by: action)
        else { return false }
        let target = row.to ?? (index >= 2 ? events[index - 2].to : nil)
        return target == event.to && row.roles.contains(person.role) && event.version == before.version + 1
    }
}
