import GeoIO
package import GeoModel
import Geometry
import SafeFiles

/// The lists of a sample of unflagged places, for GIS programs, spreadsheets and paper.
///
/// They do not tell the stratum or the score: who judges a place is not to know what the machine thought of it.
package enum PlaceList {
    /// The column for the verdict; an inspector fills it in.
    package static let verdictField = "verdict"
    /// The column for the place's number.
    package static let idField = "id"
    /// The column for the sample's number.
    package static let sampleField = "sample"

    static let layer = "omission"
    static let fields = [
        Field(idField, .text), Field(sampleField, .text), Field("lon", .real), Field("lat", .real), Field("mj", .real),
        Field("qsx", .date), Field("hsx", .date), Field(verdictField, .text), Field("who", .text),
        Field("day", .text), Field("note", .text),
    ]

    /// Writes `omission.gpkg`, `omission.geojson` and `omission.csv`.
    ///
    /// - Returns: Their paths.
    /// - Throws: `Fault` where a place has no longitude and latitude, or the disk is full.
    package static func write(_ places: [SamplePlace], _ head: SampleHead, to folder: String) throws(Fault) -> [String]
    {
        let degrees = try CoordinateTransformation(from: head.system, to: .wgs84)
        let stem = "\(folder)/\(layer)"
        let package = try LayerWriter(stem + ".gpkg", format: .geoPackage)
        try package.beginLayer(layer, system: head.system, fields: fields)
        let json = try GeoJSONWriter(stem + ".geojson", members: [.init("name", .string(layer))])
        let table = try CSVWriter(stem + ".csv", header: fields.map(\.name))
        for place in places {
            let shape = try degrees.transformed(place.shape)
            let values = values(of: place, shape.bounds?.centre, head)
            try package.append(place.shape, values)
            try json.append(
                id: place.id, shape: shape,
                properties: zip(fields, values).map { JSONValue.Member($0.name, $1.json) })
            try table.append(values)
        }
        try package.close()
        try json.close()
        try table.close()
        return [".gpkg", ".geojson", ".csv"].map { stem + $0 }
    }

    private static func values(of place: SamplePlace, _ degrees: MapPoint?, _ head: SampleHead) -> [FieldValue] {
        [
            .text(place.id), .text(head.sample), degrees.map { .real(rounded($0.x, 7)) } ?? .null,
            degrees.map { .real(rounded($0.y, 7)) } ?? .null, .real(rounded(place.area.squareMetres, 2)),
            FieldValue(head.before.first?.date), FieldValue(head.after.first?.date), .null, .null, .null, .null,
        ]
    }
}
