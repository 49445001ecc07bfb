import GeoModel

/// How the names of some bands fit a sensor profile.
struct ProfileMatch {
    let profile: SensorProfile
    /// The places, among the bands, of those that stand for each role.
    let places: [BandRole: [Int]]
    private let rank: [Int]

    /// The profile whose band names fit best; nil where none fits any.
    ///
    /// Where the product's name is that of a sensor, no other is asked. Then those count that fit by more words, that
    /// know more of the bands which nobody compares, and that have such pixels; the first among equals.
    ///
    /// - Parameters:
    ///   - profiles: The sensors, the likeliest first.
    ///   - names: What each band is called; the first of its names that stands for a role counts.
    ///   - product: The product's name.
    ///   - metres: The size of a pixel; nil where it is not known.
    init?(best profiles: [SensorProfile], _ names: [[String]], product: String, metres: Double?) {
        var best: ProfileMatch?
        for profile in candidates(profiles, product: product) {
            let match = ProfileMatch(profile, names, metres: metres)
            guard !match.places.isEmpty else { continue }
            if best.map({ $0.rank.lexicographicallyPrecedes(match.rank) }) ?? true { best = match }
        }
        guard let best else { return nil }
        self = best
    }

    private init(_ profile: SensorProfile, _ names: [[String]], metres: Double?) {
        var places: [BandRole: [Int]] = [:]
        var wordCount = 0
        for (place, names) in names.enumerated() {
            guard let match = names.lazy.compactMap({ profile.match($0) }).first else { continue }
            if places[match.role] == nil { wordCount += match.words }
            places[match.role, default: []].append(place)
        }
        let others = names.count { $0.contains(where: profile.passesOver) }
        self.profile = profile
        self.places = places
        rank = [wordCount, others, profile.fitRank(pixel: metres)]
    }
}

/// The profiles whose product a name is; all where it is nobody's.
func candidates(_ profiles: [SensorProfile], product: String) -> [SensorProfile] {
    let owners = profiles.filter { $0.owns(product: product) }
    return owners.isEmpty ? profiles : owners
}

extension SensorProfile {
    /// 3 where pixels have the sensor's size, 2 where theirs is not known, 1 where the sensor has none, 0 where they
    /// have another.
    func fitRank(pixel metres: Double?) -> Int {
        fits(pixel: metres).map { $0 ? 3 : 0 } ?? (resolution == nil ? 1 : 2)
    }
}

extension Grid {
    /// About how many metres a pixel has; nil where it lies nowhere.
    ///
    /// Degrees are told by their size: no metric grid lies within 360 units of its origin with pixels below a
    /// centimetre.
    var metresPerPixel: Double? {
        guard system != nil else { return nil }
        let box = bounds
        let isInDegrees =
            transform.pixelHeight < 0.01 && [box.minX, box.maxX, box.minY, box.maxY].allSatisfy { abs($0) <= 360 }
        return isInDegrees ? transform.pixelHeight * 111_320 : transform.pixelHeight
    }
}

/// The fault of bands that no profile knows: what was found, and what would be known.
func unknownSensor(_ object: String, found: Bilingual, _ profiles: [SensorProfile]) -> Fault {
    let known = profiles.map { profile in
        let names = profile.bandNames.sorted { $0.key < $1.key }.compactMap { $0.value.first }
        return "\(profile.name) (\(names.joined(separator: " ")))"
    }
    return Fault(
        object,
        zh: "认不出传感器：\(found.zh)。认识的：\(known.joined(separator: "、"))。"
            + "请改名，在配方的 bands 中写明每个波段，或在 profiles 文件夹中添加传感器。",
        en: "no band is recognised: \(found.en). Known: \(known.joined(separator: ", ")). "
            + "Rename the files, name each band under ‘bands’ in the recipe, or add a sensor to the folder ‘profiles’."
    )
}
