import ChangeDetection
import GeoModel
import Testing

@Suite struct PairDetectorTests {
    private static let roles: [BandRole] = [.blue, .green, .red, .nir, .swir1, .mask]
    private static let vegetation: [Float] = [300, 500, 300, 3500, 1500]
    private static let concrete: [Float] = [1300, 1400, 1500, 1700, 2000]

    private func parameters(dilation: Int = 0) -> PairParameters {
        PairParameters(
            roles: Self.roles,
            indices: SpectralIndex.allCases,
            beforeRadiometry: .identity,
            afterRadiometry: .identity,
            usableBefore: [4, 5],
            usableAfter: [4, 5],
            maskDilation: dilation,
            states: StateThresholds(waterMNDWI: 0.1, vegetationNDVI: 0.35, bareBSI: 0.13),
            candidateFloor: 1000
        )
    }

    private func source(_ spectra: [[Float]], mask: [Float], columns: Int) -> MemorySource {
        let bands = (0..<5).map { band in spectra.map { $0[band] } }
        return MemorySource(columns: columns, rows: spectra.count / columns, bands: bands + [mask])
    }

    private func scores(_ before: MemorySource, _ after: MemorySource, dilation: Int = 0) throws -> TileScores {
        let detector = PairDetector(
            before: before.makeReader(),
            after: after.makeReader(),
            gridSize: before.grid.size,
            cell: before.grid.size,
            parameters: parameters(dilation: dilation)
        )
        return try detector.scores(before.grid.size.window)
    }

    @Test func identicalDatesHaveNoChange() throws {
        let date = source(
            [Self.vegetation, Self.concrete, Self.vegetation, Self.concrete], mask: [4, 5, 4, 5], columns: 2)
        let tile = try scores(date, date)
        #expect(tile.score == [0, 0, 0, 0])
        #expect(tile.valid == [1, 1, 1, 1])
        #expect(tile.candidates.counts == [0, 0])
    }

    @Test func aFieldThatIsBuiltOnIsScoredAndNamed() throws {
        let before = source([Self.vegetation, Self.vegetation], mask: [4, 4], columns: 2)
        let after = source([Self.vegetation, Self.concrete], mask: [4, 5], columns: 2)
        let tile = try scores(before, after)
        #expect(tile.score[0] == 0)
        // NDVI 0.8421 → 0.0625, NDBI −0.4 → 0.0811, MNDWI −0.5 → −0.1765, BSI −0.3571 → 0.0769; length 1.0641.
        #expect(abs(Double(tile.score[1]) / ScoreMethod.indexDifferences.scoreScale - 1.0641) < 0.0005)
        #expect(Transition(code: UInt8(tile.transition[1])) == Transition(before: .vegetation, after: .built))
        #expect(tile.candidates.pixels.map(\.column) == [1])
        #expect(abs(tile.candidates.pixels[0].differences[0] + 0.7796) < 0.0001)
    }

    @Test func waterIsToldWithoutShortWaveInfrared() throws {
        let roles: [BandRole] = [.blue, .green, .red, .nir]
        // NDWI 0.43, −0.75, 0.09; NDVI −0.33, 0.84, 0.
        let spectra: [[Float]] = [[500, 500, 400, 200], Self.vegetation, [500, 600, 500, 500]]
        let date = MemorySource(columns: 3, rows: 1, bands: (0..<4).map { band in spectra.map { $0[band] } })
        let parameters = PairParameters(
            roles: roles, indices: [.ndvi], beforeRadiometry: .identity, afterRadiometry: .identity,
            usableBefore: [], usableAfter: [], maskDilation: 0,
            states: StateThresholds(waterMNDWI: 0.1, waterNDWI: 0.1, vegetationNDVI: 0.35, bareBSI: 0.13),
            candidateFloor: 1)
        let detector = PairDetector(
            before: date.makeReader(), after: date.makeReader(), gridSize: date.grid.size, cell: date.grid.size,
            parameters: parameters)
        let tile = try detector.scores(date.grid.size.window)
        #expect(tile.transition.map { Transition(code: UInt8($0))?.after } == [.water, .vegetation, .unknown])
    }

    @Test func whatTheMaskHidesIsNeverCompared() throws {
        let before = source([Self.vegetation, Self.vegetation, Self.vegetation], mask: [4, 9, 4], columns: 3)
        let after = source([Self.concrete, Self.concrete, Self.concrete], mask: [5, 5, 5], columns: 3)
        #expect(try scores(before, after).valid == [1, 0, 1])
        #expect(try scores(before, after, dilation: 1).valid == [0, 0, 0])
    }

    @Test func noDataInAnyBandIsNeverCompared() throws {
        var hole = Self.vegetation
        hole[4] = .nan
        let before = source([hole, Self.vegetation], mask: [4, 4], columns: 2)
        let after = source([Self.concrete, Self.concrete], mask: [5, 5], columns: 2)
        let tile = try scores(before, after)
        #expect(tile.valid == [0, 1])
        #expect(tile.histogram.total == 1)
    }

    @Test(arguments: [1, 3, 8])
    func tilesOfAnySizeGiveTheSame(side: Int) throws {
        var numbers = SeededNumbers(seed: 11)
        let columns = 16
        func random() -> MemorySource {
            let spectra = (0..<columns * 12).map { _ in
                (0..<5).map { _ in Float.random(in: 100...4000, using: &numbers) }
            }
            let mask = spectra.map { _ in Float(Int.random(in: 0...40, using: &numbers) == 0 ? 9 : 4) }
            return source(spectra, mask: mask, columns: columns)
        }
        let (before, after) = (random(), random())
        let whole = try scores(before, after, dilation: 2)
        let detector = PairDetector(
            before: before.makeReader(),
            after: after.makeReader(),
            gridSize: before.grid.size,
            cell: before.grid.size,
            parameters: parameters(dilation: 2)
        )
        for row in stride(from: 0, to: 12, by: side) {
            for column in stride(from: 0, to: columns, by: side) {
                let window = PixelWindow(column: column, row: row, columns: side, rows: side)
                    .intersection(before.grid.size.window)
                let part = try detector.scores(window)
                for pixel in 0..<window.pixelCount {
                    let place = (row + pixel / window.columns) * columns + column + pixel % window.columns
                    #expect(part.score[pixel] == whole.score[place] && part.valid[pixel] == whole.valid[place])
                }
            }
        }
    }
}
