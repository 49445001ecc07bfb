package import GeoModel
package import LandRecords
import Patches

/// A case with its place, as a later month's flags are held against it.
package struct CasePlace: Sendable, Hashable {
    /// The case.
    package let summary: CaseSummary
    /// Its outline in the region's coordinate system.
    package let shape: MultiPolygon

    /// What a flag at this place is beside the case.
    ///
    /// A case at its end stays there while images show no more than what people judged: the change they know of. What
    /// lies wholly after the judgement is new. Where the ground was put back as it was, whatever shows is. What records
    /// raise month after month no image dates: it is a relapse once the case has rested as the rules have it.
    func verdict(on flag: Flag, _ rules: PlaceRules, _ codes: LoopCodes) -> PlaceVerdict {
        guard summary.state.isFinal else { return .goesOn }
        let decided = summary.updatedAt.bureauDay
        let standing = summary.standing
        if let before = flag.patch?.before.date, before > decided { return .relapse }
        guard !flag.isOfRecords else {
            return rules.isRested(standing, since: decided, in: flag.period) ? .relapse : .known
        }
        let isCleared =
            standing.state == .closed
            ? codes.disposal(standing.disposal)?.clears ?? false : codes.finding(standing.finding)?.clears ?? false
        if isCleared, let after = flag.patch?.after.date, after > decided { return .relapse }
        return .known
    }
}

/// What a later flag is beside a case at the same place.
enum PlaceVerdict {
    /// The case's own change, seen again; people are still at it.
    case goesOn
    /// What people judged already.
    case known
    /// It shows again after it was settled (反弹).
    case relapse
}

/// What two cases have to do with each other.
package enum CaseLink: String, Sendable, CaseIterable {
    /// The other was settled, and this shows it again.
    case relapse
    /// The other's flag has fallen apart, and this is a part of it.
    case split
    /// The other's flag has grown into this one's.
    case merge
    /// They share some ground.
    case overlap

    /// What the other is to this case, as users read it.
    package var label: Bilingual {
        switch self {
        case .relapse: Bilingual(zh: "反弹，原任务", en: "a relapse of")
        case .split: Bilingual(zh: "由其分出", en: "split off from")
        case .merge: Bilingual(zh: "并入了", en: "has grown together with")
        case .overlap: Bilingual(zh: "部分重叠", en: "overlaps")
        }
    }

    /// What this case is to the other, as users read it.
    package var reverse: Bilingual {
        switch self {
        case .relapse: Bilingual(zh: "其后反弹", en: "came back as")
        case .split: Bilingual(zh: "分出了", en: "had split off from it")
        case .merge: Bilingual(zh: "被并入", en: "has grown together with")
        case .overlap: Bilingual(zh: "部分重叠", en: "overlaps")
        }
    }
}

/// Ground that a flag and an earlier case share.
package struct SharedPlace: Sendable, Hashable {
    /// The flag's index.
    package let flag: Int
    /// The case's index.
    package let place: Int
    /// The shared ground, in square metres of the map.
    package let area: Double
    /// The same as a share of the smaller outline.
    package let share: Double
    /// The same as a share of the flag's outline.
    package let flagShare: Double

    /// Ground that a flag and an earlier case share.
    package init(flag: Int, place: Int, area: Double, share: Double, flagShare: Double) {
        (self.flag, self.place, self.area) = (flag, place, area)
        (self.share, self.flagShare) = (share, flagShare)
    }
}

/// A later flag at the place of a case.
package struct Sighting: Sendable, Hashable {
    /// The case.
    package let caseID: String
    /// The patch that shows it; nil for a flag without one.
    package let patch: String?
    /// The flag as the rules raised it.
    package let flagID: String
    /// Its area.
    package let area: Area
}

/// A link of the case that a flag has or will have, to an earlier one.
package struct PlacedLink: Sendable, Hashable {
    /// The flag of this case.
    package let flagID: String
    /// The earlier case.
    package let other: String
    /// What the other is to this one.
    package let kind: CaseLink
}

/// A month's flags, each of which is a place of its own or a known one's.
package struct PlacedFlags: Sendable, Hashable {
    /// The flags to enter: at a known place under the flag id of its case, so that this is brought up to date.
    package var flags: [Flag] = []
    /// Cases that were seen again.
    package var sightings: [Sighting] = []
    /// What new cases have to do with earlier ones.
    package var links: [PlacedLink] = []

    /// Flags as they are: nothing is known of their places.
    package init(_ flags: [Flag]) { self.flags = flags }
}
