package import GeoModel

/// What speaks for the season having made a patch, and not people: a sign for whoever decides, no reason to drop it.
package struct SeasonSign: Sendable, Hashable {
    /// What the season may have done.
    package enum Kind: String, Sendable, CaseIterable {
        /// Harvest, ploughing or fallow.
        case field
        /// A lower water level or a drained paddy.
        case drained
        /// A flood, or a paddy that was filled.
        case flooded

        /// The words that users read.
        package var label: Bilingual {
            switch self {
            case .field: Bilingual(zh: "可能为收割、翻耕或休耕", en: "may be harvest, ploughing or fallow")
            case .drained: Bilingual(zh: "可能为水位下降或水田落干", en: "may be a lower water level or a drained paddy")
            case .flooded: Bilingual(zh: "可能为淹水或水田灌水", en: "may be a flood or a paddy that was filled")
            }
        }
    }

    /// What it may be.
    package let kind: Kind
    /// How bright the patch is afterwards, in visible light, as a multiple of the scene's median; nil where that does
    /// not matter or is not known.
    package let brightness: Double?
    /// The share of ground around, of the same cover before, that changed alike; 0…1.
    package let shared: Double

    /// A sign.
    package init(kind: Kind, brightness: Double?, shared: Double) {
        self.kind = kind
        self.brightness = brightness
        self.shared = shared
    }

    /// The sign with what it rests on, in a sentence.
    package var text: Bilingual {
        let alike = Int((100 * shared).rounded())
        guard let brightness else {
            return Bilingual(
                zh: "\(kind.label.zh)（周边同类地表 \(alike)% 变化相同）",
                en: "\(kind.label.en) (\(alike) % of like ground around changed alike)")
        }
        let times = "\(Int((100 * brightness).rounded()))"
        return Bilingual(
            zh: "\(kind.label.zh)（变化后亮度为全景中位数的 \(times)%，施工地面通常更亮；周边同类地表 \(alike)% 变化相同）",
            en: "\(kind.label.en) (afterwards \(times) % as bright as the scene’s median, where building sites are "
                + "brighter; \(alike) % of like ground around changed alike)"
        )
    }
}

extension Patch {
    /// The same with a sign of the season, or without.
    package func with(_ season: SeasonSign?) -> Patch {
        var patch = self
        patch.season = season
        return patch
    }
}
