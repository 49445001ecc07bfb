package import GeoModel

/// What one entity has to do with the cases that have to be looked at on the ground.
package struct EntityVisits: Sendable, Hashable {
    /// The entity: the holder of the parcel, or the parcel where no holder is entered; nil for land of nobody known.
    package let entity: String?
    /// Its cases that wait for a visit, by number.
    package let waiting: [CaseSummary]
    /// The days of the year on which somebody visited it.
    package let visited: [CalendarDate]
    /// How many visits a year it has, at most.
    package let cap: Int

    /// Whether a further visit would be over the cap.
    package var isAtCap: Bool { entity != nil && visited.count >= cap }
}

/// A case, whose it is, and the days on which people were there.
package struct VisitedCase: Sendable, Hashable {
    /// The case.
    package let summary: CaseSummary
    /// The entity; nil where none is known.
    package let entity: String?
    /// The days of visits.
    package let visits: [CalendarDate]

    /// A case, whose it is, and the days on which people were there.
    package init(summary: CaseSummary, entity: String?, visits: [CalendarDate]) {
        (self.summary, self.entity, self.visits) = (summary, entity, visits)
    }
}

extension CaseState {
    /// Whether somebody has to go there next.
    package var waitsForVisit: Bool { [.issued, .accepted, .returned, .feedbackFiled].contains(self) }
}

extension EntityVisits {
    /// Visits merged by entity: several cases of one entity are one visit, several visits on a day are one.
    ///
    /// - Parameters:
    ///   - cases: The cases of the queue, with their visits.
    ///   - year: The calendar year.
    ///   - cap: How many visits a year an entity has, at most.
    /// - Returns: The entities with cases that wait, the most cases first; land of nobody known last.
    package static func plan(_ cases: [VisitedCase], year: Int, cap: Int) -> [EntityVisits] {
        let groups = Dictionary(grouping: cases, by: \.entity)
        let plan = groups.compactMap { entity, cases -> EntityVisits? in
            let waiting = cases.map(\.summary).filter(\.state.waitsForVisit).sorted { $0.id < $1.id }
            guard !waiting.isEmpty else { return nil }
            let days = Set(cases.flatMap(\.visits).filter { $0.year == year })
            return EntityVisits(entity: entity, waiting: waiting, visited: days.sorted(), cap: cap)
        }
        return plan.sorted { left, right in
            guard let one = left.entity, let other = right.entity else {
                return right.entity == nil && left.entity != nil
            }
            return (right.waiting.count, one) < (left.waiting.count, other)
        }
    }
}
