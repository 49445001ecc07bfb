import GeoIO
import GeoModel

/// Pairs of pictures in red, green and blue with a truth: at the later date some squares turned red, and others, which
/// are no change, turned brighter.
struct MadePictures {
    static let size = GridSize(columns: 104, rows: 88)

    /// A recipe for them.
    static let recipe = """
        { name: "made", detect: { profiles: ["numbers"], method: "pif-cva", smoothing: 1, indices: ["ndvi"],
          threshold: { method: "lower-spread", k: 3 }, tileSize: 64,
          states: { source: "s", waterMNDWI: 0, vegetationNDVI: 0, bareBSI: 0 } } }
        """

    /// Writes `NAME-1.tif`, `NAME-2.tif` and `NAME-truth.tif`: 2 changed, 1 unchanged, 0 not looked at.
    static func write(_ scratch: Scratch, _ name: String, seed: Int, grid: Grid = grid(pixelMetres: 1)) throws {
        var dates = (0..<2).map { date in
            (0..<3).map { band in
                (0..<size.pixelCount).map { place in
                    UInt16(80 + 10 * band + Self.noise(place, seed + band) % 12 + Self.noise(place, 7 + date) % 5)
                }
            }
        }
        var truth = [UInt16](repeating: 0, count: size.pixelCount)
        for place in truth.indices where noise(place, 3) % 61 == 0 { truth[place] = 1 }
        for square in 0..<16 {
            let (column, row) = place(ofSquare: square, seed: seed)
            for place in 0..<196 {
                let pixel = (row + place / 14) * size.columns + column + place % 14
                for band in 0..<3 where square % 2 == 1 || band == 0 { dates[1][band][pixel] += 60 }
                if place % 9 == 0 { truth[pixel] = square % 2 == 0 ? 2 : 1 }
            }
        }
        let names = ["\(name)-1", "\(name)-2"]
        for (file, bands) in zip(names, dates) {
            try write(scratch("\(file).tif"), grid, bands, ["red", "green", "blue"])
        }
        try write(scratch("\(name)-truth.tif"), grid, [truth], ["truth"])
    }

    /// Where a square begins.
    static func place(ofSquare square: Int, seed: Int) -> (column: Int, row: Int) {
        (square % 4 * 26 + noise(square, seed) % 12, square / 4 * 22 + noise(square, seed + 1) % 8)
    }

    /// A grid in metres.
    static func grid(pixelMetres: Double) -> Grid {
        Grid(
            system: CoordinateSystem("EPSG:32650"),
            transform: GeoTransform(
                originX: 500_000, originY: 3_900_000, pixelWidth: pixelMetres, pixelHeight: pixelMetres),
            size: size
        )
    }

    /// A grid in longitude and latitude, of about a metre.
    static var degrees: Grid {
        Grid(
            system: .wgs84,
            transform: GeoTransform(originX: 117, originY: 35, pixelWidth: 1e-5, pixelHeight: 1e-5),
            size: size
        )
    }

    /// The squares as patches that were looked at: the red ones confirmed, the bright ones dismissed.
    static func verdicts(_ name: String, seed: Int) -> String {
        let features = (0..<16).map { square in
            let (column, row) = place(ofSquare: square, seed: seed)
            let corners = [(0, 0), (0, 14), (14, 14), (14, 0), (0, 0)].map { across, down in
                let point = degrees.transform.point(column: Double(column + across), row: Double(row + down))
                return "[\(point.x), \(point.y)]"
            }
            return """
                { "type": "Feature",
                  "geometry": { "type": "Polygon", "coordinates": [[\(corners.joined(separator: ", "))]] },
                  "properties": { "verdict": "\(square % 2 == 0 ? "confirmed" : "dismissed")",
                  "before": ["\(name)-1.tif"], "before_scale": 0.0001, "before_offset": -0.1,
                  "after": ["\(name)-2.tif"] } }
                """
        }
        return "{ \"features\": [\(features.joined(separator: ", "))] }"
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
