package import GeoModel

/// A small piece of ground found again at the later date.
package struct TiePoint: Sendable, Hashable {
    /// Its middle on the grid of the comparison.
    package let place: PixelPlace
    /// How far the later date shows it from where the earlier date does.
    package let shift: PixelShift
    /// How alike the two are there: correlation of their gradients, up to 1.
    package let quality: Double

    /// A piece of ground found again.
    package init(place: PixelPlace, shift: PixelShift, quality: Double) {
        self.place = place
        self.shift = shift
        self.quality = quality
    }
}

/// The same ground at two dates, the later with a margin to look for it.
package struct TiePair: Sendable {
    let earlier: PixelBlock
    let later: PixelBlock

    /// The side of the ground looked for, in pixels.
    package static let side = 64
    /// How far it is looked for, in pixels.
    package static let reach = 32
    /// Pixels that the gradient and the interpolation need around what they look at.
    private static let rim = 3
    /// The margin of the earlier block around the ground.
    package static let earlierMargin = 1
    /// The margin of the later block.
    package static let laterMargin = reach + finest + rim
    /// How far around the common shift each point is looked for.
    private static let finest = 3
    /// Pixels of the coarse search on a side of one of its own.
    private static let coarse = 4
    /// Pairs that are searched coarsely; a few dozen tell the common shift.
    private static let mostCoarse = 36
    /// Gradients of unlike ground correlate less in one of 50 places by chance, over so many pixels.
    private static let leastQuality: Float = 0.25

    /// Two blocks around the same place; nil where the earlier has missing data.
    package init?(earlier: PixelBlock, later: PixelBlock) {
        guard !earlier.samples.contains(where: \.isNaN) else { return nil }
        self.earlier = earlier
        self.later = later
    }

    /// How alike the dates are around each whole-pixel shift of a coarser image.
    private var coarseSurface: CorrelationSurface {
        // Averages of gradients: edges are thinner than a coarse pixel.
        let small = earlier.gradient.inner(Self.earlierMargin).averaged(Self.coarse)
        let large = later.gradient.inner(Self.laterMargin - Self.reach).averaged(Self.coarse)
        return CorrelationSurface(BlockMatcher(small, margin: 0, in: large))
    }

    /// The shift of whole pixels about which all pairs together are most alike.
    ///
    /// - Source: Scheffler et al. 2017, AROSICS: a coarse common shift first, tie points about it then.
    static func commonShift(_ pairs: [TiePair]) -> PixelShift {
        guard var sum = pairs.first?.coarseSurface else { return .zero }
        for place in stride(from: 1, to: pairs.count, by: max(1, pairs.count / mostCoarse)) {
            sum.add(pairs[place].coarseSurface)
        }
        guard let peak = sum.peak else { return .zero }
        let middle = Double(reach / coarse)
        let offset = sum.offset(at: peak.place) ?? .zero
        return PixelShift(
            columns: ((Double(peak.place.column) - middle + offset.columns) * Double(coarse)).rounded(),
            rows: ((Double(peak.place.row) - middle + offset.rows) * Double(coarse)).rounded()
        )
    }

    /// Where the ground is found again about a shift; nil where it is not.
    ///
    /// Found to the pixel first; then the later date is interpolated there and compared again, so that what the
    /// parabola adds is small and its error with it.
    func point(about shift: PixelShift) -> TiePoint? {
        let gradient = earlier.gradient
        let reach = Self.finest + Self.earlierMargin
        let near = part(Self.side + 2 * reach, moved: shift).gradient
        let middle = PixelPlace(column: Self.finest, row: Self.finest)
        guard let found = BlockMatcher(gradient, margin: Self.earlierMargin, in: near).climb(from: middle),
            found.value(1, 1) >= Self.leastQuality, let offset = found.offset(at: Self.centre)
        else { return nil }
        let steps = PixelShift(
            columns: Double(found.origin.column + 1 - middle.column), rows: Double(found.origin.row + 1 - middle.row))
        let first = shift + steps + offset
        let exact = part(Self.side + 2 * (1 + Self.earlierMargin), moved: first).gradient
        let again = CorrelationSurface(BlockMatcher(gradient, margin: Self.earlierMargin, in: exact))
        guard let rest = again.offset(at: Self.centre), rest.length <= 1 else { return nil }
        return TiePoint(
            place: PixelPlace(
                column: earlier.window.column + earlier.window.columns / 2,
                row: earlier.window.row + earlier.window.rows / 2
            ),
            shift: first + rest,
            quality: Double(again.value(1, 1))
        )
    }

    /// The middle of nine.
    private static let centre = PixelPlace(column: 1, row: 1)

    /// The later date over a square around the same middle, moved.
    private func part(_ side: Int, moved shift: PixelShift) -> PixelBlock {
        let margin = (side - Self.side) / 2
        let window = PixelWindow(
            column: earlier.window.column + Self.earlierMargin - margin,
            row: earlier.window.row + Self.earlierMargin - margin,
            columns: side,
            rows: side
        )
        return later.displaced(window, by: shift)
    }
}

extension PixelBlock {
    /// The block without so many pixels on every side.
    fileprivate func inner(_ margin: Int) -> PixelBlock {
        let part = PixelWindow(
            column: window.column + margin, row: window.row + margin, columns: window.columns - 2 * margin,
            rows: window.rows - 2 * margin)
        var kept: [Float] = []
        kept.reserveCapacity(part.pixelCount)
        for row in margin..<margin + part.rows {
            let start = row * window.columns + margin
            kept += samples[start..<start + part.columns]
        }
        return PixelBlock(window: part, samples: kept)
    }
}
