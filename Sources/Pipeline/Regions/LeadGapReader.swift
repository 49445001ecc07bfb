import GeoModel
import Geometry
import LandRecords
import Patches
import SafeFiles
import WorkQueue

/// Tells why there is no case at the place of a lead, from what the month's runs left: their patches, what the joins
/// said of these, and what the images show at all.
final class LeadGapReader {
    private let region: Region
    private let rules: PlaceRules
    private let scale: GroundScale
    private let runs: [WatchedRun]
    private var finders: [Int: LeadFinder] = [:]
    private var settled: [Int: [String: (rule: String, reason: Bilingual)]] = [:]
    private let last: CalendarDate?

    init(_ region: Region, _ rules: PlaceRules, _ scale: GroundScale) throws(Fault) {
        (self.region, self.rules, self.scale) = (region, rules, scale)
        runs = try region.watchedRuns().sorted { $0.after < $1.after }
        last = runs.last?.after
    }

    /// Why a lead has no case.
    /// - Throws: `Fault` where a run's files can't be read.
    func gap(of lead: Lead, at place: LeadPlace) throws(Fault) -> LeadGap {
        let patch = try patch(of: lead, at: place)
        if let patch, case .explained = patch { return patch }
        // What an earlier harvest left there is no answer to what came after the last image.
        if let day = lead.seenOn ?? lead.day, let last, day > last { return .notYet(last) }
        if let patch { return patch }
        return try sky(over: place)
    }

    /// What was said of a patch there: the first that records explain, else the last one.
    private func patch(of lead: Lead, at place: LeadPlace) throws(Fault) -> LeadGap? {
        var unflagged: LeadGap?
        for (number, run) in runs.enumerated() {
            if let day = lead.seenOn ?? lead.day,
                abs(run.after.daysSinceEpoch - day.daysSinceEpoch) > rules.leadDays
            {
                continue
            }
            let finder = finders[number] ?? LeadFinder(shapes: run.patches.map(\.shape), rules: rules, scale: scale)
            finders[number] = finder
            for item in try finder.items(at: place, named: lead.number) {
                let patch = run.patches[item].number
                if let (rule, reason) = try settlements(number)[patch] {
                    return .explained(rule: rule, reason: reason)
                }
                unflagged = .unflagged(patch: patch)
            }
        }
        return unflagged
    }

    /// The patches of a run that its join explained by records or counted in the ledger.
    private func settlements(_ number: Int) throws(Fault) -> [String: (rule: String, reason: Bilingual)] {
        if let known = settled[number] { return known }
        let path = region.monthFolder(Period(of: runs[number].after)) + "/join.json"
        let join = (try? DurableFile.json(of: path))?["join"]
        var found: [String: (rule: String, reason: Bilingual)] = [:]
        for list in ["explained_by_records", "counted_in_ledger"] {
            for entry in join?[list]?.array ?? [] {
                guard let patch = entry["patch"]?.string, let rule = entry["rule"]?.string else { continue }
                found[patch] = (rule, Bilingual(zh: entry["zh"]?.string ?? "", en: entry["en"]?.string ?? ""))
            }
        }
        settled[number] = found
        return found
    }

    /// Half of a place has to be seen in some comparison before it is said to show no change.
    private static let clearEnough = 0.5

    private func sky(over place: LeadPlace) throws(Fault) -> LeadGap {
        guard let shape = place.ground(scale) else { return .unplaced }
        var best: Double?
        for run in runs {
            guard let shares = try run.cover?.cover(of: shape), shares.pixels > 0 else { continue }
            best = max(best ?? 0, shares.clear)
        }
        guard runs.contains(where: { $0.cover != nil }) else { return .unchanged }
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
