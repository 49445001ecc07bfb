import GeoModel

/// Sums over the pixels of a region.
struct PixelSums: Sendable {
    private(set) var pixelCount = 0
    private(set) var score = 0
    private(set) var largestScore: UInt16 = 0
    /// The scenes of a pixel with the largest score.
    private(set) var sources = PixelSources(before: 0, after: 0)
    /// The differences in whole ten-thousandths, which is how finely they are kept; as such the sums are exact up to
    /// 10¹¹ pixels and do not depend on their order.
    private var differences = SIMD4<Double>()
    private var light = 0
    private var lightCount = 0

    /// The mean differences of NDVI, NDBI, MNDWI and BSI.
    var meanDifferences: SIMD4<Double> {
        differences / (Double(pixelCount) * Self.differenceScale)
    }

    /// How bright the pixels are at the later date, near their geometric mean; nil where that is not known of any.
    var brightness: Double? {
        lightCount == 0 ? nil : LightCode.brightness(Double(light) / Double(lightCount))
    }

    mutating func add(_ pixels: Span<ChangedPixel>) {
        var score = 0
        var largest = largestScore
        var differences = differences
        for index in pixels.indices {
            let pixel = pixels[index]
            score &+= Int(pixel.score)
            if pixel.score > largest {
                largest = pixel.score
                sources = pixel.sources
            }
            light &+= Int(pixel.light)
            lightCount &+= pixel.light == LightCode.unknown ? 0 : 1
            let scaled = pixel.differences * Float(Self.differenceScale)
            differences += SIMD4<Double>(scaled + Self.rounder - Self.rounder)
        }
        pixelCount += pixels.count
        self.score += score
        largestScore = largest
        self.differences = differences
    }

    mutating func add(_ other: PixelSums) {
        pixelCount += other.pixelCount
        score += other.score
        if other.largestScore > largestScore { sources = other.sources }
        largestScore = max(largestScore, other.largestScore)
        differences += other.differences
        light += other.light
        lightCount += other.lightCount
    }

    private static let differenceScale = 10_000.0
    /// 1.5 · 2²³: what is added to it has no place for a fraction. As fast as an addition, where `rounded()` is a call.
    private static let rounder: Float = 12_582_912
}
