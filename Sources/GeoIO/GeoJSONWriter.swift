package import GeoModel
package import SafeFiles

/// Writes RFC 7946 GeoJSON row by row, with every write checked: OGR's own writer says nothing of a full disk.
///
/// Coordinates are longitude and latitude on WGS 84 with 7 decimals (about 1 cm); exterior rings run counter-clockwise.
/// CGCS2000 is taken as equal to WGS 84, which it is to within centimetres.
package final class GeoJSONWriter {
    private let writer: DurableTextWriter
    private var isFirst = true
    /// The feature under way; kept for its memory.
    private var line: [UInt8] = []

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
        line.removeAll(keepingCapacity: true)
        line += (isFirst ? "\n" : ",\n").utf8
        isFirst = false
        line += "{\"type\":\"Feature\",\"id\":".utf8
        JSONValue.append(quoted: id, to: &line)
        line += ",\"geometry\":".utf8
        if let shape { Self.append(shape, to: &line) } else { line += "null".utf8 }
        line += ",\"properties\":".utf8
        JSONValue.object(properties).append(to: &line)
        line.append(UInt8(ascii: "}"))
        try writer.write(line)
    }

    /// Ends the collection and gives the file its name.
    /// - Throws: `Fault` where the disk is full; no file of that name is then left.
    package func close() throws(Fault) {
        try writer.write("\n]}\n")
        try writer.finish()
    }

    /// The GeoJSON geometry of an area: a Polygon where it has one part, else a MultiPolygon.
    package static func geometry(_ shape: MultiPolygon) -> String {
        var bytes: [UInt8] = []
        append(shape, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ shape: MultiPolygon, to bytes: inout [UInt8]) {
        let isPolygon = shape.polygons.count == 1
        bytes += (isPolygon ? "{\"type\":\"Polygon\"" : "{\"type\":\"MultiPolygon\"").utf8
        bytes += (isPolygon ? ",\"coordinates\":" : ",\"coordinates\":[").utf8
        for (index, polygon) in shape.polygons.enumerated() {
            bytes += (index == 0 ? "[" : ",[").utf8
            append(polygon.exterior, counterClockwise: true, to: &bytes)
            for hole in polygon.holes {
                bytes.append(UInt8(ascii: ","))
                append(hole, counterClockwise: false, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        }
        bytes += (isPolygon ? "}" : "]}").utf8
    }

    private static func append(_ ring: Ring, counterClockwise: Bool, to bytes: inout [UInt8]) {
        let isReversed = (ring.doubledSignedArea > 0) != counterClockwise
        let last = ring.points.count - 1
        bytes.append(UInt8(ascii: "["))
        for place in ring.points.indices {
            let point = ring.points[isReversed ? last - place : place]
            bytes += (place == 0 ? "[" : ",[").utf8
            append(point.x, to: &bytes)
            bytes.append(UInt8(ascii: ","))
            append(point.y, to: &bytes)
            bytes.append(UInt8(ascii: "]"))
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// Writes a number with at most 7 decimals, without zeros at its end.
    private static func append(_ value: Double, to bytes: inout [UInt8]) {
        bytes.append(decimal: UInt((abs(value) * 1e7).rounded()), places: 7, isNegative: value < 0)
    }
}
