import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

@Suite struct GeometryTests {
    /// A unit triangle, by hand from OGC 12-128r17, clause 2.1.3.
    @Test func writesTheBytesOfTheStandard() {
        let triangle = MultiPolygon([
            Polygon(exterior: Ring([MapPoint(x: 0, y: 0), MapPoint(x: 1, y: 0), MapPoint(x: 0, y: 1)]))
        ])
        let zero = [UInt8](repeating: 0, count: 8)
        let one: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
        let header: [UInt8] = [0x47, 0x50, 0, 3, 0xC4, 0x11, 0, 0] + zero + one + zero + one
        let prefix: [UInt8] = [1, 6, 0, 0, 0, 1, 0, 0, 0, 1, 3, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0]
        let points = zero + zero + one + zero + zero + one + zero + zero
        #expect(GeoPackageGeometry.encode(triangle, system: 4548) == header + prefix + points)
    }

    @Test func readsBackWhatItWrote() throws {
        for shape in [District.square(1), District.island(2), MultiPolygon([])] {
            let blob = GeoPackageGeometry.encode(shape, system: 4548)
            #expect(try GeoPackageGeometry.decode(blob, named: "x") == shape)
        }
    }

    @Test func marksNothingAsEmpty() {
        let blob = GeoPackageGeometry.encode(MultiPolygon([]), system: -1)
        #expect(blob == [0x47, 0x50, 0, 0x11, 0xFF, 0xFF, 0xFF, 0xFF, 1, 6, 0, 0, 0, 0, 0, 0, 0])
    }

    /// GIS programs may save a part alone, without a rectangle, and with the high byte first.
    @Test func readsAPlainPolygonInTheOtherByteOrder() throws {
        let one: [UInt8] = [0x3F, 0xF0, 0, 0, 0, 0, 0, 0]
        let zero = [UInt8](repeating: 0, count: 8)
        let blob: [UInt8] =
            [0x47, 0x50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 4] + zero + zero + one + zero + zero
            + one
            + zero + zero
        let points = [MapPoint(x: 0, y: 0), MapPoint(x: 1, y: 0), MapPoint(x: 0, y: 1)]
        #expect(
            try GeoPackageGeometry.decode(blob, named: "x") == MultiPolygon([Polygon(exterior: Ring(points))])
        )
    }

    @Test func refusesEveryCutAndNeverReadsPastTheEnd() {
        let blob = GeoPackageGeometry.encode(District.island(3), system: 4548)
        for length in 0..<blob.count {
            let cut = fault { _ = try GeoPackageGeometry.decode(Array(blob.prefix(length)), named: "patch 7") }
            #expect(cut?.object == "patch 7", "cut at \(length)")
        }
        #expect(fault { _ = try GeoPackageGeometry.decode(blob + [0], named: "x") } != nil)
    }

    @Test func doesNotBelieveAHugeCount() {
        var blob = GeoPackageGeometry.encode(District.square(1), system: 4548)
        // The number of points of the first ring lies behind header (40), collection (9), polygon (9).
        blob.replaceSubrange(58..<62, with: [0xFF, 0xFF, 0xFF, 0x7F])
        #expect(fault { _ = try GeoPackageGeometry.decode(blob, named: "x") } != nil)
    }
}
