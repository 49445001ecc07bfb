package import GeoModel

/// A place that the machine did not flag and that somebody is to look at.
package struct SamplePlace: Sendable, Hashable {
    /// Its number in the sample.
    package let id: String
    /// In the coordinate system of the maps.
    package let shape: MultiPolygon
    /// Its area on the ellipsoid.
    package let area: Area

    /// A place.
    package init(id: String, shape: MultiPolygon, area: Area) {
        self.id = id
        self.shape = shape
        self.area = area
    }
}

/// What the lists of a sample say of all its places.
package struct SampleHead: Sendable {
    /// The name of the region or of the images.
    package let title: String
    /// The number of the sample, which every row carries.
    package let sample: String
    /// The coordinate system of the maps.
    package let system: CoordinateSystem
    /// The scenes of the earlier date, the preferred one first.
    package let before: [Scene]
    /// The scenes of the later date.
    package let after: [Scene]

    /// What the lists say.
    package init(title: String, sample: String, system: CoordinateSystem, before: [Scene], after: [Scene]) {
        self.title = title
        self.sample = sample
        self.system = system
        self.before = before
        self.after = after
    }
}

/// What somebody found a place to be.
package enum PlaceVerdict: String, Sendable, CaseIterable {
    /// At least half of it had changed.
    case changed
    /// Less than half of it had changed.
    case unchanged
    /// Nobody could tell.
    case unclear

    /// What users read and may write.
    package var label: Bilingual {
        switch self {
        case .changed: Bilingual(zh: "有变化", en: "changed")
        case .unchanged: Bilingual(zh: "未变化", en: "unchanged")
        case .unclear: Bilingual(zh: "无法判断", en: "unclear")
        }
    }

    /// The verdict of a word in either language, whatever its case; nil for any other word.
    package init?(word: String) {
        let word = word.lowercased()
        guard let verdict = PlaceVerdict.allCases.first(where: { [$0.label.zh, $0.rawValue].contains(word) }) else {
            return nil
        }
        self = verdict
    }

    /// All words that are understood.
    package static let words = allCases.flatMap { [$0.rawValue, $0.label.zh] }
}
