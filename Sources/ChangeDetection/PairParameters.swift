package import GeoModel

/// What turns the bands of two dates into a change score.
package struct PairParameters: Sendable {
    /// What each band of both tile sources measures, in the sources' order.
    package let roles: [BandRole]
    /// The indices whose differences make the score.
    package let indices: [SpectralIndex]
    /// The scale of the first date.
    package let beforeRadiometry: Radiometry
    /// The scale of the second date.
    package let afterRadiometry: Radiometry
    /// For each mask code 0…255, 1 where pixels with it may be used.
    let usableByMaskCode: [UInt8]
    /// How far, in pixels, what the mask hides is grown.
    package let maskDilation: Int
    /// What is taken off each index difference before the score is made: the shift that all land shares.
    package var commonShift: [SpectralIndex: Float]
    /// Where one land cover ends and the next begins.
    package let states: StateThresholds
    /// Pixels with at least this quantised score are handed on one by one.
    package var candidateFloor: UInt16

    /// Quantised score a unit of score: the longest possible change vector of four indices, 4, stays below 65 535.
    package static let scoreScale = 16_000.0

    /// Parameters of one comparison; `usableMaskCodes` are the codes of pixels that may be used.
    package init(
        roles: [BandRole],
        indices: [SpectralIndex],
        beforeRadiometry: Radiometry,
        afterRadiometry: Radiometry,
        usableMaskCodes: some Sequence<Int>,
        maskDilation: Int,
        commonShift: [SpectralIndex: Float] = [:],
        states: StateThresholds,
        candidateFloor: UInt16 = .max
    ) {
        self.roles = roles
        self.indices = indices
        self.beforeRadiometry = beforeRadiometry
        self.afterRadiometry = afterRadiometry
        var usable = [UInt8](repeating: 0, count: 256)
        for code in usableMaskCodes where usable.indices.contains(code) { usable[code] = 1 }
        usableByMaskCode = usable
        self.maskDilation = maskDilation
        self.commonShift = commonShift
        self.states = states
        self.candidateFloor = candidateFloor
    }
}

/// What the comparison leaves of one tile.
package struct TileScores: Sendable {
    /// The tile's pixels.
    package let window: PixelWindow
    /// Quantised score, row by row; 0 where not valid.
    package var score: [UInt16]
    /// `Transition.code`, row by row; 0 where not valid.
    package var transition: [UInt8]
    /// 1 where both dates can be compared.
    package var valid: [UInt8]
    /// The pixels at or above the candidate floor, each row in column order.
    package var candidates: [[ChangedPixel]]
    /// The scores of the valid pixels.
    package var histogram: ScoreHistogram

    /// A tile in which nothing has been compared yet.
    init(window: PixelWindow) {
        self.window = window
        score = [UInt16](repeating: 0, count: window.pixelCount)
        transition = [UInt8](repeating: 0, count: window.pixelCount)
        valid = [UInt8](repeating: 0, count: window.pixelCount)
        candidates = [[ChangedPixel]](repeating: [], count: window.rows)
        histogram = ScoreHistogram()
    }
}
