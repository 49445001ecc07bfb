internal import CGDAL
package import GeoModel

/// What a photo tells of itself: its size, and when, where and whither its camera looked (EXIF).
package struct PhotoFile: Sendable, Hashable {
    /// Pixels.
    package let size: GridSize
    /// The camera's own clock when it was taken, as EXIF writes it: `2026:09:20 15:30:00`; nil where it is not told.
    package let clock: String?
    /// Degrees east and north of WGS 84; nil where they are not told.
    package let place: MapPoint?
    /// Degrees clockwise from north; nil where it is not told.
    package let azimuth: Double?

    private static let kind = Bilingual(zh: "JPEG 或 PNG 照片", en: "a JPEG or PNG photo")

    /// Reads a photo, its pixels too, so that one that breaks off is found.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - largestPixels: More than this is not decoded.
    /// - Throws: `Fault` where it can't be decoded to its end, or is larger than that.
    package init(_ path: String, largestPixels: Int) throws(Fault) {
        let handle = try DatasetHandle(
            opening: path, flags: GDAL_OF_RASTER, drivers: ["JPEG", "PNG"], kind: PhotoFile.kind)
        size = unsafe GridSize(
            columns: Int(GDALGetRasterXSize(handle.pointer)), rows: Int(GDALGetRasterYSize(handle.pointer)))
        guard size.pixelCount <= largestPixels else {
            throw Fault(
                path, zh: "有 \(size.columns)×\(size.rows) 像素，超过 \(largestPixels) 像素。请用较小的尺寸重拍或导出。",
                en: "has \(size.columns) × \(size.rows) pixels, more than \(largestPixels). Take or save it smaller.")
        }
        try unsafe PhotoFile.decode(handle.pointer, path)
        func text(_ key: String) -> String? {
            unsafe GDALGetMetadataItem(handle.pointer, "EXIF_" + key, nil).map { unsafe String(cString: $0) }
        }
        clock = text("DateTimeOriginal") ?? text("DateTime")
        place = PhotoFile.place(text)
        azimuth = text("GPSImgDirection").flatMap { PhotoFile.numbers($0).first }.flatMap {
            (0...360).contains($0) ? $0 : nil
        }
    }

    /// A cut file opens, and fails only where its pixels end.
    private static func decode(_ dataset: GDALDatasetH, _ path: String) throws(Fault) {
        let (columns, rows) = unsafe (GDALGetRasterXSize(dataset), GDALGetRasterYSize(dataset))
        var line = [UInt8](repeating: 0, count: Int(columns))
        try GDALMessages.collect { messages throws(Fault) in
            guard let band = unsafe GDALGetRasterBand(dataset, 1) else { throw readFault(path, "no band") }
            for row in 0..<rows {
                let code = unsafe GDALRasterIO(band, GF_Read, 0, row, columns, 1, &line, columns, 1, GDT_Byte, 0, 0)
                guard code == CE_None, messages.firstFailure == nil, messages.firstWarning == nil else {
                    throw readFault(path, messages.firstFailure ?? messages.firstWarning ?? "read error")
                }
            }
        }
    }

    private static func place(_ text: (String) -> String?) -> MapPoint? {
        guard let north = degrees(text("GPSLatitude"), text("GPSLatitudeRef"), negative: "S"),
            let east = degrees(text("GPSLongitude"), text("GPSLongitudeRef"), negative: "W"),
            abs(north) <= 90, abs(east) <= 180, (north, east) != (0, 0)
        else { return nil }
        return MapPoint(x: east, y: north)
    }

    /// `(34) (48) (12.5)` as degrees.
    static func degrees(_ text: String?, _ reference: String?, negative: Character) -> Double? {
        let parts = text.map(numbers) ?? []
        guard !parts.isEmpty, parts.count <= 3, parts.allSatisfy({ $0.isFinite && $0 >= 0 }) else { return nil }
        let sum = zip(parts, [1.0, 60, 3600]).reduce(0) { $0 + $1.0 / $1.1 }
        return reference?.uppercased().first == negative ? -sum : sum
    }

    private static func numbers(_ text: String) -> [Double] {
        text.split { "() ".contains($0) }.compactMap { Double($0) }
    }
}
