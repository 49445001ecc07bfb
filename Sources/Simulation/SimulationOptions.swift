package import GeoModel

/// What a sample district is made from: the same options always make the same bytes.
package struct SimulationOptions: Sendable {
    /// Different seeds make different districts.
    package let seed: UInt64
    /// Monthly scenes, the last one of `lastMonth`.
    package let months: Int
    /// Columns and rows of the district in pixels of 10 m.
    package let size: Int
    /// The folder it is written to; made where there is none.
    package let folder: String
    /// The month of the last scene.
    package let lastMonth: Period
    /// Scenes made at the same time; the bytes do not depend on it.
    package let workers: Int

    /// Checked options.
    ///
    /// - Parameters:
    ///   - seed: Any number.
    ///   - months: 2…60: changes need two dates.
    ///   - size: Even, 512…20 000: a smaller corner has no room for four events of each theme; 20 m bands need pairs.
    ///   - folder: Where it is written.
    ///   - lastMonth: The month of the last scene.
    ///   - workers: At least 1.
    /// - Throws: `Fault` naming the option that is out of its range.
    package init(
        seed: UInt64,
        months: Int,
        size: Int,
        folder: String,
        lastMonth: Period = SimulationOptions.defaultLastMonth,
        workers: Int = 2
    ) throws(Fault) {
        guard (512...20_000).contains(size), size.isMultiple(of: 2) else {
            throw Fault(
                "--size \(size)",
                zh: "应为 512…20000 之间的偶数（像元，每个 10 米）。更小的范围放不下每个专题的样例。请改大后重试。",
                en: "an even number of pixels (10 m each) in 512…20000 is expected; less has no room for the samples"
                    + " of every theme. Choose a size in that range."
            )
        }
        guard (2...60).contains(months) else {
            throw Fault(
                "--months \(months)",
                zh: "应为 2…60 个月：至少两期影像才能比较。14 个月可与去年同月比较。",
                en:
                    "2…60 months are expected: two dates to compare; 14 allow the same month of last year."
            )
        }
        self.seed = seed
        self.months = months
        self.size = size
        self.folder = folder
        self.lastMonth = lastMonth
        self.workers = max(1, workers)
    }

    /// September 2026: maize ripens and some of it is cut, so that harvest stands in the comparison with August and
    /// with the year before.
    package static let defaultLastMonth: Period = {
        guard let month = Period(year: 2026, month: 9) else { preconditionFailure("September is a month") }
        return month
    }()

    /// The month of a scene, counted from 0.
    package func period(_ index: Int) -> Period { lastMonth.advanced(by: index - months + 1) }
}
