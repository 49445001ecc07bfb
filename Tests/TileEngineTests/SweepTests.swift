import GeoModel
import Testing
import TileEngine

@Suite struct SweepTests {
    @Test(arguments: [1, 2, 3], [1, 7, 64])
    func tilesCoverEveryPixelOnceAndArriveInOrder(workers: Int, side: Int) throws {
        let plan = TilePlan(size: GridSize(columns: 50, rows: 33), side: side)
        var hits = [Int](repeating: 0, count: 50 * 33)
        var indices: [Int] = []
        try sweep(plan, workers: workers) {
            3
        } compute: { factor, tile in
            tile.window.pixelCount * factor
        } consume: { tile, output in
            #expect(output == tile.window.pixelCount * 3)
            indices.append(tile.index)
            for row in tile.window.row..<tile.window.endRow {
                for column in tile.window.column..<tile.window.endColumn { hits[row * 50 + column] += 1 }
            }
        }
        #expect(indices == Array(0..<plan.count))
        #expect(hits.allSatisfy { $0 == 1 })
    }

    @Test(arguments: [1, 2, 3])
    func theFirstFaultInTileOrderIsThrown(workers: Int) {
        let plan = TilePlan(size: GridSize(columns: 40, rows: 40), side: 4)
        var consumed = 0
        #expect(throws: Fault("tile 17", zh: "坏", en: "bad")) {
            try sweep(plan, workers: workers) {
                0
            } compute: { (_: Int, tile) throws(Fault) -> Int in
                if tile.index >= 17 { throw Fault("tile \(tile.index)", zh: "坏", en: "bad") }
                return tile.index
            } consume: { _, _ in
                consumed += 1
            }
        }
        #expect(consumed == 17)
    }

    @Test func aWorkerThatCannotStartIsAFault() {
        let plan = TilePlan(size: GridSize(columns: 4, rows: 4), side: 2)
        #expect(throws: Fault.self) {
            try sweep(plan, workers: 2) { () throws(Fault) -> Int in
                throw Fault("file", zh: "打不开", en: "can't be opened")
            } compute: { worker, _ in
                worker
            } consume: { _, _ in
            }
        }
    }

    @Test func aFaultOfTheConsumerStopsTheSweep() {
        let plan = TilePlan(size: GridSize(columns: 100, rows: 100), side: 1)
        #expect(throws: Fault.self) {
            try sweep(plan, workers: 2) {
                0
            } compute: { worker, _ in
                worker
            } consume: { tile, _ throws(Fault) in
                if tile.index == 5 { throw Fault("disk", zh: "满", en: "full") }
            }
        }
    }
}
