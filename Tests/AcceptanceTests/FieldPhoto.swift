import Foundation
import GeoIO
import GeoModel

/// Photos as phones take them: JPEG with the time, the place and the direction in EXIF.
///
/// Source: EXIF 2.32, in the byte order `II`: the main directory points to those of the camera and of the place.
struct FieldPhoto {
    var clock = "2026:09:20 15:30:00"
    var place: MapPoint?
    var azimuth = 87.5
    /// Tells photos apart.
    var seed: UInt8 = 0

    /// The file.
    func jpeg() throws -> Data {
        var picture = Picture(size: GridSize(columns: 64, rows: 48))
        for index in picture.samples.indices { picture.samples[index] = UInt8(truncatingIfNeeded: index) &+ seed }
        let bytes = try picture.jpeg()
        let body = Array("Exif\0\0".utf8) + tiff
        let length = body.count + 2
        return Data(
            bytes.prefix(2) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + body + bytes.dropFirst(2))
    }

    private struct Entry {
        let tag: Int
        let type: Int
        let count: Int
        let value: [UInt8]
    }

    private var tiff: [UInt8] {
        // 8 bytes of header, then three directories, then what does not fit into four bytes.
        let camera = [Entry(tag: 0x9003, type: 2, count: 20, value: Array(clock.utf8) + [0])]
        var gps: [Entry] = []
        if let place {
            gps = [
                Entry(tag: 1, type: 2, count: 2, value: text(place.y < 0 ? "S" : "N")),
                Entry(tag: 2, type: 5, count: 3, value: degrees(abs(place.y))),
                Entry(tag: 3, type: 2, count: 2, value: text(place.x < 0 ? "W" : "E")),
                Entry(tag: 4, type: 5, count: 3, value: degrees(abs(place.x))),
                Entry(tag: 17, type: 5, count: 1, value: rational(azimuth)),
            ]
        }
        let lengths = [2, camera.count, gps.count].map { 2 + $0 * 12 + 4 }
        let starts = [8, 8 + lengths[0], 8 + lengths[0] + lengths[1]]
        var rest: [UInt8] = []
        let end = starts[2] + lengths[2]
        func directory(_ entries: [Entry]) -> [UInt8] {
            var bytes = number(entries.count, 2)
            for entry in entries {
                bytes += number(entry.tag, 2) + number(entry.type, 2) + number(entry.count, 4)
                if entry.value.count <= 4 {
                    bytes += entry.value + [UInt8](repeating: 0, count: 4 - entry.value.count)
                } else {
                    bytes += number(end + rest.count, 4)
                    rest += entry.value
                }
            }
            return bytes + number(0, 4)
        }
        let main = [
            Entry(tag: 0x8769, type: 4, count: 1, value: number(starts[1], 4)),
            Entry(tag: 0x8825, type: 4, count: 1, value: number(starts[2], 4)),
        ]
        let directories = directory(main) + directory(camera) + directory(gps)
        return Array("II*\0".utf8) + number(8, 4) + directories + rest
    }

    private func text(_ letter: String) -> [UInt8] { Array(letter.utf8) + [0] }

    private func number(_ value: Int, _ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private func rational(_ value: Double) -> [UInt8] { number(Int((value * 10_000).rounded()), 4) + number(10_000, 4) }

    private func degrees(_ value: Double) -> [UInt8] {
        let minutes = (value - value.rounded(.down)) * 60
        return rational(value.rounded(.down)) + rational(minutes.rounded(.down))
            + rational((minutes - minutes.rounded(.down)) * 60)
    }
}
