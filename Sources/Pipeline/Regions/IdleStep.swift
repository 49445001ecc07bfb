package import GeoModel
package import LandRecords
import SafeFiles
import WorkQueue

extension DataFolder {
    /// The rules on idle land: this folder's own, else the program's (regions made earlier have none).
    /// - Throws: `Fault` where they can't be read.
    package func idleRules() throws(Fault) -> IdleRules {
        let file = try idlePath()
        return try IdleRules(try DurableFile.json(of: file), named: file)
    }

    fileprivate func idlePath() throws(Fault) -> String { try ownOrProgramFile("idle/order-53.json5") }
}

/// What a ledger of a region is drawn from.
package struct LedgerSources {
    /// The law on idle land.
    package let idle: IdleRules
    /// The programme.
    package let themes: RuleBook
    /// All registers.
    package let register: LandRegister
    /// What satellites found.
    package let runs: [WatchedRun]

    /// The ledger of a day.
    /// - Throws: `Fault` where the region's coordinate system is unknown.
    package func ledger(
        on day: CalendarDate, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(Fault) -> LandLedger {
        try LandLedger(register, idle: idle, rules: themes, runs: runs, on: day, progress: progress)
    }
}

extension Region {
    /// What the ledger is drawn from.
    /// - Throws: `Fault` where a rule file or a row can't be read.
    package func ledgerSources() throws(Fault) -> LedgerSources {
        let recipe = try Recipe(file: try data.recipe(Recipe.usualName))
        return LedgerSources(
            idle: try data.idleRules(), themes: try rules(recipe.themes),
            register: try landRegister(), runs: try watchedRuns())
    }

    /// The month's runs with their patches, by the days of their images; a run that does not tell them is left out.
    /// - Throws: `Fault` where a row can't be read.
    package func watchedRuns() throws(Fault) -> [WatchedRun] {
        var runs: [WatchedRun] = []
        for run in try store.runs() where run.isUsual {
            guard let before = run.day("before"), let after = run.day("after") else { continue }
            let ground = try RunGround(monthFolder(run.period), system: settings.system)
            runs.append(
                WatchedRun(
                    before: before, after: after, name: run.id, patches: try store.patches(run: run.id),
                    cover: ground))
        }
        return runs
    }

    /// The supplies of a register as they are judged on a day; nil where no rule speaks of supplies.
    /// - Throws: `Fault` where the law's numbers or a row can't be read.
    func judgedSupplies(
        _ register: LandRegister, _ rules: RuleBook, on day: CalendarDate
    ) throws(Fault) -> JudgedSupplies? {
        guard !rules.supplies.isEmpty else { return nil }
        return try JudgedSupplies(
            register, idle: try data.idleRules(), rules: rules, runs: try watchedRuns(), on: day)
    }

    /// What the judgement of supplies on a day depends on besides registers and rules; empty where no rule speaks of
    /// them.
    func watchFingerprint(_ rules: RuleBook, on day: CalendarDate) throws(Fault) -> [String] {
        guard !rules.supplies.isEmpty else { return [] }
        let runs = try store.runs().filter { run in
            run.isUsual && run.day("after").map { $0 <= day } ?? false
        }
        return [try DurableFile.text(of: data.idlePath())] + runs.map { "\($0.id) \($0.manifestChecksum ?? "")" }
    }

    /// The day of the latest image of a run; nil where there is no run.
    package func lastWatchedDay() throws(Fault) -> CalendarDate? {
        try store.runs().filter(\.isUsual).compactMap { $0.day("after") }.max()
    }
}

extension RunRecord {
    var isUsual: Bool { recipe == Recipe.usualName }

    func day(_ date: String) -> CalendarDate? {
        (manifest["inputs"]?[date]?["date"]?.string).flatMap { CalendarDate($0) }
    }
}
