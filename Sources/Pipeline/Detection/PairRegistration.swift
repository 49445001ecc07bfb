import ChangeDetection
import GeoIO
package import GeoModel

/// How the scenes of a pair lie on the first scene of the earlier date, and what was made of it.
package struct PairRegistration: Sendable, Hashable {
    /// How it was judged.
    let how: RegistrationRecipe
    /// The band that was compared.
    let band: BandRole
    /// All scenes but the first of the earlier date: those of the earlier date, then those of the later.
    let scenes: [SceneRegistration]
    /// Scenes that are not used, and why, while others of their date are.
    package private(set) var leftOut: [Fault] = []
    /// Whether memory does not suffice for values between pixels, so that the nearest are taken.
    private(set) var isOfNearestPixels = false

    init(how: RegistrationRecipe, band: BandRole, scenes: [SceneRegistration]) {
        self.how = how
        self.band = band
        self.scenes = scenes
    }

    /// The pair with its scenes read where they show the same ground; scenes too far off are left out.
    /// - Throws: `Fault` where a date has no other scene.
    func placing(_ pair: ScenePair, _ recipe: DetectRecipe) throws(Fault) -> ScenePair {
        let all = pair.before.scenes + pair.after.scenes
        let refusals = [nil] + scenes.map { $0.refusal(how) }
        let corrections = [.zero] + scenes.map { $0.correction(how) }
        let (before, after) = (pair.before.scenes.indices, pair.before.scenes.count..<all.count)
        var kept: [[Int]] = []
        for date in [Array(before), Array(after)] {
            let near = date.filter { refusals[$0] == nil }
            if near.isEmpty, let refusal = refusals[date[0]] { throw refusal }
            kept.append(near)
        }
        let order = kept.flatMap(\.self)
        var registration = self
        registration.leftOut = refusals.compactMap(\.self)
        let isMoved = order.contains { corrections[$0] != .zero } || order.count < all.count
        guard isMoved || !pair.fitsUsualMemory(recipe) else {
            var same = pair
            same.registration = registration
            return same
        }
        func placed(interpolates: Bool) throws(Fault) -> ScenePair {
            try ScenePair(
                before: SceneStack(kept[0].map { all[$0] }),
                after: SceneStack(kept[1].map { all[$0] }),
                recipe: recipe,
                grid: pair.grid,
                displacements: order.map { corrections[$0] },
                interpolates: interpolates
            )
        }
        var result = try placed(interpolates: true)
        if !result.fitsUsualMemory(recipe) {
            result = try placed(interpolates: false)
            registration.isOfNearestPixels = true
        }
        result.registration = registration
        return result
    }

    /// What the user should know.
    package var remarks: [Fault] {
        let remarks = scenes.filter { $0.refusal(how) == nil }.flatMap { $0.remarks(how) }
        return isOfNearestPixels ? remarks + [ofNearestPixels] : remarks
    }

    private var ofNearestPixels: Fault {
        Fault(
            scenes.map(\.id).joined(separator: ", "),
            zh: "影像分块较大，不足以在内存中内插；位移只校正到最近像元。可把影像重新写成 512×512 分块。",
            en: "the blocks of the images are too large to interpolate between pixels; the shift is put right to the "
                + "nearest pixel. Rewrite the images in 512 × 512 tiles for more."
        )
    }
}

extension ScenePair {
    /// Whether one worker at least fits the memory that a run usually has, if need be with the nearest pixel in place
    /// of values in between, as `PairRegistration.placing` then takes it.
    /// - Throws: `Fault` where a scene can't be brought to the grid.
    func fitsUsualMemoryOnceRead(_ recipe: DetectRecipe) throws(Fault) -> Bool {
        if fitsUsualMemory(recipe) { return true }
        guard (beforeSources + afterSources).contains(where: \.isInterpolated) else { return false }
        return try ScenePair(
            before: before, after: after, recipe: recipe, grid: grid, displacements: displacements, interpolates: false
        ).fitsUsualMemory(recipe)
    }
}

/// How one scene lies on another.
struct SceneRegistration: Sendable, Hashable {
    /// The scene.
    let id: String
    /// The scene that it was compared with.
    let reference: String
    /// What was found.
    let measured: Registration

    /// Whether enough points agree to tell the shift: at least as many as wanted, and more than do not agree.
    func isKnown(_ how: RegistrationRecipe) -> Bool {
        measured.points.count >= how.minimumTiePoints && 2 * measured.points.count > measured.found.count
    }

    /// How uncertain the shift is, in pixels: the standard error of a median.
    var uncertainty: Double { 1.25 * measured.spread / Double(max(1, measured.points.count)).squareRoot() }

    /// By how much the scene is read from elsewhere; zero where the shift is small or not known.
    func correction(_ how: RegistrationRecipe) -> PixelShift {
        let isWorthIt = measured.shift.length > max(how.correctAbove, 2 * uncertainty)
        return isKnown(how) && isWorthIt ? measured.shift : .zero
    }

    /// Why the scene can't be used; nil where it can.
    func refusal(_ how: RegistrationRecipe) -> Fault? {
        guard isKnown(how) else { return how.isRequired ? tooFew(how, isRefused: true) : nil }
        guard measured.shift.length > how.maximumShift else { return nil }
        let (found, limit) = (pixels(measured.shift.length), pixels(how.maximumShift))
        return Fault(
            id,
            zh: "与 \(reference) 相差 \(found) 像元（\(directions.zh)；\(measured.points.count) 个同名点），"
                + "超过上限 \(limit)。请重新正射纠正或换一景；确需使用时改配方 registration 的 maximumShift。",
            en: "lies \(found) pixels off \(reference) (\(directions.en); \(measured.points.count) tie points); "
                + "at most \(limit) is allowed. Orthorectify it again or take another scene; to use it all the same, "
                + "raise maximumShift in the recipe's registration."
        )
    }

    /// What the user should know.
    func remarks(_ how: RegistrationRecipe) -> [Fault] {
        guard isKnown(how) else { return [tooFew(how, isRefused: false)] }
        var remarks: [Fault] = []
        if correction(how) != .zero {
            let (found, spread) = (pixels(measured.shift.length), pixels(measured.spread))
            remarks.append(
                Fault(
                    id,
                    zh: "与 \(reference) 相差 \(found) 像元（\(directions.zh)；\(measured.points.count) 个同名点，"
                        + "离散 \(spread)）；读取时已重采样校正。",
                    en: "lies \(found) pixels off \(reference) (\(directions.en); \(measured.points.count) tie points, "
                        + "spread \(spread)); put right by resampling while it is read."
                )
            )
        }
        if let trend = measured.trend, trend.largest > how.correctAbove, trend.explained > Self.clearTrend {
            remarks.append(
                Fault(
                    id,
                    zh: "与 \(reference) 的位移随位置变化，在景边缘再差 \(pixels(trend.largest)) 像元；只校正了共同位移。",
                    en: "the shift against \(reference) changes over the scene, by up to \(pixels(trend.largest)) "
                        + "pixels more at its edge; only the common shift is put right."
                )
            )
        }
        return remarks
    }

    /// A trend that explains less of the points' scatter may be chance.
    private static let clearTrend = 0.5

    private func tooFew(_ how: RegistrationRecipe, isRefused: Bool) -> Fault {
        let (good, found) = (measured.points.count, measured.found.count)
        let (places, least) = (measured.placeCount, how.minimumTiePoints)
        let words =
            isRefused
            ? Bilingual(
                zh: "配方要求配准（registration: required），不能比较。请换一景。",
                en: "The recipe requires registration, so they are not compared. Take another scene.")
            : Bilingual(
                zh: "未能检验配准，按坐标直接比较。请目视核对。",
                en: "How they lie on each other is not known; they are compared by their coordinates. Check by eye.")
        return Fault(
            id,
            zh: "与 \(reference) 在 \(places) 处只找到 \(found) 个同名点，其中 \(good) 个一致，至少应有 \(least) 个"
                + "（水面、云或纹理太少）。\(words.zh)",
            en: "of \(places) places \(found) were found again on \(reference), and \(good) of them agree; at least "
                + "\(least) should (water, clouds, or too little to see). \(words.en)"
        )
    }

    /// The shift in words.
    var directions: Bilingual {
        let (columns, rows) = (measured.shift.columns, measured.shift.rows)
        let (across, down) = (pixels(abs(columns)), pixels(abs(rows)))
        return Bilingual(
            zh: "向\(columns < 0 ? "西" : "东") \(across)，向\(rows < 0 ? "北" : "南") \(down)",
            en: "\(across) \(columns < 0 ? "west" : "east"), \(down) \(rows < 0 ? "north" : "south")"
        )
    }
}

/// A length in pixels as people read it.
func pixels(_ length: Double) -> String { decimal(length, 2) }
