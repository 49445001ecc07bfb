import ChangeDetection
import GeoModel
import Testing

@Suite struct CloudScreenTests {
    private let size = GridSize(columns: 12, rows: 10)
    private let test = CloudTest(brightness: 0.25, whiteness: 0.7, haze: 0.08, nirOverSwir: 0.75, radius: 1)

    /// Reflectance × 10 000 of ground, with other reflectances at some places; infrared only where it is asked for.
    private func screen(
        _ test: CloudTest?, _ others: [Int: [Float]] = [:], gaps: Set<Int> = [], infrared: Bool = true
    ) -> CloudScreen {
        let roles: [BandRole] = infrared ? [.blue, .green, .red, .nir, .swir1, .mask] : [.blue, .green, .red, .mask]
        let ground: [Float] = [0.06, 0.08, 0.09, 0.25, 0.2]
        let bands = (0..<roles.count - 1).map { band in
            (0..<size.pixelCount).map { place -> Float in
                gaps.contains(place) ? .nan : (others[place] ?? ground)[band] * 10_000
            }
        }
        return CloudScreen(
            MemorySource(columns: size.columns, rows: size.rows, bands: bands).makeReader(),
            roles: roles,
            test: test,
            radiometry: Radiometry(scale: 0.0001, offset: 0),
            gridSize: size
        )
    }

    /// The places of a window's pixels that a screen hides.
    private func hidden(_ screen: CloudScreen, _ window: PixelWindow? = nil, infrared: Bool = true) throws -> Set<Int> {
        let window = window ?? size.window
        var table = [UInt8](repeating: 0, count: 256)
        table[CloudScreen.usableCode] = 1
        var classes = [UInt8](repeating: 9, count: window.pixelCount)
        var span = classes.mutableSpan
        try screen.look(band: infrared ? 5 : 3, window: window, up: table.span, into: &span)
        #expect(classes.allSatisfy { $0 <= 1 })
        return Set(
            classes.indices.filter { classes[$0] == 0 }.map { place in
                (window.row + place / window.columns) * size.columns + window.column + place % window.columns
            })
    }

    private func square(_ column: Int, _ row: Int, _ side: Int, _ bands: [Float]) -> [Int: [Float]] {
        var places: [Int: [Float]] = [:]
        for down in 0..<side {
            for across in 0..<side { places[(row + down) * size.columns + column + across] = bands }
        }
        return places
    }

    private static let cloud: [Float] = [0.5, 0.48, 0.5, 0.55, 0.4]

    @Test func whatHoldsASquareIsCloud() throws {
        let cloud = square(3, 2, 3, Self.cloud)
        let roof = square(8, 5, 2, Self.cloud)
        #expect(try hidden(screen(test, cloud.merging(roof) { first, _ in first })) == Set(cloud.keys))
        #expect(try hidden(screen(nil, cloud)).isEmpty, "without a test all is ground")
    }

    /// Each of the tests alone speaks for ground.
    @Test(
        arguments: [
            ([0.2, 0.2, 0.2, 0.3, 0.1], "dark"), ([0.7, 0.2, 0.2, 0.3, 0.1], "coloured"),
            ([0.3, 0.35, 0.45, 0.5, 0.4], "no haze, as brown ground"),
            ([0.5, 0.48, 0.5, 0.3, 0.5], "bright in SWIR, as rock"),
        ] as [([Float], String)])
    func eachTestSpeaksForGround(bands: [Float], what: String) throws {
        #expect(try hidden(screen(test, square(3, 2, 4, bands))).isEmpty, "\(what)")
    }

    @Test func visibleLightIsEnough() throws {
        let cloud = square(3, 2, 3, [0.5, 0.48, 0.5])
        var others: [Int: [Float]] = [:]
        for place in 0..<size.pixelCount { others[place] = cloud[place] ?? [0.06, 0.08, 0.09] }
        #expect(try hidden(screen(test, others, infrared: false), infrared: false) == Set(cloud.keys))
    }

    @Test func noDataIsHidden() throws {
        #expect(try hidden(screen(nil, gaps: [17])) == [17])
        #expect(try hidden(screen(test, square(3, 2, 3, Self.cloud), gaps: [0])).contains(0))
    }

    /// Windows of any size and place see the same clouds.
    @Test func windowsLeaveNoSeams() throws {
        var numbers = SeededNumbers(seed: 3)
        var others: [Int: [Float]] = [:]
        for place in 0..<size.pixelCount where Int.random(in: 0..<5, using: &numbers) > 0 { others[place] = Self.cloud }
        let whole = try hidden(screen(test, others))
        #expect(!whole.isEmpty && whole.count < others.count)
        for side in [1, 3, 5] {
            var parts: Set<Int> = []
            for row in stride(from: 0, to: size.rows, by: side) {
                for column in stride(from: 0, to: size.columns, by: side) {
                    let window = PixelWindow(column: column, row: row, columns: side, rows: side)
                    parts.formUnion(try hidden(screen(test, others), window.intersection(size.window)))
                }
            }
            #expect(parts == whole, "\(side)")
        }
    }
}
