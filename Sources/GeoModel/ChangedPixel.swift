/// A pixel that may have changed, with what a patch needs to know of it.
package struct ChangedPixel: Sendable, Hashable, BitwiseCopyable {
    /// The column, and in the lowest twelve bits how bright it is: a grid is no wider than `PixelWindow.longestSide`.
    private let place: UInt32
    /// Its quantised score.
    package let score: UInt16
    /// What became what, as `Transition.code`.
    package let transition: UInt8
    /// Which of the scenes of each date it is from.
    package let sources: PixelSources
    /// The differences of NDVI, NDBI, MNDWI and BSI, after − before, in ten-thousandths: finer than sensors measure. 0
    /// where an index is not part of the score.
    package let tenThousandths: SIMD4<Int16>

    /// A pixel; differences lie in −2…2.
    package init(
        column: Int32,
        score: UInt16,
        transition: UInt8,
        differences: SIMD4<Float>,
        sources: PixelSources = PixelSources(before: 0, after: 0),
        light: UInt16 = LightCode.unknown
    ) {
        self.init(
            column: column,
            score: score,
            transition: transition,
            tenThousandths: SIMD4(
                Self.tenThousandths(differences[0]),
                Self.tenThousandths(differences[1]),
                Self.tenThousandths(differences[2]),
                Self.tenThousandths(differences[3])
            ),
            sources: sources,
            light: light
        )
    }

    /// A pixel whose differences are whole numbers already.
    package init(
        column: Int32,
        score: UInt16,
        transition: UInt8,
        tenThousandths: SIMD4<Int16>,
        sources: PixelSources,
        light: UInt16 = LightCode.unknown
    ) {
        place = UInt32(bitPattern: column) << 12 | UInt32(light & 4095)
        self.score = score
        self.transition = transition
        self.sources = sources
        self.tenThousandths = tenThousandths
    }

    /// Its column in the grid.
    package var column: Int32 { Int32(bitPattern: place >> 12) }
    /// How bright it is at the later date in visible light, as a `LightCode`.
    package var light: UInt16 { UInt16(truncatingIfNeeded: place & 4095) }

    /// A difference in whole ten-thousandths; anything for `NaN`.
    @inline(__always)
    package static func tenThousandths(_ difference: Float) -> Int16 {
        let scaled = difference * differenceScale
        let limited = scaled > 32_767 ? 32_767 : scaled < -32_768 ? -32_768 : scaled
        // Adding 1.5 × 2²³ leaves the rounded number in the low bits, without a conversion that could trap.
        return Int16(truncatingIfNeeded: Int32(bitPattern: (limited + 12_582_912).bitPattern))
    }

    /// The differences of NDVI, NDBI, MNDWI and BSI, after − before.
    package var differences: SIMD4<Float> { SIMD4<Float>(tenThousandths) / Self.differenceScale }

    private static let differenceScale: Float = 10_000
}

/// The numbers, 0…15, of the scenes that a pixel is from.
package struct PixelSources: Sendable, Hashable, BitwiseCopyable {
    private let code: UInt8

    /// The scenes of both dates.
    package init(before: UInt8, after: UInt8) {
        code = before << 4 | after & 15
    }

    /// The scene of the earlier date.
    package var before: Int { Int(code >> 4) }
    /// The scene of the later date.
    package var after: Int { Int(code & 15) }
}
