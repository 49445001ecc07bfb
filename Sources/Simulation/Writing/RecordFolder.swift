import Foundation
import GeoIO
import GeoModel
import SafeFiles

/// Writes the registers in the formats that bureaus hand over.
struct RecordFolder {
    let folder: String
    let places: PlaceFinder

    /// Writes all registers.
    /// - Throws: `Fault` where the disk is full.
    func write(_ tables: RecordTables) throws(Fault) {
        try DurableFile.makeFolder(folder)
        try writeShapefile(tables.parcels)
        // Handed over without the file that names the encoding, as old exports are.
        remove("\(folder)/parcels.cpg")
        try writeGeoPackage(tables.approvals)
        try writeGeoJSON(tables.supplies)
        try writeCSV(tables.standardLand)
        try writeGeoPackage(tables.zones)
        try writeShapefile(tables.projects)
        try writeGeoPackage(tables.townships)
        try writeCSV(tables.enterprises)
    }

    private func writeShapefile(_ table: RecordTable) throws(Fault) {
        for ending in ["shp", "shx", "dbf", "prj", "cpg"] { remove("\(folder)/\(table.name).\(ending)") }
        let writer = try LayerWriter("\(folder)/\(table.name).shp", format: .shapefileGBK)
        try write(table, to: writer)
    }

    private func writeGeoPackage(_ table: RecordTable) throws(Fault) {
        let writer = try LayerWriter("\(folder)/\(table.name).gpkg", format: .geoPackage)
        try write(table, to: writer)
    }

    private func write(_ table: RecordTable, to writer: LayerWriter) throws(Fault) {
        try writer.beginLayer(table.name, system: PlaceFinder.registerSystem, fields: table.fields)
        for row in table.rows {
            var parts: [Polygon] = []
            for outline in row.outlines { parts += try places.register(outline).polygons }
            try writer.append(parts.isEmpty ? nil : MultiPolygon(parts), row.values)
        }
        try writer.close()
    }

    private func writeGeoJSON(_ table: RecordTable) throws(Fault) {
        let writer = try GeoJSONWriter("\(folder)/\(table.name).geojson")
        for row in table.rows {
            let shape = try places.lonLat(row.outlines[0])
            let properties = zip(table.fields, row.values).map { JSONValue.Member($0.name, Self.json($1)) }
            try writer.append(id: row.values[0].string ?? "", shape: shape, properties: properties)
        }
        try writer.close()
    }

    private func writeCSV(_ table: RecordTable) throws(Fault) {
        var text = table.fields.map(\.name).joined(separator: ",") + "\n"
        for row in table.rows {
            text += row.values.map(Self.cell).joined(separator: ",") + "\n"
        }
        try DurableFile.write(text, to: "\(folder)/\(table.name).csv")
    }

    private func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func cell(_ value: FieldValue) -> String {
        guard value != .null else { return "" }
        return json(value).string ?? json(value).text()
    }

    private static func json(_ value: FieldValue) -> JSONValue {
        switch value {
        case .null, .bytes: .null
        case .integer(let number): .integer(Int(number))
        case .real(let number): .number(number)
        case .text(let text): .string(text)
        case .date(let day): .string(day.description)
        }
    }
}
