import GeoModel

/// Outlines as a GeoPackage keeps them: its own header, then well-known binary.
///
/// Source: OGC 12-128r17 (GeoPackage 1.3), clause 2.1.3 “Geometry Encoding”;
/// OGC 06-103r4, clause 8 (well-known binary).
enum GeoPackageGeometry {
    static let magic: [UInt8] = [0x47, 0x50]
    static let headerLength = 8
    static let polygon: UInt32 = 3
    static let multiPolygon: UInt32 = 6

    /// The blob of an outline: little-endian, with its rectangle in the header so that readers can skip it.
    static func encode(_ shape: MultiPolygon, system: Int) -> [UInt8] {
        var bytes = ByteWriter()
        bytes.append(magic + [0])
        appendHeader(shape.bounds, system: system, to: &bytes)
        bytes.beginGeometry(multiPolygon, parts: shape.polygons.count)
        for part in shape.polygons {
            bytes.beginGeometry(polygon, parts: 1 + part.holes.count)
            bytes.append(part.exterior)
            part.holes.forEach { bytes.append($0) }
        }
        return bytes.bytes
    }

    private static func appendHeader(_ bounds: BoundingBox?, system: Int, to bytes: inout ByteWriter) {
        // Flags: bit 0 little-endian, bits 1–3 the kind of rectangle (1 = x and y), bit 4 an empty geometry.
        bytes.append([bounds == nil ? 0b1_0001 : 0b0_0011])
        bytes.append(UInt32(bitPattern: Int32(clamping: system)))
        guard let bounds else { return }
        [bounds.minX, bounds.maxX, bounds.minY, bounds.maxY].forEach { bytes.append($0) }
    }
}

/// Little-endian bytes, appended one value after another.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ more: [UInt8]) { bytes += more }

    mutating func append(_ number: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func append(_ number: Double) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number.bitPattern >> shift))
        }
    }

    mutating func append(_ ring: Ring) {
        append(UInt32(ring.points.count))
        for point in ring.points {
            append(point.x)
            append(point.y)
        }
    }

    /// The byte order mark (1 = little-endian), the kind of geometry, and how many parts follow.
    mutating func beginGeometry(_ kind: UInt32, parts: Int) {
        bytes.append(1)
        append(kind)
        append(UInt32(parts))
    }
}
