/// The walls of the house: which module each room may import. `Package.swift` and the architecture note say the same.
enum RoomTable {
    static let edges: [String: Set<String>] = [
        "GeoModel": [],
        "SafeFiles": ["CCrypto", "CDeflate", "GeoModel"],
        // OGR takes a feature a row; rows of a GeoPackage are written past it, by prepared statements of CSQLite.
        "GeoIO": ["CDeflate", "CGDAL", "CMalloc", "CSQLite", "CTIFF", "CZlib", "CZstd", "GeoModel", "SafeFiles"],
        "Geometry": ["CGEOS", "CPROJ", "GeoModel"],
        "TileEngine": ["GeoModel"],
        "Learning": ["GeoModel", "SafeFiles"],
        "ChangeDetection": ["GeoModel", "TileEngine", "Learning"],
        "Patches": ["GeoModel", "Geometry", "TileEngine"],
        "LandRecords": ["GeoModel", "SafeFiles", "Geometry", "TileEngine", "Patches"],
        "WorkQueue": ["CSQLite", "GeoModel", "SafeFiles", "Patches", "LandRecords"],
        "Publishing": ["GeoModel", "SafeFiles", "GeoIO", "Geometry", "Patches", "LandRecords", "WorkQueue"],
        "Simulation": ["GeoModel", "SafeFiles", "GeoIO", "Geometry"],
        "Pipeline": [
            "GeoModel", "SafeFiles", "GeoIO", "Geometry", "TileEngine", "Learning", "ChangeDetection", "Patches",
            "LandRecords", "WorkQueue", "Publishing",
        ],
        "Verbs": ["GeoModel", "SafeFiles"],
        "tuban": [
            "GeoModel", "SafeFiles", "GeoIO", "Geometry", "Patches", "LandRecords", "WorkQueue", "Publishing",
            "Simulation", "Pipeline", "Verbs",
        ],
        "benchmark": ["CDeflate", "CGDAL", "CTIFF", "GeoModel", "Verbs"],
        "patch-benchmark": ["GeoModel", "Geometry", "Patches", "LandRecords", "Verbs"],
        "queue-benchmark": ["GeoModel", "SafeFiles", "LandRecords", "WorkQueue", "Verbs"],
    ]

    /// What comes with the compiler; the model of the world needs none of it.
    static let toolchain: Set<String> = ["Foundation", "Synchronization", "Dispatch", "Glibc"]

    /// The only rooms where C and unsafe code may stand.
    static let nearC: Set<String> = ["GeoIO", "Geometry", "WorkQueue", "SafeFiles", "benchmark"]

    /// Every import of a file that its room may not have.
    static func forbidden(in file: SwiftFile) -> [Complaint] {
        guard let room = file.room, room != "CSystem" else { return [] }
        guard let allowed = edges[room] else { return [Complaint(file.path, 1, "\(room) is no room of the table")] }
        let known = room == "GeoModel" ? allowed : allowed.union(toolchain)
        return file.imports.filter { !known.contains($0) }.map { Complaint(file.path, 1, "\(room) imports \($0)") }
    }
}
