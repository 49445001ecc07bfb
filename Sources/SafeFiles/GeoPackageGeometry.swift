package import GeoModel

/// Outlines as a GeoPackage keeps them: its own header, then well-known binary.
///
/// Source: OGC 12-128r17 (GeoPackage 1.3), clause 2.1.3 “Geometry Encoding”;
/// OGC 06-103r4, clause 8 (well-known binary).
package enum GeoPackageGeometry {
    /// What every blob begins with.
    package static let magic: [UInt8] = [0x47, 0x50]
    /// The bytes before the rectangle.
    package static let headerLength = 8
    /// The code of a polygon.
    package static let polygon: UInt32 = 3
    /// The code of several polygons.
    package static let multiPolygon: UInt32 = 6

    /// The blob of an outline: little-endian, with its rectangle in the header so that readers can skip it.
    package static func encode(_ shape: MultiPolygon, system: Int) -> [UInt8] {
        encode(shape, bounds: shape.bounds, system: system)
    }

    /// The blob of an outline, for a caller that needs its rectangle too: `bounds` is the outline's own.
    package static func encode(_ shape: MultiPolygon, bounds: BoundingBox?, system: Int) -> [UInt8] {
        var bytes = ByteWriter(capacity: length(of: shape))
        bytes.append(magic + [0])
        // Flags: bit 0 little-endian, bits 1–3 the kind of rectangle (1 = x and y), bit 4 an empty geometry.
        bytes.append([bounds == nil ? 0b1_0001 : 0b0_0011])
        bytes.append(UInt32(bitPattern: Int32(clamping: system)))
        if let bounds { [bounds.minX, bounds.maxX, bounds.minY, bounds.maxY].forEach { bytes.append($0.bitPattern) } }
        bytes.beginGeometry(multiPolygon, parts: shape.polygons.count)
        for part in shape.polygons {
            bytes.beginGeometry(polygon, parts: 1 + part.holes.count)
            bytes.append(part.exterior)
            part.holes.forEach { bytes.append($0) }
        }
        return bytes.bytes
    }

    /// The rectangle that a blob's header has; nil for an empty outline, or a header of another kind.
    package static func rectangle(of blob: [UInt8]) -> BoundingBox? {
        guard blob.count >= headerLength + 32, blob.starts(with: magic), blob[3] & 0b1_1111 == 0b0_0011 else {
            return nil
        }
        let edges = (0..<4).map { edge in
            let bytes = blob[headerLength + 8 * edge..<headerLength + 8 * edge + 8]
            return Double(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
        }
        return BoundingBox(minX: edges[0], minY: edges[2], maxX: edges[1], maxY: edges[3])
    }

    /// The most bytes that the blob of a shape takes.
    private static func length(of shape: MultiPolygon) -> Int {
        shape.polygons.reduce(headerLength + 32 + 9) { sum, part in
            part.holes.reduce(sum + 9 + length(of: part.exterior)) { $0 + length(of: $1) }
        }
    }

    private static func length(of ring: Ring) -> Int { 4 + 16 * ring.points.count }
}

/// Little-endian bytes, appended one value after another.
private struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func append(_ more: [UInt8]) { bytes += more }

    mutating func append(_ number: some FixedWidthInteger) {
        unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func append(_ ring: Ring) {
        append(UInt32(ring.points.count))
        #if _endian(little)
            // A point is its x and y in memory as in the blob, so a ring is one copy.
            unsafe ring.points.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        #else
            for point in ring.points {
                append(point.x.bitPattern)
                append(point.y.bitPattern)
            }
        #endif
    }

    /// The byte order mark (1 = little-endian), the kind of geometry, and how many parts follow.
    mutating func beginGeometry(_ kind: UInt32, parts: Int) {
        bytes.append(1)
        append(kind)
        append(UInt32(parts))
    }
}
