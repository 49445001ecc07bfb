package import GeoModel

/// What covers a piece of land in one comparison.
package struct GroundCoverShares: Sendable, Hashable {
    /// The share of its pixels, 0…1, that both images show.
    package let clear: Double
    /// The share of those, 0…1, that are built-up at the later date.
    package let built: Double
    /// How many whole pixels it has.
    package let pixels: Int

    /// Shares.
    package init(clear: Double, built: Double, pixels: Int) {
        self.clear = clear
        self.built = built
        self.pixels = pixels
    }

    /// Nothing to be seen.
    package static let nothing = GroundCoverShares(clear: 0, built: 0, pixels: 0)
}

/// What satellites had shown of a piece of land by one day.
package struct SiteObservation: Sendable, Hashable {
    /// The day of the image.
    package let day: CalendarDate
    /// The share of the land, 0…1, that had become bare since the watch began and has not been built on.
    package let movedShare: Double
    /// The share, 0…1, that had become built-up.
    package let builtShare: Double
    /// The share, 0…1, on which anything at all changed to bare or built-up ground: also what is too faint, or too like
    /// harvest, to count as work. It speaks against land on which nothing was done.
    package let changedShare: Double
    /// What covers the land; nil where only patches are known.
    package let cover: GroundCoverShares?
    /// The image, and the patches it rests on.
    package let source: String

    /// An observation.
    package init(
        day: CalendarDate, movedShare: Double, builtShare: Double, source: String, cover: GroundCoverShares? = nil,
        changedShare: Double? = nil
    ) {
        self.changedShare = max(changedShare ?? 0, movedShare + builtShare)
        self.cover = cover
        self.day = day
        self.movedShare = movedShare
        self.builtShare = builtShare
        self.source = source
    }

    var touchedShare: Double { movedShare + builtShare }

    /// Whether enough of the land is shown to speak of it.
    func isClear(_ rules: SeenRules) -> Bool {
        cover.map { $0.clear >= rules.clearShare && $0.pixels >= rules.leastPixels } ?? true
    }
}

/// What satellites have seen on a piece of land: what changed since a first image, day by day. What stood there before
/// that image it does not tell.
package struct SiteView: Sendable, Hashable {
    /// The day of the first image.
    package let watchedSince: CalendarDate
    /// In order of their days.
    package let observations: [SiteObservation]

    /// A view.
    package init(watchedSince: CalendarDate, observations: [SiteObservation]) {
        self.watchedSince = watchedSince
        self.observations = observations.sorted { $0.day < $1.day }
    }
}

/// What satellites make of a piece of land.
package enum SeenState: String, Sendable, CaseIterable {
    /// No image, too small a place, or clouds.
    case unseen
    /// Nothing changed since the watch began.
    case unchanged
    /// Earth was moved, or too little built to tell: this is no legal start.
    case moved
    /// Built on, since the watch began or before.
    case built

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .unseen: Bilingual(zh: "未观测", en: "not seen")
        case .unchanged: Bilingual(zh: "未见变化", en: "unchanged")
        case .moved: Bilingual(zh: "见动土", en: "earth moved")
        case .built: Bilingual(zh: "见建设", en: "built on")
        }
    }
}

/// The satellite clock: what was seen by a day, and since when nothing new has been.
package struct SatelliteClock: Sendable, Hashable {
    /// What was seen.
    package let state: SeenState
    /// When the watch began; nil where there is none.
    package let watchedSince: CalendarDate?
    /// The last image that counts.
    package let lastSeen: SiteObservation?
    /// The last image of all, whether or not it shows enough.
    package let latest: SiteObservation?
    /// The day of the first image that shows work; nil where none does.
    package let firstWork: CalendarDate?
    /// The day of the last image that shows more than the one before; nil where none does.
    package let lastProgress: CalendarDate?

    /// What a view showed by a day.
    package init(_ view: SiteView?, by day: CalendarDate, _ rules: IdleRules) {
        self.init(view, by: day, rules.seen)
    }

    init(_ view: SiteView?, by day: CalendarDate, _ rules: SeenRules) {
        latest = view?.observations.last { $0.day <= day }
        let seen = view?.observations.filter { $0.day <= day && $0.isClear(rules) } ?? []
        watchedSince = seen.isEmpty ? nil : view?.watchedSince
        lastSeen = seen.last
        firstWork = seen.first { $0.touchedShare >= rules.leastShare }?.day
        var (previous, progress): (SiteObservation?, CalendarDate?) = (nil, nil)
        for observation in seen {
            let more = observation.touchedShare - (previous?.touchedShare ?? 0)
            let higher = observation.builtShare - (previous?.builtShare ?? 0)
            if max(more, higher) >= rules.leastShare { progress = observation.day }
            previous = observation
        }
        lastProgress = progress
        state =
            switch seen.last {
            case nil: .unseen
            case .some(let last) where last.builtShare >= rules.builtShare: .built
            case .some(let last) where last.cover.map({ $0.built >= rules.standingShare }) ?? false: .built
            case .some(let last) where last.touchedShare >= rules.leastShare: .moved
            case .some: .unchanged
            }
    }

    /// How papers, by which building began on some day, disagree with it; nil where they don't.
    func disagreement(with papers: PaperState, since start: CalendarDate?, _ rules: SeenRules) -> IdleFinding? {
        switch (papers, state) {
        case (.notStarted, .built): return .notStartedSeenBuilt
        case (.notStarted, .moved): return .notStartedSeenMoved
        case (.started, .unchanged), (.completed, .unchanged):
            guard let start, let watch = watchedSince, watch < start, let last = lastSeen,
                let due = start.lastDay(ofMonths: rules.graceMonths), last.day >= due,
                last.changedShare < rules.leastShare
            else { return nil }
            return .startedSeenUnchanged
        default: return nil
        }
    }

    /// Since when work that had begun by the papers is seen to stand still; nil where nobody looked.
    func haltedSince(start: CalendarDate) -> CalendarDate? {
        watchedSince.map { max(lastProgress ?? $0, start) }
    }
}
