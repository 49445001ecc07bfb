import GeoIO
import GeoModel
import Pipeline

/// Two dates of red and near infrared in `a.tif` and `b.tif`: fields of noise; at the second date squares of another
/// cover, some across tile seams.
struct MadeScenes {
    let before: Scene
    let after: Scene

    /// A recipe for them.
    static let recipe = """
        { name: "made", detect: { profiles: ["numbers"], bands: { red: 1, nir: 2 }, indices: ["ndvi"],
          threshold: { method: "median-mad", k: 6 }, opening: true, minimumAreaSquareMetres: 500, tileSize: 512,
          states: { source: "s", waterMNDWI: 0, vegetationNDVI: 0, bareBSI: 0 } } }
        """

    init(_ scratch: Scratch, size: GridSize, contrast: Int = 900) throws {
        before = try Self.scene(scratch, "a", size, contrast: nil)
        after = try Self.scene(scratch, "b", size, contrast: contrast)
    }

    private static func scene(_ scratch: Scratch, _ id: String, _ size: GridSize, contrast: Int?) throws -> Scene {
        let grid = Grid(
            system: CoordinateSystem("EPSG:32650"),
            transform: GeoTransform(originX: 500_000, originY: 3_900_000, pixelWidth: 10, pixelHeight: 10),
            size: size
        )
        var red = (0..<size.pixelCount).map { UInt16(1000 + ($0 &* 2_654_435_761 >> 9) % 60) }
        for square in 0..<(contrast == nil ? 0 : 40) {
            let (column, row) = (square * 431 % (size.columns - 20), square * 787 % (size.rows - 20))
            for place in 0..<(square + 3) * (square % 7 + 2) {
                let (down, across) = (place / (square + 3) % 20, place % (square + 3) % 20)
                red[(row + down) * size.columns + column + across] += UInt16(contrast ?? 0)
            }
        }
        let layout = GeoTIFFLayout(sampleType: .uint16, bands: [.init("red"), .init("nir")])
        let writer = try GeoTIFFWriter(scratch("\(id).tif"), grid: grid, layout: layout)
        try writer.append(rows: [red, [UInt16](repeating: 3000, count: size.pixelCount)])
        try writer.close()
        let bands = [BandRole.red, .nir].enumerated().map { place, role in
            (role, BandSource(path: scratch("\(id).tif"), band: place + 1))
        }
        return Scene(id: id, date: nil, sensor: "test", grid: grid, bands: Dictionary(uniqueKeysWithValues: bands))
    }
}

extension ScenePair {
    /// Two dates of one scene each.
    init(before: Scene, after: Scene, recipe: DetectRecipe, grid: Grid? = nil) throws(Fault) {
        try self.init(before: SceneStack([before]), after: SceneStack([after]), recipe: recipe, grid: grid)
    }
}
