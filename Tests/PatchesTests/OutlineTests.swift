import GeoModel
import Geometry
import Patches
import Testing

private let unit = GeoTransform(originX: 0, originY: 0, pixelWidth: 1, pixelHeight: 1)

@Suite struct OutlineTests {
    @Test func aSquareHasFourCorners() {
        let shape = outline(of: regions(pixelRows(["##", "##"]))[0].runs, transform: unit)
        #expect(shape == MultiPolygon([Polygon(exterior: ring((0, 0), (0, -2), (2, -2), (2, 0)))]))
    }

    @Test func aFrameHasAHole() {
        let shape = outline(of: regions(pixelRows(["###", "#.#", "###"]))[0].runs, transform: unit)
        let hole = ring((1, -1), (2, -1), (2, -2), (1, -2))
        #expect(
            shape == MultiPolygon([Polygon(exterior: ring((0, 0), (0, -3), (3, -3), (3, 0)), holes: [hole])]))
    }

    @Test func cornersSplitIntoParts() {
        let shape = outline(of: regions(pixelRows(["#.", ".#"]))[0].runs, transform: unit)
        #expect(
            shape
                == MultiPolygon([
                    Polygon(exterior: ring((0, 0), (0, -1), (1, -1), (1, 0))),
                    Polygon(exterior: ring((1, -1), (1, -2), (2, -2), (2, -1))),
                ]))
    }

    @Test func aRingThatTouchesItselfIsCutThere() {
        // The two upper pixels touch at a corner and hang together around the hole below it.
        let shape = outline(of: regions(pixelRows(["##.", "#.#", "###"]))[0].runs, transform: unit)
        let hole = ring((2, -1), (2, -2), (1, -2), (1, -1))
        #expect(shape.polygons.count == 1)
        #expect(shape.polygons[0].holes.map { Set($0.points) } == [Set(hole.points)])
        #expect(shape.planarArea == 7)
    }

    @Test func anIslandInAHoleIsAPartOfItsOwn() {
        let mask = ["#####", "#...#", "#.#.#", "#...#", "#####"]
        let runs = regions(pixelRows(mask)).flatMap(\.runs).sorted { ($0.row, $0.run.start) < ($1.row, $1.run.start) }
        let shape = outline(of: runs, transform: unit)
        #expect(shape.polygons.map(\.holes.count) == [1, 0])
        #expect(shape.planarArea == 17)
    }

    /// rasterio.features.shapes makes about a quarter of its 8-connected polygons invalid on such masks.
    @Test(arguments: [0.1, 0.3, 0.4, 0.5, 0.6, 0.7, 0.9])
    func everyOutlineIsValidAndCoversItsPixels(density: Double) throws {
        var numbers = SeededNumbers(seed: UInt64(density * 100))
        let algebra = PolygonAlgebra()
        for (side, trials) in [(4, 40), (8, 20), (16, 20), (24, 20), (48, 10), (250, 1)] {
            for _ in 0..<trials {
                for region in regions(randomRows(columns: side, rows: side, density: density, &numbers)) {
                    let shape = outline(of: region.runs, transform: unit)
                    #expect(try algebra.defect(of: shape, named: "outline") == nil)
                    #expect(shape.planarArea == Double(region.pixelCount))
                    #expect(fillRuns(shape) == region.runs)
                    #expect(shape.polygons.allSatisfy { $0.exterior.doubledSignedArea > 0 })
                    #expect(shape.polygons.flatMap(\.holes).allSatisfy { $0.doubledSignedArea < 0 })
                }
            }
        }
    }

    private func ring(_ points: (Double, Double)...) -> Ring {
        Ring(points.map { MapPoint(x: $0.0, y: $0.1) })
    }

    /// The runs whose pixels a shape on the unit grid covers, by the even-odd rule.
    private func fillRuns(_ shape: MultiPolygon) -> [PlacedRun] {
        var crossings: [Int: [Int]] = [:]
        for ring in shape.polygons.flatMap({ [$0.exterior] + $0.holes }) {
            for (start, end) in zip(ring.points, ring.points.dropFirst()) where start.x == end.x {
                let rows = Int(-max(start.y, end.y))..<Int(-min(start.y, end.y))
                for row in rows { crossings[row, default: []].append(Int(start.x)) }
            }
        }
        return crossings.sorted { $0.key < $1.key }.flatMap { row, columns in
            let sorted = columns.sorted()
            return stride(from: 0, to: sorted.count, by: 2).map {
                PlacedRun(row: row, run: Run(start: sorted[$0], end: sorted[$0 + 1]))
            }
        }
    }
}
