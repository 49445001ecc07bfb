import GeoModel

/// The score that made each transition, for every region that grows.
struct TransitionWeights {
    /// A place for each code up to built → built, 44.
    private static let codes = 45
    private var weights: [Int] = []

    /// Makes places for regions up to, not including, `count`.
    mutating func makeRoom(for count: Int) {
        let missing = count * Self.codes - weights.count
        if missing > 0 { weights += [Int](repeating: 0, count: missing) }
    }

    /// Adds pixels to a region. A code that no transition has counts as unknown → unknown.
    mutating func add(_ pixels: Span<ChangedPixel>, to region: Int) {
        var weights = weights.mutableSpan
        let first = region * Self.codes
        for index in pixels.indices {
            let code = Int(pixels[index].transition)
            weights[first &+ (code < Self.codes ? code : 0)] &+= Int(pixels[index].score)
        }
    }

    /// Moves all that a region has to another.
    mutating func move(_ from: Int, into: Int) {
        var weights = weights.mutableSpan
        for code in 0..<Self.codes {
            weights[into * Self.codes + code] += weights[from * Self.codes + code]
            weights[from * Self.codes + code] = 0
        }
    }

    /// The transition with the largest weight, the lowest code among equals; the region has none afterwards.
    mutating func takeMain(of region: Int) -> (transition: Transition, weight: Int) {
        var weights = weights.mutableSpan
        var best = 0
        var largest = 0
        for code in 0..<Self.codes {
            let weight = weights[region * Self.codes + code]
            weights[region * Self.codes + code] = 0
            guard weight > largest else { continue }
            best = code
            largest = weight
        }
        return (Transition(code: UInt8(best)) ?? Transition(before: .unknown, after: .unknown), largest)
    }
}
