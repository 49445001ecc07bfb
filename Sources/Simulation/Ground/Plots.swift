/// A span 0…1 cut into parts of uneven length.
struct Division: Sendable {
    let count: Int
    private let key: UInt64

    init(count: Int, key: UInt64) {
        self.count = count
        self.key = key
    }

    /// Where part `index` begins; the end of the last is 1.
    @inline(__always)
    func start(_ index: Int) -> Double {
        guard index > 0 else { return 0 }
        guard index < count else { return 1 }
        let draw = Double(key >> UInt64(index * 5 % 48) & 0x1F) / 31 - 0.5
        return (Double(index) + 0.44 * draw) / Double(count)
    }

    /// The part that a share falls into.
    @inline(__always)
    func index(_ share: Double) -> Int {
        let rough = min(max(Int(share * Double(count)), 0), count - 1)
        if share < start(rough) { return max(rough - 1, 0) }
        return share >= start(rough + 1) ? min(rough + 1, count - 1) : rough
    }

    /// The span of a part.
    func span(_ index: Int) -> ClosedRange<Double> { start(index)...start(index + 1) }
}

/// How one block is cut into fields, or into lots.
struct PlotGrid: Sendable {
    let across: Division
    let down: Division

    /// The fields of a farmed block: two or three rows of four to seven strips, lying one way or the other.
    static func fields(_ key: UInt64) -> PlotGrid {
        let strips = Division(count: 4 + Int(key >> 8 & 3), key: key &* 0x9E37_79B9_7F4A_7C15)
        let rows = Division(count: 2 + Int(key >> 12 & 1), key: key &* 0xC2B2_AE3D_27D4_EB4F)
        return key & 1 == 0 ? PlotGrid(across: strips, down: rows) : PlotGrid(across: rows, down: strips)
    }

    /// The lots of an industrial block: two by two.
    static func lots(_ key: UInt64) -> PlotGrid {
        PlotGrid(
            across: Division(count: 2, key: key &* 0x9E37_79B9_7F4A_7C15),
            down: Division(count: 2, key: key &* 0xC2B2_AE3D_27D4_EB4F)
        )
    }

    /// The building blocks of a town block.
    static func quarters(_ key: UInt64) -> PlotGrid {
        PlotGrid(
            across: Division(count: 3 + Int(key >> 16 & 1), key: key &* 0x9E37_79B9_7F4A_7C15),
            down: Division(count: 3 + Int(key >> 17 & 1), key: key &* 0xC2B2_AE3D_27D4_EB4F)
        )
    }

    /// The part that a place falls into.
    @inline(__always)
    func plot(u: Double, v: Double) -> Plot {
        let column = across.index(u)
        let row = down.index(v)
        let width = across.start(column + 1) - across.start(column)
        let height = down.start(row + 1) - down.start(row)
        return Plot(
            column: column,
            row: row,
            u: (u - across.start(column)) / width,
            v: (v - down.start(row)) / height,
            width: width * Mesh.spacing,
            height: height * Mesh.spacing
        )
    }
}

/// A place inside one part of a block.
struct Plot: Sendable {
    let column: Int
    let row: Int
    /// 0…1 from the part's left edge to its right edge.
    let u: Double
    /// 0…1 from the part's upper edge to its lower edge.
    let v: Double
    /// Pixels, about.
    let width: Double
    let height: Double

    /// Pixels to the part's nearest edge, about.
    @inline(__always)
    var margin: Double { min(min(u, 1 - u) * width, min(v, 1 - v) * height) }

    /// Bits of the part's own.
    @inline(__always)
    func key(_ block: UInt64) -> UInt64 {
        let mixed = (block ^ UInt64(column &* 131 &+ row &* 17 &+ 7)) &* 0xBF58_476D_1CE4_E5B9
        return (mixed ^ mixed >> 29) &* 0x94D0_49BB_1331_11EB ^ mixed >> 17
    }
}
