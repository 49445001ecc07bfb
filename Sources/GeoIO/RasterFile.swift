internal import CGDAL
package import GeoModel

/// What a raster file tells of one of its bands.
package struct BandInfo: Sendable, Hashable {
    /// The band's number, from 1.
    package let number: Int
    /// What the file calls it; empty where it has no name.
    package let name: String
    /// The colour that the file shows it in (`Red`, `Green`, `Blue`); else what GDAL calls it, empty where that may be
    /// a writer's default and not meant.
    package let colour: String
    /// The centre of its spectral range in micrometres; nil where the file does not tell.
    package let wavelength: Double?
    /// The value that means no data; nil where there is none.
    package let noData: Double?
    /// What a unit of its samples stands for; 1 where the file does not tell.
    package let scale: Double
    /// The size of the blocks it is stored in.
    package let block: GridSize
    /// The name of the sample type, such as `UInt16`.
    package let sampleType: String
}

/// An open raster, for one thread at a time.
package final class RasterFile {
    /// Where it is.
    package let path: String
    /// Where its pixels lie.
    package let grid: Grid
    /// Its bands.
    package let bands: [BandInfo]
    private let handle: DatasetHandle

    /// The GDAL drivers that imagery is read with.
    package static let drivers = ["GTiff", "ENVI", "JP2OpenJPEG", "HFA", "PNG", "BMP", "JPEG"]

    private static let kind = Bilingual(zh: "影像", en: "an image")
    /// A block above this is a damaged header or a file nobody can work with; a 10 980 × 512 strip of UInt16 has 11 MB.
    private static let largestBlockBytes = 512 << 20

    /// Opens a raster for reading.
    ///
    /// - Throws: `Fault` where no allowed driver opens it, it has no band, it or its blocks are absurdly large, or its
    ///   grid lies off the Earth, is rotated or runs south-up.
    package init(_ path: String) throws(Fault) {
        self.path = path
        let handle = try DatasetHandle(opening: path, flags: GDAL_OF_RASTER, drivers: Self.drivers, kind: Self.kind)
        let size = unsafe GridSize(
            columns: Int(GDALGetRasterXSize(handle.pointer)), rows: Int(GDALGetRasterYSize(handle.pointer)))
        let count = unsafe Int(GDALGetRasterCount(handle.pointer))
        guard count > 0, size.columns > 0, size.rows > 0 else {
            throw Fault(path, zh: "没有波段；应至少有一个波段。", en: "has no band; at least one is expected.")
        }
        guard max(size.columns, size.rows) <= GridSize.longestSide else {
            throw Fault(
                path,
                zh: "大小为 \(size.columns)×\(size.rows)，超过每边 \(GridSize.longestSide) 像元。文件头可能损坏；否则请先裁切。",
                en:
                    "has \(size.columns) × \(size.rows) pixels, more than \(GridSize.longestSide) a side. Its "
                    + "header may be damaged; if not, cut it into parts."
            )
        }
        grid = try Self.grid(of: handle, size: size, path: path)
        var bands: [BandInfo] = []
        for number in 1...count { bands.append(try Self.info(of: handle, band: number, path: path)) }
        self.bands = bands
        self.handle = handle
    }

    /// One band of a file as it lies on a grid of another coordinate system: warped piece by piece while it is read.
    ///
    /// - Parameters:
    ///   - source: The file.
    ///   - band: The band's number, from 1; the only one of this raster.
    ///   - grid: Has a coordinate system.
    ///   - noData: A value that means no data where the file names none.
    ///   - isCode: Whether the samples are codes: then the nearest is taken, else four are interpolated (bilinear).
    /// - Throws: `Fault` where there is no way from one coordinate system to the other.
    package init(warping source: RasterFile, band: Int, on grid: Grid, noData: Double?, isCode: Bool) throws(Fault) {
        path = source.path
        self.grid = grid
        let missing = (source.bands[band - 1].noData ?? noData).map { ["-srcnodata", "\($0)"] } ?? []
        let single = try unsafe Self.virtual(path, ["-b", "\(band)"]) { arguments in
            let options = unsafe GDALTranslateOptionsNew(arguments, nil)
            defer { unsafe GDALTranslateOptionsFree(options) }
            return unsafe GDALTranslate("", source.handle.pointer, options, nil)
        }
        let box = grid.bounds
        let target = [
            "-t_srs", grid.system?.definition ?? "", "-ts", "\(grid.size.columns)", "\(grid.size.rows)", "-te",
            "\(box.minX)", "\(box.minY)", "\(box.maxX)", "\(box.maxY)",
        ]
        let samples = ["-r", isCode ? "near" : "bilinear", "-ot", "Float32", "-dstnodata", "nan", "-ovr", "NONE"]
        let handle = try unsafe Self.virtual(path, target + samples + missing) { arguments in
            let options = unsafe GDALWarpAppOptionsNew(arguments, nil)
            defer { unsafe GDALWarpAppOptionsFree(options) }
            var sources: [GDALDatasetH?] = unsafe [single.pointer]
            return unsafe GDALWarp("", nil, 1, &sources, options, nil)
        }
        bands = [try Self.info(of: handle, band: 1, path: path)]
        self.handle = handle
    }

    /// A raster that GDAL makes from another while it is read; it keeps the other one open.
    private static func virtual(
        _ path: String,
        _ arguments: [String],
        _ make: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> GDALDatasetH?
    ) throws(Fault) -> DatasetHandle {
        let made = try unsafe GDALMessages.collect { messages throws(Fault) in
            guard let made = unsafe withOptions(["-of", "VRT", "-q"] + arguments, make) else {
                throw unwarpable(path, messages)
            }
            return unsafe made
        }
        return unsafe DatasetHandle(owning: made)
    }

    /// Reads one band of one window.
    ///
    /// - Parameters:
    ///   - band: The band's number, from 1.
    ///   - window: Inside the raster.
    ///   - pixels: At least `window.pixelCount` values; the first ones are filled in row order, `NaN` where no data.
    /// - Throws: `Fault` where the file can't be decoded.
    package func read(band: Int, window: PixelWindow, into pixels: inout MutableSpan<Float>) throws(Fault) {
        precondition(!window.isEmpty && window.intersection(grid.size.window) == window && bands.indices ~= band - 1)
        precondition(pixels.count >= window.pixelCount)
        try GDALMessages.collect { messages throws(Fault) in
            let status = unsafe pixels.withUnsafeMutableBufferPointer { buffer in
                unsafe GDALRasterIO(
                    GDALGetRasterBand(handle.pointer, Int32(band)), GF_Read, Int32(window.column), Int32(window.row),
                    Int32(window.columns), Int32(window.rows), buffer.baseAddress, Int32(window.columns),
                    Int32(window.rows), GDT_Float32, 0, 0)
            }
            if status != CE_None || messages.firstFailure != nil {
                throw readFault(path, messages.firstFailure ?? "read error")
            }
        }
        if bands[band - 1].sampleType.hasPrefix("Float") {
            // What a program left of a division by zero is no number either.
            for pixel in 0..<window.pixelCount where pixels[pixel].isInfinite { pixels[pixel] = .nan }
        }
        if let noData = bands[band - 1].noData, !noData.isNaN {
            replace(Float(noData), in: &pixels, count: window.pixelCount)
        }
    }

    /// Reads one block through GDAL, in the band's own sample type.
    ///
    /// - Parameters:
    ///   - band: The band's number, from 1.
    ///   - column: The block's column among blocks.
    ///   - row: The block's row among blocks.
    ///   - samples: As many samples of the band's type as a block has.
    /// - Throws: `Fault` where the file can't be decoded.
    func readBlock<Sample: BitwiseCopyable>(band: Int, column: Int, row: Int, into samples: inout MutableSpan<Sample>)
        throws(Fault)
    {
        let info = bands[band - 1]
        precondition(samples.count >= info.block.pixelCount && info.wholeSampleBytes == MemoryLayout<Sample>.size)
        try GDALMessages.collect { messages throws(Fault) in
            let status = unsafe samples.withUnsafeMutableBytes { bytes in
                unsafe GDALReadBlock(
                    GDALGetRasterBand(handle.pointer, Int32(band)), Int32(column), Int32(row), bytes.baseAddress)
            }
            if status != CE_None || messages.firstFailure != nil {
                throw readFault(path, messages.firstFailure ?? "read error")
            }
        }
    }

    /// What reads this file's blocks past GDAL; nil where that can't be done.
    func directReader() -> DirectTIFF? {
        guard let bytes = bands[0].wholeSampleBytes, bands.allSatisfy({ $0.wholeSampleBytes == bytes }),
            bands.allSatisfy({ $0.block == bands[0].block }),
            unsafe GDALGetDatasetDriver(handle.pointer) == GDALGetDriverByName("GTiff")
        else { return nil }
        let block = bands[0].block
        let layout = DirectTIFF.BandLayout(
            size: (grid.size.columns, grid.size.rows),
            block: (block.columns, block.rows)
        )
        // libtiff speaks through GDAL's error handler.
        let opened = try? GDALMessages.collect { _ throws(Fault) in
            DirectTIFF(path, bands: layout, bandCount: bands.count, sampleBytes: bytes)
        }
        return opened ?? nil
    }

    /// The values of one band of one window in row order, `NaN` where no data.
    /// - Throws: `Fault` where the file can't be decoded.
    package func values(band: Int, _ window: PixelWindow) throws(Fault) -> [Float] {
        var values = [Float](repeating: 0, count: window.pixelCount)
        var span = values.mutableSpan
        try read(band: band, window: window, into: &span)
        return values
    }

    /// A text that the file keeps under a name; nil where there is none.
    package func metadata(_ name: String) -> String? {
        unsafe GDALGetMetadataItem(handle.pointer, name, nil).map { unsafe String(cString: $0) }
    }

    private func replace(_ noData: Float, in pixels: inout MutableSpan<Float>, count: Int) {
        for index in 0..<count where pixels[index] == noData { pixels[index] = .nan }
    }

    private static func grid(of handle: borrowing DatasetHandle, size: GridSize, path: String) throws(Fault) -> Grid {
        var terms = [Double](repeating: 0, count: 6)
        let found = unsafe terms.withUnsafeMutableBufferPointer { terms in
            unsafe GDALGetGeoTransform(handle.pointer, terms.baseAddress) == CE_None
        }
        let system = try unsafe coordinateSystem(GDALGetSpatialRef(handle.pointer), path: path)
        // Label rasters often carry the identity, which places nothing.
        guard found, !(system == nil && terms == [0, 1, 0, 0, 0, 1]) else {
            return Grid(
                system: nil,
                transform: GeoTransform(originX: 0, originY: 0, pixelWidth: 1, pixelHeight: 1),
                size: size
            )
        }
        guard isOnEarth(terms, size) else {
            throw Fault(
                path,
                zh: "格网不在地球范围内（仿射参数 \(terms)）。文件的地理参照可能损坏；请用 gdal_edit.py -a_ullr 改正。",
                en:
                    "the grid lies off the Earth (affine terms \(terms)). The georeference may be damaged; correct it "
                    + "with gdal_edit.py -a_ullr."
            )
        }
        guard terms[2] == 0, terms[4] == 0, terms[1] > 0, terms[5] < 0 else {
            throw Fault(
                path,
                zh: "格网旋转或上下颠倒（仿射参数 \(terms)）；应为正北朝上。请先用 gdalwarp 重投影。",
                en:
                    "the grid is rotated or south-up (affine terms \(terms)); north-up is expected. Warp it with "
                    + "gdalwarp."
            )
        }
        return Grid(
            system: system,
            transform: GeoTransform(
                originX: terms[0], originY: terms[3], pixelWidth: terms[1], pixelHeight: -terms[5]),
            size: size
        )
    }

    /// Whether both corners have coordinates that a system of the Earth may have, and pixels are neither smaller than
    /// a nanometre nor larger than the Earth.
    private static func isOnEarth(_ terms: [Double], _ size: GridSize) -> Bool {
        let farX = terms[0] + Double(size.columns) * terms[1]
        let farY = terms[3] + Double(size.rows) * terms[5]
        return MapPoint(x: terms[0], y: terms[3]).isOnEarth && MapPoint(x: farX, y: farY).isOnEarth
            && [terms[1], terms[5]].allSatisfy { $0 == 0 || abs($0) > 1e-9 } && terms.allSatisfy(\.isFinite)
    }

    private static func info(of handle: borrowing DatasetHandle, band number: Int, path: String) throws(Fault)
        -> BandInfo
    {
        let band = unsafe GDALGetRasterBand(handle.pointer, Int32(number))
        var columns: Int32 = 0
        var rows: Int32 = 0
        unsafe GDALGetBlockSize(band, &columns, &rows)
        let type = unsafe GDALGetRasterDataType(band)
        guard GDALDataTypeIsComplex(type) == 0 else {
            throw Fault(path, zh: "波段 \(number) 为复数；应为实数。", en: "band \(number) is complex; real is expected.")
        }
        guard Int(columns) * Int(rows) * Int(GDALGetDataTypeSizeBytes(type)) <= largestBlockBytes else {
            throw Fault(
                path,
                zh: "数据块 \(columns)×\(rows) 过大。文件可能损坏；请改用 512×512 分块重新写出。",
                en:
                    "blocks of \(columns) × \(rows) are too large. The file may be damaged; rewrite it in 512 × 512 "
                    + "tiles."
            )
        }
        var hasNoData: Int32 = 0
        let noData = unsafe GDALGetRasterNoDataValue(band, &hasNoData)
        return BandInfo(
            number: number,
            name: unsafe GDALGetDescription(band).map { unsafe String(cString: $0) } ?? "",
            colour: unsafe colour(of: band, handle),
            wavelength: unsafe wavelength(of: band),
            noData: hasNoData != 0 ? noData : nil,
            scale: unsafe scale(of: band),
            block: GridSize(columns: Int(columns), rows: Int(rows)),
            sampleType: unsafe GDALGetDataTypeName(type).map { unsafe String(cString: $0) } ?? "?"
        )
    }

    /// Colours are believed of pictures, and of other files where no band is called transparency: GDAL calls any four
    /// bytes red, green, blue and alpha.
    private static func colour(of band: GDALRasterBandH?, _ handle: borrowing DatasetHandle) -> String {
        let driver = unsafe GDALGetDriverShortName(GDALGetDatasetDriver(handle.pointer)).map {
            unsafe String(cString: $0)
        }
        let count = unsafe GDALGetRasterCount(handle.pointer)
        let last = unsafe GDALGetRasterColorInterpretation(GDALGetRasterBand(handle.pointer, count))
        guard ["PNG", "BMP", "JPEG"].contains(driver ?? "") || last != GCI_AlphaBand else { return "" }
        let colour = unsafe GDALGetRasterColorInterpretation(band)
        return unsafe GDALGetColorInterpretationName(colour).map { unsafe String(cString: $0) } ?? ""
    }

    private static func scale(of band: GDALRasterBandH?) -> Double {
        var isKnown: Int32 = 0
        let scale = unsafe GDALGetRasterScale(band, &isKnown)
        return isKnown != 0 && scale > 0 ? scale : 1
    }

    private static func wavelength(of band: GDALRasterBandH?) -> Double? {
        guard let text = unsafe GDALGetMetadataItem(band, "wavelength", nil),
            let value = unsafe Double(String(cString: text))
        else { return nil }
        let units = unsafe GDALGetMetadataItem(band, "wavelength_units", nil).map { unsafe String(cString: $0) }
        return units?.lowercased().hasPrefix("nano") == true ? value / 1000 : value
    }
}
