package import GeoModel

/// What sampled pixels of one band hold.
package struct BandCensus: Sendable, Hashable {
    /// Pixels with a number.
    package private(set) var count = 0
    /// Pixels without data, though the masks let them through.
    package private(set) var missing = 0
    /// The smallest number.
    package private(set) var smallest = Float.infinity
    /// The largest number.
    package private(set) var largest = -Float.infinity
    /// How many pixels have the largest number.
    package private(set) var atLargest = 0
    /// Whether all numbers are whole.
    package private(set) var isWhole = true

    /// A band of which nothing was seen.
    package init() {}

    /// Adds a pixel; `NaN` is no data.
    package mutating func add(_ number: Float) {
        guard !number.isNaN else { return missing += 1 }
        count += 1
        smallest = min(smallest, number)
        atLargest = number > largest ? 1 : number == largest ? atLargest + 1 : atLargest
        largest = max(largest, number)
        if number != number.rounded() { isWhole = false }
    }

    /// Adds some pixels of a row.
    mutating func add(_ numbers: [Float], _ pixels: [Int]) {
        for pixel in pixels { add(numbers[pixel]) }
    }

    /// Adds what was seen elsewhere.
    package mutating func add(_ other: BandCensus) {
        count += other.count
        missing += other.missing
        smallest = min(smallest, other.smallest)
        atLargest =
            other.largest > largest
            ? other.atLargest : other.largest < largest ? atLargest : atLargest + other.atLargest
        largest = max(largest, other.largest)
        isWhole = isWhole && other.isWhole
    }
}

/// What sampled pixels of one date hold.
package struct DateCensus: Sendable, Hashable {
    /// Pixels that the date's mask hides.
    package var hidden = 0
    /// What the bands hold where both masks let pixels through.
    package var bands: [BandRole: BandCensus] = [:]

    /// A date of which nothing was seen.
    package init() {}
}

/// What the sampled pixels of both dates hold, before anything is compared.
package struct PairCensus: Sendable, Hashable {
    /// Pixels looked at.
    package var pixels = 0
    /// The earlier date.
    package var before = DateCensus()
    /// The later date.
    package var after = DateCensus()

    /// A census of nothing.
    package init() {}

    /// Adds what was seen elsewhere.
    package mutating func add(_ other: PairCensus) {
        pixels += other.pixels
        before.hidden += other.before.hidden
        after.hidden += other.after.hidden
        before.bands.merge(other.before.bands, uniquingKeysWith: Self.sum)
        after.bands.merge(other.after.bands, uniquingKeysWith: Self.sum)
    }

    private static func sum(_ first: BandCensus, _ second: BandCensus) -> BandCensus {
        var sum = first
        sum.add(second)
        return sum
    }
}

extension PairCensus {
    /// Counts what the masks of a strip hide.
    ///
    /// - Parameters:
    ///   - pixels: The sampled ones.
    ///   - shown: 1 where the mask of the earlier date lets a pixel through.
    ///   - otherShown: The same of the later date.
    mutating func addMasks(_ pixels: [Int], shown: [UInt8], otherShown: [UInt8]) {
        self.pixels += pixels.count
        before.hidden += pixels.count { shown[$0] == 0 }
        after.hidden += pixels.count { otherShown[$0] == 0 }
    }

    /// Counts what the bands of a strip hold.
    ///
    /// - Parameters:
    ///   - pixels: The sampled ones that both masks let through.
    ///   - roles: The bands.
    ///   - old: Those of the earlier date.
    ///   - new: Those of the later date.
    mutating func addBands(_ pixels: [Int], _ roles: some Sequence<BandRole>, _ old: BandRows, _ new: BandRows) {
        for role in roles {
            before.bands[role, default: BandCensus()].add(old[role], pixels)
            after.bands[role, default: BandCensus()].add(new[role], pixels)
        }
    }
}
