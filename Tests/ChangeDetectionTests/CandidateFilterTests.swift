import GeoModel
import Testing

@testable import ChangeDetection

@Suite struct CandidateFilterTests {
    @Test func marksFromTheFloorOn() {
        var reached: [UInt8] = [9, 9, 9, 9, 9]
        markCandidates([0, 4, 5, 65_535], count: 4, from: 5, into: &reached)
        #expect(reached == [0, 0, 1, 1, 9])
    }

    /// Inside, a mark may hold exactly if one of the four squares around it is all marks; at the rim it may if a square
    /// that reaches beyond could be.
    @Test(arguments: [2, 3, 4, 5, 7]) func onlyWhatASquareHoldsStays(density: Int) {
        let (columns, rows) = (23, 11)
        var marks = (0..<columns * rows).map { UInt8(($0 &* 2_654_435_761 >> 11) % 7 < density ? 1 : 0) }
        marks[5 * columns + 9] = 1
        func isMarked(_ column: Int, _ row: Int) -> Bool {
            guard (0..<columns).contains(column), (0..<rows).contains(row) else { return true }
            return marks[row * columns + column] == 1
        }
        for row in 0..<rows {
            for column in 0..<columns where marks[row * columns + column] == 1 {
                let isHeld = [(-1, -1), (0, -1), (-1, 0), (0, 0)].contains { left, top in
                    [(0, 0), (1, 0), (0, 1), (1, 1)].allSatisfy { across, down in
                        isMarked(column + left + across, row + top + down)
                    }
                }
                let kept = mayHoldSquare(marks.span, columns: columns, rows: rows, column: column, row: row)
                let isRim = column == 0 || column == columns - 1
                #expect(kept == isHeld || (isRim && kept))
            }
        }
    }
}
