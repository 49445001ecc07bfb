package import GeoModel
import Geometry
package import LandRecords
package import SafeFiles

/// Where one register of a region comes from.
package struct RegisterSource: Sendable, Hashable {
    /// Which register.
    package let kind: RecordKind
    /// The file, or a folder of files, relative to the region's folder or absolute.
    package let path: String
    /// The layer; nil takes the only one.
    package let layer: String?
    /// The coordinate system, where the file does not say; nil leaves it to the file.
    package let system: CoordinateSystem?
    /// A mapping file of its own, relative to the region's folder or absolute; nil takes the register's.
    package let mapping: String?

    /// A source.
    package init(
        kind: RecordKind, path: String, layer: String? = nil, system: CoordinateSystem? = nil, mapping: String? = nil
    ) {
        self.kind = kind
        self.path = path
        self.layer = layer
        self.system = system
        self.mapping = mapping
    }
}

/// What `region.json5` says of a region.
package struct RegionSettings: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// Its administrative code (XZQDM), which patch numbers begin with; may be empty.
    package let code: String
    /// Its coordinate system.
    package let system: CoordinateSystem
    /// The grid that imagery is compared on; nil takes the earlier scene's.
    package let grid: Grid?
    /// Folders whose sub-folders hold scenes, relative to the region's folder or absolute.
    package let sceneFolders: [String]
    /// The registers, in the order in which they are read.
    package let registers: [RegisterSource]

    /// What a region is.
    package init(
        name: String,
        code: String,
        system: CoordinateSystem,
        grid: Grid?,
        sceneFolders: [String],
        registers: [RegisterSource]
    ) {
        self.name = name
        self.code = code
        self.system = system
        self.grid = grid
        self.sceneFolders = sceneFolders
        self.registers = registers
    }

    private static let keys = ["name", "code", "crs", "grid", "sources"]

    /// Reads a region file.
    /// - Throws: `Fault` naming the key that is unknown, missing or of the wrong kind.
    package init(file path: String) throws(Fault) {
        let file = try StrictObject(try DurableFile.json(of: path), named: path, keys: Self.keys)
        name = try file.required("name", try file.string("name"))
        code = try file.string("code") ?? ""
        system = try Self.system(try file.required("crs", try file.string("crs")), named: "\(path): crs")
        grid = try Self.grid(file, system)
        let sources = try file.object("sources", keys: ["scenes", "registers"])
        sceneFolders = try sources?.strings("scenes") ?? []
        var registers: [RegisterSource] = []
        for (index, value) in (try sources?.array("registers") ?? []).enumerated() {
            registers.append(try Self.register(value, named: "\(path): registers[\(index)]"))
        }
        self.registers = registers
    }

    /// The system that a person wrote, as files name it: `epsg:4548` and its WKT are `EPSG:4548`.
    /// - Throws: `Fault` of `object` where PROJ does not know it.
    package static func system(_ text: String, named object: String) throws(Fault) -> CoordinateSystem {
        do throws(Fault) {
            return try SpatialReferenceInfo(CoordinateSystem(text)).system
        } catch {
            throw error.of(object)
        }
    }

    private static func grid(_ file: StrictObject, _ system: CoordinateSystem) throws(Fault) -> Grid? {
        let keys = ["originX", "originY", "pixelSize", "columns", "rows"]
        guard let grid = try file.object("grid", keys: keys) else { return nil }
        let pixel = try grid.required("pixelSize", try grid.number("pixelSize"))
        guard pixel > 0 else { throw grid.wrong("pixelSize", .number(pixel), zh: "正数", en: "a positive number") }
        return Grid(
            system: system,
            transform: GeoTransform(
                originX: try grid.required("originX", try grid.number("originX", in: -1e9...1e9)),
                originY: try grid.required("originY", try grid.number("originY", in: -1e9...1e9)),
                pixelWidth: pixel,
                pixelHeight: pixel
            ),
            size: GridSize(
                columns: try grid.required("columns", try grid.integer("columns", in: 1...GridSize.longestSide)),
                rows: try grid.required("rows", try grid.integer("rows", in: 1...GridSize.longestSide))
            )
        )
    }

    private static func register(_ value: JSONValue, named name: String) throws(Fault) -> RegisterSource {
        let entry = try StrictObject(value, named: name, keys: ["kind", "path", "layer", "crs", "mapping"])
        let word = try entry.required("kind", try entry.string("kind"))
        guard let kind = RecordKind(rawValue: word) else {
            let known = Bilingual(listing: RecordKind.allCases.map(\.rawValue))
            throw entry.wrong("kind", .string(word), zh: "其一：\(known.zh)", en: "one of \(known.en)")
        }
        return RegisterSource(
            kind: kind,
            path: try entry.required("path", try entry.string("path")),
            layer: try entry.string("layer"),
            system: try entry.string("crs").map { text throws(Fault) in try system(text, named: "\(name): crs") },
            mapping: try entry.string("mapping")
        )
    }

    /// The settings as a region file.
    package var document: JSONValue {
        var members: [JSONValue.Member] = [
            .init("name", .string(name)), .init("code", .string(code)), .init("crs", .string(system.definition)),
        ]
        if let grid {
            members.append(
                .init(
                    "grid",
                    [
                        "originX": .number(grid.transform.originX), "originY": .number(grid.transform.originY),
                        "pixelSize": .number(grid.transform.pixelWidth), "columns": .integer(grid.size.columns),
                        "rows": .integer(grid.size.rows),
                    ]
                )
            )
        }
        let registers = registers.map { source -> JSONValue in
            var entry: [JSONValue.Member] = [
                .init("kind", .string(source.kind.rawValue)), .init("path", .string(source.path)),
            ]
            if let layer = source.layer { entry.append(.init("layer", .string(layer))) }
            if let system = source.system { entry.append(.init("crs", .string(system.definition))) }
            if let mapping = source.mapping { entry.append(.init("mapping", .string(mapping))) }
            return .object(entry)
        }
        members.append(
            .init(
                "sources",
                ["scenes": .array(sceneFolders.map { .string($0) }), "registers": .array(registers)]
            )
        )
        return .object(members)
    }
}
