import GeoModel
import Testing
import TileEngine

@testable import ChangeDetection
@testable import Pipeline

@Suite struct RowAssemblerTests {
    /// Keeps the rows it is handed.
    private final class Rows: RowSink {
        var bands: [[UInt16]] = [[], [], []]

        func append(rows: [[UInt16]]) throws(Fault) {
            for band in bands.indices { bands[band] += rows[band] }
        }
    }

    /// Scores are the pixel's number in row order, and every pixel is a candidate.
    private func scores(_ window: PixelWindow, of size: GridSize) -> TileScores {
        var tile = TileScores(window: window)
        for row in 0..<window.rows {
            for column in 0..<window.columns {
                let place = row * window.columns + column
                let number = (window.row + row) * size.columns + window.column + column
                tile.score[place] = UInt16(number)
                tile.transition[place] = UInt8(number % 45)
                tile.valid[place] = UInt8(number % 2)
                tile.candidates[row].append(
                    ChangedPixel(
                        column: Int32(window.column + column),
                        score: UInt16(number),
                        transition: 0,
                        differences: .zero
                    )
                )
            }
        }
        return tile
    }

    @Test(arguments: [1, 2, 3, 5, 8]) func tilesBecomeRows(side: Int) throws {
        let scratch = try Scratch()
        let plan = TilePlan(size: GridSize(columns: 5, rows: 4), side: side)
        let spill = try CandidateSpill(scratch(".candidates"))
        let raster = Rows()
        var assembler = RowAssembler(plan)
        for index in 0..<plan.count {
            let isLast = index % plan.columns == plan.columns - 1
            #expect(assembler.add(scores(plan.tile(index).window, of: plan.size)) == isLast)
            if isLast { try assembler.forward(to: raster, spill) }
        }
        let numbers = (0..<20).map { UInt16($0) }
        #expect(raster.bands == [numbers, numbers.map { $0 % 45 }, numbers.map { $0 % 2 }])
        try spill.rewind()
        for row in 0..<4 {
            let candidates = try spill.nextRow()
            #expect(candidates.map(\.column) == [0, 1, 2, 3, 4])
            #expect(candidates.map(\.score) == Array(numbers[row * 5..<row * 5 + 5]))
        }
    }
}
