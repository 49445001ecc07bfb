/// Which samples of a file's row or column make up each pixel of a chip, and with what weight: between centres of
/// coarse pixels it interpolates linearly, over fine pixels it averages with a tent as wide as two of the chip's.
struct AxisTaps {
    /// The samples of one pixel of the chip: `first`, `first + 1`, … each with a weight; empty outside the file.
    struct Taps {
        let first: Int
        let weights: [Float]

        var end: Int { first + weights.count }
    }

    let targets: [Taps]

    /// - Parameters:
    ///   - origin: Where the chip's edge falls in the file, in samples from the file's edge.
    ///   - step: Samples a pixel of the chip.
    ///   - count: Pixels of the chip.
    ///   - limit: Samples of the file.
    init(origin: Double, step: Double, count: Int, limit: Int) {
        let radius = max(1, step)
        targets = (0..<count).map { index in
            let centre = origin + (Double(index) + 0.5) * step
            guard centre >= 0, centre <= Double(limit) else { return Taps(first: 0, weights: []) }
            let first = max(0, Int((centre - radius - 0.5).rounded(.up)))
            let last = min(limit - 1, Int((centre + radius - 0.5).rounded(.down)))
            guard first <= last else { return Taps(first: 0, weights: []) }
            return Taps(
                first: first,
                weights: (first...last).map { Float(max(1e-6, 1 - abs(Double($0) + 0.5 - centre) / radius)) }
            )
        }
    }

    /// All samples that any pixel needs; nil where none is needed.
    var range: Range<Int>? {
        let used = targets.filter { !$0.weights.isEmpty }
        guard let first = used.map(\.first).min(), let end = used.map(\.end).max() else { return nil }
        return first..<end
    }
}
