import Foundation
import Testing

@Suite struct RoomTests {
    @Test func noFileImportsThroughAWall() {
        #expect(Repository.swiftFiles.flatMap(RoomTable.forbidden) == [])
    }

    @Test func theManifestSaysTheSame() throws {
        let manifest = try #require(Repository.text("Package.swift"))
        #expect(Manifest.rooms(in: manifest) == RoomTable.edges)
    }

    @Test func cStaysWhereItMayStand() {
        let systems = Repository.files(under: "Sources/CSystem", ending: ".modulemap").map {
            $0.split(separator: "/")[2]
        }
        #expect(!systems.isEmpty)
        for (room, modules) in RoomTable.edges where !modules.isDisjoint(with: systems.map(String.init)) {
            #expect(RoomTable.nearC.contains(room))
        }
    }

    @Test func theEngineAndTheDoorToFilesAreStrangers() {
        #expect(reachable(from: "TileEngine") == ["GeoModel"])
        #expect(!reachable(from: "GeoIO").contains("TileEngine"))
        #expect(RoomTable.edges["GeoModel"] == [])
    }

    /// What measures the engine shares no code with it.
    @Test func theBenchmarkAndTheEngineAreStrangers() {
        #expect(reachable(from: "benchmark").isDisjoint(with: ["GeoIO", "TileEngine", "ChangeDetection", "Pipeline"]))
        #expect(!RoomTable.edges.values.contains { $0.contains("benchmark") })
        let file = SwiftFile(path: "Tests/Benchmarks/Sources/Bad.swift", text: "import GeoIO\n")
        #expect(RoomTable.forbidden(in: file).count == 1)
    }

    @Test func theProgramIsTheOnlyProduct() throws {
        let manifest = try #require(Repository.text("Package.swift"))
        #expect(manifest.contains("products: [.executable(name: \"tuban\", targets: [\"tuban\"])],"))
    }

    @Test func nobodyImportsInACircle() {
        for room in RoomTable.edges.keys { #expect(!reachable(from: room).contains(room)) }
    }

    @Test func theNoteShowsTheSameWalls() throws {
        let note = try #require(Repository.text("Sources/tuban/Documentation.docc/Architecture.md"))
        let rows = note.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { $0.components(separatedBy: "|") }
        var shown: [String: Set<String>] = [:]
        for row in rows where row.count == 5 {
            shown[names(in: row[1]).first ?? ""] = Set(names(in: row[3]))
        }
        #expect(shown == RoomTable.edges)
    }

    @Test(arguments: [
        ("GeoModel", "import Foundation"), ("GeoIO", "import TileEngine"), ("TileEngine", "package import GeoIO"),
        ("Patches", "@preconcurrency import CGDAL"), ("Pipeline", "import struct Simulation.Truth"),
        ("Cellar", "import GeoModel"), ("Verbs", "internal import class GeoIO.Raster"),
    ])
    func catches(room: String, line: String) {
        let file = SwiftFile(path: "Sources/\(room)/Bad.swift", text: "/// Words.\n\(line)\n")
        #expect(RoomTable.forbidden(in: file).count == 1)
    }

    @Test(arguments: [
        ("GeoIO", "import CGDAL"), ("TileEngine", "package import GeoModel"), ("Patches", "import Foundation"),
        ("GeoModel", "// import Foundation"), ("GeoModel", "let text = \"\"\"\nimport Foundation\n\"\"\""),
    ])
    func letsPass(room: String, line: String) {
        let file = SwiftFile(path: "Sources/\(room)/Good.swift", text: line)
        #expect(RoomTable.forbidden(in: file) == [])
    }

    @Test func readsAManifest() {
        let text = """
            func room(_ name: String, _ uses: [String]) -> Target { .target(name: name) }
            room("A", []),
            room(
                "B",
                ["A",
                 "C"]
            ),
            .executableTarget(name: "x", dependencies: ["B"], exclude: ["docs"])
            """
        #expect(Manifest.rooms(in: text) == ["A": [], "B": ["A", "C"], "x": ["B"]])
    }

    private func reachable(from room: String) -> Set<String> {
        var found: Set<String> = []
        var open = Array(RoomTable.edges[room, default: []])
        while let next = open.popLast() {
            if found.insert(next).inserted { open += RoomTable.edges[next, default: []] }
        }
        return found
    }

    private func names(in cell: String) -> [String] {
        let parts = cell.components(separatedBy: "`")
        return parts.indices.filter { $0 % 2 == 1 }.map { parts[$0] }
    }
}
