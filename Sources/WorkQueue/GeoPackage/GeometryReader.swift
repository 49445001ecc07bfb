import GeoModel
import SafeFiles

extension GeoPackageGeometry {
    /// The outline in a blob: a polygon or several, in either byte order, as QGIS and GDAL write them too.
    ///
    /// - Parameters:
    ///   - blob: GeoPackage header and well-known binary.
    ///   - object: What to call it in a message.
    /// - Returns: The outline; its rings are closed.
    /// - Throws: `Fault` where the blob is cut short, is no GeoPackage geometry or is no plane polygon.
    static func decode(_ blob: [UInt8], named object: String) throws(Fault) -> MultiPolygon {
        var reader = GeometryReader(bytes: blob, object: object)
        return try reader.geometry()
    }
}

/// What can be told of a blob without reading all of it.
enum GeoPackageShape {
    /// The rectangle in the header of a blob; where it has none, that of the outline; nil for an empty one.
    /// - Throws: `Fault` where the blob is no geometry.
    static func bounds(of blob: [UInt8], named object: String) throws(Fault) -> BoundingBox? {
        guard blob.count >= 40, Array(blob.prefix(2)) == GeoPackageGeometry.magic, blob[3] & 0b1111 == 0b0011 else {
            return try GeoPackageGeometry.decode(blob, named: object).bounds
        }
        let numbers = stride(from: 8, to: 40, by: 8).map { place in
            Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(blob[place + $1]) << UInt64(8 * $1) })
        }
        return BoundingBox(minX: numbers[0], minY: numbers[2], maxX: numbers[1], maxY: numbers[3])
    }
}

/// A reader of one blob that never looks past its end, whatever its counts claim.
struct GeometryReader {
    let bytes: [UInt8]
    let object: String
    private var place = 0
    private var isLittleEndian = true

    init(bytes: [UInt8], object: String) {
        self.bytes = bytes
        self.object = object
    }

    mutating func geometry() throws(Fault) -> MultiPolygon {
        try skipHeader()
        let kind = try beginGeometry()
        var parts: [Polygon] = []
        switch kind {
        case GeoPackageGeometry.polygon:
            parts.append(try polygon())
        case GeoPackageGeometry.multiPolygon:
            // The least a polygon takes: byte order, kind, number of rings.
            for _ in 0..<(try count(ofSize: 9)) {
                guard try beginGeometry() == GeoPackageGeometry.polygon else { throw fault("parts that are polygons") }
                parts.append(try polygon())
            }
        default:
            throw fault("a plane polygon, but the kind is \(kind)")
        }
        guard place == bytes.count else { throw fault("the end of the geometry") }
        return MultiPolygon(parts)
    }

    private mutating func skipHeader() throws(Fault) {
        let length = GeoPackageGeometry.headerLength
        guard bytes.count > length, Array(bytes.prefix(2)) == GeoPackageGeometry.magic else {
            throw fault("a GeoPackage geometry, which begins with GP")
        }
        let rectangle = Int(bytes[3] >> 1 & 0b111)
        // How many numbers the rectangle has: none, x–y, x–y–z, x–y–m, x–y–z–m.
        let numbers = [0, 4, 6, 6, 8]
        guard numbers.indices.contains(rectangle) else { throw fault("a known kind of rectangle in the header") }
        place = length + numbers[rectangle] * 8
    }

    private mutating func beginGeometry() throws(Fault) -> UInt32 {
        guard place < bytes.count, bytes[place] <= 1 else { throw fault("a byte order of 0 or 1") }
        isLittleEndian = bytes[place] == 1
        place += 1
        return UInt32(try number(bytes: 4))
    }

    private mutating func polygon() throws(Fault) -> Polygon {
        let rings = try count(ofSize: 4)
        guard rings > 0 else { return Polygon(exterior: Ring([])) }
        let exterior = try ring()
        var holes: [Ring] = []
        for _ in 1..<rings { holes.append(try ring()) }
        return Polygon(exterior: exterior, holes: holes)
    }

    private mutating func ring() throws(Fault) -> Ring {
        let count = try count(ofSize: 16)
        var points: [MapPoint] = []
        points.reserveCapacity(count)
        for _ in 0..<count {
            let x = Double(bitPattern: try number(bytes: 8))
            points.append(MapPoint(x: x, y: Double(bitPattern: try number(bytes: 8))))
        }
        return Ring(points)
    }

    /// A count of things that each take at least `size` bytes: more than fit in the rest of the blob is a fault.
    private mutating func count(ofSize size: Int) throws(Fault) -> Int {
        let count = Int(try number(bytes: 4))
        guard count <= (bytes.count - place) / size else { throw fault("fewer parts, as there is room for") }
        return count
    }

    private mutating func number(bytes length: Int) throws(Fault) -> UInt64 {
        guard place + length <= bytes.count else { throw fault("\(length) more bytes") }
        var number: UInt64 = 0
        for index in 0..<length {
            let byte = UInt64(bytes[place + index])
            number |= byte << UInt64(8 * (isLittleEndian ? index : length - 1 - index))
        }
        place += length
        return number
    }

    private func fault(_ expected: String) -> Fault {
        Fault(
            object,
            zh: "几何数据在第 \(place) 字节处有误，应为 \(expected)。请从备份恢复此行。",
            en: "the geometry is wrong at byte \(place); expected \(expected). Restore this row from a backup."
        )
    }
}
