package import GeoModel
import Geometry

/// What people found an earlier flag to be.
package enum EarlierVerdict: String, Sendable, CaseIterable {
    /// Nobody has said yet.
    case undecided
    /// 合法.
    case legal
    /// 违法.
    case illegal
    /// 其他.
    case other
    /// Put right and closed (已办结), whatever it was.
    case settled

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .undecided: Bilingual(zh: "尚无结论", en: "no finding yet")
        case .legal: Bilingual(zh: "合法", en: "legal")
        case .illegal: Bilingual(zh: "违法", en: "illegal")
        case .other: Bilingual(zh: "其他", en: "other")
        case .settled: Bilingual(zh: "已整改办结", en: "put right and closed")
        }
    }
}

/// A flag of an earlier period, with what became of it.
package struct EarlierFlag: Sendable, Hashable {
    /// Its case.
    package let caseID: String
    /// The theme's code.
    package let theme: String
    /// The theme as users read it.
    package let themeLabel: Bilingual
    /// Its period.
    package let period: Period
    /// What people found.
    package let verdict: EarlierVerdict
    /// The day of the image that showed it; nil where nothing tells.
    package let seenOn: CalendarDate?
    /// Its outline in the region's coordinate system.
    package let shape: MultiPolygon

    /// An earlier flag.
    package init(
        caseID: String, theme: String, themeLabel: Bilingual, period: Period, verdict: EarlierVerdict,
        seenOn: CalendarDate?, shape: MultiPolygon
    ) {
        self.caseID = caseID
        self.theme = theme
        self.themeLabel = themeLabel
        self.period = period
        self.verdict = verdict
        self.seenOn = seenOn
        self.shape = shape
    }
}

/// The flags of earlier periods, found by place.
struct EarlierFlags: Sendable {
    let flags: [EarlierFlag]
    let layer: ShapeLayer

    init(_ flags: [EarlierFlag]) {
        self.flags = flags
        layer = ShapeLayer(flags.map(\.shape))
    }
}

/// Which earlier flags a rule speaks of.
struct EarlierQuestion: Sendable, Hashable {
    /// Themes' codes; nil for all.
    let themes: Set<String>?
    /// What people found; nil for anything.
    let verdicts: Set<EarlierVerdict>?
    /// How many months earlier.
    let months: Limits

    func holds(_ flag: EarlierFlag, in period: Period) -> Bool {
        themes?.contains(flag.theme) ?? true && verdicts?.contains(flag.verdict) ?? true
            && months.contains(Double(period.months(since: flag.period)))
    }
}

extension Period {
    /// How many months another period lies earlier.
    func months(since other: Period) -> Int { (year - other.year) * 12 + month - other.month }
}
