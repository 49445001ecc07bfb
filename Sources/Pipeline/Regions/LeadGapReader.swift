import GeoModel
import Geometry
import LandRecords
import Patches
import SafeFiles
import WorkQueue

/// Tells why there is no case at the place of a lead, from what the month's runs left: their patches, what the joins
/// said of these, and what the images show at all.
struct LeadGapReader {
    private let rules: PlaceRules
    private let scale: GroundScale
    /// By the day of the later image.
    private let runs: [LookedAt]

    /// What a run left near the leads.
    private struct LookedAt {
        let after: CalendarDate
        let patches: [String]
        let finder: LeadFinder
        /// Patches that the join explained by records or counted in the ledger.
        let settled: [String: (rule: String, reason: Bilingual)]
        let ground: RunGround?
    }

    /// Reads what lies near some places of the month's runs; of all else nothing is kept.
    /// - Throws: `Fault` where a run's files can't be read.
    init(_ region: Region, _ rules: PlaceRules, _ scale: GroundScale, near places: [LeadPlace]) throws(Fault) {
        (self.rules, self.scale) = (rules, scale)
        let near = SpatialIndex(places.map { $0.bounds?.grown(by: rules.leadDistance, scale) })
        var runs: [LookedAt] = []
        for run in try region.store.runs() where run.isUsual {
            guard let after = run.day("after") else { continue }
            var (numbers, shapes): ([String], [MultiPolygon]) = ([], [])
            try region.store.forEachPatch(run: run.id) { patch throws(Fault) in
                guard let box = patch.shape.bounds, !near.items(meeting: box).isEmpty else { return }
                numbers.append(patch.number)
                shapes.append(patch.shape)
            }
            let folder = region.monthFolder(run.period)
            runs.append(
                LookedAt(
                    after: after, patches: numbers, finder: LeadFinder(shapes: shapes, rules: rules, scale: scale),
                    settled: Self.settled(folder + "/join.json"),
                    ground: try RunGround(folder, system: region.settings.system)))
        }
        self.runs = runs.sorted { $0.after < $1.after }
    }

    private static func settled(_ path: String) -> [String: (rule: String, reason: Bilingual)] {
        // A run that was detected and not joined yet has none.
        let join = (try? DurableFile.json(of: path))?["join"]
        var settled: [String: (rule: String, reason: Bilingual)] = [:]
        for entry in ["explained_by_records", "counted_in_ledger"].flatMap({ join?[$0]?.array ?? [] }) {
            guard let patch = entry["patch"]?.string, let rule = entry["rule"]?.string else { continue }
            settled[patch] = (rule, Bilingual(zh: entry["zh"]?.string ?? "", en: entry["en"]?.string ?? ""))
        }
        return settled
    }

    /// Why a lead has no case.
    /// - Throws: `Fault` where a run's files can't be read.
    func gap(of lead: Lead, at place: LeadPlace) throws(Fault) -> LeadGap {
        let patch = try patch(of: lead, at: place)
        if let patch, case .explained = patch { return patch }
        // What an earlier harvest left there is no answer to what came after the last image.
        if let day = lead.seenOn ?? lead.day, let last = runs.last?.after, day > last { return .notYet(last) }
        if let patch { return patch }
        return try sky(over: place)
    }

    /// What was said of a patch there: the first that records explain, else the last one.
    private func patch(of lead: Lead, at place: LeadPlace) throws(Fault) -> LeadGap? {
        var unflagged: LeadGap?
        for run in runs {
            if let day = lead.seenOn ?? lead.day,
                abs(run.after.daysSinceEpoch - day.daysSinceEpoch) > rules.leadDays
            {
                continue
            }
            for item in try run.finder.items(at: place, named: lead.number) {
                let patch = run.patches[item]
                if let (rule, reason) = run.settled[patch] { return .explained(rule: rule, reason: reason) }
                unflagged = .unflagged(patch: patch)
            }
        }
        return unflagged
    }

    /// Half of a place has to be seen in some comparison before it is said to show no change.
    private static let clearEnough = 0.5

    private func sky(over place: LeadPlace) throws(Fault) -> LeadGap {
        guard let shape = place.ground(scale) else { return .unplaced }
        var best: Double?
        for run in runs {
            guard let shares = try run.ground?.cover(of: shape), shares.pixels > 0 else { continue }
            best = max(best ?? 0, shares.clear)
        }
        guard runs.contains(where: { $0.ground != nil }) else { return .unchanged }
        guard let best else { return .outside }
        return best < Self.clearEnough ? .hidden(best) : .unchanged
    }
}

extension LeadPlace {
    /// The ground that it speaks of: around a point alone a square of 40 m.
    fileprivate func ground(_ scale: GroundScale) -> MultiPolygon? {
        if case .outline(let shape) = self { return shape }
        guard let box = bounds?.grown(by: 20, scale) else { return nil }
        let corners = [(box.minX, box.minY), (box.maxX, box.minY), (box.maxX, box.maxY), (box.minX, box.maxY)]
        return MultiPolygon([Polygon(exterior: Ring(corners.map { MapPoint(x: $0, y: $1) }))])
    }
}
