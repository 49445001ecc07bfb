import Foundation
package import GeoModel
import LandRecords
import Patches
import Publishing
import SafeFiles
package import WorkQueue

/// A step of a month's run, for progress and messages.
package enum MonthlyStep: String, Sendable, CaseIterable {
    /// Scenes into the catalogue.
    case scenes
    /// Registers into the store.
    case registers
    /// Two dates compared.
    case detect
    /// Patches joined with records.
    case join
    /// What people receive.
    case export

    /// What users read.
    package var label: Bilingual {
        switch self {
        case .scenes: Bilingual(zh: "影像入库", en: "scenes")
        case .registers: Bilingual(zh: "登记册入库", en: "registers")
        case .detect: Bilingual(zh: "变化检测", en: "detect")
        case .join: Bilingual(zh: "套合与研判", en: "join")
        case .export: Bilingual(zh: "输出成果", en: "export")
        }
    }
}

/// What a month's run left.
package struct MonthlyReport: Sendable {
    /// The month.
    package var period: Period
    /// The steps that had been done before with the same inputs.
    package var resumed: [MonthlyStep] = []
    /// The scenes that were compared.
    package var scenes: SceneChoice?
    /// Patches found.
    package var patchCount = 0
    /// What became of flags in the queue; nil where the join had been done before.
    package var join: JoinReceipt?
    /// Files for people.
    package var files: [String] = []
    /// Input that was rejected while the rest went on.
    package var rejected: [Fault] = []
    /// What is worth a look though nothing was rejected.
    package var remarks: [Fault] = []

    /// A report of a month that nothing was done in yet.
    init(period: Period) {
        self.period = period
    }
}

/// Runs a recipe for one month of a region: scenes, registers, detect, join, export.
///
/// Each step is noted with a fingerprint of its inputs when it is done; a run that was cut off, or is started again,
/// skips what would give the same.
package struct MonthlyRun {
    private let region: Region
    private let recipe: Recipe
    private let monthly: MonthlyRecipe
    private let workers: Int
    private let memory: Int
    private let time: Timestamp
    private let progress: (MonthlyStep, Int, Int) -> Void
    private let rejecting: ([Fault]) -> Void
    private var report: MonthlyReport
    private var ledger: StepLedger
    /// All months share the registers.
    private var registerLedger: StepLedger

    /// The report of a finished run.
    ///
    /// - Parameters:
    ///   - region: Locked by the caller.
    ///   - recipe: With a `monthly` entry.
    ///   - period: The month; nil takes the latest one with a scene.
    ///   - workers: Threads.
    ///   - memory: The bytes that a comparison may keep in memory at once.
    ///   - time: When.
    ///   - progress: Called with the step and how much of it is done.
    ///   - rejecting: Called with what a step rejected as soon as it ends, so that it is known even where a later step
    ///     can't go on because of it.
    /// - Returns: What was done and what was rejected.
    /// - Throws: `Fault` where the run can't go on; what earlier steps stored stays.
    package static func run(
        _ region: Region,
        _ recipe: Recipe,
        period: Period?,
        workers: Int,
        memory: Int = PairOptions.usualMemory,
        at time: Timestamp,
        progress: @escaping (MonthlyStep, Int, Int) -> Void,
        rejecting: @escaping ([Fault]) -> Void
    ) throws(Fault) -> MonthlyReport {
        guard let monthly = recipe.monthly else {
            throw Fault(
                recipe.path,
                zh: "配方没有 monthly 一节，只能用于 detect。请换用 monthly 配方。",
                en: "the recipe has no ‘monthly’ entry and is for detect only. Use the recipe monthly."
            )
        }
        let intake = try region.addScenes(
            try region.scenePlaces(),
            recipe: recipe,
            workers: workers,
            skipsKnown: true,
            at: time
        ) { progress(.scenes, $0, $1) }
        rejecting(intake.rejected)
        let month: Period
        if let period { month = period } else { month = try region.latestPeriod() }
        var run = MonthlyRun(
            region: region,
            recipe: recipe,
            monthly: monthly,
            workers: workers,
            memory: memory,
            time: time,
            progress: progress,
            rejecting: rejecting,
            period: month
        )
        run.report.rejected += intake.rejected
        try run.work()
        return run.report
    }

    private init(
        region: Region,
        recipe: Recipe,
        monthly: MonthlyRecipe,
        workers: Int,
        memory: Int,
        time: Timestamp,
        progress: @escaping (MonthlyStep, Int, Int) -> Void,
        rejecting: @escaping ([Fault]) -> Void,
        period: Period
    ) {
        self.region = region
        self.recipe = recipe
        self.monthly = monthly
        self.workers = workers
        self.memory = memory
        self.time = time
        self.progress = progress
        self.rejecting = rejecting
        report = MonthlyReport(period: period)
        ledger = StepLedger(folder: region.runFolder(period, recipe))
        registerLedger = StepLedger(folder: region.folder + "/runs")
    }

    private var folder: String { region.runFolder(report.period, recipe) }
    private var runID: String { region.runID(report.period, recipe) }

    private mutating func work() throws(Fault) {
        try DurableFile.makeFolder(folder)
        let registers = try importRegisters()
        let choice = try region.chooseScenes(
            report.period, monthsEarlier: monthly.monthsEarlier, scenesPerMonth: monthly.scenesPerMonth)
        report.scenes = choice
        let detected = try detect(choice)
        try join(choice, after: [registers, detected])
        try export()
    }

    /// Does a step unless it was done with the same inputs and what it left is there, in its file and in the store: a
    /// store may have been restored from a backup.
    ///
    /// - Returns: What the step left, this time or the time before.
    @discardableResult
    private mutating func perform(
        _ step: MonthlyStep,
        _ fingerprint: String,
        notedIn ledger: WritableKeyPath<MonthlyRun, StepLedger>,
        leaving file: String,
        isStored: (JSONValue) throws(Fault) -> Bool,
        _ body: (inout MonthlyRun) throws(Fault) -> Void
    ) throws(Fault) -> JSONValue {
        let path = folder + "/" + file
        if self[keyPath: ledger].has(step.rawValue, fingerprint), let left = try? DurableFile.json(of: path),
            try isStored(left)
        {
            report.resumed.append(step)
            return left
        }
        try self[keyPath: ledger].forget(step.rawValue)
        try body(&self)
        try self[keyPath: ledger].note(step.rawValue, fingerprint)
        return try DurableFile.json(of: path)
    }

    private mutating func reject(_ faults: [Fault]) {
        report.rejected += faults
        rejecting(faults)
    }

    private mutating func importRegisters() throws(Fault) -> String {
        var parts: [String] = []
        for (source, path) in region.registerFiles() {
            let mapping = try region.mappingText(of: source)
            parts += [source.kind.rawValue, source.layer ?? "", source.system?.definition ?? "", mapping]
            parts += contentFingerprint(ofLayerAt: path)
        }
        let named = Set(region.settings.registers.map(\.kind))
        // What was imported by hand is not read here, but joined with.
        for kind in RecordKind.allCases where !named.contains(kind) {
            if let version = try region.store.version(of: kind) { parts += [kind.rawValue, "\(version.number)"] }
        }
        let fingerprint = Checksum.sha256(of: parts.joined(separator: "\u{1F}"))
        let store = region.store
        let left = try perform(
            .registers,
            fingerprint,
            notedIn: \.registerLedger,
            leaving: "registers.json",
            isStored: { left throws(Fault) in
                for kind in named
                where try store.recordCount(kind) != RegistersReceipt.records(of: kind, in: left) { return false }
                return true
            }
        ) { run throws(Fault) in
            let receipt = try run.region.importRegisters(at: run.time, progress: { run.progress(.registers, $0, $1) })
            try DurableFile.write(receipt.document.text(indented: true) + "\n", to: run.folder + "/registers.json")
        }
        // Rows stay rejected until their file is mended, so a run that skips the import names them too.
        reject(RegistersReceipt.rejected(in: left))
        report.remarks += RegistersReceipt.remarks(in: left)
        return fingerprint
    }

    private mutating func detect(_ choice: SceneChoice) throws(Fault) -> String {
        let grid = region.settings.document["grid"]?.text() ?? ""
        let scenes = [choice.before, choice.after].map { $0.scenes.map(\.understanding).joined(separator: "\u{1F}") }
        let how = [toolVersion, recipe.fingerprint, region.settings.code, grid]
        let fingerprint = Checksum.sha256(of: (how + scenes).joined(separator: " "))
        let (stored, path) = (try region.store.run(runID), folder + "/run.json")
        let left = try perform(
            .detect,
            fingerprint,
            notedIn: \.ledger,
            leaving: "run.json",
            isStored: { _ throws(Fault) in
                stored?.manifestChecksum == (try Checksum.sha256(of: DurableFile.text(of: path)))
            }
        ) { run throws(Fault) in try run.compare(choice) }
        // Scenes stay left out until they are put right, so a run that skips the comparison names them too.
        reject(DetectReceipt.rejected(in: left))
        report.patchCount = try region.store.patches(run: runID).count
        return fingerprint
    }

    private mutating func compare(_ choice: SceneChoice) throws(Fault) {
        let progress = self.progress
        let result = try region.detect(
            choice, report.period, recipe, workers: workers, memory: memory, at: time
        ) { step, done, total in
            if step == .sweep { progress(.detect, done, total) }
        }
        report.remarks += result.remarks
    }

    private mutating func join(_ choice: SceneChoice, after inputs: [String]) throws(Fault) {
        let rules = try region.rules(monthly.themes)
        var parts = try inputs + region.watchFingerprint(rules, on: choice.observedOn)
        for name in monthly.themes { parts.append(try DurableFile.text(of: region.data.file(name))) }
        parts += try region.earlierFlags(before: report.period).map { "\($0.caseID) \($0.verdict.rawValue)" }
        let fingerprint = Checksum.sha256(of: parts.joined(separator: " "))
        let raised = try region.store.flagCount(run: runID)
        let left = try perform(
            .join,
            fingerprint,
            notedIn: \.ledger,
            leaving: "join.json",
            isStored: { left throws(Fault) in raised >= left["flags_of_run"]?.integer ?? 0 }
        ) { run throws(Fault) in
            let receipt = try run.region.join(
                run: run.runID,
                period: run.report.period,
                observedOn: choice.observedOn,
                rules: rules,
                at: run.time
            )
            run.report.join = receipt
            try receipt.write(to: run.folder)
        }
        reject(JoinReceipt.rejected(in: left))
        report.remarks += JoinReceipt.remarks(in: left)
    }

    private mutating func export() throws(Fault) {
        let progress = self.progress
        let receipt = try region.export(
            report.period,
            formats: monthly.exports,
            changeList: monthly.makesChangeList
        ) { progress(.export, $0, $1) }
        report.files = receipt.files
        report.remarks += receipt.missingPictures
    }
}
