package import LandRecords
import Patches

extension PlacedFlags {
    /// Holds a month's flags against the cases of earlier months.
    ///
    /// The same change seen again is the case that there is: the largest shared ground decides, each case takes one
    /// flag and each flag one case. Of a case nobody acted on the flag is then written anew; any other keeps what
    /// people saw, and so do those at their end, whose flags are not entered at all. A further part of a case's flag is
    /// a case of its own (split), unless people are already at the whole; a flag that has grown over further cases is
    /// told (merge).
    ///
    /// - Parameters:
    ///   - flags: In the order in which their cases are to be numbered.
    ///   - places: The cases of earlier months.
    ///   - shared: The ground they share.
    ///   - lasting: The last cases of flags whose identity is the same from month to month, by their indices.
    ///   - rules: When two flags are one place.
    ///   - codes: What findings and disposals there are.
    package init(
        _ flags: [Flag], among places: [CasePlace], shared: [SharedPlace], lasting: [Int: CaseSummary] = [:],
        _ rules: PlaceRules, _ codes: LoopCodes
    ) {
        self.init([])
        var matching = PlaceMatching(flags: flags, places: places, rules: rules, codes: codes)
        let order = shared.sorted { ($1.area, $0.flag, $0.place) < ($0.area, $1.flag, $1.place) }
        for pair in order where pair.share >= rules.touchingShare { matching.take(pair) }
        for index in flags.indices {
            if let last = lasting[index] {
                goOn(flags[index], with: last, rules, codes)
            } else {
                matching.place(index, in: &self)
            }
        }
    }
}

extension PlacedFlags {
    /// A lasting flag is its last case's, or opens the next one, whose flag takes its id from that case.
    private mutating func goOn(_ flag: Flag, with last: CaseSummary, _ rules: PlaceRules, _ codes: LoopCodes) {
        let place = CasePlace(summary: last, shape: flag.shape)
        guard place.verdict(on: flag, rules, codes) == .relapse else {
            flags.append(flag.under(last.flagID))
            return
        }
        let next = FlagIdentity.again(last.id)
        flags.append(flag.under(next))
        links.append(PlacedLink(next, place, .relapse))
    }
}

extension FlagIdentity {
    /// The id of a lasting flag that came back after a case on it had ended.
    static func again(_ caseID: String) -> String { uuid(caseID, "again") }
}

private struct PlaceMatching {
    let flags: [Flag]
    let places: [CasePlace]
    let rules: PlaceRules
    let codes: LoopCodes
    /// Of each flag: the case it goes on with, the cases it has grown over, the case it is a further part of, those it
    /// is a relapse of, and those it touches.
    private var own: [Int: Int] = [:]
    private var grownOver: [Int: [Int]] = [:]
    private var partOf: [Int: Int] = [:]
    private var relapseOf: [Int: [Int]] = [:]
    private var touching: [Int: [Int]] = [:]
    private var taken: Set<Int> = []

    init(flags: [Flag], places: [CasePlace], rules: PlaceRules, codes: LoopCodes) {
        (self.flags, self.places, self.rules, self.codes) = (flags, places, rules, codes)
    }

    mutating func take(_ pair: SharedPlace) {
        let (flag, place) = (flags[pair.flag], places[pair.place])
        guard pair.share >= rules.sameShare, flag.theme == place.summary.theme else {
            touching[pair.flag, default: []].append(pair.place)
            return
        }
        guard place.verdict(on: flag, rules, codes) != .relapse else {
            relapseOf[pair.flag, default: []].append(pair.place)
            return
        }
        // At its end a case explains what people judged; a flag that lies mostly outside of that is new.
        guard !place.summary.state.isFinal || pair.flagShare >= rules.sameShare else {
            touching[pair.flag, default: []].append(pair.place)
            return
        }
        switch (own[pair.flag] == nil, taken.contains(pair.place)) {
        case (true, false):
            own[pair.flag] = pair.place
            taken.insert(pair.place)
        case (false, false):
            grownOver[pair.flag, default: []].append(pair.place)
            taken.insert(pair.place)
        case (true, true): partOf[pair.flag] = partOf[pair.flag] ?? pair.place
        case (false, true): break
        }
    }

    /// The cases that a flag is a relapse of: what records raise has come back from the last of them alone.
    private func settled(_ index: Int) -> [Int] {
        let all = relapseOf[index] ?? []
        guard flags[index].isOfRecords else { return all }
        return Array(all.sorted { places[$0].summary.id < places[$1].summary.id }.suffix(1))
    }

    func place(_ index: Int, in placed: inout PlacedFlags) {
        let flag = flags[index]
        if let known = own[index] {
            let merged = grownOver[index] ?? []
            placed.sightings += ([known] + merged).map { Sighting(flag, at: places[$0]) }
            let summary = places[known].summary
            guard !summary.state.isFinal else { return }
            placed.flags.append(flag.under(summary.flagID))
            placed.links += merged.map { PlacedLink(summary.flagID, places[$0], .merge) }
            return
        }
        if let whole = partOf[index] {
            placed.sightings.append(Sighting(flag, at: places[whole]))
            // People who are at the whole see the part too.
            guard places[whole].summary.version == 1 else { return }
            placed.links.append(PlacedLink(flag.id, places[whole], .split))
        }
        placed.flags.append(flag)
        placed.links += settled(index).map { PlacedLink(flag.id, places[$0], .relapse) }
        placed.links += (touching[index] ?? []).map { PlacedLink(flag.id, places[$0], .overlap) }
    }
}

extension Sighting {
    fileprivate init(_ flag: Flag, at place: CasePlace) {
        self.init(
            caseID: place.summary.id, patch: flag.patch?.number, flagID: flag.id, area: flag.area)
    }
}

extension PlacedLink {
    fileprivate init(_ flagID: String, _ place: CasePlace, _ kind: CaseLink) {
        self.init(flagID: flagID, other: place.summary.id, kind: kind)
    }
}

extension Flag {
    /// The same under the id of a flag that there is, or will be.
    package func under(_ id: String) -> Flag {
        Flag(
            id: id, theme: theme, themeLabel: themeLabel, rule: rule, period: period, patch: patch, shape: shape,
            area: area, priority: priority, reason: reason, facts: facts, links: links)
    }
}
