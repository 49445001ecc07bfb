import GeoModel
import Testing

@Suite struct PixelWindowTests {
    private let window = PixelWindow(column: 2, row: 3, columns: 4, rows: 5)

    @Test func knowsItsEnds() {
        #expect(window.endColumn == 6 && window.endRow == 8 && window.pixelCount == 20 && !window.isEmpty)
        #expect(GridSize(columns: 3, rows: 2).window == PixelWindow(column: 0, row: 0, columns: 3, rows: 2))
        #expect(PixelWindow(column: 1, row: 1, columns: 0, rows: 9).isEmpty)
    }

    @Test(arguments: [
        (PixelWindow(column: 0, row: 0, columns: 3, rows: 4), PixelWindow(column: 2, row: 3, columns: 1, rows: 1)),
        (PixelWindow(column: 5, row: 7, columns: 9, rows: 9), PixelWindow(column: 5, row: 7, columns: 1, rows: 1)),
        (PixelWindow(column: 3, row: 4, columns: 1, rows: 2), PixelWindow(column: 3, row: 4, columns: 1, rows: 2)),
        (
            PixelWindow(column: -9, row: -9, columns: 99, rows: 99),
            PixelWindow(column: 2, row: 3, columns: 4, rows: 5)
        ),
    ])
    func whatTwoWindowsShare(other: PixelWindow, shared: PixelWindow) {
        #expect(window.intersection(other) == shared && other.intersection(window) == shared)
    }

    @Test(arguments: [
        PixelWindow(column: 6, row: 3, columns: 4, rows: 5), PixelWindow(column: 2, row: 8, columns: 4, rows: 5),
        PixelWindow(column: -4, row: 3, columns: 6, rows: 5), PixelWindow(column: 2, row: 3, columns: 0, rows: 5),
    ])
    func neighboursShareNothing(other: PixelWindow) {
        let shared = window.intersection(other)
        #expect(shared.isEmpty && shared.pixelCount == 0 && shared.columns >= 0 && shared.rows >= 0)
    }

    @Test func aMarginIsCutAtTheEdge() {
        let size = GridSize(columns: 7, rows: 20)
        #expect(window.expanded(by: 0, within: size) == window)
        #expect(window.expanded(by: 1, within: size) == PixelWindow(column: 1, row: 2, columns: 6, rows: 7))
        #expect(window.expanded(by: 3, within: size) == PixelWindow(column: 0, row: 0, columns: 7, rows: 11))
        #expect(window.expanded(by: 99, within: size) == size.window)
    }

    @Test func placesAreInRowOrder() {
        let places = [PixelPlace(column: 9, row: 0), PixelPlace(column: 0, row: 1), PixelPlace(column: 1, row: 1)]
        #expect(places.shuffled().sorted() == places)
    }
}
