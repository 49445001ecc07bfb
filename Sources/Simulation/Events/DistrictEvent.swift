/// One event with all that is known of it.
struct DistrictEvent: Sendable {
    /// `E001` and on.
    let id: String
    let kind: EventKind
    let site: Site
    /// The month of its first sign, counted from the first scene; may lie before it.
    let start: Int
    /// One a month.
    let stages: [EventStage]
    /// Whether the work stops before it is finished.
    let halts: Bool
    /// Bits of its own.
    let key: UInt64

    /// The area in mu: pixels of 100 m², 2000/3 m² a mu.
    var mu: Double { site.pixelArea * 100 * 3 / 2000 }

    /// Whether the land use differs between two months.
    func changes(from before: Int, to after: Int) -> Bool {
        kind.changesLandUse && stages[before].cover != stages[after].cover
    }
}

/// When each stage begins and how long it lasts.
struct Timeline {
    let kind: EventKind
    let start: Int
    let halts: Bool
    let mu: Double

    /// The stage in a month.
    func stage(_ month: Int) -> EventStage {
        guard month >= start else { return .untouched }
        switch kind {
        case .forestClearing: return .cleared
        case .earthMoving: return month - start < 4 ? .earthwork : .hardened
        case .demolition: return month - start < 2 ? .rubble : .levelled
        case .harvest: return .harvested
        case .flood: return month == start ? .flooded : .untouched
        case .cropRotation: return .otherCrop
        default: return construction(month - start)
        }
    }

    /// A yard takes half a year, a plant of 60 mu three quarters.
    private func construction(_ age: Int) -> EventStage {
        let earthwork = mu > 20 ? 2 : 1
        let foundation = mu > 3 ? 2 : 1
        let structure = mu > 20 ? 3 : mu > 3 ? 2 : 1
        if age < earthwork { return .earthwork }
        if halts || age < earthwork + foundation { return .foundation }
        return age < earthwork + foundation + structure ? .structure : .finished
    }
}
