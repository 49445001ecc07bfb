import GeoModel

/// What turns the bands of one pixel at two dates into its change score.
struct PixelScore {
    let before: LinearScale
    let after: LinearScale
    /// Quantised score a unit of score.
    let scale: Float
    private let ndvi: Part
    private let ndbi: Part
    private let mndwi: Part
    private let bsi: Part

    /// One index's part in the score.
    private struct Part {
        /// Taken off the difference: what all land shares.
        let shift: Float
        /// All bits for an index that counts, none for one that does not.
        let mask: UInt32

        init(_ index: SpectralIndex, _ parameters: PairParameters) {
            let counts = parameters.indices.contains(index)
            shift = counts ? parameters.commonShift[index] ?? 0 : 0
            mask = counts ? .max : 0
        }

        /// The difference that counts, without a branch.
        @inline(__always)
        func difference(_ first: Float, _ second: Float) -> Float {
            Float(bitPattern: (second - first - shift).bitPattern & mask)
        }
    }

    init(_ parameters: PairParameters) {
        before = LinearScale(parameters.beforeRadiometry)
        after = LinearScale(parameters.afterRadiometry)
        scale = Float(parameters.method.scoreScale)
        ndvi = Part(.ndvi, parameters)
        ndbi = Part(.ndbi, parameters)
        mndwi = Part(.mndwi, parameters)
        bsi = Part(.bsi, parameters)
    }

    /// The differences of NDVI, NDBI, MNDWI and BSI, after − before, less the common shift; 0 for those that do not
    /// count.
    @inline(__always)
    func differences(_ first: Indices, _ second: Indices) -> SIMD4<Float> {
        SIMD4(
            ndvi.difference(first.ndvi, second.ndvi),
            ndbi.difference(first.ndbi, second.ndbi),
            mndwi.difference(first.mndwi, second.mndwi),
            bsi.difference(first.bsi, second.bsi)
        )
    }

    /// The length of the vector of differences (change-vector analysis); `NaN` where the pixel can't be compared.
    ///
    /// - Source: Malila 1980; Bovolo & Bruzzone 2007.
    @inline(__always)
    func length(_ first: Indices, _ second: Indices) -> Float {
        let d0 = ndvi.difference(first.ndvi, second.ndvi)
        let d1 = ndbi.difference(first.ndbi, second.ndbi)
        let d2 = mndwi.difference(first.mndwi, second.mndwi)
        let d3 = bsi.difference(first.bsi, second.bsi)
        return (d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3).squareRoot()
    }
}
