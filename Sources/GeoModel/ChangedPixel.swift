/// A pixel that may have changed, with what a patch needs to know of it.
package struct ChangedPixel: Sendable, Hashable {
    /// Its column in the grid.
    package let column: Int32
    /// Its quantised score.
    package let score: UInt16
    /// What became what, as `Transition.code`.
    package let transition: UInt8
    /// The differences of NDVI, NDBI, MNDWI and BSI, after − before; 0 where an index was not computed.
    package let differences: SIMD4<Float>

    /// A pixel.
    package init(column: Int32, score: UInt16, transition: UInt8, differences: SIMD4<Float>) {
        self.column = column
        self.score = score
        self.transition = transition
        self.differences = differences
    }
}
