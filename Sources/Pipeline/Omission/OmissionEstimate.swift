package import GeoModel
import Geometry
import Publishing
package import SafeFiles

/// A figure with the limits between which it lies as often as the level says.
package struct Limited: Sendable, Hashable {
    /// The figure; nil where nothing tells it.
    package let value: Double?
    /// At least.
    package let lower: Double
    /// At most.
    package let upper: Double
}

/// What a sample of unflagged places and its verdicts tell of the changes that were missed.
package struct OmissionEstimate {
    /// One stratum, or all.
    package struct Line {
        /// The stratum; nil for all.
        package let stratum: SampleStratum?
        /// The unflagged land.
        package let area: Area
        /// Places that were drawn.
        package let places: Int
        /// How many places got each verdict.
        package let verdicts: [PlaceVerdictCount]
        /// The missed area in square metres.
        package let missed: Limited
        /// Its standard error in square metres; nil with fewer than two answers in a stratum.
        package let standardError: Double?

        /// Places with a verdict of one kind.
        package func count(_ word: String) -> Int { verdicts.first { $0.word == word }?.count ?? 0 }
        /// Places that nobody has judged yet.
        package var open: Int { places - verdicts.reduce(0) { $0 + $1.count } }
    }

    /// How many places got a verdict.
    package struct PlaceVerdictCount: Sendable, Hashable {
        /// `changed`, `unchanged` or `unclear`.
        package let word: String
        /// Places.
        package let count: Int
    }

    /// The number of the sample.
    package let sample: String
    /// The strata.
    package let strata: [Line]
    /// All of them.
    package let all: Line
    /// The area of the patches.
    package let flagged: Area
    /// The area that was compared but is neither flagged nor drawn from.
    package let aside: Area
    /// The share of the flagged area that had changed; nil where no verdict tells.
    package let precision: Limited?
    /// How many patches that rests on.
    package let judgedPatches: Int
    /// The share of the changed area that was flagged; its value is nil where the precision is not known. Without that
    /// `upper` supposes that all of the patches had changed, and `lower` is 0.
    package let recall: Limited
    /// The share of intervals that hold the truth.
    package let level: Double

    /// Estimates what was missed.
    ///
    /// - Parameters:
    ///   - sample: As it was drawn.
    ///   - verdicts: What people found in its places.
    ///   - patches: What people found in patches of the same run; empty where nobody looked.
    ///   - level: Such as 0.95.
    /// - Throws: `Fault` where a verdict is on no patch, or a patch has no area on the ellipsoid.
    package init(
        _ sample: OmissionSample, _ verdicts: OmissionVerdicts, patches: [LabelledPair], level: Double
    ) throws(Fault) {
        let counts = sample.strata.indices.map { stratum in
            let said = sample.places.filter { $0.stratum == stratum }.compactMap { verdicts.verdicts[$0.id] }
            return PlaceVerdict.allCases.map { verdict in
                PlaceVerdictCount(word: verdict.rawValue, count: said.count { $0 == verdict })
            }
        }
        let parts = zip(sample.strata, counts).map { stratum, counts in
            StratifiedArea.Part(
                area: stratum.area.squareMetres, cells: stratum.cells, answered: counts[0].count + counts[1].count,
                changed: counts[0].count)
        }
        let whole = StratifiedArea(parts: parts)
        strata = sample.strata.indices.map { place in
            let part = parts[place]
            let limits = part.limits(level)
            return Line(
                stratum: sample.strata[place], area: sample.strata[place].area, places: sample.strata[place].places,
                verdicts: counts[place],
                missed: Limited(value: part.share.map { $0 * part.area }, lower: limits.lower, upper: limits.upper),
                standardError: part.variance?.squareRoot())
        }
        let limits = whole.limits(level)
        all = Line(
            stratum: nil, area: sample.strata.reduce(.zero) { $0 + $1.area }, places: sample.places.count,
            verdicts: PlaceVerdict.allCases.indices.map { word in
                PlaceVerdictCount(
                    word: PlaceVerdict.allCases[word].rawValue, count: counts.reduce(0) { $0 + $1[word].count })
            },
            missed: Limited(value: whole.estimate, lower: limits.lower, upper: limits.upper),
            standardError: whole.standardError)
        self.sample = sample.id
        (flagged, aside) = (sample.flagged, sample.aside)
        self.level = level
        let judged = try FlaggedPrecision(sample, patches)
        judgedPatches = judged.count
        precision = judged.share(level)
        // Each of the two intervals may be wrong half as often, so that both hold as often as is promised (Bonferroni).
        let stricter = 1 - (1 - level) / 2
        recall = Self.recall(
            flagged.squareMetres, precision, judged.share(stricter), whole.estimate, whole.limits(stricter),
            loose: limits)
    }

    private static func recall(
        _ flagged: Double, _ precision: Limited?, _ strict: Limited?, _ missed: Double,
        _ limits: (lower: Double, upper: Double), loose: (lower: Double, upper: Double)
    ) -> Limited {
        func share(_ right: Double, _ missed: Double) -> Double { right + missed > 0 ? right / (right + missed) : 1 }
        guard let right = precision?.value, let strict else {
            return Limited(value: nil, lower: 0, upper: share(flagged, loose.lower))
        }
        return Limited(
            value: share(flagged * right, missed), lower: share(flagged * strict.lower, limits.upper),
            upper: share(flagged * strict.upper, limits.lower))
    }

    /// The share of the unflagged land that changed.
    package var missedShare: Limited {
        let area = all.area.squareMetres
        return Limited(
            value: all.missed.value.map { $0 / area }, lower: all.missed.lower / area, upper: all.missed.upper / area)
    }
}

/// How much of the flagged area was right, as far as patches were judged.
private struct FlaggedPrecision {
    private var areas: [(area: Double, isConfirmed: Bool)] = []
    private let patchCount: Int

    /// Takes the patches of the sample's own images; those of other months say nothing of this one.
    init(_ sample: OmissionSample, _ pairs: [LabelledPair]) throws(Fault) {
        patchCount = sample.patchCount
        let measure = try EllipsoidalArea(of: .wgs84)
        for pair in pairs where sample.holds(pair) {
            guard case .verdicts(let verdicts) = pair.labels else { continue }
            for verdict in verdicts {
                if let number = verdict.patch, OmissionSample.isPlace(number) {
                    throw Fault(
                        number, zh: "是未报样地的标注，不是图斑的核查结论。请给出 tuban queue verdicts 得到的文件。",
                        en: "is a place of an omission sample and no patch. Give a file of tuban queue verdicts.")
                }
                areas.append((try measure.area(of: verdict.shape).squareMetres, verdict.isConfirmed))
            }
        }
    }

    var count: Int { areas.count }

    /// The confirmed share of the judged area. Its limits are those of as many patches of one size as would tell as
    /// much (Kish 1965, Survey Sampling, 11.7).
    func share(_ level: Double) -> Limited? {
        let sum = areas.reduce(0) { $0 + $1.area }
        guard sum > 0 else { return nil }
        let right = areas.filter(\.isConfirmed).reduce(0) { $0 + $1.area }
        let squares = areas.reduce(0) { $0 + $1.area * $1.area }
        let drawn = max(1, min(Int((sum * sum / squares).rounded()), areas.count))
        let marked = Int((Double(drawn) * right / sum).rounded())
        let whole = max(patchCount, drawn)
        let limits = CountInterval(marked: marked, drawn: drawn, whole: whole, level: level)
        return Limited(
            value: right / sum, lower: min(right / sum, Double(limits.lower) / Double(whole)),
            upper: max(right / sum, Double(limits.upper) / Double(whole)))
    }
}

extension OmissionSample {
    /// Whether both images of a pair are among those that were compared.
    fileprivate func holds(_ pair: LabelledPair) -> Bool {
        func isAmong(_ image: LabelledImage, _ sources: [Source]) -> Bool {
            // The catalogue knows of bands that the run had no use for.
            sources.contains { !$0.paths.isEmpty && Set($0.paths).isSubset(of: image.paths) }
        }
        return isAmong(pair.before, before) && isAmong(pair.after, after)
    }
}

extension OmissionEstimate {
    /// The figures as programs read them; areas in square metres.
    package var json: JSONValue {
        [
            "sample": .string(sample), "level": .number(level), "strata": .array(strata.map(\.json)), "all": all.json,
            "missed_share": missedShare.json, "flagged_m2": .number(flagged.squareMetres),
            "aside_m2": .number(aside.squareMetres), "precision": precision?.json ?? .null,
            "judged_patches": .integer(judgedPatches), "recall": recall.json,
        ]
    }
}

extension OmissionEstimate.Line {
    fileprivate var json: JSONValue {
        let stratum: [JSONValue.Member] = stratum.map { [.init("stratum", .string($0.code))] } ?? []
        return .object(
            stratum + [.init("area_m2", .number(area.squareMetres)), .init("places", .integer(places))]
                + verdicts.map { .init($0.word, .integer($0.count)) }
                + [
                    .init("open", .integer(open)), .init("missed_m2", missed.json),
                    .init("standard_error_m2", JSONValue(standardError)),
                ])
    }
}

extension Limited {
    fileprivate var json: JSONValue { ["value": JSONValue(value), "lower": .number(lower), "upper": .number(upper)] }
}
