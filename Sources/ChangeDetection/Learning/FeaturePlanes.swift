/// The features of some pixels, plane by plane, in the order of their set.
struct FeaturePlanes {
    /// What each feature is called, in the words of model files.
    private(set) var names: [String] = []
    /// For each feature the value of every pixel.
    private(set) var planes: [[Float]] = []
    /// Which features are ranked within their scene.
    private(set) var ranked: [Int] = []
    private let tables: FeatureTables?

    /// - Parameter tables: Where values stand in the scene; nil leaves values that are to be ranked as they are.
    init(_ tables: FeatureTables?) {
        self.tables = tables
    }

    /// Adds a feature that means the same in every scene.
    mutating func add(_ name: String, _ plane: [Float]) {
        precondition(planes.isEmpty || plane.count == planes[0].count)
        names.append(name)
        planes.append(plane)
    }

    /// Adds a feature by where its values stand among those of the scene, 0…1.
    mutating func addRank(_ name: String, _ plane: [Float]) {
        let number = ranked.count
        ranked.append(planes.count)
        guard let tables else { return add(name, plane) }
        add(name, plane.map { tables.rank($0, number) })
    }

    /// A feature made before.
    subscript(name: String) -> [Float] {
        guard let place = names.firstIndex(of: name) else { preconditionFailure("no feature \(name)") }
        return planes[place]
    }
}

/// The difference of two planes.
func difference(_ first: [Float], _ second: [Float]) -> [Float] { combined(first, second) { $0 - $1 } }

/// The product of two planes.
func product(_ first: [Float], _ second: [Float]) -> [Float] { combined(first, second) { $0 * $1 } }

/// What a rule makes of the values of two planes at each place.
@inline(__always)
func combined(_ first: [Float], _ second: [Float], _ rule: (Float, Float) -> Float) -> [Float] {
    precondition(first.count == second.count)
    var result = first
    var target = result.mutableSpan
    let other = second.span
    for place in 0..<target.count { target[place] = rule(target[place], other[place]) }
    return result
}

/// The length of the vectors that planes hold at each place.
func lengths(_ planes: [[Float]]) -> [Float] {
    guard var sums = planes.first.map({ [Float](repeating: 0, count: $0.count) }) else { return [] }
    for plane in planes { sums = combined(sums, plane) { $0 + $1 * $1 } }
    return sums.map { $0.squareRoot() }
}

/// The change of a plane from its left to its right neighbour and from its upper to its lower one, halved; at the edge
/// from the pixel itself.
func gradients(_ values: [Float], columns: Int) -> (across: [Float], down: [Float]) {
    let rows = values.count / columns
    var (across, down) = (values, values)
    for row in 0..<rows {
        let (above, below) = (max(0, row - 1) * columns, min(rows - 1, row + 1) * columns)
        for column in 0..<columns {
            let place = row * columns + column
            let (left, right) = (max(0, column - 1), min(columns - 1, column + 1))
            across[place] = (values[row * columns + right] - values[row * columns + left]) / 2
            down[place] = (values[below + column] - values[above + column]) / 2
        }
    }
    return (across, down)
}

/// The smallest and the largest value within `radius` pixels of each, along rows and columns.
func extremes(_ values: [Float], columns: Int, radius: Int) -> (lowest: [Float], highest: [Float]) {
    let rows = values.count / columns
    var (low, high) = (values, values)
    for row in 0..<rows {
        for shift in -radius...radius where shift != 0 {
            let inside = max(0, -shift)..<max(max(0, -shift), min(columns, columns - shift))
            widen(&low, &high, values, values, to: row * columns, inside, from: row * columns + shift)
        }
    }
    var (lowest, highest) = (low, high)
    for row in 0..<rows {
        for other in max(0, row - radius)...min(rows - 1, row + radius) where other != row {
            widen(&lowest, &highest, low, high, to: row * columns, 0..<columns, from: other * columns)
        }
    }
    return (lowest, highest)
}

/// Widens the interval of each place of a row by that of another place.
private func widen(
    _ low: inout [Float], _ high: inout [Float], _ lows: [Float], _ highs: [Float], to row: Int, _ inside: Range<Int>,
    from other: Int
) {
    guard !inside.isEmpty else { return }
    var lowest = low.mutableSpan
    var highest = high.mutableSpan
    let (lows, highs) = (lows.span, highs.span)
    for column in inside {
        lowest[row + column] = min(lowest[row + column], lows[other + column])
        highest[row + column] = max(highest[row + column], highs[other + column])
    }
}
