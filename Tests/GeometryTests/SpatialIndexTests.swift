import GeoModel
import Geometry
import Testing

@Suite struct SpatialIndexTests {
    private func box(_ x: Double, _ y: Double, _ size: Double = 1) -> BoundingBox {
        BoundingBox(minX: x, minY: y, maxX: x + size, maxY: y + size)
    }

    @Test(arguments: [0, 1, 16, 17, 256, 257, 1000])
    func findsWhatALinearSearchFinds(count: Int) {
        // A fixed multiplicative sequence spreads the boxes without a random source.
        let boxes = (0..<count).map { number -> BoundingBox in
            let x = number * 7919 % 997
            let y = number * 104_729 % 991
            return box(Double(x), Double(y), Double(number % 40))
        }
        let index = SpatialIndex(boxes)
        for probe in 0..<50 {
            let window = box(Double(probe * 19), Double(probe * 17 % 900), 60)
            #expect(index.items(meeting: window) == boxes.indices.filter { boxes[$0].intersects(window) })
        }
    }

    @Test func bordersCount() {
        let index = SpatialIndex([box(0, 0), box(1, 0), box(2, 2)])
        #expect(index.items(meeting: box(1, 1)) == [0, 1, 2])
    }

    @Test func emptyEntriesKeepTheirNumberAndAreNeverFound() {
        let index = SpatialIndex([nil, box(0, 0), box(.nan, 0), box(0, 0)])
        #expect(index.items(meeting: box(-10, -10, 100)) == [1, 3])
    }
}
