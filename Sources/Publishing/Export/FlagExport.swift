import GeoIO
package import GeoModel
import Geometry
package import LandRecords
import SafeFiles
package import WorkQueue

/// A format in which cases leave a region.
package enum ExportFormat: String, Sendable, CaseIterable {
    /// RFC 7946 GeoJSON: longitude and latitude.
    case geoJSON = "geojson"
    /// OGC GeoPackage in the region's coordinate system, which QGIS opens styled.
    case geoPackage = "gpkg"
    /// A table for spreadsheets, with a point a row and no outlines.
    case csv

    /// The usual name of the file.
    package var fileName: String { "changes." + rawValue }
}

/// Hands the cases of a region over to GIS programs and spreadsheets, row by row and by case number.
package enum FlagExport {
    /// The layer's name in a GeoPackage.
    package static let layer = "changes"

    /// Writes cases to a file.
    ///
    /// - Parameters:
    ///   - store: The region's store.
    ///   - filter: Which cases; its order does not matter, rows are in the order of case numbers.
    ///   - format: The format.
    ///   - path: The file, which takes its name when it is complete.
    /// - Returns: The number of rows.
    /// - Throws: `Fault` where a row can't be read or has no longitude and latitude, or the disk is full.
    @discardableResult
    package static func write(
        _ store: RegionStore,
        _ filter: CaseFilter = CaseFilter(),
        as format: ExportFormat,
        to path: String
    ) throws(Fault) -> Int {
        let reader = try FlagReader(store, filter)
        switch format {
        case .geoJSON: return try writeGeoJSON(reader, to: path)
        case .geoPackage: return try writeGeoPackage(reader, to: path)
        case .csv: return try writeCSV(reader, to: path)
        }
    }

    /// Writes what each column means, in both languages, as CSV (`FIELDS.csv`).
    /// - Throws: `Fault` where the disk is full.
    package static func writeDictionary(to path: String) throws(Fault) {
        let writer = try CSVWriter(path, header: ["field", "zh", "en", "type"])
        for column in FlagTable.columns {
            let texts = [column.field.name, column.meaning.zh, column.meaning.en, "\(column.field.kind)"]
            try writer.append(texts.map { .text($0) })
        }
        try writer.close()
    }

    private static let caveat =
        "卫星线索，不作为认定依据，须实地核查 / clues from satellite images, not findings: verify on site"
    private static let datum =
        "坐标按 WGS 84 书写；CGCS2000 与之视为相同（差异为厘米级） / CGCS2000 is taken as equal to WGS 84"

    private static func writeGeoJSON(_ reader: FlagReader, to path: String) throws(Fault) -> Int {
        let members: [JSONValue.Member] = [
            .init("name", .string(layer)), .init("caveat", .string(caveat)), .init("datum", .string(datum)),
        ]
        let writer = try GeoJSONWriter(path, members: members)
        let count = try reader.forEachRow { row throws(Fault) in
            try append(row, to: writer, degrees: reader.degrees)
        }
        try writer.close()
        return count
    }

    private static func append(_ row: FlagRow, to writer: GeoJSONWriter, degrees: CoordinateTransformation)
        throws(Fault)
    {
        let properties = FlagTable.columns.map { JSONValue.Member($0.field.name, $0.value(row).json) }
        let shape = try degrees.transformed(row.flag.shape)
        try writer.append(id: row.summary?.id ?? row.flag.id, shape: shape, properties: properties)
    }

    /// Writes flags that no queue holds as RFC 7946 GeoJSON, in the order given.
    ///
    /// - Throws: `Fault` where an outline has no longitude and latitude, or the disk is full.
    package static func writeGeoJSON(_ flags: [Flag], system: CoordinateSystem, to path: String) throws(Fault) {
        let degrees = try CoordinateTransformation(from: system, to: .wgs84)
        let writer = try GeoJSONWriter(
            path, members: [.init("name", .string(layer)), .init("caveat", .string(caveat))])
        for flag in flags {
            var place: MapPoint?
            if let point = flag.shape.place { place = try degrees.transformed(point) }
            try append(FlagRow(summary: nil, flag: flag, place: place), to: writer, degrees: degrees)
        }
        try writer.close()
    }

    private static func writeGeoPackage(_ reader: FlagReader, to path: String) throws(Fault) -> Int {
        let writer = try LayerWriter(path, format: .geoPackage)
        try writer.beginLayer(layer, system: reader.system, fields: FlagTable.fields)
        var themes: [ThemeTally] = []
        let count = try reader.forEachRow { row throws(Fault) in
            ThemeTally.count(row.flag, in: &themes)
            try writer.append(row.flag.shape, FlagTable.columns.map { $0.value(row) })
        }
        try writer.beginTable(LayerStyle.table, fields: LayerStyle.fields)
        try writer.append(nil, LayerStyle(themes: themes).values(forLayer: layer))
        try writer.close()
        return count
    }

    private static func writeCSV(_ reader: FlagReader, to path: String) throws(Fault) -> Int {
        let writer = try CSVWriter(path, header: FlagTable.fields.map(\.name))
        let count = try reader.forEachRow { row throws(Fault) in
            try writer.append(FlagTable.columns.map { $0.value(row) })
        }
        try writer.close()
        return count
    }
}

/// Reads the rows of an export, each with its place in longitude and latitude.
private struct FlagReader {
    let store: RegionStore
    let filter: CaseFilter
    let system: CoordinateSystem
    let degrees: CoordinateTransformation

    init(_ store: RegionStore, _ filter: CaseFilter) throws(Fault) {
        self.store = store
        var filter = filter
        filter.order = .number
        self.filter = filter
        system = store.reference.system
        degrees = try CoordinateTransformation(from: system, to: .wgs84)
    }

    func forEachRow(_ body: (FlagRow) throws(Fault) -> Void) throws(Fault) -> Int {
        var count = 0
        try store.forEachCase(filter) { summary, flag throws(Fault) in
            var place: MapPoint?
            if let point = flag.shape.place { place = try degrees.transformed(point) }
            try body(FlagRow(summary: summary, flag: flag, place: place))
            count += 1
        }
        return count
    }
}

extension SpatialReference {
    /// The system as the other rooms name it.
    var system: CoordinateSystem {
        CoordinateSystem(organization == "NONE" ? wkt : "\(organization):\(organizationCode)")
    }
}
