import Foundation
import GeoModel

/// Files of outlines: each is its length in 4 bytes, then its well-known binary form, little-endian.
enum LandFiles {
    /// Reads the outlines of a file, a piece at a time.
    /// - Throws: `Fault` where it can't be read, or holds anything but polygons.
    static func read(_ path: String) throws -> [MultiPolygon] {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Fault(path, zh: "无法打开。请先运行 land。", en: "can't be opened. Run ‘land’ first.")
        }
        defer { try? file.close() }
        var shapes: [MultiPolygon] = []
        var bytes: [UInt8] = []
        while let more = try file.read(upToCount: 1 << 22), !more.isEmpty {
            bytes += more
            var reader = ByteReader(bytes)
            while let length = reader.peekLength, reader.place + 4 + length <= bytes.count {
                reader.place += 4
                guard let polygon = reader.polygon() else { throw wrong(path, shapes.count) }
                shapes.append(MultiPolygon([polygon]))
            }
            bytes.removeFirst(reader.place)
        }
        guard bytes.isEmpty else { throw wrong(path, shapes.count) }
        return shapes
    }

    /// Writes outlines of one ring each.
    static func write(_ rings: some Sequence<[MapPoint]>, to path: String) throws {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        guard let file = FileHandle(forWritingAtPath: path) else {
            throw Fault(path, zh: "无法写入。请检查权限与空间。", en: "can't be written. Check permissions and space.")
        }
        var data = Data()
        func append(_ number: some FixedWidthInteger) {
            withExtendedLifetime(number) {
                for shift in 0..<number.bitWidth / 8 { data.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
            }
        }
        for ring in rings {
            append(UInt32(13 + 16 * ring.count))
            append(UInt8(1))
            for count in [3, 1, ring.count] { append(UInt32(count)) }
            for point in ring {
                append(point.x.bitPattern)
                append(point.y.bitPattern)
            }
            if data.count > 1 << 22 {
                try file.write(contentsOf: data)
                data.removeAll(keepingCapacity: true)
            }
        }
        try file.write(contentsOf: data)
        try file.close()
    }

    /// Writes pairs as two numbers of 4 bytes and an area of 8.
    static func write(pairs: [(Int32, Int32, Double)], to path: String) throws {
        var data = Data(capacity: pairs.count * 16)
        for (outline, record, area) in pairs {
            for number in [outline, record] {
                for shift in 0..<4 { data.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
            }
            for shift in 0..<8 { data.append(UInt8(truncatingIfNeeded: area.bitPattern >> (8 * UInt64(shift)))) }
        }
        try data.write(to: URL(fileURLWithPath: path))
    }

    private static func wrong(_ path: String, _ number: Int) -> Fault {
        Fault(
            path,
            zh: "第 \(number + 1) 个图形有误；应为小端多边形。请重新运行 land。",
            en: "outline \(number + 1) is wrong; a little-endian polygon is expected. Run ‘land’ again."
        )
    }
}

/// Numbers out of bytes.
private struct ByteReader {
    private let bytes: [UInt8]
    var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The length that comes next; nil where there are not 4 bytes.
    var peekLength: Int? {
        guard place + 4 <= bytes.count else { return nil }
        return Int(number(at: place, bytes: 4))
    }

    mutating func polygon() -> Polygon? {
        guard bytes[place] == 1, number(at: place + 1, bytes: 4) == 3 else { return nil }
        let count = Int(number(at: place + 5, bytes: 4))
        place += 9
        var rings = (0..<count).map { _ in ring() }
        return rings.isEmpty ? nil : Polygon(exterior: rings.removeFirst(), holes: rings)
    }

    private mutating func ring() -> Ring {
        let count = Int(number(at: place, bytes: 4))
        place += 4
        var points: [MapPoint] = []
        points.reserveCapacity(count)
        for _ in 0..<count {
            points.append(
                MapPoint(
                    x: Double(bitPattern: number(at: place, bytes: 8)),
                    y: Double(bitPattern: number(at: place + 8, bytes: 8))))
            place += 16
        }
        return Ring(points)
    }

    private func number(at place: Int, bytes count: Int) -> UInt64 {
        var number: UInt64 = 0
        for index in (0..<count).reversed() { number = number << 8 | UInt64(bytes[place + index]) }
        return number
    }
}
