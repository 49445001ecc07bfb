import GeoModel
import SafeFiles

/// What is behind each lead, and what the queue has to say of it after a run of the last month alone.
struct LeadTruth {
    let leads: LeadPlan

    /// `issued` and `complaints`, a member a lead by its number, and `ours_alone`.
    ///
    /// Of a lead: `cause`; `event`, `mu`; `image_day` (issued ones) and `day` it came in; `shown`, the months in which
    /// the comparison can show it; and after a run of the last month alone `found` (nil where nobody can tell
    /// beforehand) and `image_lead_days`, by how many days our image is earlier than theirs, or than the complaint,
    /// if it is found.
    /// `ours_alone` are events that a flag is due for and no list has. `scenes` are the days of the images by month,
    /// `span` how many months lie between the two that are compared.
    var json: JSONValue {
        let issued = leads.lists.flatMap { list in
            list.leads.map { JSONValue.Member($0.number, row($0, image: list.after)) }
        }
        return [
            "last_month": .string(plan.options.period(last).description), "span": .integer(leads.sights.span),
            "scenes": .object(
                plan.acquisitions.enumerated().map { month, scene in
                    .init(plan.options.period(month).description, .string(scene.date.description))
                }),
            "issued": .object(issued),
            "complaints": .object(leads.complaints.map { .init($0.number, row($0, image: nil)) }),
            "ours_alone": .array(leads.oursAlone.map { .string($0.id) }),
        ]
    }

    private var plan: DistrictPlan { leads.plan }
    private var last: Int { plan.options.months - 1 }

    private func row(_ lead: DistrictLead, image: CalendarDate?) -> JSONValue {
        let shown = lead.cause == .change ? lead.event.map(leads.sights.months) ?? [] : []
        let found = lead.cause == .change ? (shown.contains(last) ? true : nil) : false
        let days = (image ?? lead.day).daysSinceEpoch - plan.acquisitions[last].date.daysSinceEpoch
        return [
            "cause": .string(lead.cause.rawValue), "event": JSONValue(lead.event?.id),
            "mu": JSONValue(lead.event.map { ($0.mu * 100).rounded() / 100 }),
            "image_day": JSONValue(image?.description), "day": .string(lead.day.description),
            "shown": .array(shown.map { .string(plan.options.period($0).description) }),
            "found": found.map { .bool($0) } ?? .null,
            "image_lead_days": lead.cause == .change ? .integer(days) : .null,
        ]
    }
}
