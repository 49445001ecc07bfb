/// 64 bits that look random, a pure function of a stream and two integers (the finalizer of SplitMix64).
@inline(__always)
func bits(_ stream: UInt64, _ a: Int, _ b: Int) -> UInt64 {
    let first = UInt64(truncatingIfNeeded: a) &* 0x9E37_79B9_7F4A_7C15
    let second = UInt64(truncatingIfNeeded: b) &* 0xC2B2_AE3D_27D4_EB4F
    var mixed = first &+ second &+ stream &* 0xD6E8_FEB8_6659_FD93
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
}

/// 0 up to, but not, 1.
@inline(__always)
func unit(_ stream: UInt64, _ a: Int, _ b: Int) -> Float { Float(bits(stream, a, b) >> 40) * 0x1p-24 }

/// A nearly normal number of mean 0 and variance 1: the sum of four even ones of 16 bits.
@inline(__always)
func normal(_ stream: UInt64, _ a: Int, _ b: Int) -> Float {
    let all = bits(stream, a, b)
    let pairs = (all & 0x0000_FFFF_0000_FFFF) &+ (all >> 16 & 0x0000_FFFF_0000_FFFF)
    let sum = Int32(truncatingIfNeeded: (pairs & 0xFFFF_FFFF) &+ (pairs >> 32))
    // Four even numbers of 0…65 535 have the mean 131 070 and the standard deviation 65 536 / √3.
    return Float(sum - 131_070) * (1.732_050_8 / 65_536)
}

/// Smooth noise, row by row: random numbers at the corners of a lattice, blended in between.
struct LatticeNoise {
    private let cell: Int
    private let stream: UInt64
    private let weights: [Float]
    private var corners: [Float] = []

    /// Noise whose lattice has `cell` pixels a side.
    init(cell: Int, stream: UInt64) {
        self.cell = cell
        self.stream = stream
        weights = (0..<cell).map { place in
            let share = Float(place) / Float(cell)
            return share * share * (3 - 2 * share)
        }
    }

    /// Adds `amplitude × noise`, noise in 0…1, to every pixel of a row.
    mutating func add(_ amplitude: Float, row: Int, to pixels: inout [Float]) {
        let (above, place) = row.quotientAndRemainder(dividingBy: cell)
        let down = weights[place]
        let cells = (pixels.count + cell - 1) / cell
        corners.removeAll(keepingCapacity: true)
        for corner in 0...cells {
            let top = unit(stream, corner, above)
            corners.append(amplitude * (top + (unit(stream, corner, above + 1) - top) * down))
        }
        let weights = weights.span
        var pixels = pixels.mutableSpan
        for number in 0..<cells {
            let first = number * cell
            let left = corners[number]
            let rise = corners[number + 1] - left
            for place in 0..<min(cell, pixels.count - first) { pixels[first + place] += left + rise * weights[place] }
        }
    }
}

/// Several lattices on top of each other, and what they add up to in one row.
struct NoiseRow {
    private var octaves: [(amplitude: Float, noise: LatticeNoise)]
    private let base: Float
    /// `base` and all octaves, a value a pixel.
    private(set) var pixels: [Float]

    /// Noise of `width` pixels a row.
    init(_ width: Int, base: Float = 0, stream: UInt64, _ octaves: [(amplitude: Float, cell: Int)]) {
        self.base = base
        self.octaves = octaves.enumerated().map { number, octave in
            (octave.amplitude, LatticeNoise(cell: octave.cell, stream: stream &+ UInt64(number)))
        }
        pixels = [Float](repeating: base, count: width)
    }

    /// Fills in the pixels of one row.
    mutating func fill(_ row: Int) {
        for column in pixels.indices { pixels[column] = base }
        for number in octaves.indices {
            octaves[number].noise.add(octaves[number].amplitude, row: row, to: &pixels)
        }
    }
}
