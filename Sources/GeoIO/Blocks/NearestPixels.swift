/// Which file pixel lies under each target pixel along one axis, for the stretch that was asked for last.
struct NearestPixels {
    /// The targets that have a file pixel under them.
    private(set) var inside = 0..<0
    /// Whether neighbours in the target are neighbours in the file.
    let isOneToOne: Bool
    private let isDoubled: Bool
    private let nearest: (Int) -> Int
    private var asked = 0..<0
    private var sources: [Int] = []

    /// - Parameters:
    ///   - step: File pixels a target pixel.
    ///   - nearest: The file pixel under the centre of a target pixel; may lie outside the file. Never falls.
    init(step: Double, _ nearest: @escaping (Int) -> Int) {
        isOneToOne = step == 1
        isDoubled = step == 0.5
        self.nearest = nearest
    }

    /// Turns to a stretch of target pixels.
    mutating func cover(_ targets: Range<Int>, fileLength: Int) {
        guard targets != asked else { return }
        asked = targets
        sources = targets.map(nearest)
        let first = sources.firstIndex { $0 >= 0 } ?? sources.count
        let end = (sources.lastIndex { $0 < fileLength } ?? -1) + 1
        inside =
            first < end
            ? targets.lowerBound + first..<targets.lowerBound + end : targets.lowerBound..<targets.lowerBound
    }

    /// The file pixel under a target of the stretch.
    func source(_ target: Int) -> Int { sources[target - asked.lowerBound] }

    /// The file pixels from the first to the last under some targets.
    func sourceLength(_ targets: Range<Int>) -> Int {
        source(targets.upperBound - 1) - source(targets.lowerBound) + 1
    }

    /// The targets inside, by the block that holds what lies under them.
    func blocks(of length: Int) -> [(block: Int, targets: Range<Int>)] {
        var parts: [(block: Int, targets: Range<Int>)] = []
        for target in inside {
            let block = source(target) / length
            if let last = parts.last, last.block == block {
                parts[parts.count - 1].targets = last.targets.lowerBound..<target + 1
            } else {
                parts.append((block, target..<target + 1))
            }
        }
        return parts
    }

    /// Gives every target the value of the file pixel under it.
    ///
    /// - Parameters:
    ///   - values: Those of the file pixels from the one under the first target on.
    ///   - targets: Part of the stretch.
    ///   - row: Where they go.
    ///   - start: The place of the first target there.
    func spread<Value: BitwiseCopyable>(
        _ values: Span<Value>, over targets: Range<Int>, into row: inout MutableSpan<Value>, at start: Int
    ) {
        let first = source(targets.lowerBound)
        let isPaired = isDoubled && targets.count % 2 == 0 && source(targets.lowerBound + 1) == first
        guard isPaired else {
            for place in 0..<targets.count {
                row[start + place] = values[source(targets.lowerBound + place) - first]
            }
            return
        }
        for pair in 0..<targets.count / 2 {
            row[start + 2 * pair] = values[pair]
            row[start + 2 * pair + 1] = values[pair]
        }
    }
}
