/// What a stratified sample tells of the land that was missed.
///
/// Source: Cochran, Sampling Techniques (3rd ed. 1977), 5.3 and 5.4; Olofsson et al. 2014, Remote Sensing of
/// Environment 148, 42–57, equations 9 to 11. The interval of a sum of strata is put together from theirs by the
/// recovery of variances: Zou, Huang & Zhang 2009, Computational Statistics & Data Analysis 53, 1080–1085. With the
/// exact limits of `CountInterval` it covers at least as often as it says where changes are rare; with Wilson's limits,
/// or from the standard error, it does not.
struct StratifiedArea {
    /// A stratum and what was found in its places.
    struct Part {
        /// Square metres.
        let area: Double
        /// Places there are.
        let cells: Int
        /// Places that someone could judge.
        let answered: Int
        /// Those among them that had changed.
        let changed: Int

        /// The share that changed; nil where nobody judged a place.
        var share: Double? { answered > 0 ? Double(changed) / Double(answered) : nil }

        /// The changed area in square metres, at least and at most.
        func limits(_ level: Double) -> (lower: Double, upper: Double) {
            let counts = CountInterval(marked: changed, drawn: answered, whole: cells, level: level)
            return (area * Double(counts.lower) / Double(cells), area * Double(counts.upper) / Double(cells))
        }

        /// The variance of the changed area; nil with fewer than two answers.
        var variance: Double? {
            guard answered > 1, let share else { return answered == cells ? 0 : nil }
            let rest = 1 - Double(answered) / Double(cells)
            return area * area * share * (1 - share) / Double(answered - 1) * rest
        }
    }

    let parts: [Part]

    /// The changed area in square metres of the strata in which someone judged a place.
    var estimate: Double { parts.reduce(0) { $0 + $1.area * ($1.share ?? 0) } }

    /// Its standard error in square metres; nil where some stratum has fewer than two answers.
    var standardError: Double? {
        let variances = parts.compactMap(\.variance)
        return variances.count == parts.count ? variances.reduce(0, +).squareRoot() : nil
    }

    /// The changed area of all strata in square metres, at least and at most; a stratum in which nobody judged a place
    /// may have changed as a whole.
    func limits(_ level: Double) -> (lower: Double, upper: Double) {
        var (below, above) = (0.0, 0.0)
        for part in parts {
            guard let share = part.share else { continue }
            let middle = part.area * share
            let limits = part.limits(level)
            below += (middle - limits.lower) * (middle - limits.lower)
            above += (limits.upper - middle) * (limits.upper - middle)
        }
        // What nobody looked at is no matter of chance, so it is added as it is.
        let unknown = parts.reduce(0) { $0 + ($1.share == nil ? $1.area : 0) }
        let known = parts.reduce(-unknown) { $0 + $1.area }
        return (max(0, estimate - below.squareRoot()), min(known, estimate + above.squareRoot()) + unknown)
    }
}
