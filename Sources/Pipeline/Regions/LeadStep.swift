package import GeoModel
import Geometry
import LandRecords
import Patches
package import WorkQueue

extension Region {
    /// How the queue compares with the superior's list and with complaints, as far as registers hold them.
    ///
    /// A lead with an outline is a case's where they share ground, from the rules' share of the smaller outline on; one
    /// with a point alone, where it lies near the case's outline. Where there is no case, patches, records and the sky
    /// of the month's runs tell why.
    ///
    /// - Throws: `Fault` where a record or a case can't be read.
    package func leads() throws(Fault) -> LeadReport {
        let rules = try data.placeRules()
        let days = try imageDays()
        var cases: [LeadCase] = []
        var shapes: [MultiPolygon] = []
        try store.forEachCase(CaseFilter(order: .number)) { summary, flag throws(Fault) in
            cases.append(LeadCase(summary, seenOn: summary.seenOn(flag, days)))
            shapes.append(flag.shape)
        }
        let scale = try GroundScale(settings.system)
        let finder = LeadFinder(shapes: shapes, rules: rules, scale: scale)
        let leads = try placedLeads(near: nil)
        var near: [[Int]] = []
        for item in leads { near.append(try finder.items(at: item.place, named: item.lead.number)) }
        var reader: LeadGapReader?
        return try LeadReport(leads.map(\.lead), cases, near: near, rules) { number throws(Fault) in
            // Most lists have no gap: runs are read when the first is asked for.
            if reader == nil { reader = try LeadGapReader(self, rules, scale, near: leads.map(\.place)) }
            return try reader?.gap(of: leads[number].lead, at: leads[number].place)
        }
    }

    /// What others told of a case's place.
    /// - Throws: `Fault` where a record can't be read.
    package func leads(atThePlaceOf detail: CaseDetail) throws(Fault) -> [LeadMatch] {
        let (summary, shape) = (detail.summary, detail.flag.shape)
        let (rules, scale) = (try data.placeRules(), try GroundScale(settings.system))
        guard let box = shape.bounds else { return [] }
        let finder = LeadFinder(shapes: [shape], rules: rules, scale: scale)
        let found = LeadCase(summary, seenOn: summary.seenOn(detail.flag, try imageDays()))
        let leads = try placedLeads(near: box.grown(by: rules.leadDistance, scale))
        var near: [[Int]] = []
        for item in leads { near.append(try finder.items(at: item.place, named: item.lead.number)) }
        return try LeadReport(leads.map(\.lead), [found], near: near, rules).matches.filter { $0.found != nil }
    }

    /// All leads with their places, the superior's by the day of their list, then complaints by their day.
    ///
    /// - Parameter box: Leads that lie elsewhere, or nowhere, are left out; nil keeps all.
    /// - Returns: The leads.
    /// - Throws: `Fault` where a record can't be read.
    private func placedLeads(near box: BoundingBox?) throws(Fault) -> [PlacedLead] {
        let ellipsoid = try EllipsoidalArea(of: settings.system)
        let issued = try store.records(IssuedPatch.self).map { patch in
            var lead = Lead(
                kind: .issued, number: patch.number, day: patch.issuedOn ?? patch.after,
                isPlaced: !patch.shape.isEmpty || patch.point != nil)
            (lead.imageDay, lead.since, lead.text) = (patch.after, patch.before, patch.type)
            let drawn = (try? ellipsoid.area(of: patch.shape)).flatMap { $0.squareMetres > 0 ? $0 : nil }
            lead.area = drawn ?? patch.statedArea
            return PlacedLead(lead: lead, place: LeadPlace(patch.shape, patch.point))
        }
        let complaints = try store.records(Complaint.self).map { complaint in
            var lead = Lead(
                kind: .complaint, number: complaint.number, day: complaint.receivedOn,
                isPlaced: !complaint.shape.isEmpty || complaint.point != nil)
            lead.text = complaint.subject
            return PlacedLead(lead: lead, place: LeadPlace(complaint.shape, complaint.point))
        }
        return (issued.sorted(by: PlacedLead.byDay) + complaints.sorted(by: PlacedLead.byDay)).filter { item in
            guard let box else { return true }
            return item.place.bounds.map(box.intersects) ?? false
        }
    }

    /// The day of the later image of each month's run.
    private func imageDays() throws(Fault) -> [Period: CalendarDate] {
        var days: [Period: CalendarDate] = [:]
        for run in try store.runs() where run.isUsual { days[run.period] = run.day("after") }
        return days
    }

    /// The visits that wait, merged by entity, beside those of a year.
    /// - Throws: `Fault` where a record or a case can't be read.
    package func visits(in year: Int) throws(Fault) -> [EntityVisits] {
        var holders: [String: String] = [:]
        for parcel in try store.records(Parcel.self) {
            holders[parcel.code] = Parcel.entity(of: parcel.code, holder: parcel.holder)
        }
        var cases: [(summary: CaseSummary, entity: String?)] = []
        for state in CaseState.allCases where state.waitsForVisit {
            try store.forEachCase(CaseFilter(state: state, order: .number)) { summary, flag in
                cases.append((summary, flag.mainParcel.map { holders[$0] ?? $0 }))
            }
        }
        return EntityVisits.plan(cases, visited: try store.visitDays(in: year), try data.loopCodes().visits)
    }
}

extension CaseSummary {
    /// The day of the first image that shows it: a case that is seen again carries the patch of the later image, so it
    /// is that of the month in which it was opened. Nil for one without a patch.
    fileprivate func seenOn(_ flag: Flag, _ days: [Period: CalendarDate]) -> CalendarDate? {
        guard patchNumber != nil else { return nil }
        guard let day = flag.patch?.after.date, Period(of: day) == period else { return days[period] }
        return day
    }
}

private struct PlacedLead {
    let lead: Lead
    let place: LeadPlace

    static func byDay(_ one: PlacedLead, _ other: PlacedLead) -> Bool {
        (one.lead.day?.daysSinceEpoch ?? .max, one.lead.number)
            < (other.lead.day?.daysSinceEpoch ?? .max, other.lead.number)
    }
}
