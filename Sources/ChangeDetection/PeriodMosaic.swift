package import GeoModel

/// One scene of a mosaic, opened by one worker.
package struct MosaicLayer {
    let reader: any TileReader
    let usableByMaskCode: [UInt8]
    let gain: Float
    let bias: Float

    /// An opened scene.
    ///
    /// - Parameters:
    ///   - reader: Its bands, those of all layers in the same order.
    ///   - usableMaskCodes: The codes of pixels that may be used.
    ///   - radiometry: What its numbers mean.
    ///   - reference: What the numbers of the mosaic mean.
    package init(
        _ reader: any TileReader,
        usableMaskCodes: MaskCodes,
        radiometry: Radiometry,
        reference: Radiometry
    ) {
        self.reader = reader
        usableByMaskCode = usableMaskCodes.table
        gain = Float(radiometry.scale / reference.scale)
        bias = Float((radiometry.offset - reference.offset) / reference.scale)
    }
}

/// Several scenes of one period as if they were one: each pixel is that of the first scene whose mask lets it through
/// or, without masks, that has data there.
///
/// The mask band of the mosaic has one code, `usableCode`: some scene shows the pixel.
package final class PeriodMosaic: TileReader {
    /// The code of pixels that some scene shows.
    package static let usableCode = 1
    /// The most scenes that a mosaic may have: a changed pixel keeps the number of its scene in four bits.
    package static let mostScenes = 16

    private let layers: [MosaicLayer]
    private let maskBand: Int?
    private let maskDilation: Int
    private let gridSize: GridSize
    private var chosen = PixelWindow(column: 0, row: 0, columns: 0, rows: 0)
    /// The layer of each pixel of `chosen`; `none` where no scene shows it.
    private var choice: [UInt8] = []
    private static let none = UInt8.max

    /// A mosaic of opened scenes, the one to be preferred first.
    ///
    /// - Parameters:
    ///   - layers: The scenes.
    ///   - maskBand: The place of the mask among the bands; nil where there is none.
    ///   - maskDilation: How far, in pixels, what a scene's mask hides is grown.
    ///   - gridSize: The size of all scenes.
    package init(_ layers: [MosaicLayer], maskBand: Int?, maskDilation: Int, gridSize: GridSize) {
        precondition(!layers.isEmpty && layers.count <= Self.mostScenes)
        self.layers = layers
        self.maskBand = maskBand
        self.maskDilation = maskDilation
        self.gridSize = gridSize
    }

    /// The pixels of a band; `NaN` where no scene shows them.
    package func read(band: Int, window: PixelWindow, into pixels: inout MutableSpan<Float>) throws(Fault) {
        let place = try choose(window)
        for pixel in 0..<window.pixelCount { pixels[pixel] = .nan }
        var values = [Float](repeating: 0, count: window.pixelCount)
        for (number, layer) in layers.enumerated() where uses(number, place, window) {
            var span = values.mutableSpan
            try layer.reader.read(band: band, window: window, into: &span)
            forEachPixel(of: window, in: place) { pixel, chosen in
                if choice[chosen] == number { pixels[pixel] = values[pixel] * layer.gain + layer.bias }
            }
        }
    }

    /// What a table says of the mask: of `usableCode` where some scene shows a pixel, else 0.
    package func look(
        band: Int,
        window: PixelWindow,
        up table: Span<UInt8>,
        into classes: inout MutableSpan<UInt8>
    ) throws(Fault) {
        precondition(band == maskBand, "only the mask has codes")
        let place = try choose(window)
        let usable = table[Self.usableCode]
        forEachPixel(of: window, in: place) { pixel, chosen in
            classes[pixel] = choice[chosen] == Self.none ? 0 : usable
        }
    }

    /// The number of the scene that each pixel of a window is from; 0 where no scene shows it.
    package func fillSources(_ window: PixelWindow, into sources: inout MutableSpan<UInt8>) throws(Fault) {
        let place = try choose(window)
        forEachPixel(of: window, in: place) { pixel, chosen in
            sources[pixel] = choice[chosen] == Self.none ? 0 : choice[chosen]
        }
    }

    /// Tells all scenes, whose masks are read farther.
    package func expect(_ tile: PixelWindow, margin: Int) {
        for layer in layers { layer.reader.expect(tile, margin: margin + maskDilation) }
    }

    /// Makes sure that the choice is known under a window.
    /// - Returns: Where the window's first pixel lies in `choice`.
    private func choose(_ window: PixelWindow) throws(Fault) -> Int {
        if chosen.intersection(window) != window { try chooseAnew(window) }
        return (window.row - chosen.row) * chosen.columns + window.column - chosen.column
    }

    private func chooseAnew(_ window: PixelWindow) throws(Fault) {
        chosen = window
        choice = [UInt8](repeating: Self.none, count: window.pixelCount)
        var left = window.pixelCount
        for (number, layer) in layers.enumerated() where left > 0 {
            let usable = try usable(layer, window)
            for pixel in choice.indices where choice[pixel] == Self.none && usable[pixel] != 0 {
                choice[pixel] = UInt8(number)
                left -= 1
            }
        }
    }

    private func usable(_ layer: MosaicLayer, _ window: PixelWindow) throws(Fault) -> [UInt8] {
        var usable = [UInt8](repeating: 0, count: window.pixelCount)
        var span = usable.mutableSpan
        guard let maskBand else {
            var values = [Float](repeating: 0, count: window.pixelCount)
            var valueSpan = values.mutableSpan
            try layer.reader.read(band: 0, window: window, into: &valueSpan)
            for pixel in values.indices { span[pixel] = values[pixel].isNaN ? 0 : 1 }
            return usable
        }
        try readMask(
            layer.reader,
            band: maskBand,
            window,
            up: layer.usableByMaskCode,
            dilation: maskDilation,
            isHiddenOutside: false,
            gridSize: gridSize,
            into: &span
        )
        return usable
    }

    private func uses(_ number: Int, _ place: Int, _ window: PixelWindow) -> Bool {
        for row in 0..<window.rows {
            let start = place + row * chosen.columns
            if choice[start..<start + window.columns].contains(UInt8(number)) { return true }
        }
        return false
    }

    private func forEachPixel(of window: PixelWindow, in place: Int, _ body: (Int, Int) -> Void) {
        for row in 0..<window.rows {
            for column in 0..<window.columns {
                body(row * window.columns + column, place + row * chosen.columns + column)
            }
        }
    }
}
