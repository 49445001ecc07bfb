/// The codes of Sentinel-2's scene classification layer that occur here.
///
/// Source: Sentinel-2 Level-2A product definition, table of SCL classes.
enum SceneClass: UInt16, Sendable {
    case darkArea = 2
    case cloudShadow = 3
    case vegetation = 4
    case notVegetated = 5
    case water = 6
    case unclassified = 7
    case cloudMediumProbability = 8
    case cloudHighProbability = 9
    case thinCirrus = 10

    /// Whether the product's cloud cover counts it.
    var isCloud: Bool { self == .cloudMediumProbability || self == .cloudHighProbability || self == .thinCirrus }
}

/// Names the pixels of 20 m as a processor would that sees reflectances and not the truth.
struct SceneClassifier: Sendable {
    let dice: Dice

    /// The class of a pixel.
    ///
    /// - Parameters:
    ///   - signal: Mean reflectance of the pixel.
    ///   - cloud: Mean opacity of the cloud in it.
    ///   - shadow: Mean depth of the shadow in it.
    ///   - spot: Its middle; the limits waver from place to place, so that edges are never quite right.
    /// - Returns: The code that the processor would give it.
    func sceneClass(_ signal: Spectrum, cloud: Float, shadow: Float, at spot: Spot) -> SceneClass {
        let waver = Float(dice.noise(spot, scale: 7, .classEdge) - 0.5)
        if cloud > 0.62 + 0.2 * waver { return .cloudHighProbability }
        if cloud > 0.26 + 0.2 * waver { return .cloudMediumProbability }
        if cloud > 0.10 + 0.14 * waver { return .thinCirrus }
        if shadow > 0.34 + 0.3 * waver { return .cloudShadow }
        // Bright roofs look like cloud to the processor now and then.
        if signal[0] > 2900, dice.unit(Int(spot.x), Int(spot.y), .classEdge) < 0.2 { return .cloudMediumProbability }
        return groundClass(signal)
    }

    private func groundClass(_ signal: Spectrum) -> SceneClass {
        let green = signal[1]
        let red = signal[2]
        let near = signal[3]
        let vegetation = (near - red) / max(near + red, 1)
        let water = (green - near) / max(green + near, 1)
        if water > 0.05, signal[4] < 900 { return .water }
        if near < 900, red < 600 { return .darkArea }
        if vegetation > 0.4 { return .vegetation }
        if vegetation > 0.36, near < 2200 { return .unclassified }
        return .notVegetated
    }
}
