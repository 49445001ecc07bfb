package import GeoModel

/// What one entity has to do with the cases that have to be looked at on the ground.
package struct EntityVisits: Sendable, Hashable {
    /// The entity: the holder of the parcel, or the parcel where no holder is entered; nil for land of nobody known.
    package let entity: String?
    /// Its cases that wait for a visit, by number.
    package let waiting: [CaseSummary]
    /// The days of the year on which somebody visited it.
    package let visited: [CalendarDate]
    /// How many days of visits a year it has, at most; nil where it has no cap.
    package let cap: Int?

    /// Whether a visit on a further day would be over the cap.
    package var isAtCap: Bool { cap.map { visited.count >= $0 } ?? false }
}

extension CaseState {
    /// Whether somebody has to go there next.
    package var waitsForVisit: Bool { [.issued, .accepted, .returned, .feedbackFiled].contains(self) }
}

extension EntityVisits {
    /// Visits merged by entity: several cases of one entity are one visit, several visits on a day are one.
    ///
    /// - Parameters:
    ///   - cases: The cases that wait, each with whose it is; nil where nobody is known.
    ///   - visited: The days of the year on which each entity was visited.
    ///   - rules: How often one may be.
    /// - Returns: The entities with cases that wait, the most cases first; land of nobody known last.
    package static func plan(
        _ cases: [(summary: CaseSummary, entity: String?)], visited: [String: [CalendarDate]], _ rules: VisitRules
    ) -> [EntityVisits] {
        let groups = Dictionary(grouping: cases.filter(\.summary.state.waitsForVisit), by: \.entity)
        let plan = groups.map { entity, cases in
            EntityVisits(
                entity: entity, waiting: cases.map(\.summary).sorted { $0.id < $1.id },
                visited: entity.flatMap { visited[$0] } ?? [], cap: rules.cap(of: entity))
        }
        return plan.sorted { left, right in
            guard let one = left.entity, let other = right.entity else {
                return right.entity == nil && left.entity != nil
            }
            return (right.waiting.count, one) < (left.waiting.count, other)
        }
    }
}
