package import GeoModel
import SafeFiles
package import WorkQueue

extension Region {
    /// Takes the steps of a list, in its order, and keeps the files that show them.
    ///
    /// Files are kept only for steps that the loop lets through, and before these are written, so that no event tells
    /// of a file that is not there: rows with files are tried first.
    ///
    /// - Parameters:
    ///   - list: The list.
    ///   - mode: What becomes of the others where one is refused.
    ///   - now: The time, which no step may be after.
    /// - Returns: What became of each row, and whether anything was kept.
    /// - Throws: `Fault` where the disk is full or the store can't be read.
    package func takeSteps(
        _ list: BulkList, _ mode: BulkMode, now: Timestamp
    ) throws(Fault) -> (results: [BulkResult], areKept: Bool) {
        let (codes, rows) = (try data.loopCodes(), list.rows)
        func take(_ rows: [BulkRow], _ mode: BulkMode) throws(Fault) -> (results: [BulkResult], areKept: Bool) {
            try store.takeSteps(rows, codes, mode, now: now)
        }
        guard mode != .trial, list.files.contains(where: { !$0.isEmpty }) else { return try take(rows, mode) }
        if mode == .allOrNone {
            let tried = try take(rows, .trial)
            guard tried.results.allSatisfy({ $0.refusal == nil }) else { return tried }
            for index in rows.indices where tried.results[index] != .already {
                try keep(rows[index], list.files[index])
            }
            return try take(rows, mode)
        }
        var results: [BulkResult] = []
        for (row, files) in zip(rows, list.files) {
            if !files.isEmpty, case .taken = try take([row], .trial).results[0] {
                do throws(Fault) {
                    try keep(row, files)
                } catch {
                    // What is wrong with a file, and not with where it is kept, is wrong with the row.
                    guard files.contains(error.object) else { throw error }
                    results.append(.refused(error.of("\(row.name): \(error.object)")))
                    continue
                }
            }
            results += try take([row], mode).results
        }
        return (results, true)
    }

    private func keep(_ row: BulkRow, _ files: [String]) throws(Fault) {
        for (evidence, path) in zip(row.step.evidence, files) { try keep(evidence, from: path) }
    }
}
