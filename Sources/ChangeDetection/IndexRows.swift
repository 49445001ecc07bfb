package import GeoModel

/// Writes the normalised difference `(a − b) / (a + b)` of one row.
///
/// - Parameters:
///   - a: Reflectances; negative ones count as 0, `NaN` is no data.
///   - b: The same number of reflectances.
///   - index: The index in −1…1; 0 where both are 0, `NaN` where either is no data.
/// - Precondition: all three have the same count.
package func normalizedDifference(_ a: Span<Float>, _ b: Span<Float>, into index: inout MutableSpan<Float>) {
    precondition(a.count == b.count && a.count == index.count)
    for pixel in 0..<index.count {
        let first = clampedBelow(a[pixel])
        let second = clampedBelow(b[pixel])
        index[pixel] = (first - second) / (first + second + .leastNormalMagnitude)
    }
}

/// Writes the bare-soil index of one row.
///
/// - Parameters:
///   - swir1: Reflectances; negative ones count as 0, `NaN` is no data.
///   - red: The same number of reflectances.
///   - nir: The same number of reflectances.
///   - blue: The same number of reflectances.
///   - index: The index in −1…1; `NaN` where any band is no data.
/// - Precondition: all have the same count.
package func bareSoilIndex(
    swir1: Span<Float>,
    red: Span<Float>,
    nir: Span<Float>,
    blue: Span<Float>,
    into index: inout MutableSpan<Float>
) {
    precondition(swir1.count == index.count && red.count == index.count)
    precondition(nir.count == index.count && blue.count == index.count)
    for pixel in 0..<index.count {
        let soil = clampedBelow(swir1[pixel]) + clampedBelow(red[pixel])
        let leaf = clampedBelow(nir[pixel]) + clampedBelow(blue[pixel])
        index[pixel] = (soil - leaf) / (soil + leaf + .leastNormalMagnitude)
    }
}

/// A reflectance that is not negative; `NaN` stays `NaN`.
@inline(__always)
private func clampedBelow(_ reflectance: Float) -> Float {
    reflectance < 0 ? 0 : reflectance
}

/// Adds to each number and multiplies, in place: digital numbers to reflectance.
package func applyRadiometry(_ radiometry: Radiometry, to row: inout MutableSpan<Float>) {
    let scale = Float(radiometry.scale)
    let offset = Float(radiometry.offset)
    for pixel in 0..<row.count { row[pixel] = row[pixel] * scale + offset }
}
