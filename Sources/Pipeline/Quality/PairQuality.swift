import ChangeDetection
import Foundation
import GeoModel
import Patches
import Publishing
import SafeFiles
import TileEngine

/// How far a comparison can be trusted: what `qc.json` and `qc.html` tell.
struct PairQuality {
    private let pair: ScenePair
    private let recipe: DetectRecipe
    private let histogram: ScoreHistogram
    private let threshold: UInt16
    private let samples: OverviewSamples
    private let radiometries: (before: Radiometry, after: Radiometry)

    /// As many pixels are enough for a regression, and take no time.
    private static let regressionPixels = 20_000
    private static let leastPixels = 500
    private static let bars = 75
    /// What a histogram shows: all but the highest scores.
    private static let shownShare = 0.9995

    init(
        _ pair: ScenePair, _ recipe: DetectRecipe, _ samples: OverviewSamples, _ histogram: ScoreHistogram,
        _ threshold: UInt16
    ) {
        self.pair = pair
        self.recipe = recipe
        self.threshold = threshold
        self.histogram = histogram
        self.samples = samples
        radiometries = pair.radiometries(recipe)
    }

    /// Leaves the recipe's outputs of these in a folder.
    /// - Throws: `Fault` where the disk is full.
    func write(_ run: PairRun, _ overlay: FlagOverlay, to folder: String) throws(Fault) {
        let figures = figures(run, overlay)
        if recipe.outputs.contains(.qualityRecord) {
            let record = figures.record(registration: run.registration)
            try DurableFile.write(record.text(indented: true) + "\n", to: folder + "/qc.json")
        }
        if recipe.outputs.contains(.qualitySheet) {
            try QualitySheet.write(figures, to: folder + "/qc.html")
        }
    }

    private func figures(_ run: PairRun, _ overlay: FlagOverlay) -> QualityFigures {
        let bands = bands
        let thresholds = thresholds
        let compared = Double(histogram.total) / Double(max(1, pair.overlap.pixelCount))
        let remarks =
            pair.remarks + pair.seasonRemarks(recipe) + (run.registration.map { $0.leftOut + $0.remarks } ?? [])
            + ownRemarks(bands, thresholds, compared: compared)
        return QualityFigures(
            grid: pair.grid,
            pictureSize: samples.lattice.size,
            before: side(pair.before, isLater: false),
            after: side(pair.after, isLater: true),
            comparedShare: compared,
            placings: run.registration?.placings ?? [],
            bands: bands,
            histogram: shownHistogram,
            thresholds: thresholds,
            patchCount: run.patchCount,
            area: run.totalArea,
            overlay: overlay,
            remarks: remarks
        )
    }

    private func side(_ stack: SceneStack, isLater: Bool) -> QualityFigures.Side {
        var bands: [BandRole: [Float]] = [:]
        for role in samples.known { bands[role] = reflectance(role, isLater: isLater) }
        return QualityFigures.Side(
            scenes: stack.scenes.map { SceneStamp(id: $0.id, date: $0.date) },
            validShare: samples.validShare(in: pair.overlap, ofLater: isLater),
            bands: bands
        )
    }

    private func reflectance(_ role: BandRole, isLater: Bool) -> [Float] {
        let radiometry = isLater ? radiometries.after : radiometries.before
        let (scale, offset) = (Float(radiometry.scale), Float(radiometry.offset))
        return samples.band(role, ofLater: isLater).map { $0 * scale + offset }
    }

    private var bands: [QualityFigures.Band] {
        let known = samples.known
        let dates = known.map { (reflectance($0, isLater: false), reflectance($0, isLater: true)) }
        let relations = relations(known, dates)
        return known.enumerated().map { place, role in
            QualityFigures.Band(
                role: role,
                darkBefore: darkest(dates[place].0),
                darkAfter: darkest(dates[place].1),
                relation: relations.map { ($0[place].gain, $0[place].offset, $0[place].residual) }
            )
        }
    }

    /// What the darkest hundredth does not exceed: shadow and clear water would be black without haze.
    ///
    /// - Source: Chavez 1988, dark-object subtraction.
    private func darkest(_ values: [Float]) -> Double {
        let sorted = values.filter { !$0.isNaN }.sorted()
        return sorted.isEmpty ? .nan : Double(sorted[sorted.count / 100])
    }

    private func relations(_ roles: [BandRole], _ dates: [([Float], [Float])]) -> [BandRelation]? {
        guard !roles.isEmpty else { return nil }
        var sample = PairSample(roles: roles)
        let usable = (0..<samples.lattice.size.pixelCount).filter { pixel in
            dates.allSatisfy { !$0.0[pixel].isNaN && !$0.1[pixel].isNaN }
        }
        for place in stride(from: 0, to: usable.count, by: max(1, usable.count / Self.regressionPixels)) {
            let pixel = usable[place]
            sample.append(dates.map { $0.0[pixel] } + dates.map { $0.1[pixel] })
        }
        guard sample.count >= Self.leastPixels, let detection = try? AlterationDetection(sample) else { return nil }
        return invariantRelations(sample, detection)
    }

    private var thresholds: [QualityFigures.Threshold] {
        let scale = recipe.method.scoreScale
        let total = Double(max(1, histogram.total))
        func figure(_ rule: AutomaticThreshold, _ score: UInt16) -> QualityFigures.Threshold {
            let reached = histogram.counts[Int(score)...].reduce(0, +)
            return QualityFigures.Threshold(
                rule: rule.text, score: Double(score) / scale, share: Double(reached) / total)
        }
        return [figure(recipe.threshold, threshold)]
            + AutomaticThreshold.common(freedom: pair.freedom).filter { $0 != recipe.threshold }.map { rule in
                figure(rule, rule.value(for: histogram, scoreScale: scale, freedom: pair.freedom))
            }
    }

    private var shownHistogram: (width: Double, counts: [Int]) {
        let most = max(histogram.quantile(Self.shownShare), Int(threshold) * 3 / 2, Self.bars)
        let width = (most + Self.bars) / Self.bars
        var counts = [Int](repeating: 0, count: Self.bars)
        for (score, count) in histogram.counts.enumerated() { counts[min(score / width, Self.bars - 1)] += count }
        return (Double(width) / recipe.method.scoreScale, counts)
    }

    private func ownRemarks(
        _ bands: [QualityFigures.Band], _ thresholds: [QualityFigures.Threshold], compared: Double
    ) -> [Fault] {
        var remarks: [Fault] = []
        let limits = recipe.quality
        let hazy = bands.filter {
            [.blue, .green, .red].contains($0.role) && abs($0.darkAfter - $0.darkBefore) > limits.hazeDifference
        }
        if let worst = hazy.max(by: { abs($0.darkAfter - $0.darkBefore) < abs($1.darkAfter - $1.darkBefore) }) {
            remarks.append(haze(worst, limits))
        }
        if compared < limits.comparedShare { remarks.append(littleCompared(compared, limits)) }
        let shares = thresholds.map(\.share).filter { $0 > 0 }
        // A score that was fixed beforehand does not depend on how those of this pair are spread.
        if !recipe.threshold.isFixed, let most = shares.max(), let least = shares.min(),
            most / least > limits.thresholdRatio
        {
            remarks.append(
                Fault(
                    pair.after.id,
                    zh: "不同阈值规则得到的变化像元相差 \(decimal(most / least, 0)) 倍；得分没有明显分界，请按图核对阈值。",
                    en: "rules for the threshold differ by a factor of \(decimal(most / least, 0)) in what they call "
                        + "changed: scores have no clear gap. Check the threshold by the pictures."
                )
            )
        }
        return remarks
    }

    private func haze(_ band: QualityFigures.Band, _ limits: QualityRecipe) -> Fault {
        let difference = band.darkAfter - band.darkBefore
        let (found, limit) = (decimal(abs(difference), 3), decimal(limits.hazeDifference, 3))
        let stack = difference > 0 ? pair.after : pair.before
        return Fault(
            stack.id,
            zh: "暗目标在 \(band.role.rawValue) 波段比另一期亮 \(found)（上限 \(limit)），可能有霾或薄云。请目视核对。",
            en: "dark ground is \(found) brighter in \(band.role.rawValue) than at the other date (at most \(limit)): "
                + "haze or thin cloud. Check by eye."
        )
    }

    private func littleCompared(_ share: Double, _ limits: QualityRecipe) -> Fault {
        let (found, limit) = (decimal(share * 100, 1), decimal(limits.comparedShare * 100, 0))
        return Fault(
            pair.after.id,
            zh: "与 \(pair.before.id) 的重叠部分只有 \(found)% 可比（云、阴影或无数据；应至少 \(limit)%）。其余地方的变化看不到。",
            en: "only \(found) % of the overlap with \(pair.before.id) can be compared (clouds, shadows or no data; at "
                + "least \(limit) % is usual). Change elsewhere is not seen."
        )
    }
}

extension PairRegistration {
    /// The scenes' places as the sheet shows them.
    fileprivate var placings: [QualityFigures.Placing] {
        scenes.map { scene in
            let agreeing = Set(scene.measured.points)
            return QualityFigures.Placing(
                scene: scene.id,
                verdict: scene.verdict(how),
                shift: scene.measured.shift,
                spread: scene.measured.spread,
                places: scene.measured.placeCount,
                points: scene.measured.found.map {
                    ($0.place, $0.shift - scene.measured.shift, agreeing.contains($0))
                }
            )
        }
    }
}

extension SceneRegistration {
    /// What became of the scene, in words.
    fileprivate func verdict(_ how: RegistrationRecipe) -> Bilingual {
        if refusal(how) != nil { return Bilingual(zh: "超限，未使用", en: "too far off, not used") }
        if !isKnown(how) { return Bilingual(zh: "同名点太少，未检验", en: "too few tie points, not known") }
        if correction(how) != .zero { return Bilingual(zh: "已重采样校正", en: "resampled") }
        return Bilingual(zh: "吻合，未改动", en: "fits, left as it is")
    }
}
