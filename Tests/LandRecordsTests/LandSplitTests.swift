import GeoModel
import Geometry
import LandRecords
import Patches
import Testing

private typealias D = District

/// A net of parcels that share their corners, patches of pixels on it, and what holds for any of them.
@Suite struct LandSplitTests {
    private struct Lots {
        var seed: UInt64

        mutating func next(_ range: ClosedRange<Double>) -> Double {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return range.lowerBound + Double(seed >> 11) / 0x1p53 * (range.upperBound - range.lowerBound)
        }

        mutating func shuffled<Element>(_ list: [Element]) -> [Element] {
            list.map { (next(0...1), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// 8 × 8 parcels of some 60 m a side, of which some have no known class.
    private func net(_ lots: inout Lots) -> [Parcel] {
        let classes: [String?] = ["0101", "0301", "0404", "1201", "0702", nil, "9999", "1107"]
        let corners = (0..<81).map { place in
            MapPoint(
                x: 500_000 + Double(place % 9) * 60 + lots.next(-20...20),
                y: 3_852_000 + Double(place / 9) * 60 + lots.next(-20...20))
        }
        return (0..<64).map { place in
            let corner = place / 8 * 9 + place % 8
            let ring = Ring([corner, corner + 1, corner + 10, corner + 9].map { corners[$0] })
            return D.parcel("P\(place)", classes[place % 8], MultiPolygon([Polygon(exterior: ring)]))
        }
    }

    private func patches(_ lots: inout Lots) throws -> [Patch] {
        let algebra = PolygonAlgebra()
        return try (0..<40).map { number in
            let blocks = (0..<4).map { _ in
                D.block(lots.next(-3...44).rounded() * 10, lots.next(-3...44).rounded() * 10, 60, 40)
            }
            return D.patch("T\(number)", try algebra.union(of: blocks, named: "T"))
        }
    }

    private func book() throws -> RuleBook { try RuleBook(D.data("themes/five-themes.json5"), named: "five-themes") }

    @Test func thePartsAddUpToThePatch() throws {
        var lots = Lots(seed: 3)
        let zones = [
            D.zone(.permanentBasicFarmland, D.block(0, 0, 250, 600)),
            D.zone(.ecologicalRedLine, D.block(300, 300, 90, 90)),
        ]
        let outcome = try LandRecordSet.of(parcels: net(&lots), zones: zones).joined(patches(&lots), book())
        #expect(outcome.splits.count > 30)
        for split in outcome.splits {
            #expect(split.isBalanced)
            #expect(abs(split.sum.squareMetres / split.whole.squareMetres - 1) < 1e-8)
            #expect(split.overlapping.squareMetres < 1e-6 * split.whole.squareMetres)
            #expect(split.basicFarmland <= split.whole && split.redLine <= split.whole)
        }
        // Every column, land of no class and land of no parcel occur.
        for column in LandColumn.allCases {
            #expect(outcome.splits.contains { ($0.columns[column] ?? .zero).squareMetres > 100 })
        }
        #expect(outcome.splits.contains { $0.unclassified.squareMetres > 100 })
        #expect(outcome.splits.contains { $0.uncovered.squareMetres > 100 })
        #expect(outcome.splits.contains { $0.basicFarmland.squareMetres > 100 })
        #expect(outcome.splits.contains { $0.redLine.squareMetres > 100 })
        #expect(!outcome.faults.contains { $0.object == "parcel" && $0.message.en.contains("overlap") })
    }

    @Test func theOrderOfParcelsMakesNoDifference() throws {
        var lots = Lots(seed: 4)
        let (parcels, patches) = (net(&lots), try patches(&lots))
        func shares(_ parcels: [Parcel]) throws -> [[String: Double]] {
            let register = LandRegister(LandRecordSet.of(parcels: parcels), system: D.system)
            let overlayer = try Overlayer(register, sliver: .zero)
            return try patches.map { patch in
                let overlay = try overlayer.overlay(patch.shape, named: patch.number)
                return Dictionary(
                    uniqueKeysWithValues: overlay.parcels.map { (parcels[$0.record].code, $0.area.squareMetres) })
            }
        }
        let first = try shares(parcels)
        #expect(first.contains { $0.count > 5 })
        for _ in 0..<3 { #expect(try shares(lots.shuffled(parcels)) == first) }
    }

    @Test func theNumberOfWorkersMakesNoDifference() throws {
        var lots = Lots(seed: 5)
        let (parcels, few) = (net(&lots), try patches(&lots))
        // More than one worker's piece.
        let patches = (0..<15).flatMap { _ in few }
        let register = LandRegister(LandRecordSet.of(parcels: parcels), system: D.system)
        let join = PatchJoin(
            register: register, rules: try book(), period: D.june, observedOn: D.day("2026-06-15"))
        let one = try join.join(patches, workers: 1)
        #expect(one.flags.count > 500)
        for workers in [2, 5] {
            let several = try join.join(patches, workers: workers)
            #expect(several.flags == one.flags)
            #expect(several.splits == one.splits)
            #expect(several.slivers == one.slivers)
        }
        let layer = ShapeLayer(parcels.map(\.shape))
        let areas = try layer.sharedAreas(with: patches.map(\.shape), in: D.system, workers: 1)
        #expect(try layer.sharedAreas(with: patches.map(\.shape), in: D.system, workers: 3) == areas)
        #expect(
            areas.map { [$0.outline, $0.record] }
                == areas.map { [$0.outline, $0.record] }.sorted { $0.lexicographicallyPrecedes($1) })
    }

    /// An identity that does not hold is told, with the parcels that break it.
    @Test func overlappingParcelsAreTold() throws {
        let parcels = [
            D.parcel("东", "0101", D.block(0, 0, 60, 100)), D.parcel("西", "0301", D.block(50, 0, 50, 100)),
        ]
        let patch = D.patch("T1", D.block(0, 0, 100, 100))
        let outcome = try LandRecordSet.of(parcels: parcels).joined([patch], book())
        let split = try #require(outcome.splits.first)
        #expect(!split.isBalanced)
        #expect(abs(split.overlapping.squareMetres - 1000) < 0.01)
        #expect(abs(split.sum.squareMetres - split.whole.squareMetres - 1000) < 0.01)
        #expect(split.overlappingRecords == ["东", "西"])
        let fault = try #require(outcome.faults.first { $0.message.en.contains("overlap") })
        #expect(fault.message.zh.contains("东, 西"))
        #expect(fault.message.en.contains("1.50 mu"))
    }

    /// A sliver raises nothing, but it is counted, and its ground is in the split.
    @Test func sliversAreCounted() throws {
        let parcels = [
            D.parcel("大", "0101", D.block(0, 0, 99.8, 100)), D.parcel("缝", "0301", D.block(99.8, 0, 50, 100)),
        ]
        let patch = D.patch("T1", D.block(0, 0, 100, 100))
        let outcome = try LandRecordSet.of(parcels: parcels).joined([patch, patch], book())
        #expect(outcome.slivers.map(\.kind) == [.parcel])
        #expect(outcome.slivers.map(\.shares) == [2])
        #expect(abs((outcome.slivers.first?.area.squareMetres ?? 0) - 40) < 1e-3)
        let split = try #require(outcome.splits.first)
        #expect(abs((split.columns[.otherAgricultural] ?? .zero).squareMetres - 20) < 1e-3)
        #expect(split.isBalanced)
        #expect(outcome.flags.first?.links.filter { $0.kind == .parcel }.map(\.key) == ["大"])
    }

    /// Where there is a land-use layer, that tells what a patch was, and its slivers count like the parcels'.
    @Test func theLandUseLayerIsAskedFirst() throws {
        var records = LandRecordSet.of(parcels: [D.parcel("大", "0601", D.block(0, 0, 100, 100))])
        records.landUses = [("0101", D.block(0, 0, 99.8, 100)), ("0301", D.block(99.8, 0, 50, 100))].map {
            LandUse(
                code: $0.0, landClass: $0.0, statedArea: nil, deductedShare: nil, shape: $0.1, source: D.source(1))
        }
        let outcome = try records.joined([D.patch("T1", D.block(0, 0, 100, 100))], book())
        let split = try #require(outcome.splits.first)
        #expect(split.register == .landUse && split.isBalanced && split.columns[.construction] == nil)
        #expect(abs((split.columns[.cultivated] ?? .zero).squareMetres - 9980) < 0.01)
        #expect(abs((split.columns[.otherAgricultural] ?? .zero).squareMetres - 20) < 1e-3)
        #expect(outcome.slivers.map(\.kind) == [.landUse])
    }

    /// Parts that touch along a border, a hole, and a second parcel inside the hole.
    @Test func partsAndHolesAddUp() throws {
        let frame = Polygon(
            exterior: D.ring(0, 0, 90, 0, 100, 100, 0, 100), holes: [D.ring(20, 20, 80, 25, 80, 80, 20, 80)])
        let second = Polygon(exterior: D.ring(90, 0, 160, 0, 160, 100, 100, 100))
        let parcels = [
            D.parcel("框", "0101", MultiPolygon([frame, second])),
            D.parcel("心", "0702", MultiPolygon([Polygon(exterior: D.ring(20, 20, 80, 25, 80, 80, 20, 80))])),
        ]
        let patch = D.patch("T1", D.block(10, 10, 120, 80))
        let split = try #require(try LandRecordSet.of(parcels: parcels).joined([patch], book()).splits.first)
        #expect(split.isBalanced && split.uncovered.squareMetres < 1e-3)
        // 60 m wide, its lower edge rises by 5 m.
        #expect(abs((split.columns[.construction] ?? .zero).squareMetres - 3450) < 0.01)
        #expect(abs((split.columns[.cultivated] ?? .zero).squareMetres - 6150) < 0.01)
    }
}
