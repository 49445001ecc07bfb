package import GeoModel
import Geometry
import LandRecords
package import WorkQueue

extension Region {
    /// How the queue compares with the superior's list and with complaints, as far as registers hold them.
    ///
    /// A lead with an outline is a case's where they share ground, from the rules' share of the smaller outline on; one
    /// with a point alone, where it lies near the case's outline.
    ///
    /// - Throws: `Fault` where a record or a case can't be read.
    package func leads() throws(Fault) -> LeadReport {
        let rules = try data.placeRules()
        var cases: [CaseSummary] = []
        var shapes: [MultiPolygon] = []
        try store.forEachCase(CaseFilter(order: .number)) { summary, flag throws(Fault) in
            cases.append(summary)
            shapes.append(flag.shape)
        }
        let finder = LeadFinder(shapes: shapes, rules: rules, scale: try GroundScale(settings.system))
        var leads: [Lead] = []
        var near: [[Int]] = []
        for patch in try store.records(IssuedPatch.self) {
            let isPlaced = !patch.shape.isEmpty || patch.point != nil
            leads.append(
                Lead(kind: .issued, number: patch.number, day: patch.issuedOn ?? patch.after, isPlaced: isPlaced))
            near.append(try finder.cases(at: patch.shape, or: patch.point, named: patch.number))
        }
        for complaint in try store.records(Complaint.self) {
            let isPlaced = !complaint.shape.isEmpty || complaint.point != nil
            leads.append(
                Lead(kind: .complaint, number: complaint.number, day: complaint.receivedOn, isPlaced: isPlaced))
            near.append(try finder.cases(at: complaint.shape, or: complaint.point, named: complaint.number))
        }
        return LeadReport(leads, cases, near: near, rules)
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

/// Finds the cases at a lead's place.
private struct LeadFinder {
    private let shapes: [MultiPolygon]
    private let rules: PlaceRules
    private let index: SpatialIndex
    private let scale: GroundScale
    private let algebra = PolygonAlgebra()

    init(shapes: [MultiPolygon], rules: PlaceRules, scale: GroundScale) {
        (self.shapes, self.rules, self.scale) = (shapes, rules, scale)
        index = SpatialIndex(shapes.map(\.bounds))
    }

    func cases(at shape: MultiPolygon, or point: MapPoint?, named name: String) throws(Fault) -> [Int] {
        if shape.isEmpty { return point.map(cases(near:)) ?? [] }
        guard let box = shape.bounds else { return [] }
        var found: [Int] = []
        for place in index.items(meeting: box) {
            let shared = try algebra.intersection(shape, shapes[place], named: name).planarArea
            let smaller = min(shape.planarArea, shapes[place].planarArea)
            if shared > 0, shared >= rules.touchingShare * smaller { found.append(place) }
        }
        return found
    }

    private func cases(near point: MapPoint) -> [Int] {
        let (east, north) = (
            rules.leadDistance / scale.metresEast(atY: point.y), rules.leadDistance / scale.metresNorth
        )
        let box = BoundingBox(
            minX: point.x - east, minY: point.y - north, maxX: point.x + east, maxY: point.y + north)
        return index.items(meeting: box).filter { shapes[$0].metres(from: point, scale) <= rules.leadDistance }
    }
}
