import ChangeDetection
import GeoModel
import Testing

/// Mosaics of one band of numbers and one of mask codes, where 4 is clear.
@Suite struct PeriodMosaicTests {
    private let size = GridSize(columns: 6, rows: 1)

    private func layer(_ numbers: [Float], mask: [Float], scale: Double = 1, offset: Double = 0) -> MosaicLayer {
        MosaicLayer(
            MemorySource(columns: size.columns, rows: size.rows, bands: [numbers, mask]).makeReader(),
            usableMaskCodes: [4],
            radiometry: Radiometry(scale: scale, offset: offset),
            reference: Radiometry(scale: 1, offset: 0)
        )
    }

    private func read(_ mosaic: PeriodMosaic, _ window: PixelWindow? = nil) throws -> [Float?] {
        let window = window ?? size.window
        var values = [Float](repeating: -1, count: window.pixelCount)
        var span = values.mutableSpan
        try mosaic.read(band: 0, window: window, into: &span)
        return values.map { $0.isNaN ? nil : $0 }
    }

    private func look(_ mosaic: PeriodMosaic) throws -> [UInt8] {
        var table = [UInt8](repeating: 0, count: 256)
        table[PeriodMosaic.usableCode] = 7
        var classes = [UInt8](repeating: 9, count: size.pixelCount)
        var span = classes.mutableSpan
        try mosaic.look(band: 1, window: size.window, up: table.span, into: &span)
        return classes
    }

    private func sources(_ mosaic: PeriodMosaic) throws -> [UInt8] {
        var sources = [UInt8](repeating: 9, count: size.pixelCount)
        var span = sources.mutableSpan
        try mosaic.fillSources(size.window, into: &span)
        return sources
    }

    private func twoScenes(dilation: Int = 0) -> PeriodMosaic {
        PeriodMosaic(
            [
                layer([10, 11, 12, 13, 14, 15], mask: [4, 4, 9, 9, 4, 4]),
                layer([20, 21, 22, 23, 24, 25], mask: [4, 4, 4, 9, 4, 4], scale: 2, offset: 1),
            ],
            maskBand: 1,
            maskDilation: dilation,
            gridSize: size
        )
    }

    @Test func theFirstSceneThatShowsAPixelIsTaken() throws {
        let mosaic = twoScenes()
        #expect(try read(mosaic) == [10, 11, 45, nil, 14, 15])
        #expect(try look(mosaic) == [7, 7, 7, 0, 7, 7])
        #expect(try sources(mosaic) == [0, 0, 1, 0, 0, 0])
    }

    @Test func whatAMaskHidesIsGrownInEachScene() throws {
        let mosaic = twoScenes(dilation: 1)
        // The first hides 2 and 3, grown 1 to 4; the second 3, grown 2 to 4.
        #expect(try read(mosaic) == [10, 43, nil, nil, nil, 15])
        #expect(try sources(mosaic) == [0, 1, 0, 0, 0, 0])
    }

    /// Where a scene ends nothing is hidden, so nothing grows into the next one.
    @Test func scenesSideBySideLeaveNoGap() throws {
        let mosaic = PeriodMosaic(
            [
                layer([10, 11, 12, .nan, .nan, .nan], mask: [4, 4, 4, .nan, .nan, .nan]),
                layer([.nan, .nan, .nan, 23, 24, 25], mask: [.nan, .nan, .nan, 4, 4, 4]),
            ],
            maskBand: 1,
            maskDilation: 2,
            gridSize: size
        )
        #expect(try read(mosaic) == [10, 11, 12, 23, 24, 25])
    }

    @Test func windowsDoNotMatter() throws {
        for dilation in 0...2 {
            let whole = try read(twoScenes(dilation: dilation))
            let mosaic = twoScenes(dilation: dilation)
            for column in [3, 0, 5, 1, 2, 4] {
                let window = PixelWindow(column: column, row: 0, columns: 1, rows: 1)
                #expect(try read(mosaic, window) == [whole[column]])
            }
            let part = PixelWindow(column: 2, row: 0, columns: 3, rows: 1)
            #expect(try read(mosaic, size.window) == whole)
            #expect(try read(mosaic, part) == Array(whole[2..<5]))
        }
    }

    @Test func withoutMasksTheFirstThatHasDataIsTaken() throws {
        let mosaic = PeriodMosaic(
            [
                layer([.nan, 11, .nan, .nan, 14, 15], mask: [0, 0, 0, 0, 0, 0]),
                layer([20, 21, 22, .nan, 24, 25], mask: [0, 0, 0, 0, 0, 0]),
            ],
            maskBand: nil,
            maskDilation: 2,
            gridSize: size
        )
        #expect(try read(mosaic) == [20, 11, 22, nil, 14, 15])
    }
}
