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

    /// A parcel at the origin of another coordinate system, and a zone over everything, among many small ones.
    @Test func outliersAndGiantsAreFoundAmongMany() {
        var boxes = (0..<5000).map { box(500_000 + Double($0 % 71) * 10, 3_800_000 + Double($0 / 71) * 10, 12) }
        boxes += [box(0, 0), box(400_000, 3_700_000, 1e6), box(1e30, 1e30), box(500_000, 0, 1e7)]
        let index = SpatialIndex(boxes)
        let probes = [
            box(500_300, 3_800_300, 25), box(-5, -5, 10), box(-1e9, -1e9, 2e9), box(500_710, 3_800_700, 100),
            box(450_000, 3_750_000), box(.nan, 0), box(1e29, 1e29, 1e31),
        ]
        for probe in probes {
            #expect(index.items(meeting: probe) == boxes.indices.filter { boxes[$0].intersects(probe) })
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
