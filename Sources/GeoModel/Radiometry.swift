/// How digital numbers become reflectance: `reflectance = number × scale + offset`.
///
/// Indices are ratios, so the scale cancels and only `offset / scale` matters; both are kept because files state both.
package struct Radiometry: Sendable, Hashable {
    /// Reflectance a digital number.
    package let scale: Double
    /// Reflectance of digital number 0.
    package let offset: Double

    /// A linear scale.
    package init(scale: Double, offset: Double) {
        self.scale = scale
        self.offset = offset
    }

    /// Numbers as they are.
    package static let identity = Radiometry(scale: 1, offset: 0)
}
