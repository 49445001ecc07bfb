/// Right and wrong answers of a detector on labelled pixels or places.
struct Confusion {
    let hits: Int
    let falseAlarms: Int
    let misses: Int
    let quiet: Int

    /// The answers on both.
    static func + (left: Confusion, right: Confusion) -> Confusion {
        Confusion(
            hits: left.hits + right.hits, falseAlarms: left.falseAlarms + right.falseAlarms,
            misses: left.misses + right.misses, quiet: left.quiet + right.quiet)
    }

    private var total: Double { Double(hits + falseAlarms + misses + quiet) }

    /// The share of right answers.
    var overallAccuracy: Double { Double(hits + quiet) / total }

    /// The share of alarms that are right; 0 without alarms.
    var precision: Double { share(hits, of: hits + falseAlarms) }

    /// The share of changes that are found; 0 without changes.
    var recall: Double { share(hits, of: hits + misses) }

    /// The harmonic mean of precision and recall.
    var f1: Double { share(2 * hits, of: 2 * hits + falseAlarms + misses) }

    /// Agreement beyond chance. Source: Cohen 1960.
    var kappa: Double {
        let alarms = Double(hits + falseAlarms)
        let changes = Double(hits + misses)
        let chance = (alarms * changes + (total - alarms) * (total - changes)) / (total * total)
        return chance == 1 ? 1 : (overallAccuracy - chance) / (1 - chance)
    }

    private func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole)
    }
}
