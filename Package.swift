// swift-tools-version: 6.2
// tuban (图斑): periodic satellite tiles → change patches → flags → the work queue of a land bureau.
// No Swift package is resolved. The C libraries are GDAL, PROJ and what Debian's libgdal-dev brings with it.
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the house: one target in `Sources/NAME`, with its tests in `Tests/NAMETests` where they exist.
func room(_ name: String, _ uses: [String]) -> Target {
    .target(name: name, dependencies: uses.map { .byName(name: $0) }, swiftSettings: strict)
}

func tests(_ name: String, _ uses: [String]) -> Target {
    .testTarget(name: name, dependencies: uses.map { .byName(name: $0) }, swiftSettings: strict)
}

func system(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/CSystem/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
    name: "tuban",
    products: [.executable(name: "tuban", targets: ["tuban"])],
    targets: [
        system("CGDAL", pkgConfig: "gdal", apt: "libgdal-dev"),
        system("CGEOS", pkgConfig: "geos", apt: "libgdal-dev"),
        system("CPROJ", pkgConfig: "proj", apt: "libproj-dev"),
        system("CSQLite", pkgConfig: "sqlite3", apt: "libgdal-dev"),
        system("CTIFF", pkgConfig: "libtiff-4", apt: "libgdal-dev"),
        system("CDeflate", pkgConfig: "libdeflate", apt: "libgdal-dev"),
        system("CZlib", pkgConfig: "zlib", apt: "libgdal-dev"),
        system("CZstd", pkgConfig: "libzstd", apt: "libgdal-dev"),
        .systemLibrary(name: "CMalloc", path: "Sources/CSystem/CMalloc"),
        system("CCrypto", pkgConfig: "libcrypto", apt: "libgdal-dev"),

        room("SafeFiles", ["CCrypto", "CDeflate", "GeoModel"]),
        room("GeoModel", []),
        room("GeoIO", ["CDeflate", "CGDAL", "CMalloc", "CSQLite", "CTIFF", "CZlib", "CZstd", "GeoModel", "SafeFiles"]),
        room("Geometry", ["CGEOS", "CPROJ", "GeoModel"]),
        room("TileEngine", ["GeoModel"]),
        room("Learning", ["GeoModel", "SafeFiles"]),
        room("ChangeDetection", ["GeoModel", "TileEngine", "Learning"]),
        room("Patches", ["GeoModel", "Geometry", "TileEngine"]),
        room("LandRecords", ["GeoModel", "SafeFiles", "Geometry", "TileEngine", "Patches"]),
        room("WorkQueue", ["CSQLite", "GeoModel", "SafeFiles", "Patches", "LandRecords"]),
        room("Publishing", ["GeoModel", "SafeFiles", "GeoIO", "Geometry", "Patches", "LandRecords", "WorkQueue"]),
        room("Simulation", ["GeoModel", "SafeFiles", "GeoIO", "Geometry"]),
        room("Verbs", ["GeoModel", "SafeFiles"]),
        room(
            "Pipeline",
            [
                "GeoModel", "SafeFiles", "GeoIO", "Geometry", "TileEngine", "Learning", "ChangeDetection", "Patches",
                "LandRecords", "WorkQueue", "Publishing",
            ]
        ),
        .executableTarget(
            name: "tuban",
            dependencies: [
                "GeoModel", "SafeFiles", "GeoIO", "Geometry", "Patches", "LandRecords", "WorkQueue", "Publishing",
                "Simulation", "Pipeline", "Verbs",
            ],
            exclude: ["Documentation.docc"],
            swiftSettings: strict
        ),
        // No product: Tests/Benchmarks/run builds it.
        .executableTarget(
            name: "benchmark",
            dependencies: ["CDeflate", "CGDAL", "CTIFF", "GeoModel", "Verbs"],
            path: "Tests/Benchmarks/Sources",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "patch-benchmark",
            dependencies: ["GeoModel", "Geometry", "Patches", "LandRecords", "Verbs"],
            path: "Tests/Benchmarks/PatchSources",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "queue-benchmark",
            dependencies: ["GeoModel", "SafeFiles", "LandRecords", "WorkQueue", "Verbs"],
            path: "Tests/Benchmarks/QueueSources",
            swiftSettings: strict
        ),

        tests("GeoModelTests", ["GeoModel"]),
        tests("SafeFilesTests", ["GeoModel", "SafeFiles"]),
        tests("GeoIOTests", ["CGDAL", "GeoModel", "SafeFiles", "GeoIO"]),
        tests("ArchitectureTests", ["SafeFiles"]),
        tests(
            "AcceptanceTests",
            ["GeoModel", "SafeFiles", "GeoIO", "TileEngine", "LandRecords", "WorkQueue", "Pipeline", "Verbs", "tuban"]),
        tests("SimulationTests", ["Simulation", "GeoModel", "SafeFiles", "GeoIO", "Geometry"]),
        tests("GeometryTests", ["GeoModel", "Geometry"]),
        tests("TileEngineTests", ["GeoModel", "TileEngine"]),
        tests("LearningTests", ["GeoModel", "SafeFiles", "Learning"]),
        tests("ChangeDetectionTests", ["GeoModel", "TileEngine", "Learning", "ChangeDetection"]),
        tests("PatchesTests", ["GeoModel", "Geometry", "Patches"]),
        tests("VerbsTests", ["GeoModel", "SafeFiles", "Verbs"]),
        tests("WorkQueueTests", ["GeoModel", "SafeFiles", "Patches", "LandRecords", "WorkQueue"]),
        tests(
            "PublishingTests",
            ["GeoModel", "SafeFiles", "GeoIO", "Geometry", "Patches", "LandRecords", "WorkQueue", "Publishing"]
        ),
        tests(
            "PipelineTests",
            [
                "GeoModel", "SafeFiles", "GeoIO", "TileEngine", "Learning", "ChangeDetection", "Patches",
                "LandRecords", "WorkQueue", "Pipeline",
            ]
        ),
        tests("LandRecordsTests", ["GeoModel", "SafeFiles", "Geometry", "Patches", "LandRecords"]),
    ]
)
