package import GeoModel
package import WorkQueue

extension Region {
    /// How the duties that stand on a day are kept, the slowest first.
    /// - Throws: `Fault` where the store or the kinds can't be read.
    package func dutyStandings(on day: CalendarDate) throws(Fault) -> [DutyStanding] {
        let (kinds, visits) = (try data.dutyKinds(), try store.visits())
        return try store.duties().filter { $0.stands(on: day) }.map { duty in
            DutyStanding(duty, visits[duty.id] ?? [], warn: kinds.kind(duty.kind)?.warn ?? 0, on: day)
        }.sorted { DutyStanding.isSlower($0, than: $1) }
    }

    /// How one duty is kept, up to a day or to its end; nil where it begins later.
    /// - Throws: `Fault` where the kinds can't be read.
    package func dutyStanding(
        of duty: Duty, _ visits: [DutyVisit], on day: CalendarDate
    ) throws(Fault) -> DutyStanding? {
        guard duty.since <= day else { return nil }
        let warn = try data.dutyKinds().kind(duty.kind)?.warn ?? 0
        return DutyStanding(duty, visits, warn: warn, on: min(day, duty.until ?? day))
    }
}
