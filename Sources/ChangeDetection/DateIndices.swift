import GeoModel

/// The bands and indices of one date over one tile.
struct DateIndices {
    /// 1 where the pixel may be used.
    var usable: [UInt8]
    /// Each index row by row, `NaN` where a band has no data.
    var values: [SpectralIndex: [Float]]

    /// Reads what the indices need and computes them.
    ///
    /// - Throws: `Fault` where a file can't be decoded.
    init(
        _ reader: any TileReader,
        window: PixelWindow,
        gridSize: GridSize,
        radiometry: Radiometry,
        parameters: PairParameters
    ) throws(Fault) {
        usable = try Self.readMask(reader, window: window, gridSize: gridSize, parameters: parameters)
        var bands: [BandRole: [Float]] = [:]
        let computed = Set(parameters.indices).union(Self.deciding(parameters.roles))
        for role in Set(computed.flatMap(\.roles)).sorted() {
            guard let band = parameters.roles.firstIndex(of: role) else {
                preconditionFailure("no \(role) band; the recipe is checked before")
            }
            var row = [Float](repeating: 0, count: window.pixelCount)
            var span = row.mutableSpan
            try reader.read(band: band, window: window, into: &span)
            if radiometry != .identity { applyRadiometry(radiometry, to: &span) }
            bands[role] = row
        }
        values = [:]
        for index in computed { values[index] = Self.compute(index, bands, count: window.pixelCount) }
    }

    /// The indices that tell land covers apart, as far as the bands allow.
    private static func deciding(_ roles: [BandRole]) -> [SpectralIndex] {
        [.ndvi, .mndwi, .bsi].filter { Set($0.roles).isSubset(of: roles) }
    }

    private static func compute(_ index: SpectralIndex, _ bands: [BandRole: [Float]], count: Int) -> [Float] {
        func band(_ role: BandRole) -> [Float] { bands[role] ?? [] }
        var values = [Float](repeating: 0, count: count)
        var span = values.mutableSpan
        switch index {
        case .ndvi: normalizedDifference(band(.nir).span, band(.red).span, into: &span)
        case .ndbi: normalizedDifference(band(.swir1).span, band(.nir).span, into: &span)
        case .mndwi: normalizedDifference(band(.green).span, band(.swir1).span, into: &span)
        case .bsi:
            bareSoilIndex(
                swir1: band(.swir1).span,
                red: band(.red).span,
                nir: band(.nir).span,
                blue: band(.blue).span,
                into: &span
            )
        }
        return values
    }

    /// What the mask band lets through, read with a margin so that a mask grows across tile borders.
    private static func readMask(
        _ reader: any TileReader,
        window: PixelWindow,
        gridSize: GridSize,
        parameters: PairParameters
    ) throws(Fault) -> [UInt8] {
        guard let band = parameters.roles.firstIndex(of: .mask) else {
            return [UInt8](repeating: 1, count: window.pixelCount)
        }
        let wide = window.expanded(by: parameters.maskDilation, within: gridSize)
        var codes = [Float](repeating: 0, count: wide.pixelCount)
        var span = codes.mutableSpan
        try reader.read(band: band, window: wide, into: &span)
        let usable = usablePixels(codes.span, parameters.usableByMaskCode.span)
        let grown = dilatedMask(usable, columns: wide.columns, radius: parameters.maskDilation)
        guard wide != window else { return grown }
        return (window.row..<window.endRow).flatMap { row in
            let start = (row - wide.row) * wide.columns + window.column - wide.column
            return grown[start..<start + window.columns]
        }
    }
}

/// 1 for each pixel whose mask code may be used; no data and codes outside 0…255 may not.
private func usablePixels(_ codes: Span<Float>, _ usableByCode: Span<UInt8>) -> [UInt8] {
    var usable = [UInt8](repeating: 0, count: codes.count)
    var span = usable.mutableSpan
    for pixel in 0..<codes.count {
        let code = codes[pixel]
        span[pixel] = code >= 0 && code < 256 ? usableByCode[Int(code)] : 0
    }
    return usable
}
