package import GeoModel

/// Who else has told of land.
package enum LeadKind: String, Sendable, CaseIterable {
    /// The superior's list of issued patches (下发图斑).
    case issued
    /// Complaints (12345 and others).
    case complaint

    /// The word that users read.
    package var label: Bilingual {
        switch self {
        case .issued: Bilingual(zh: "上级下发", en: "superior's list")
        case .complaint: Bilingual(zh: "群众反映", en: "complaints")
        }
    }
}

/// What somebody else has told of land.
package struct Lead: Sendable, Hashable {
    /// Who.
    package let kind: LeadKind
    /// Its number in its register.
    package let number: String
    /// The day it came in; nil where not entered.
    package let day: CalendarDate?
    /// Whether it says where.
    package let isPlaced: Bool
    /// The day of the image that shows it (HSX); nil where none is entered, and for complaints.
    package var imageDay: CalendarDate?
    /// The day of the image before that (QSX); nil where none is entered, and for complaints.
    package var since: CalendarDate?
    /// What it says: the patch's type, or the complaint's words; nil where not entered.
    package var text: String?
    /// Its area, as its outline has it or as it is stated; nil where neither tells.
    package var area: Area?

    /// A lead.
    package init(kind: LeadKind, number: String, day: CalendarDate?, isPlaced: Bool) {
        (self.kind, self.number, self.day, self.isPlaced) = (kind, number, day, isPlaced)
    }

    /// The day on which it could be known: that of its image, or on which people told of it.
    package var seenOn: CalendarDate? { kind == .issued ? imageDay : day }
}

/// A case as leads are held against it.
package struct LeadCase: Sendable, Hashable {
    /// The case.
    package let summary: CaseSummary
    /// The day of the first image that shows it; nil for one that stands on records alone.
    package let seenOn: CalendarDate?

    /// A case.
    package init(_ summary: CaseSummary, seenOn: CalendarDate?) { (self.summary, self.seenOn) = (summary, seenOn) }

    /// The day it is known from: of its image, else of its opening.
    var day: CalendarDate { seenOn ?? summary.openedAt.bureauDay }

    /// Whether it was there before a lead's earlier image: then it is not this change that it was opened for.
    func isKnown(before lead: Lead) -> Bool {
        guard let since = lead.since else { return false }
        return day <= since
    }
}

/// Why there is no case at the place of a lead.
package enum LeadGap: Sendable, Hashable {
    /// It does not say where it is.
    case unplaced
    /// A patch lies there, and records explain it or count it elsewhere: the rule, and what it says.
    case explained(rule: String, reason: Bilingual)
    /// A patch lies there, and no rule flags it: its number.
    case unflagged(patch: String)
    /// It is later than the latest image, which is of this day.
    case notYet(CalendarDate)
    /// Clouds, shadows or gaps hide it in every comparison; the share of it that the clearest shows.
    case hidden(Double)
    /// It lies outside of all images.
    case outside
    /// Images show it, and no change large and strong enough to become a patch.
    case unchanged

    /// Its word in files.
    package var code: String {
        switch self {
        case .unplaced: "without_place"
        case .explained: "explained"
        case .unflagged: "no_rule"
        case .notYet: "after_last_image"
        case .hidden: "hidden"
        case .outside: "outside"
        case .unchanged: "no_change_seen"
        }
    }

    /// What users read.
    package var label: Bilingual {
        switch self {
        case .unplaced: Bilingual(zh: "无位置", en: "without a place")
        case .explained(let rule, _):
            Bilingual(zh: "有图斑，登记册已解释（\(rule)）", en: "a patch, explained by records (\(rule))")
        case .unflagged(let patch): Bilingual(zh: "有图斑 \(patch)，无规则列为线索", en: "patch \(patch), flagged by no rule")
        case .notYet(let day): Bilingual(zh: "晚于最近一期影像（\(day)），待下期", en: "later than the latest image (\(day))")
        case .hidden(let share):
            Bilingual(zh: "云或缺数遮挡，仅 \(Self.percent(share))% 可见", en: "hidden: \(Self.percent(share)) % is seen")
        case .outside: Bilingual(zh: "在影像范围之外", en: "outside of the images")
        case .unchanged: Bilingual(zh: "影像上未见达到阈值的变化", en: "no change over the threshold is seen")
        }
    }

    private static func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
}

/// A lead and the case that came up first at its place.
package struct LeadMatch: Sendable, Hashable {
    /// The lead.
    package let lead: Lead
    /// The case; nil where there is none.
    package let found: LeadCase?
    /// Why there is none; nil where there is one, or where nobody asked.
    package let gap: LeadGap?

    /// The case; nil where there is none.
    package var summary: CaseSummary? { found?.summary }

    /// Whether the case was there before the lead's earlier image, so that it was opened for an earlier change: a find,
    /// and by how many days is not known, since later images show both.
    package var isKnownBefore: Bool { found?.isKnown(before: lead) ?? false }

    /// How many days earlier the case was opened than the lead came in, negative where it was later; nil without a case
    /// or a day, and for a case that was opened for an earlier change.
    package var leadTime: Int? {
        isKnownBefore ? nil : lead.day.flatMap { found?.summary.openedAt.bureauDay.days(until: $0) }
    }

    /// How many days earlier our image was than theirs, or than the complaint; nil without a case on an image, without
    /// a day, or for a case of an earlier change. Unlike the lead time it does not depend on when images were worked
    /// through.
    package var imageLead: Int? {
        isKnownBefore ? nil : lead.seenOn.flatMap { found?.seenOn?.days(until: $0) }
    }

    /// Whether it has a place, and no case there although nothing explains that.
    package var isMissed: Bool {
        guard found == nil, lead.isPlaced else { return false }
        switch gap {
        case .explained, .notYet, .outside, .unplaced: return false
        case .unflagged, .hidden, .unchanged, nil: return true
        }
    }
}

/// How the queue compares with what others have told.
package struct LeadReport: Sendable, Hashable {
    /// Every lead with its case, in the order of the leads.
    package let matches: [LeadMatch]
    /// Cases on patches that the images of the superior's lists could show and that no patch of them matches.
    package let extras: [LeadCase]

    /// Compares leads with cases.
    ///
    /// - Parameters:
    ///   - leads: What others have told.
    ///   - cases: The cases of the queue.
    ///   - near: Of each lead the indices of the cases at its place.
    ///   - rules: How far apart in time they may lie.
    ///   - gap: Why a lead, by its index, has no case.
    /// - Throws: `Fault` of `gap`.
    package init(
        _ leads: [Lead], _ cases: [LeadCase], near: [[Int]], _ rules: PlaceRules,
        gap: (Int) throws(Fault) -> LeadGap? = { _ in nil }
    ) throws(Fault) {
        var met: Set<Int> = []
        var matches: [LeadMatch] = []
        for (number, lead) in leads.enumerated() {
            let reach = near[number].filter { index in
                guard let day = lead.seenOn ?? lead.day else { return true }
                return abs(cases[index].day.days(until: day)) <= rules.leadDays
            }
            if lead.kind == .issued { met.formUnion(reach) }
            // What stands on a patch of its own before what stands on papers, and this change before an earlier one.
            let first = reach.map { cases[$0] }.min { one, other in
                let ranks = [one, other].map { ($0.seenOn == nil ? 2 : 0) + ($0.isKnown(before: lead) ? 1 : 0) }
                return (ranks[0], one.day, one.summary.openedAt, one.summary.id)
                    < (ranks[1], other.day, other.summary.openedAt, other.summary.id)
            }
            let why = first == nil ? (lead.isPlaced ? try gap(number) : .unplaced) : nil
            matches.append(LeadMatch(lead: lead, found: first, gap: why))
        }
        self.matches = matches
        extras = Self.extras(leads, cases, met)
    }

    private static func extras(_ leads: [Lead], _ cases: [LeadCase], _ met: Set<Int>) -> [LeadCase] {
        let issued = leads.filter { $0.kind == .issued }
        guard let start = issued.compactMap({ $0.since ?? $0.imageDay ?? $0.day }).min(),
            let end = issued.compactMap({ $0.imageDay ?? $0.day }).max()
        else { return [] }
        return cases.indices.filter { index in
            cases[index].summary.patchNumber != nil && !met.contains(index) && cases[index].day >= start
                && cases[index].day <= end
        }.map { cases[$0] }
    }
}

extension CalendarDate {
    /// How many days later another day is.
    fileprivate func days(until other: CalendarDate) -> Int { other.daysSinceEpoch - daysSinceEpoch }
}
