package import GeoModel
package import LandRecords
import Patches
import SafeFiles
package import WorkQueue

/// What the join of a run left.
package struct JoinReceipt: Sendable {
    /// What became of the patches.
    package let outcome: JoinOutcome
    /// What became of the flags in the queue.
    package let queue: FlagReceipt
    /// What was seen of cases of earlier months.
    package let placed: PlacedFlags
    /// The version of each register that it was joined with.
    package let registers: [RegisterVersion]
    /// How many flags of the store this run raised last: fewer than it raised where others are in a person's hands.
    package let flagCount: Int
}

extension RuleBook {
    /// The rules of some files, asked in the order of the files.
    /// - Throws: `Fault` where one is missing or wrong, or two contradict each other.
    package init(files paths: [String]) throws(Fault) {
        var books: [RuleBook] = []
        for path in paths { books.append(try RuleBook(try DurableFile.json(of: path), named: path)) }
        try self.init(joining: books)
    }
}

extension Region {
    /// The rules of some files, each as named or in the region's data folder, asked in the order of the files.
    /// - Throws: `Fault` where one is missing or wrong, or two contradict each other.
    package func rules(_ names: [String]) throws(Fault) -> RuleBook {
        try RuleBook(files: names.map { data.file($0) })
    }

    /// Joins the patches of a recipe's run of a month, which was detected before.
    /// - Throws: `Fault` where there is no such run, a row can't be read, or the store can't be written.
    package func join(period: Period, recipe: Recipe, rules: RuleBook, at time: Timestamp) throws(Fault) -> JoinReceipt
    {
        let run = runID(period, recipe)
        guard let record = try store.run(run) else {
            throw Fault(
                run,
                zh: "还没有这次检测的图斑。请先运行 tuban detect 或 tuban run。",
                en: "there are no patches of this run yet. Run tuban detect or tuban run first."
            )
        }
        // The rules of this join may be others than those of a month's run that follows.
        var ledger = StepLedger(folder: runFolder(period, recipe))
        try ledger.forget(MonthlyStep.join.rawValue)
        let receipt = try join(
            run: run, period: period, observedOn: try observedOn(record), rules: rules, at: time)
        try receipt.write(to: runFolder(period, recipe))
        return receipt
    }

    /// The day of a run's later image, as its own record tells: by now the catalogue may hold a clearer one.
    func observedOn(_ run: RunRecord) throws(Fault) -> CalendarDate {
        let written = run.manifest["inputs"]?["after"]?["date"]?.string
        guard let day = written.flatMap({ CalendarDate($0) }) else {
            throw Fault(
                "run.json (\(run.id))",
                zh: "后期影像的日期为“\(written ?? "无")”，应为日期。请重新运行 tuban detect。",
                en: "the later image's day is ‘\(written ?? "none")’, expected a day. Run tuban detect again."
            )
        }
        return day
    }

    /// Joins a run's patches with the registers and enters the flags in the queue.
    ///
    /// - Parameters:
    ///   - run: The id of a run whose patches are stored.
    ///   - period: The run's month.
    ///   - observedOn: The day of the later image.
    ///   - rules: The programme's rules.
    ///   - time: When.
    /// - Returns: What became of patches and flags.
    /// - Throws: `Fault` where a row can't be read or the store can't be written.
    package func join(
        run: String,
        period: Period,
        observedOn: CalendarDate,
        rules: RuleBook,
        at time: Timestamp
    ) throws(Fault) -> JoinReceipt {
        let register = try landRegister()
        let joining = PatchJoin(
            register: register, rules: rules, period: period, earlier: try earlierFlags(before: period),
            issuedBefore: Set(try store.cases().map(\.flagID)),
            judged: try judgedSupplies(register, rules, on: observedOn), observedOn: observedOn)
        let outcome = try joining.join(try store.patches(run: run))
        var versions: [RegisterVersion] = []
        for kind in RecordKind.allCases {
            if let version = try store.version(of: kind) { versions.append(version) }
        }
        let lasting = rules.supplies.map(\.reference)
        let placed = try placed(outcome.flags, lasting: lasting, period: period)
        let queue = try store.saveFlags(
            placed.flags, placed: placed, run: run, lasting: lasting, period: period, at: time)
        try store.noteJoin(run: run, versions: versions, at: time)
        return JoinReceipt(
            outcome: outcome, queue: queue, placed: placed, registers: versions,
            flagCount: try store.flagCount(run: run))
    }
}
