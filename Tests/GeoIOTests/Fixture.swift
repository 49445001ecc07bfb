import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

/// Small rasters and shapes that the tests of this room share.
enum Fixture {
    static let utm = CoordinateSystem("EPSG:32650")

    /// A north-up grid whose upper left corner lies so many metres east and south of a fixed place.
    static func grid(
        _ columns: Int,
        _ rows: Int,
        pixel: Double = 10,
        east: Double = 0,
        south: Double = 0,
        system: CoordinateSystem? = utm
    ) -> Grid {
        Grid(
            system: system,
            transform: GeoTransform(
                originX: 500_000 + east,
                originY: 3_900_000 - south,
                pixelWidth: pixel,
                pixelHeight: pixel
            ),
            size: GridSize(columns: columns, rows: rows)
        )
    }

    /// A grid that lies nowhere.
    static func picture(_ columns: Int, _ rows: Int) -> Grid {
        Grid(
            system: nil,
            transform: GeoTransform(originX: 0, originY: 0, pixelWidth: 1, pixelHeight: 1),
            size: GridSize(columns: columns, rows: rows)
        )
    }

    /// Writes bands of whole numbers; each has `grid.size.pixelCount` values in row order.
    static func write(_ path: String, _ grid: Grid, _ bands: [UInt16]..., noData: Double? = nil) throws {
        let layout = GeoTIFFLayout(
            sampleType: .uint16,
            bands: bands.indices.map { .init("band\($0 + 1)") },
            noData: noData
        )
        let writer = try GeoTIFFWriter(path, grid: grid, layout: layout)
        try writer.append(rows: bands)
        try writer.close()
    }

    /// Writes an ENVI image of bytes, band after band, with lines added to its header.
    static func writeENVI(_ path: String, _ size: GridSize, bands: Int, header lines: [String]) throws {
        let header =
            [
                "ENVI", "samples = \(size.columns)", "lines = \(size.rows)", "bands = \(bands)", "header offset = 0",
                "data type = 1", "interleave = bsq", "byte order = 0",
            ] + lines
        try DurableFile.write(header.joined(separator: "\n") + "\n", to: path + ".hdr")
        let samples = (0..<size.pixelCount * bands).map { UInt8($0 % 251) }
        try Data(samples).write(to: URL(fileURLWithPath: path))
    }

    /// Every profile that comes with the program, in the order of their names.
    static let allProfiles = [
        "landsat-oli", "landsat-tm", "numbers", "rgb", "rgbn", "rgbn-medium", "sentinel2", "sentinel2-l1c",
    ]

    /// A square of a side of 10 with its lower left corner at a place, counter-clockwise.
    static func square(_ x: Double, _ y: Double, side: Double = 10) -> Ring {
        Polygon(BoundingBox(minX: x, minY: y, maxX: x + side, maxY: y + side)).exterior
    }

    /// The rows of a layer.
    static func rows(_ layer: LayerFile) throws -> [Feature] {
        var rows: [Feature] = []
        try layer.forEachFeature { rows.append($0) }
        return rows
    }

    /// The sensor profiles that come with the program.
    static func profiles(_ names: [String] = ["sentinel2", "numbers"]) throws -> [SensorProfile] {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try names.map { name in
            try SensorProfile(file: root.appendingPathComponent("Pipelines/profiles/\(name).json5").path)
        }
    }
}

extension AlignedSource {
    /// The values of one band of a window, `nil` where there is no data: what a golden matrix is compared with.
    func matrix(_ band: Int = 0, _ window: PixelWindow? = nil) throws -> [[Float?]] {
        let window = window ?? grid.size.window
        var values = [Float](repeating: -1, count: window.pixelCount)
        var span = values.mutableSpan
        try makeReader().read(band: band, window: window, into: &span)
        return (0..<window.rows).map { row in
            values[row * window.columns..<(row + 1) * window.columns].map { $0.isNaN ? nil : $0 }
        }
    }
}
