/// The place of an event on the raster.
struct Site: Sendable {
    /// The outline in pixels of the raster, without a closing point.
    let outline: [Spot]
    /// Left, right, upper and lower edge where the site has four corners.
    private let edges: [Edge]

    init(outline: [Spot]) {
        self.outline = outline
        guard outline.count == 4 else {
            edges = []
            return
        }
        edges = [
            Edge(from: outline[3], to: outline[0]), Edge(from: outline[1], to: outline[2]),
            Edge(from: outline[0], to: outline[1]), Edge(from: outline[2], to: outline[3]),
        ]
    }

    /// The area in pixels (shoelace formula).
    var pixelArea: Double {
        var doubled = 0.0
        for (index, spot) in outline.enumerated() {
            let next = outline[(index + 1) % outline.count]
            doubled += spot.x * next.y - next.x * spot.y
        }
        return abs(doubled) / 2
    }

    /// The middle of the corners.
    var centre: Spot { outline.reduce(Spot(x: 0, y: 0), +) * (1 / Double(outline.count)) }

    /// The farthest corner from the middle, in pixels.
    var radius: Double { outline.map { ($0 - centre).length }.max() ?? 0 }

    /// The columns that it may touch.
    var columns: ClosedRange<Int> { Site.range(outline.map(\.x)) }

    /// The rows that it may touch.
    var rows: ClosedRange<Int> { Site.range(outline.map(\.y)) }

    /// The share of a pixel that lies inside, from 3 × 3 places in it.
    func coverage(column: Int, row: Int) -> Float {
        var inside = 0
        for part in 0..<9 {
            let spot = Spot(
                x: Double(column) + (Double(part % 3) + 0.5) / 3,
                y: Double(row) + (Double(part / 3) + 0.5) / 3
            )
            if contains(spot) { inside += 1 }
        }
        return Float(inside) / 9
    }

    /// Whether a place lies inside, by the even-odd rule.
    func contains(_ spot: Spot) -> Bool {
        var isInside = false
        var previous = outline[outline.count - 1]
        for corner in outline {
            if (corner.y > spot.y) != (previous.y > spot.y) {
                let share = (spot.y - corner.y) / (previous.y - corner.y)
                if spot.x < corner.x + share * (previous.x - corner.x) { isInside.toggle() }
            }
            previous = corner
        }
        return isInside
    }

    /// The place as shares across and down the site; the middle where the site has no four corners.
    func shares(_ spot: Spot) -> Spot {
        guard edges.count == 4 else { return Spot(x: 0.5, y: 0.5) }
        let left = edges[0].distance(spot)
        let top = edges[2].distance(spot)
        return Spot(x: left / (left + edges[1].distance(spot)), y: top / (top + edges[3].distance(spot)))
    }

    /// Pixels across and down, about.
    var extent: Spot {
        guard outline.count == 4 else { return Spot(x: radius, y: radius) }
        return Spot(x: (outline[1] - outline[0]).length, y: (outline[3] - outline[0]).length)
    }

    /// The pixels of which at least half lies inside.
    func pixelCount() -> Int {
        rows.reduce(0) { sum, row in sum + columns.count { coverage(column: $0, row: row) >= 0.5 } }
    }

    private static func range(_ values: [Double]) -> ClosedRange<Int> {
        let low = Int((values.min() ?? 0).rounded(.down))
        return low...max(low, Int((values.max() ?? 0).rounded(.down)))
    }
}
