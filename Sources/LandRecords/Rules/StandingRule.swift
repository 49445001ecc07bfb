import GeoModel
import Patches

/// What a rule of places looks at that stay as they were, so that no change shows them.
enum StandingSubject: Sendable, Hashable {
    /// Land lent for a term that ended so many days before the observed date.
    case temporaryLand(daysPast: Limits)
    /// Flags of earlier periods.
    case earlierFlag(EarlierQuestion)
}

/// A rule of places: a record that asks for a change by now, and no change that the images show.
package struct StandingRule: Sendable {
    /// Its name in the file.
    package let code: String
    /// As `FILE#RULE`.
    package let reference: String
    /// The theme it raises flags of.
    package let theme: Theme
    let subject: StandingSubject
    /// What it looks like where the place was put right.
    let gone: [ChangeCondition]
    /// The share of the place that has to be put right.
    let goneShare: Double
    let reason: ReasonTemplate

    /// The fields that its reason may use.
    static let fields = ["key", "holder", "from", "until", "days", "area", "observedOn", "gone", "theme", "verdict"]
}

/// One place that a rule of places was asked of.
struct StandingPlace {
    let key: String
    /// What it is, in short.
    let text: Bilingual
    let kind: RecordKind?
    let shape: MultiPolygon
    let source: String
    let from: CalendarDate?
    let until: CalendarDate?
    let holder: String?
    let theme: Bilingual?
    let verdict: EarlierVerdict?
    /// The days or months that the rule asks for, as a condition that was answered.
    let due: AskedCondition
}

/// What became of one place.
struct StandingFinding {
    let asked: AskedRule
    let flag: Flag
}

extension StandingRule {
    /// The places that the rule speaks of.
    func places(_ grounds: JoinGrounds, in period: Period, on day: CalendarDate) -> [StandingPlace] {
        switch subject {
        case .temporaryLand(let daysPast):
            return grounds.register.records.temporaryLands.compactMap { land in
                guard let until = land.until else { return nil }
                let days = day.daysSinceEpoch - until.daysSinceEpoch
                return StandingPlace(
                    key: land.number, text: land.text, kind: .temporaryLand, shape: land.shape,
                    source: land.source.name,
                    from: land.from, until: until, holder: land.holder, theme: nil, verdict: nil,
                    due: AskedCondition(
                        name: Bilingual(zh: "到期天数", en: "days past the term"), found: "\(days)",
                        limit: daysPast.text, isMet: daysPast.contains(Double(days)), sources: [land.source.name]))
            }
        case .earlierFlag(let question):
            return grounds.earlier.flags.map { flag in
                StandingPlace(
                    key: flag.caseID, text: flag.text, kind: nil, shape: flag.shape, source: flag.caseID,
                    from: flag.seenOn,
                    until: nil, holder: nil, theme: flag.themeLabel, verdict: flag.verdict,
                    due: AskedCondition(
                        name: Bilingual(zh: "此前线索的专题、结论、距今月数", en: "theme, finding, months since the earlier flag"),
                        found: "\(flag.theme), \(flag.verdict.rawValue), \(period.months(since: flag.period))",
                        limit: question.text, isMet: question.holds(flag, in: period), sources: [flag.caseID]))
            }
        }
    }
}

extension EarlierQuestion {
    /// What is asked for, in words of the file.
    var text: String {
        let parts: [String?] = [
            themes.map { $0.sorted().joined(separator: "|") },
            verdicts.map { asked in
                EarlierVerdict.allCases.filter(asked.contains).map(\.rawValue).joined(separator: "|")
            },
            months.text,
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
