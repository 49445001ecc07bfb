package import GeoModel

/// The leads of one list, or of all complaints, counted.
package struct LeadTally: Sendable, Hashable {
    /// Who told.
    package let kind: LeadKind
    /// The day of the list; nil for complaints, and for lists without one.
    package let day: CalendarDate?
    /// How many leads.
    package private(set) var leads = 0
    /// Those with a case.
    package private(set) var found = 0
    /// Those whose case was opened before they came in.
    package private(set) var openedEarlier = 0
    /// Those that our image shows earlier than theirs, or than people told.
    package private(set) var seenEarlier = 0
    /// Those without a case, by why there is none.
    package private(set) var gaps: [String: Int] = [:]
    /// Those without a case although nothing explains that.
    package private(set) var missed = 0
    private var leadTimes: [Int] = []
    private var imageLeads: [Int] = []

    /// The middle one of the lead times in days; nil where there is none.
    package var medianLeadTime: Double? { Self.median(leadTimes) }

    /// The same between images.
    package var medianImageLead: Double? { Self.median(imageLeads) }

    private init(_ kind: LeadKind, _ day: CalendarDate?) { (self.kind, self.day) = (kind, day) }

    /// A tally of some leads.
    package init(_ kind: LeadKind, of matches: [LeadMatch]) {
        self.init(kind, nil)
        for match in matches where match.lead.kind == kind { add(match) }
    }

    /// A tally a list, by day, those without one last; then one of the complaints, where there are any.
    package static func each(of matches: [LeadMatch]) -> [LeadTally] {
        let groups = Dictionary(grouping: matches) { match in
            LeadTally(match.lead.kind, match.lead.kind == .issued ? match.lead.day : nil)
        }
        return groups.map { empty, matches in
            var tally = empty
            for match in matches { tally.add(match) }
            return tally
        }.sorted { one, other in
            guard one.kind == other.kind else { return one.kind == .issued }
            guard let day = one.day, let next = other.day else { return one.day != nil }
            return day < next
        }
    }

    private mutating func add(_ match: LeadMatch) {
        leads += 1
        if let gap = match.gap { gaps[gap.code, default: 0] += 1 }
        missed += match.isMissed ? 1 : 0
        guard match.found != nil else { return }
        found += 1
        if let days = match.leadTime {
            leadTimes.append(days)
            openedEarlier += days > 0 ? 1 : 0
        }
        if let days = match.imageLead {
            imageLeads.append(days)
            seenEarlier += days > 0 ? 1 : 0
        }
    }

    private static func median(_ days: [Int]) -> Double? {
        guard !days.isEmpty else { return nil }
        let days = days.sorted()
        return Double(days[(days.count - 1) / 2] + days[days.count / 2]) / 2
    }
}
