import ChangeDetection
import GeoModel
import SafeFiles

/// The shares of sampled pixels from which on numbers are odd: the `checks` entry of a recipe.
package struct OddValueLimits: Sendable, Hashable {
    /// A band with this share of its pixels at its largest number is saturated.
    package let saturated: Double
    /// A date with this share of its pixels hidden by its mask or without data is as good as not seen.
    package let unseen: Double
    /// Numbers so many times larger or smaller than those that a model learnt from are of another unit.
    package let modelFactor: Double

    /// Reads the entry of a recipe; without one, the usual limits.
    ///
    /// No ground has a twentieth of its pixels at one number that nothing exceeds, or is a hundred times brighter than
    /// other ground on the whole.
    /// - Throws: `Fault` naming the key that is unknown, of the wrong kind or out of range.
    init(_ recipe: StrictObject) throws(Fault) {
        let entry = try recipe.object("checks", keys: ["saturated", "unseen", "modelFactor"])
        saturated = try entry?.number("saturated", in: 0.001...1) ?? 0.05
        unseen = try entry?.number("unseen", in: 0.1...1) ?? 0.9
        modelFactor = try entry?.number("modelFactor", in: 1...1e12) ?? 100
    }
}

/// What is odd of the numbers of two dates, as the sample of the plan shows them.
struct OddValues {
    private let dates: [Date]
    private let limits: OddValueLimits
    private let usesAllBands: Bool
    private let radiometry: Radiometry?
    /// What can be lived with.
    private(set) var remarks: [Fault] = []

    /// A date, by the stack that shows it.
    private struct Date {
        let stack: SceneStack
        let isLater: Bool

        /// What a census tells of it.
        func seen(_ census: PairCensus) -> DateCensus { isLater ? census.after : census.before }

        /// What to call a band: its file, or the mosaic with the band.
        func name(_ role: BandRole) -> String {
            guard !stack.isMosaic, let source = stack.first.bands[role] else { return "\(stack.id): \(role.rawValue)" }
            return "\(source.path): \(role.rawValue)"
        }
    }

    /// Fewer pixels say nothing of a band.
    private static let leastPixels = 500

    init(_ pair: ScenePair, _ recipe: DetectRecipe) {
        dates = [Date(stack: pair.before, isLater: false), Date(stack: pair.after, isLater: true)]
        limits = recipe.checks
        usesAllBands = recipe.method.usesAllBands
        radiometry = recipe.radiometry
    }

    /// Looks at a sample.
    ///
    /// - Throws: `Fault` naming a date of which nothing is seen, or a band whose numbers can't be compared.
    mutating func judge(_ census: PairCensus) throws(Fault) {
        for date in dates {
            if let fault = unseen(date, census) { try refuse(fault, if: comparable(census) < Self.leastPixels) }
        }
        for date in dates {
            let bands = date.seen(census).bands.filter { $0.value.count >= Self.leastPixels }
            for (role, band) in bands.sorted(by: { $0.key < $1.key }) {
                if band.smallest == band.largest {
                    try refuse(constant(date, role, band), if: usesAllBands)
                } else if band.isWhole, band.smallest >= 0, band.largest <= 2 {
                    throw truncated(date, role, band)
                } else if Double(band.atLargest) >= limits.saturated * Double(band.count) {
                    remarks.append(saturated(date, role, band))
                }
            }
            if let fault = unscaled(date, bands) { remarks.append(fault) }
        }
    }

    private mutating func refuse(_ fault: Fault, if isFatal: Bool) throws(Fault) {
        guard !isFatal || !usesAllBands else { throw fault }
        remarks.append(fault)
    }

    /// The most pixels that can have a number in all bands of both dates.
    private func comparable(_ census: PairCensus) -> Int {
        let most = dates.map { $0.seen(census).bands.values.map(\.count).min() ?? 0 }
        return most.min() ?? 0
    }

    private func unseen(_ date: Date, _ census: PairCensus) -> Fault? {
        guard census.pixels > 0 else { return nil }
        let seen = date.seen(census)
        let hidden = Double(seen.hidden) / Double(census.pixels)
        if hidden >= limits.unseen {
            return Fault(
                date.stack.id,
                zh: "掩膜遮去抽样像元的 \(percent(hidden))%（云、阴影、雪或无数据），几乎没有可比的地面。请换一景。",
                en: "its mask hides \(percent(hidden)) % of the sampled pixels (cloud, shadow, snow or no data), so "
                    + "there is next to no ground to compare. Take another scene."
            )
        }
        let missing = seen.bands.map { role, band in
            (role: role, share: Double(band.missing) / Double(max(1, band.missing + band.count)))
        }.filter { $0.share >= limits.unseen }
        guard let worst = missing.min(by: { $0.role < $1.role }) else { return nil }
        return Fault(
            date.name(worst.role),
            zh: "抽样像元的 \(percent(worst.share))% 没有数据。请检查文件与 noData 值，或换一景。",
            en:
                "\(percent(worst.share)) % of the sampled pixels have no data. Check the file and its no-data value, "
                + "or take another scene."
        )
    }

    private func constant(_ date: Date, _ role: BandRole, _ band: BandCensus) -> Fault {
        Fault(
            date.name(role),
            zh: "抽样的 \(band.count) 个像元都是 \(text(band.largest))；这一波段说明不了任何变化。请检查文件，或在配方的 spectrum 中去掉它。",
            en: "all \(band.count) sampled pixels are \(text(band.largest)), so the band can't tell any change. Check "
                + "the file, or leave the band out of the recipe’s ‘spectrum’."
        )
    }

    private func truncated(_ date: Date, _ role: BandRole, _ band: BandCensus) -> Fault {
        Fault(
            date.name(role),
            zh: "抽样像元只有整数 \(text(band.smallest))…\(text(band.largest))；反射率可能在导出时被截成整数。"
                + "应为 0…1 的实数、反射率×10000 或 8 位数值。请重新导出。",
            en:
                "the sampled pixels are whole numbers \(text(band.smallest))…\(text(band.largest)): reflectance that "
                + "an export cut to integers? Fractions 0…1, reflectance × 10000 or 8-bit numbers are expected. Export "
                + "it again."
        )
    }

    private func saturated(_ date: Date, _ role: BandRole, _ band: BandCensus) -> Fault {
        let share = Double(band.atLargest) / Double(band.count)
        return Fault(
            date.name(role),
            zh: "抽样像元的 \(percent(share))% 都是最大值 \(text(band.largest))：影像饱和或被拉伸截断，亮处的变化看不出来。请用未拉伸的原始数据。",
            en: "\(percent(share)) % of the sampled pixels are at the largest number, \(text(band.largest)): the image "
                + "is saturated or was stretched, and change of what is bright can’t be seen. Take the original "
                + "numbers."
        )
    }

    /// Numbers of which the scale makes no reflectance.
    private func unscaled(_ date: Date, _ bands: [BandRole: BandCensus]) -> Fault? {
        let scale = radiometry ?? date.stack.first.radiometry
        guard scale != .identity, !bands.isEmpty else { return nil }
        func reflectance(_ number: Float) -> Double { Double(number) * scale.scale + scale.offset }
        let (darkest, brightest) = (bands.values.map(\.smallest).min() ?? 0, bands.values.map(\.largest).max() ?? 0)
        guard reflectance(brightest) < 0.02 || reflectance(darkest) > 1.2 else { return nil }
        return Fault(
            date.stack.id,
            zh: "数值 \(text(darkest))…\(text(brightest)) 按 scale \(scale.scale)、offset \(scale.offset) 换算后不像反射率。"
                + "请在配方中写明 scale 与 offset。",
            en: "numbers \(text(darkest))…\(text(brightest)) make no reflectance with scale \(scale.scale) and offset "
                + "\(scale.offset). Put ‘scale’ and ‘offset’ into the recipe."
        )
    }

    private func percent(_ share: Double) -> Int { Int((share * 100).rounded(.down)) }

    private func text(_ number: Float) -> String {
        Int(exactly: number).map(String.init) ?? "\(number)"
    }
}
