package import GeoModel
package import SafeFiles

/// Writes RFC 7946 GeoJSON row by row, with every write checked: OGR's own writer says nothing of a full disk.
///
/// Coordinates are longitude and latitude on WGS 84 with 7 decimals (about 1 cm); exterior rings run counter-clockwise.
/// CGCS2000 is taken as equal to WGS 84, which it is to within centimetres.
package final class GeoJSONWriter {
    private let writer: DurableTextWriter
    private var isFirst = true

    /// Starts a feature collection.
    ///
    /// - Parameters:
    ///   - path: The file, which takes its name when it is complete.
    ///   - members: Foreign members of the collection, written before the features.
    /// - Throws: `Fault` where the folder can't be written.
    package init(_ path: String, members: [JSONValue.Member] = []) throws(Fault) {
        writer = try DurableTextWriter(path)
        try writer.write("{\"type\":\"FeatureCollection\",")
        for member in members { try writer.write("\(JSONValue.quoted(member.key)):\(member.value.text()),") }
        try writer.write("\"features\":[")
    }

    /// Appends a feature.
    ///
    /// - Parameters:
    ///   - id: The feature's identifier.
    ///   - shape: Longitude and latitude; nil writes a null geometry.
    ///   - properties: In the order they are written.
    /// - Throws: `Fault` where the disk is full.
    package func append(id: String, shape: MultiPolygon?, properties: [JSONValue.Member]) throws(Fault) {
        try writer.write(isFirst ? "\n" : ",\n")
        isFirst = false
        let geometry = shape.map(Self.geometry) ?? "null"
        try writer.write(
            "{\"type\":\"Feature\",\"id\":\(JSONValue.quoted(id)),\"geometry\":\(geometry),"
                + "\"properties\":\(JSONValue.object(properties).text())}"
        )
    }

    /// Ends the collection and gives the file its name.
    /// - Throws: `Fault` where the disk is full; no file of that name is then left.
    package func close() throws(Fault) {
        try writer.write("\n]}\n")
        try writer.finish()
    }

    /// The GeoJSON geometry of an area: a Polygon where it has one part, else a MultiPolygon.
    package static func geometry(_ shape: MultiPolygon) -> String {
        let parts = shape.polygons.map { polygon in
            let rings =
                [text(of: polygon.exterior, counterClockwise: true)]
                + polygon.holes.map { text(of: $0, counterClockwise: false) }
            return "[" + rings.joined(separator: ",") + "]"
        }
        guard parts.count != 1 else { return "{\"type\":\"Polygon\",\"coordinates\":\(parts[0])}" }
        return "{\"type\":\"MultiPolygon\",\"coordinates\":[" + parts.joined(separator: ",") + "]}"
    }

    private static func text(of ring: Ring, counterClockwise: Bool) -> String {
        let isCounterClockwise = ring.doubledSignedArea > 0
        let points = isCounterClockwise == counterClockwise ? ring.points : ring.points.reversed()
        var bytes: [UInt8] = []
        for point in points {
            bytes.append(bytes.isEmpty ? UInt8(ascii: "[") : UInt8(ascii: ","))
            bytes.append(UInt8(ascii: "["))
            append(point.x, to: &bytes)
            bytes.append(UInt8(ascii: ","))
            append(point.y, to: &bytes)
            bytes.append(UInt8(ascii: "]"))
        }
        return String(decoding: bytes, as: UTF8.self) + "]"
    }

    /// Writes a number with at most 7 decimals, without zeros at its end.
    private static func append(_ value: Double, to bytes: inout [UInt8]) {
        let scaled = Int((abs(value) * 1e7).rounded())
        if value < 0, scaled > 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(contentsOf: String(scaled / 10_000_000).utf8)
        var fraction = scaled % 10_000_000
        guard fraction > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        var place = 1_000_000
        while fraction > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(fraction / place))
            fraction %= place
            place /= 10
        }
    }
}
