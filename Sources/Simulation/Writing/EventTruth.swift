import GeoIO
import GeoModel
import Geometry
import SafeFiles

/// The events as GeoJSON: where, what, when, and what has to be said about them.
struct EventTruth {
    let plan: DistrictPlan
    let places: PlaceFinder

    /// Writes one feature an event.
    /// - Throws: `Fault` where the disk is full.
    func write(to path: String) throws(Fault) {
        let writer = try GeoJSONWriter(path, members: members)
        for event in plan.events {
            try writer.append(id: event.id, shape: try places.lonLat(event.site.outline), properties: properties(event))
        }
        try writer.close()
    }

    private var last: Int { plan.options.months - 1 }
    private var yearBefore: Int? { last >= 12 ? last - 12 : nil }

    private var members: [JSONValue.Member] {
        [
            .init("last_month", .string(plan.options.period(last).description)),
            .init("month_before", .string(plan.options.period(last - 1).description)),
            .init("year_before", JSONValue(yearBefore.map { plan.options.period($0).description })),
        ]
    }

    /// The properties of one event.
    ///
    /// `changed_1` and `changed_12` tell whether its land use differs between the month before, or the same month of
    /// the year before, and the last month; `clear_1` and `clear_12` which share of it both images show without cloud
    /// or shadow.
    func properties(_ event: DistrictEvent) -> [JSONValue.Member] {
        let stages = event.stages.enumerated().map { month, stage in
            JSONValue.Member(plan.options.period(month).description, .string(stage.rawValue))
        }
        return [
            .init("id", .string(event.id)),
            .init("kind", .string(event.kind.rawValue)),
            .init("theme", .string(event.kind.theme ?? "none")),
            .init("must_flag", .bool(event.kind.theme != nil)),
            .init("approved", .bool(event.kind.isApproved)),
            .init("supplied", .bool(event.kind.isSupplied)),
            .init("halts", .bool(event.halts)),
            .init("start", .string(plan.options.period(event.start).description)),
            .init("area_mu", .number((event.mu * 100).rounded() / 100)),
            .init("stage", .string(event.stages[last].rawValue)),
            .init("changed_1", .bool(event.changes(from: last - 1, to: last))),
            .init("changed_12", yearBefore.map { .bool(event.changes(from: $0, to: last)) } ?? .null),
            .init("clear_1", .number(plan.clearShare(of: event.site, before: last - 1))),
            .init("clear_12", yearBefore.map { .number(plan.clearShare(of: event.site, before: $0)) } ?? .null),
            .init("stages", .object(stages)),
        ]
    }
}

extension DistrictPlan {
    /// The share of a site that an earlier month and the last one both show without cloud or shadow.
    func clearShare(of site: Site, before: Int) -> Double {
        site.clearShare([before, options.months - 1].map { CloudField(acquisitions[$0], size: options.size) })
    }
}
