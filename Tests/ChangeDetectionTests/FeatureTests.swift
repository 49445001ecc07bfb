import GeoModel
import Learning
import Testing

@testable import ChangeDetection

/// Features look the same from every window, and mean what their names say.
@Suite("Features")
struct FeatureTests {
    private static let pictureRoles: [BandRole] = [.blue, .green, .red]
    private static let allRoles: [BandRole] = [.blue, .green, .red, .nir, .swir1, .swir2]

    /// Numbers that look random; at the later date a bright square besides.
    private func source(_ roles: [BandRole], columns: Int, rows: Int, square: Float = 0) -> MemorySource {
        var numbers = SeededNumbers(seed: 11)
        return MemorySource(
            columns: columns,
            rows: rows,
            bands: roles.map { _ in
                (0..<columns * rows).map { place in
                    let isSquare = (40..<60).contains(place % columns) && (50..<70).contains(place / columns)
                    return Float(1000 + numbers.next() % 200) + (isSquare ? square : 0)
                }
            })
    }

    private func detector(_ roles: [BandRole], columns: Int = 150, rows: Int = 130, square: Float = 0) -> PairDetector {
        let (before, after) = (
            source(roles, columns: columns, rows: rows), source(roles, columns: columns, rows: rows, square: square)
        )
        var parameters = PairParameters(
            roles: roles,
            method: .learned,
            smoothing: 2,
            relations: Dictionary(
                uniqueKeysWithValues: roles.map { ($0, BandRelation(gain: 1, offset: 0, residual: 50, middle: 1100)) }),
            indices: [],
            beforeRadiometry: .identity,
            afterRadiometry: .identity,
            usableBefore: [],
            usableAfter: [],
            maskDilation: 0,
            states: StateThresholds(waterMNDWI: 0, vegetationNDVI: 0, bareBSI: 0)
        )
        parameters.ranks = RankTables([(0...FusionKind.spectral.mapCount).map { _ in [0, 1, 2, 3] }], .spectral)
        parameters.tables = FeatureTables(standards: Array(repeating: SIMD3(1100, 1100, 60), count: 16))
        let size = before.grid.size
        return PairDetector(
            before: before.makeReader(), after: after.makeReader(), gridSize: size, cell: size, parameters: parameters)
    }

    @Test("a set is chosen by the bands there are")
    func sets() {
        #expect(FeatureSet(for: Self.allRoles + [.mask]) == .multispectral)
        #expect(FeatureSet(for: Self.pictureRoles + [.nir]) == .pictures)
        #expect(FeatureSet(for: [.red, .nir]) == nil)
        #expect(FeatureSet.multispectral.bands(of: Self.allRoles + [.mask]) == Self.allRoles)
    }

    @Test("names are known without a scene, and none is there twice", arguments: [FeatureSet.multispectral, .pictures])
    func names(_ set: FeatureSet) throws {
        let roles = set == .pictures ? Self.pictureRoles : Self.allRoles
        let bands = set.bands(of: roles)
        let window = PixelWindow(column: 0, row: 0, columns: 20, rows: 20)
        let features = try detector(roles).features(set, bands, window)
        #expect(features.names == set.names(of: bands))
        #expect(Set(features.names).count == features.names.count)
        #expect(features.planes.allSatisfy { plane in plane.count == 400 && plane.allSatisfy { $0.isFinite } })
    }

    @Test("a pixel has the same features in every window", arguments: [FeatureSet.multispectral, .pictures])
    func windows(_ set: FeatureSet) throws {
        let roles = set == .pictures ? Self.pictureRoles : Self.allRoles
        let (columns, rows) = (420, 310)
        let detector = detector(roles, columns: columns, rows: rows, square: 400)
        let bands = set.bands(of: roles)
        let large = PixelWindow(column: 160, row: 130, columns: 90, rows: 60)
        let small = PixelWindow(column: 203, row: 171, columns: 13, rows: 7)
        let whole = try detector.features(set, bands, large)
        let part = try detector.features(set, bands, small)
        for (name, planes) in zip(whole.names, zip(whole.planes, part.planes)) {
            let inside = (0..<small.pixelCount).map { pixel in
                let row = small.row + pixel / small.columns - large.row
                return planes.0[row * large.columns + small.column + pixel % small.columns - large.column]
            }
            #expect(inside == planes.1, "\(name)")
        }
    }

    @Test("what is alike at both dates has no differences; a new bright square has")
    func differences() throws {
        let window = PixelWindow(column: 30, row: 40, columns: 40, rows: 40)
        func plane(_ name: String, square: Float) throws -> [Float] {
            let features = try detector(Self.pictureRoles, square: square)
                .features(.pictures, Self.pictureRoles, window)
            return features.planes[try #require(features.names.firstIndex(of: name))]
        }
        for name in ["dlight2.0", "dred8.0", "dedge3.0", "rest4.0", "length2.0"] {
            #expect(try plane(name, square: 0).allSatisfy { abs($0) < 1e-5 }, "\(name)")
        }
        let light = try plane("dlight2.0", square: 300)
        // 300 more in the middle, at a deviation of 60, and nothing ten pixels away from the square.
        #expect(abs(light[20 * 40 + 20] - 5) < 0.05)
        #expect(abs(light[20 * 40]) < 1e-3)
        #expect(try plane("likeness2.0", square: 0).allSatisfy { $0 > 0.9 })
    }

    @Test("wide scales are taken from blocks, and keep what is level and what leans")
    func scales() {
        let size = GridSize(columns: 200, rows: 160)
        let frame = FeatureFrame(
            PixelWindow(column: 81, row: 70, columns: 20, rows: 17), margin: 60, within: size)
        #expect(frame.wide.column % ScalePlane.side == 0 && frame.wide.row % ScalePlane.side == 0)
        let wide = frame.wide
        let level = ScalePlane([Float](repeating: 3, count: wide.pixelCount), frame)
        let slope = ScalePlane(
            (0..<wide.pixelCount).map { Float(wide.column + $0 % wide.columns) + Float(wide.row + $0 / wide.columns) },
            frame)
        for sigma in [1.0, 3, 4, 8] {
            #expect(level.smoothed(sigma).allSatisfy { abs($0 - 3) < 1e-4 }, "\(sigma)")
            for (place, value) in slope.smoothed(sigma).enumerated() {
                #expect(abs(value - Float(81 + 70 + place % 20 + place / 20)) < 0.01, "\(sigma)")
            }
        }
    }

    @Test("extremes and gradients of a small plane, by hand")
    func neighbours() {
        let plane: [Float] = [
            1, 2, 3,
            4, 9, 6,
            7, 8, 5,
        ]
        let (lowest, highest) = extremes(plane, columns: 3, radius: 1)
        #expect(lowest == [1, 1, 2, 1, 1, 2, 4, 4, 5])
        #expect(highest == [9, 9, 9, 9, 9, 9, 9, 9, 9])
        let (across, down) = gradients(plane, columns: 3)
        #expect(across == [0.5, 1, 0.5, 2.5, 1, -1.5, 0.5, -1, -1.5])
        #expect(down == [1.5, 3.5, 1.5, 3, 3, 1, 1.5, -0.5, -0.5])
    }

    @Test("tables rank values of the scene, and are read back bit by bit")
    func tables() throws {
        let tables = FeatureTables(standards: [SIMD3(1, 2, 3)]).ranking([[[0, 1, 2]], [[3, 4]]])
        #expect(tables.rank(-1, 0) == 0 && tables.rank(9, 0) == 1)
        #expect(abs(tables.rank(2, 0) - 0.5) < 0.13)
        #expect(FeatureTables(bits: tables.bits) == tables)
        #expect(FeatureTables(bits: ["1 2"]) == nil)
        #expect(standard([4, 1, 7]) == SIMD3(4, 4, Float(6).squareRoot()))
    }
}
