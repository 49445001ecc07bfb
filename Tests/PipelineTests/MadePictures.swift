import GeoIO
import GeoModel

/// Pairs of pictures in red, green and blue with a truth: at the later date some squares turned red, and others, which
/// are no change, turned brighter.
struct MadePictures {
    static let size = GridSize(columns: 150, rows: 120)

    /// A recipe for them.
    static let recipe = """
        { name: "made", detect: { profiles: ["numbers"], method: "pif-cva", smoothing: 1, indices: ["ndvi"],
          threshold: { method: "lower-spread", k: 3 }, tileSize: 64,
          states: { source: "s", waterMNDWI: 0, vegetationNDVI: 0, bareBSI: 0 } } }
        """

    /// Writes `NAME-1.tif`, `NAME-2.tif` and `NAME-truth.tif`: 2 changed, 1 unchanged, 0 not looked at.
    static func write(_ scratch: Scratch, _ name: String, seed: Int, pixelMetres: Double = 1) throws {
        let grid = Grid(
            system: CoordinateSystem("EPSG:32650"),
            transform: GeoTransform(
                originX: 500_000, originY: 3_900_000, pixelWidth: pixelMetres, pixelHeight: pixelMetres),
            size: size
        )
        var dates = (0..<2).map { date in
            (0..<3).map { band in
                (0..<size.pixelCount).map { place in
                    UInt16(80 + 10 * band + Self.noise(place, seed + band) % 12 + Self.noise(place, 7 + date) % 5)
                }
            }
        }
        var truth = [UInt16](repeating: 0, count: size.pixelCount)
        for place in truth.indices where noise(place, 3) % 23 == 0 { truth[place] = 1 }
        for square in 0..<16 {
            let column = square % 4 * 36 + noise(square, seed) % 14
            let row = square / 4 * 29 + noise(square, seed + 1) % 10
            for place in 0..<196 {
                let pixel = (row + place / 14) * size.columns + column + place % 14
                for band in 0..<3 where square % 2 == 1 || band == 0 { dates[1][band][pixel] += 60 }
                if place % 3 == 0 { truth[pixel] = square % 2 == 0 ? 2 : 1 }
            }
        }
        let names = ["\(name)-1", "\(name)-2"]
        for (file, bands) in zip(names, dates) {
            try write(scratch("\(file).tif"), grid, bands, ["red", "green", "blue"])
        }
        try write(scratch("\(name)-truth.tif"), grid, [truth], ["truth"])
    }

    /// The list of pairs that `tuban calibrate` reads.
    static func list(_ names: [String]) -> String {
        let pairs = names.map { name in
            "{ place: \"\(name)\", before: \"\(name)-1.tif\", after: \"\(name)-2.tif\", truth: \"\(name)-truth.tif\" }"
        }
        return "{ changed: 2, unchanged: 1, pairs: [\(pairs.joined(separator: ", "))] }"
    }

    private static func write(_ path: String, _ grid: Grid, _ bands: [[UInt16]], _ names: [String]) throws {
        let layout = GeoTIFFLayout(sampleType: .uint16, bands: names.map { .init($0) })
        let writer = try GeoTIFFWriter(path, grid: grid, layout: layout)
        try writer.append(rows: bands)
        try writer.close()
    }

    private static func noise(_ place: Int, _ seed: Int) -> Int {
        var mixed = UInt64(truncatingIfNeeded: place &* 31 &+ seed) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 29)) &* 0xBF58_476D_1CE4_E5B9
        return Int((mixed ^ (mixed >> 32)) & 0xFFFF)
    }
}
