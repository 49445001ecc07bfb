import GeoModel

/// The file samples that make up each target along one axis, and their weights, for the stretch asked for last.
struct CubicTaps {
    /// The file samples of all targets; may reach beyond the file.
    private(set) var range = 0..<0
    private let count: Int
    private let stretch: Double
    private let isOneToOne: Bool
    private let place: (Int) -> Double
    private let nearest: (Int) -> Int
    private var asked = 0..<0
    private var firsts: [Int] = []
    private var middles: [Int] = []
    private var weights: [Float] = []

    /// - Parameters:
    ///   - step: File samples a target.
    ///   - place: Where a target's centre lies between the centres of file samples.
    ///   - nearest: The file sample under the centre of a target.
    init(step: Double, _ place: @escaping (Int) -> Double, _ nearest: @escaping (Int) -> Int) {
        isOneToOne = step == 1
        stretch = max(1, step)
        count = 2 * Int((CubicConvolution.radius * stretch).rounded(.up))
        self.place = place
        self.nearest = nearest
    }

    /// Turns to a stretch of targets.
    mutating func cover(_ targets: Range<Int>) {
        guard targets != asked else { return }
        asked = targets
        // One to one, all targets lie alike between their samples: rounding must not make them differ.
        let origin = isOneToOne ? place(0).rounded(.down) : 0
        let starts = targets.map { target in
            let left = isOneToOne ? Int(origin) + target : Int(place(target).rounded(.down))
            return left - count / 2 + 1
        }
        range = (starts.first ?? 0)..<(starts.last ?? 0) + count
        firsts = starts.map { $0 - range.lowerBound }
        middles = zip(targets, starts).map { min(max(nearest($0) - $1, 0), count - 1) }
        weights = []
        weights.reserveCapacity(targets.count * count)
        for (target, start) in zip(targets, starts) {
            let along = isOneToOne ? place(0) - origin + Double(count / 2 - 1) : place(target) - Double(start)
            let taps = (0..<count).map { CubicConvolution.weight((Double($0) - along) / stretch) }
            let sum = taps.reduce(0, +)
            weights += taps.map { Float($0 / sum) }
        }
    }

    /// The targets' values from a line of samples over `range`.
    func interpolate(_ samples: Span<Float>, into line: inout MutableSpan<Float>, at start: Int, count targets: Int) {
        precondition(samples.count == range.count && targets == firsts.count)
        var total: Float = 0
        if isOneToOne, count == 4 {
            let (first, second, third, fourth) = (weights[0], weights[1], weights[2], weights[3])
            for target in 0..<targets {
                line[start + target] =
                    first * samples[target] + second * samples[target + 1] + third * samples[target + 2] + fourth
                    * samples[target + 3]
            }
        } else {
            let (firsts, weights) = (firsts.span, weights.span)
            for target in 0..<targets {
                var sum: Float = 0
                for tap in 0..<count { sum += weights[target * count + tap] * samples[firsts[target] + tap] }
                line[start + target] = sum
            }
        }
        for target in 0..<targets { total += line[start + target] }
        guard total.isNaN else { return }
        for target in 0..<targets where line[start + target].isNaN {
            line[start + target] = known(target) { samples[firsts[target] + $0] }
        }
    }

    /// A target's values from several lines of samples, one a sample of `range`.
    func combine(
        _ lines: Span<Float>, row: Int, columns: Int, into pixels: inout MutableSpan<Float>, at start: Int
    ) {
        var total: Float = 0
        let first = firsts[row] * columns
        for column in 0..<columns { pixels[start + column] = weights[row * count] * lines[first + column] }
        for tap in 1..<count {
            let (weight, line) = (weights[row * count + tap], first + tap * columns)
            for column in 0..<columns { pixels[start + column] += weight * lines[line + column] }
        }
        for column in 0..<columns { total += pixels[start + column] }
        guard total.isNaN else { return }
        for column in 0..<columns where pixels[start + column].isNaN {
            pixels[start + column] = known(row) { lines[first + $0 * columns + column] }
        }
    }

    /// The value of a target from the samples that are known; `NaN` where the nearest is not.
    private func known(_ target: Int, _ sample: (Int) -> Float) -> Float {
        guard !sample(middles[target]).isNaN else { return .nan }
        var (sum, weight): (Float, Float) = (0, 0)
        for tap in 0..<count where !sample(tap).isNaN {
            sum += weights[target * count + tap] * sample(tap)
            weight += weights[target * count + tap]
        }
        return sum / weight
    }
}
