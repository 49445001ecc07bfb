import Foundation
import GeoModel
import Geometry
import Testing

/// The fast way to measure shared ground against outlines that GEOS cuts and `EllipsoidalArea` measures.
@Suite struct SharedAreaMeasureTests {
    private struct Place {
        let system: CoordinateSystem
        let x: Double
        let y: Double
        /// A metre in the unit of the system.
        let metre: Double

        /// At the edge of a zone, where the scale changes most.
        static let all: [Place] = [
            Place(system: CoordinateSystem("EPSG:32650"), x: 600_000, y: 4_990_200, metre: 1),
            Place(system: CoordinateSystem("EPSG:4548"), x: 637_000, y: 3_852_000, metre: 1),
            Place(system: CoordinateSystem("EPSG:4490"), x: 117.3, y: 34.8, metre: 1e-5),
        ]

        func point(_ x: Double, _ y: Double) -> MapPoint {
            MapPoint(x: self.x + x * metre, y: self.y + y * metre)
        }

        func ring(_ numbers: [Double]) -> Ring {
            Ring(stride(from: 0, to: numbers.count, by: 2).map { point(numbers[$0], numbers[$0 + 1]) })
        }

        func block(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> MultiPolygon {
            let (low, high) = (point(x, y), point(x + width, y + height))
            return MultiPolygon([Polygon(BoundingBox(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y))])
        }

        func measure() throws -> SharedAreaMeasure {
            let (low, high) = (point(-5000, -5000), point(15_000, 15_000))
            return try SharedAreaMeasure(
                of: system, in: BoundingBox(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y))
        }
    }

    private struct Lots {
        var seed: UInt64

        mutating func next(_ range: ClosedRange<Double>) -> Double {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return range.lowerBound + Double(seed >> 11) / 0x1p53 * (range.upperBound - range.lowerBound)
        }

        /// A star of so many corners, far from convex, with a hole of the same form where it has room.
        mutating func star(around x: Double, _ y: Double, radius: Double, corners: Int, at place: Place) -> Polygon {
            let lengths = (0..<corners).map { _ in next(0.3...1) * radius }
            func ring(_ factor: Double) -> Ring {
                place.ring(
                    lengths.enumerated().flatMap { corner, length in
                        let angle = 2 * .pi * Double(corner) / Double(corners)
                        return [x + factor * length * cos(angle), y + factor * length * sin(angle)]
                    }
                )
            }
            return Polygon(exterior: ring(1), holes: next(0...1) < 0.5 ? [ring(0.4)] : [])
        }
    }

    private func shared(
        _ measure: SharedAreaMeasure, _ shape: MultiPolygon, _ polygon: Polygon
    ) throws -> Double {
        let box = try #require(BoundingBox(around: polygon.exterior.points))
        return try measure.squareMetres(
            sharedBy: measure.prepare(shape), with: polygon, in: box, named: "test")
    }

    @Test(arguments: 0..<3)
    func bothWaysMeasureTheSame(number: Int) throws {
        let place = Place.all[number]
        let (measure, algebra) = (try place.measure(), PolygonAlgebra())
        let ellipsoid = try EllipsoidalArea(of: place.system)
        var lots = Lots(seed: 11)
        var largest = 0.0
        for round in 0..<400 {
            let pixels = (0..<9).map { _ in
                place.block(
                    (lots.next(0...40)).rounded() * 10, (lots.next(0...40)).rounded() * 10, 50, 80)
            }
            let patch = try algebra.union(of: pixels, named: "patch")
            let parcel = lots.star(
                around: lots.next(0...400), lots.next(0...400), radius: lots.next(20...2000), corners: 3 + round % 20,
                at: place)
            let found = try shared(measure, patch, parcel)
            let common = try algebra.intersection(patch, MultiPolygon([parcel]), named: "common")
            let expected = try ellipsoid.area(of: common).squareMetres
            // GEOS rounds corners to the last digit of the coordinates: some 10⁻⁹ m along all of the border.
            #expect(abs(found - expected) <= 1e-9 * expected + 3e-6)
            largest = max(largest, expected)
        }
        #expect(largest > 10_000)
    }

    /// Without the offset of the coordinates GEOS has digits to spare, and the areas agree to 10⁻⁹ of each.
    @Test func planarAreasAgreeToTheLastDigits() throws {
        let place = Place(system: CoordinateSystem("EPSG:3857"), x: 0, y: 0, metre: 1)
        let (measure, algebra) = (try place.measure(), PolygonAlgebra())
        let scale = try SurfaceScale(
            of: place.system, in: BoundingBox(minX: -100, minY: -100, maxX: 1000, maxY: 1000))
        var lots = Lots(seed: 5)
        for _ in 0..<400 {
            let patch = place.block(lots.next(0...100), lots.next(0...100), lots.next(5...60), lots.next(5...60))
            let parcel = lots.star(
                around: lots.next(0...160), lots.next(0...160), radius: lots.next(20...90), corners: 8, at: place)
            let found = try shared(measure, patch, parcel)
            let common = try algebra.intersection(patch, MultiPolygon([parcel]), named: "common")
            let centre = try #require(patch.bounds).centre
            let expected = common.planarArea * (try #require(scale.squareMetresPerUnit(at: centre)))
            #expect(abs(found - expected) <= 1e-9 * expected)
        }
    }

    @Test func whatOnlyTouchesSharesNothing() throws {
        let place = Place.all[0]
        let measure = try place.measure()
        let patch = place.block(100, 100, 70, 30)
        let beside = [
            place.block(170, 100, 30, 30), place.block(0, 0, 100, 100), place.block(100, 130, 70, 30),
            place.block(100, 70, 70, 30),
        ]
        // A horseshoe around the patch, whose sides touch it or keep away.
        let horseshoe = Polygon(
            exterior: place.ring([0, 0, 300, 0, 300, 300, 170, 300, 170, 90.3, 99.1, 90.3, 100, 300, 0, 300]))
        let around = Polygon(
            exterior: place.ring([0, 0, 300.1, 0, 299.7, 300, 0, 300.3]),
            holes: [place.ring([99.3, 97.7, 99.1, 140.2, 180.7, 150, 175.3, 90.9])])
        for polygon in beside.flatMap(\.polygons) + [horseshoe, around] {
            #expect(try shared(measure, patch, polygon) == 0)
        }
    }

    @Test func partsAddUpToTheWhole() throws {
        for place in Place.all {
            let measure = try place.measure()
            let patch = MultiPolygon([
                Polygon(exterior: place.ring([0, 0, 300, 0, 300, 100, 700, 100, 700, 900, 0, 900]))
            ])
            // Slanted strips that touch.
            var sum = 0.0
            for strip in 0..<40 {
                let (from, to) = (Double(strip) * 37 - 500, Double(strip + 1) * 37 - 500)
                let polygon = Polygon(exterior: place.ring([from, -10, to, -10, to + 400, 1000, from + 400, 1000]))
                sum += try shared(measure, patch, polygon)
            }
            let whole = try EllipsoidalArea(of: place.system).area(of: patch).squareMetres
            #expect(abs(sum / whole - 1) < 1e-9)
        }
    }

    /// Beyond the box, and where an outline is not of pixels, GEOS cuts.
    @Test func anythingElseIsMeasuredToo() throws {
        let place = Place.all[1]
        let measure = try place.measure()
        let polygon = try #require(place.block(0, 0, 100, 100).polygons.first)
        let slanted = MultiPolygon([Polygon(exterior: place.ring([0, 0, 100, 0, 50, 50]))])
        let expected = try EllipsoidalArea(of: place.system).area(of: slanted).squareMetres
        #expect(abs(try shared(measure, slanted, polygon) - expected) < 1e-6)
        let far = try #require(place.block(200_000, 0, 100, 100).polygons.first)
        let here = try EllipsoidalArea(of: place.system).area(of: MultiPolygon([far])).squareMetres
        #expect(abs(try shared(measure, place.block(200_000, -50, 200, 200), far) / here - 1) < 1e-9)
    }
}
