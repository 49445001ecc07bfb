import Foundation
import GeoModel
import Geometry
import SafeFiles
import Testing

@testable import LandRecords

/// What the report on an import calls odd.
@Suite struct QualityTests {
    private let limits: CheckLimits
    private static let system = CoordinateSystem("EPSG:4548")

    init() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Pipelines/registers/checks.json5").path
        limits = try CheckLimits(try DurableFile.json(of: path), named: path)
    }

    /// A rectangle in metres from a corner of the district.
    private func block(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> MultiPolygon {
        let (x, y) = (x + 500_000, y + 3_850_000)
        return MultiPolygon([Polygon(BoundingBox(minX: x, minY: y, maxX: x + width, maxY: y + height))])
    }

    private func oddities(_ shapes: [MultiPolygon]) throws -> [Oddity] {
        let boxes = shapes.map(\.bounds)
        let check = try NeighbourCheck(
            of: .parcel, boxes: boxes, index: SpatialIndex(boxes), limits: limits, system: Self.system,
            shape: { shapes[$0] })
        var found: [Oddity] = []
        #expect(try check.run(progress: { _, _ in }, found: { found.append($0) }).isEmpty)
        return found
    }

    @Test func neighboursThatOnlyTouchAreNotOdd() throws {
        #expect(try oddities([block(0, 0, 10, 10), block(10, 0, 10, 10), block(0, 10, 20, 5)]).isEmpty)
    }

    @Test func overlapsAreFoundWithTheirGround() throws {
        let found = try oddities([block(0, 0, 10, 10), block(8, 0, 10, 10), block(9, 0, 1, 3), block(30, 0, 5, 5)])
        #expect(found.map(\.kind) == [.overlap, .overlap, .overlap])
        let areas = found.map { $0.area.squareMetres }.sorted()
        #expect(zip(areas, [3, 3, 20]).allSatisfy { abs($0 - $1) < 0.02 })
    }

    @Test func gapsAreSliversThatRecordsEnclose() throws {
        // A frame of four around 2 m × 5 m; an open bay, and a yard of 50 m × 50 m, are none.
        let frame = [block(0, 0, 12, 5), block(0, 5, 5, 5), block(7, 5, 5, 5), block(0, 10, 12, 5)]
        let yard = [block(100, 0, 150, 50), block(100, 50, 50, 50), block(200, 50, 50, 50), block(100, 100, 150, 50)]
        let found = try oddities(frame + yard + [block(300, 0, 10, 5), block(300, 5, 2, 5)])
        #expect(found.map(\.kind) == [.gap])
        #expect(abs((found.first?.area.squareMetres ?? 0) - 10) < 0.02 && found.first?.records == [0, 1, 2, 3])
    }

    /// The same is found whether one cell holds all records or many cells share them.
    @Test func cellsLeaveNoSeams() throws {
        var shapes: [MultiPolygon] = []
        for row in 0..<60 {
            for column in 0..<60 {
                // Every 7th reaches over its neighbour by half a metre, every 11th falls short of it and leaves a slit.
                let number = row * 60 + column
                let width = number.isMultiple(of: 7) ? 20.5 : number.isMultiple(of: 11) ? 19.5 : 20
                shapes.append(block(Double(column) * 20, Double(row) * 20, width, 20))
            }
        }
        let found = try oddities(shapes)
        let reach = (0..<3600).filter { $0.isMultiple(of: 7) && $0 % 60 != 59 }
        #expect(found.count { $0.kind == .overlap } == reach.count)
        // Slits at the register's eastern edge, and those on its border to the north or south, are open.
        let slits = (60..<3540).filter { $0.isMultiple(of: 11) && !$0.isMultiple(of: 7) && $0 % 60 != 59 }
        #expect(found.count { $0.kind == .gap } == slits.count)
    }

    @Test func whereMapServicesOfChinaShowAPlace() {
        let shown = ChinaOffset.shown(MapPoint(x: 116.404, y: 39.915))
        #expect(abs(shown.x - 116.41024) < 1e-5 && abs(shown.y - 39.91640) < 1e-5)
        let back = ChinaOffset.original(shown)
        #expect(abs(back.x - 116.404) < 1e-8 && abs(back.y - 39.915) < 1e-8)
    }

    @Test func aRegisterShiftedAsGCJ02ShiftsIsNamed() throws {
        var dice = SplitMix(seed: 5)
        let corners = (0..<4000).map { _ in
            MapPoint(x: 500_000 + dice.next() * 6000, y: 3_850_000 + dice.next() * 6000)
        }
        let degrees = CoordinateSystem("EPSG:4490")
        let to = try CoordinateTransformation(from: Self.system, to: degrees)
        let from = try CoordinateTransformation(from: degrees, to: Self.system)
        let shifted = try corners.map { try from.transformed(ChinaOffset.shown(try to.transformed($0))) }
        let check = try ShiftCheck(against: corners, limits: limits.shift, system: Self.system)
        let sample = stride(from: 0, to: 4000, by: 20).map { shifted[$0] }
        let finding = try #require(try check.shift(of: sample))
        #expect(!finding.isOther && abs(finding.metres - finding.expected) < 5 && finding.shares.after > 0.8)
        // In its place, by half as far, or with corners of its own, it is not.
        #expect(try check.shift(of: stride(from: 0, to: 4000, by: 20).map { corners[$0] }) == nil)
        let half = zip(corners, shifted).map { MapPoint(x: ($0.x + $1.x) / 2, y: ($0.y + $1.y) / 2) }
        #expect(try check.shift(of: Array(half.prefix(200))) == nil)
        let others = (0..<200).map { _ in
            MapPoint(x: 500_000 + dice.next() * 6000, y: 3_850_000 + dice.next() * 6000)
        }
        #expect(try check.shift(of: others) == nil)
        let other = try ShiftCheck(against: shifted, limits: limits.shift, system: Self.system)
        #expect(try other.shift(of: stride(from: 0, to: 4000, by: 20).map { corners[$0] })?.isOther == true)
    }

    @Test func statedAreasTellTheirUnitAndWhereTheyDisagree() throws {
        var check = try AreaCheck(limits: limits, system: Self.system)
        var found: [Oddity] = []
        for row in 0..<20 {
            let shape = block(Double(row) * 100, 0, 100, 20)
            // 2000 m² are 3 mu; row 7 states half of it.
            let draft = DraftRecord(
                kind: .parcel, cells: [.text("\(row)"), .none, .none, .number(row == 7 ? 1.5 : 3)], shape: shape,
                point: nil, source: RecordSource(layer: "l", row: Int64(row)))
            found += check.take(draft, at: row)
        }
        found += check.finish()
        #expect(check.unit == .mu && check.statedCount == 20 && found.map(\.records) == [[7]])
    }

    @Test func eastingsTellTheirZone() {
        func guess(_ minX: Double, _ maxX: Double, _ minY: Double, _ maxY: Double) -> CoordinateGuess? {
            CoordinateGuess(extent: BoundingBox(minX: minX, minY: minY, maxX: maxX, maxY: maxY))
        }
        #expect(guess(39_500_000, 39_520_000, 3_850_000, 3_860_000)?.code == "EPSG:4527")
        #expect(guess(25_400_000, 25_500_000, 4_000_000, 4_100_000)?.code == "EPSG:4513")
        #expect(guess(45_400_000, 45_500_000, 5_000_000, 5_100_000)?.code == "EPSG:4533")
        #expect(guess(46_400_000, 46_500_000, 5_000_000, 5_100_000) == nil)
        #expect(guess(117, 117.5, 34.5, 35)?.code == "EPSG:4490")
        let bare = guess(480_000, 520_000, 3_850_000, 3_860_000)
        #expect(bare != nil && bare?.code == nil)
    }
}

/// A seeded sequence in 0 ..< 1.
private struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((bits ^ (bits >> 31)) >> 11) / Double(1 << 53)
    }
}
