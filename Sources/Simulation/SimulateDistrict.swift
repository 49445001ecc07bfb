import Dispatch
import Foundation
package import GeoModel
import SafeFiles
import Synchronization

/// What was made.
package struct SimulationReport: Sendable {
    /// The folder of the district.
    package let folder: String
    /// The STAC items, by date, relative to the folder.
    package let items: [String]
    /// The share of each scene that its classification calls cloud, 0…1, by date.
    package let cloudFractions: [Double]
    /// Events by kind, in the order of `EventKind.allCases`.
    package let events: [(kind: EventKind, count: Int)]
    /// Events for which no place was found: 0 unless the corner is crowded.
    package let unplacedEvents: Int
    /// Rows by register file, relative to the folder.
    package let records: [(path: String, rows: Int)]
}

/// Writes a sample district: scenes, records, truth and `district.json5`.
///
/// - Parameters:
///   - options: What to make; the same options make the same bytes.
///   - progress: Told after every scene how many are done, from any thread.
/// - Returns: What was made.
/// - Throws: `Fault` where the folder can't be written or the disk is full.
package func simulateDistrict(
    _ options: SimulationOptions,
    progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
) throws(Fault) -> SimulationReport {
    let plan = DistrictPlan(options)
    try DurableFile.makeFolder(options.folder)
    try refuseForeignScenes(plan)
    let tables = RecordTables(plan)
    let places = try PlaceFinder(plan.grid)
    try RecordFolder(folder: "\(options.folder)/records", places: places).write(tables)
    let leads = LeadPlan(plan)
    try LeadFolder(folder: "\(options.folder)/records", places: places, leads: leads).write()
    try writeTruth(plan, places, leads)
    let scenes = try writeScenes(plan, progress)
    let file = DistrictFile(plan: plan)
    try DurableFile.write(file.text, to: "\(options.folder)/district.json5")
    return SimulationReport(
        folder: options.folder,
        items: scenes.map(\.item),
        cloudFractions: scenes.map(\.cloudFraction),
        events: EventKind.allCases.map { kind in (kind, plan.events.count { $0.kind == kind }) },
        unplacedEvents: plan.unplacedEvents,
        records: DistrictFile.registers.map { register in
            ("records/\(register.file)", tables.table(register.kind).rows.count)
        } + [
            ("records/\(LeadFolder.issued)", leads.lists.reduce(0) { $0 + $1.leads.count }),
            ("records/\(LeadFolder.complaints)", leads.complaints.count),
        ]
    )
}

/// Scenes of another run would be taken for scenes of this one.
private func refuseForeignScenes(_ plan: DistrictPlan) throws(Fault) {
    let folder = "\(plan.options.folder)/scenes"
    let own = Set(plan.acquisitions.map(\.name))
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard let foreign = found.filter({ !own.contains($0) }).min() else { return }
    throw Fault(
        folder,
        zh: "已有另一次模拟的影像（如 \(foreign)）。应为空文件夹或同一参数的结果。请删除它，或用 --out 另选文件夹。",
        en: "holds scenes of another simulation (\(foreign)); an empty folder or one of the same options is expected."
            + " Delete it, or choose another folder with --out."
    )
}

/// The events, and what changed since the month before and since the same month of the year before.
private func writeTruth(_ plan: DistrictPlan, _ places: PlaceFinder, _ leads: LeadPlan) throws(Fault) {
    let folder = "\(plan.options.folder)/truth"
    try DurableFile.makeFolder(folder)
    try EventTruth(plan: plan, places: places).write(to: "\(folder)/events.geojson")
    let ledger = LedgerTruth(plan: plan, titles: LandTitles(plan))
    try DurableFile.write(ledger.json.text(indented: true) + "\n", to: "\(folder)/approvals.json")
    let projects = ProjectTruth(plan: plan, titles: LandTitles(plan))
    try DurableFile.write(projects.json.text(indented: true) + "\n", to: "\(folder)/projects.json")
    let idle = IdleTruth(plan: plan, titles: LandTitles(plan).all)
    try DurableFile.write(idle.json.text(indented: true) + "\n", to: "\(folder)/idle.json")
    let standard = StandardLandTruth(plan: plan, titles: LandTitles(plan))
    try DurableFile.write(standard.json.text(indented: true) + "\n", to: "\(folder)/standard-land.json")
    let told = LeadTruth(leads: leads)
    try DurableFile.write(told.json.text(indented: true) + "\n", to: "\(folder)/leads.json")
    let last = plan.options.months - 1
    for before in [last - 12, last - 1] where before >= 0 {
        let raster = TruthRaster(plan: plan, before: before, after: last)
        try raster.write(to: "\(folder)/\(raster.fileName)")
    }
}

/// The months are shared out among a fixed number of threads; each scene is written by one of them.
private func writeScenes(
    _ plan: DistrictPlan,
    _ progress: @Sendable (_ done: Int, _ total: Int) -> Void
) throws(Fault) -> [WrittenScene] {
    let months = plan.options.months
    let next = Atomic(0)
    let done = Atomic(0)
    let results = Mutex<[Int: Result<WrittenScene, Fault>]>([:])
    DispatchQueue.concurrentPerform(iterations: min(plan.options.workers, months)) { _ in
        while true {
            let month = next.add(1, ordering: .relaxed).oldValue
            guard month < months else { return }
            let result = Result { () throws(Fault) in try SceneFolder(plan: plan, month: month).write() }
            results.withLock { $0[month] = result }
            progress(done.add(1, ordering: .relaxed).newValue, months)
        }
    }
    var scenes: [WrittenScene] = []
    let all = results.withLock { $0 }
    for month in 0..<months {
        if let scene = try all[month]?.get() { scenes.append(scene) }
    }
    return scenes
}
