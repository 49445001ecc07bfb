import Foundation
import GeoModel
import Patches
import Publishing
import SafeFiles
import Testing

/// How fast patches are written. A plain run writes a few; with `TUBAN_BENCHMARK` set to a number it writes that many
/// and prints wall and processor time:
/// `TUBAN_BENCHMARK=33800 swift test -c release -Xswiftc -enable-testing --filter Benchmark`.
@Suite(.serialized) struct PatchTableBenchmark {
    private let setting = ProcessInfo.processInfo.environment["TUBAN_BENCHMARK"].flatMap { Int($0) }

    @Test func geoPackage() throws {
        try measure("gpkg") { try PatchWriter(geoPackage: $0, geoJSON: nil, system: Township.system) }
    }

    @Test func geoJSON() throws {
        try measure("geojson") { try PatchWriter(geoPackage: nil, geoJSON: $0, system: Township.system) }
    }

    /// Writes the same patches several times; each time must give the same bytes.
    private func measure(_ ending: String, _ makeWriter: (String) throws -> PatchWriter) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tuban-\(UUID().uuidString)").path
        try DurableFile.makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let patches = (0..<(setting ?? 300)).map(Self.patch)
        var walls: [Double] = []
        var processor: [Double] = []
        var checksums: Set<String> = []
        for _ in 0..<(setting == nil ? 2 : 7) {
            let start = ContinuousClock.now
            let used = clock()
            let writer = try makeWriter("\(folder)/patches.\(ending)")
            for patch in patches { try writer.append(patch) }
            try writer.close()
            walls.append((ContinuousClock.now - start) / .milliseconds(1))
            processor.append(Double(clock() - used) / Double(CLOCKS_PER_SEC) * 1000)
            checksums.insert(try Checksum.sha256(ofFile: "\(folder)/patches.\(ending)"))
        }
        #expect(checksums.count == 1)
        guard setting != nil else { return }
        let (wall, cpu) = (walls.sorted().map { Int($0) }, processor.sorted().map { Int($0) })
        print("\(ending), \(patches.count) patches: wall \(wall) ms, CPU \(cpu) ms; \(checksums.first ?? "—")")
    }

    /// A lozenge of pixel steps, in rows of 184 that fill a Sentinel-2 tile; one in five has a hole, one in seven a
    /// second part.
    private static func patch(_ index: Int) -> Patch {
        let row = index / 184, column = index % 184
        let centre = MapPoint(x: 450_000 + Double(column) * 590, y: 3_900_000 - Double(row) * 590)
        let radius = 2 + index % 5
        var parts = [Polygon(exterior: lozenge(centre, radius))]
        if index % 5 == 0 {
            let hole = BoundingBox(minX: centre.x - 10, minY: centre.y - 10, maxX: centre.x, maxY: centre.y)
            parts[0].holes = [Polygon(hole).exterior]
        }
        if index % 7 == 0 { parts.append(Polygon(exterior: lozenge(MapPoint(x: centre.x + 150, y: centre.y), 2))) }
        let share = Double(index * 7919 % 10_007) / 10_007
        return Patch(
            number: "370402202606-\(padded(row * 59, to: 5))-\(padded(column * 59, to: 5))",
            before: Township.before,
            after: Township.after,
            firstPixel: PixelPlace(column: column * 59, row: row * 59),
            pixelCount: 2 * radius * radius,
            area: Area(squareMetres: 200.123 * Double(radius * radius) + share),
            shape: MultiPolygon(parts),
            transition: Transition(
                before: LandState.allCases[index % 5],
                after: LandState.allCases[index / 5 % 5]
            ),
            transitionShare: share,
            differences: IndexDifferences(ndvi: -share, ndbi: share / 2, mndwi: share / 3 - 0.2, bsi: share * share),
            meanScore: 0.06 + share / 3,
            largestScore: 0.1 + share,
            confidence: 1 - share / 2
        )
    }

    /// Steps of 10 m around a centre.
    private static func lozenge(_ centre: MapPoint, _ radius: Int) -> Ring {
        var points: [MapPoint] = []
        for (east, north) in [(1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0)] {
            let steps = (0..<radius).map { step in
                let far = 10 * Double(radius - step), near = 10 * Double(step)
                return [
                    MapPoint(x: centre.x + east * far, y: centre.y + north * near),
                    MapPoint(x: centre.x + east * far, y: centre.y + north * (near + 10)),
                ]
            }
            // Every second quarter runs the other way, so that the ring goes round.
            points += (east == north ? steps.flatMap { $0 } : steps.reversed().flatMap { $0.reversed() })
        }
        return Ring(points)
    }
}
