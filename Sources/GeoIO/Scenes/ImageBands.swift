import GeoModel

/// What tells the bands of a multi-band image apart.
struct ImageBands {
    /// The size of a pixel; nil where it is not known.
    let metres: Double?
    private let bands: [BandInfo]
    private let product: String

    init(_ bands: [BandInfo], product: String, metres: Double?) {
        self.bands = bands
        self.product = product
        self.metres = metres
    }

    /// The sensor and the band number of each role: as the recipe says, else by the bands' names, else by wavelengths,
    /// by colours, or by the usual order of so many bands; nil where nothing tells.
    func roles(_ profiles: [SensorProfile], told: [BandRole: Int])
        -> (profile: SensorProfile, numbers: [BandRole: Int])?
    {
        let possible = candidates(profiles, product: product)
        if !told.isEmpty { return fallback(possible, profiles, told).map { ($0, told) } }
        return byName(possible) ?? byPlace(possible)
    }

    /// Where a recipe names the bands, what else an image means: what a sensor of such orders does, the one that its
    /// name or pixels speak for first.
    private func fallback(_ possible: [SensorProfile], _ profiles: [SensorProfile], _ told: [BandRole: Int])
        -> SensorProfile?
    {
        if possible.count < profiles.count { return possible.first }
        return placed(profiles, Set(told.keys)).first ?? profiles.last
    }

    private func byName(_ possible: [SensorProfile]) -> (SensorProfile, [BandRole: Int])? {
        let names = bands.map { [$0.name] }
        guard let match = ProfileMatch(best: possible, names, product: product, metres: metres),
            match.places.count >= fewest
        else { return nil }
        return (match.profile, match.places.mapValues { bands[$0[0]].number })
    }

    /// As many bands as must be told for an image to be understood.
    private var fewest: Int { min(3, bands.count) }

    private func byPlace(_ possible: [SensorProfile]) -> (SensorProfile, [BandRole: Int])? {
        for found in [byWavelength, byColour] where found.count >= fewest && !found.isEmpty {
            if let profile = placed(possible, Set(found.keys)).first { return (profile, found) }
        }
        for profile in placed(possible, []) {
            guard let order = profile.orders[bands.count] else { continue }
            return (profile, firstOfEach(zip(order.map(Optional.some), bands.map(\.number)).map { ($0, $1) }))
        }
        return nil
    }

    /// The sensors that are told by the order of bands and may have such pixels: first those with so many bands, then
    /// those with the most of these roles, then those that surely have such pixels.
    private func placed(_ profiles: [SensorProfile], _ roles: Set<BandRole>) -> [SensorProfile] {
        func rank(_ profile: SensorProfile) -> [Int] {
            [
                profile.orders[bands.count] == nil ? 0 : 1, roles.count { profile.bandNames[$0] != nil },
                profile.fitRank(pixel: metres),
            ]
        }
        let fitting = profiles.filter {
            !$0.orders.isEmpty && ($0.fits(pixel: metres) != false || $0.owns(product: product))
        }
        return fitting.enumerated().sorted {
            let (first, second) = (rank($0.element), rank($1.element))
            return first == second ? $0.offset < $1.offset : second.lexicographicallyPrecedes(first)
        }.map(\.element)
    }

    private var byWavelength: [BandRole: Int] {
        firstOfEach(bands.map { ($0.wavelength.flatMap(role(atWavelength:)), $0.number) })
    }

    /// A fourth band without a colour shows the near infrared.
    private var byColour: [BandRole: Int] {
        let named: [String: BandRole] = ["Red": .red, "Green": .green, "Blue": .blue]
        let found = firstOfEach(bands.map { (named[$0.colour], $0.number) })
        guard found.count == 3 else { return [:] }
        let isInfrared = bands.count == 4 && found.values.max() == 3 && bands[3].colour == "Undefined"
        return isInfrared ? found.merging([.nir: 4]) { first, _ in first } : found
    }

    private func firstOfEach(_ found: [(role: BandRole?, number: Int)]) -> [BandRole: Int] {
        var numbers: [BandRole: Int] = [:]
        for (role, number) in found {
            if let role, numbers[role] == nil { numbers[role] = number }
        }
        return numbers
    }

    /// The role of a wavelength in micrometres; the ranges are those of Landsat and Sentinel-2 bands.
    private func role(atWavelength wavelength: Double) -> BandRole? {
        switch wavelength {
        case 0.45..<0.52: .blue
        case 0.52..<0.60: .green
        case 0.63..<0.70: .red
        case 0.76..<0.90: .nir
        case 1.50..<1.80: .swir1
        case 2.00..<2.40: .swir2
        default: nil
        }
    }
}
