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

    /// A lead.
    package init(kind: LeadKind, number: String, day: CalendarDate?, isPlaced: Bool) {
        (self.kind, self.number, self.day, self.isPlaced) = (kind, number, day, isPlaced)
    }
}

/// A lead and the case that came up first at its place.
package struct LeadMatch: Sendable, Hashable {
    /// The lead.
    package let lead: Lead
    /// The case; nil where there is none: it was missed.
    package let summary: CaseSummary?
    /// How many days earlier the case was than the lead, negative where it was later; nil without a case or a day.
    package let leadTime: Int?
}

/// How the queue compares with what others have told.
package struct LeadReport: Sendable, Hashable {
    /// Every lead with its case, in the order of the leads.
    package let matches: [LeadMatch]
    /// Cases on patches opened between the first and the last patch of the superior's list that no patch of it matches.
    package let extras: [CaseSummary]

    /// Leads that have a place, and no case there.
    package var missed: [LeadMatch] { matches.filter { $0.summary == nil && $0.lead.isPlaced } }

    /// Leads that do not say where they are.
    package var unplaced: [LeadMatch] { matches.filter { !$0.lead.isPlaced } }

    /// The middle one of the lead times of a kind; nil where there is none.
    package func medianLeadTime(_ kind: LeadKind) -> Double? {
        let days = matches.compactMap { $0.lead.kind == kind ? $0.leadTime : nil }.sorted()
        guard !days.isEmpty else { return nil }
        return Double(days[(days.count - 1) / 2] + days[days.count / 2]) / 2
    }

    /// Compares leads with cases.
    ///
    /// - Parameters:
    ///   - leads: What others have told.
    ///   - cases: The cases of the queue.
    ///   - near: Of each lead the indices of the cases at its place.
    ///   - rules: How far apart in time they may lie.
    package init(_ leads: [Lead], _ cases: [CaseSummary], near: [[Int]], _ rules: PlaceRules) {
        var met: Set<Int> = []
        matches = zip(leads, near).map { lead, indices in
            let reach = indices.filter { index in
                guard let day = lead.day else { return true }
                return abs(cases[index].openedAt.bureauDay.daysSinceEpoch - day.daysSinceEpoch) <= rules.leadDays
            }
            if lead.kind == .issued { met.formUnion(reach) }
            let first = reach.map { cases[$0] }.min { ($0.openedAt, $0.id) < ($1.openedAt, $1.id) }
            let time = first.flatMap { summary in
                lead.day.map { $0.daysSinceEpoch - summary.openedAt.bureauDay.daysSinceEpoch }
            }
            return LeadMatch(lead: lead, summary: first, leadTime: time)
        }
        let days = leads.compactMap { $0.kind == .issued ? $0.day : nil }
        guard let start = days.min(), let end = days.max() else {
            extras = []
            return
        }
        extras = cases.indices.filter { index in
            let opened = cases[index].openedAt.bureauDay
            return cases[index].patchNumber != nil && !met.contains(index) && opened >= start && opened <= end
        }.map { cases[$0] }
    }
}
