import Foundation
package import GeoModel
package import LandRecords
import SafeFiles
import WorkQueue

extension DataFolder {
    /// The rules on idle land: this folder's own, else the program's (regions made earlier have none).
    /// - Throws: `Fault` where they can't be read.
    package func idleRules() throws(Fault) -> IdleRules {
        let name = "idle/order-53.json5"
        let own = "\(path)/\(name)"
        let file = FileManager.default.fileExists(atPath: own) ? own : "\(try DataFolder.ofProgram().path)/\(name)"
        return try IdleRules(try DurableFile.json(of: file), named: file)
    }
}

extension Region {
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

    /// The day of the latest image of a run; nil where there is no run.
    package func lastWatchedDay() throws(Fault) -> CalendarDate? {
        try store.runs().filter(\.isUsual).compactMap { $0.day("after") }.max()
    }
}

extension RunRecord {
    fileprivate var isUsual: Bool { recipe == Recipe.usualName }

    fileprivate func day(_ date: String) -> CalendarDate? {
        (manifest["inputs"]?[date]?["date"]?.string).flatMap { CalendarDate($0) }
    }
}
