package import GeoModel

/// The index values at which one land cover is told from the next, in the order they are asked.
///
/// Source: a recipe's `states` entry, which names where its values come from.
package struct StateThresholds: Sendable, Hashable {
    /// Water where MNDWI exceeds this and NDVI does not show vegetation.
    package let waterMNDWI: Float
    /// The same of NDWI, where an image has no short-wave infrared; infinite where water is then not to be told.
    package let waterNDWI: Float
    /// Vegetation where NDVI exceeds this.
    package let vegetationNDVI: Float
    /// Bare ground where BSI exceeds this, else built.
    package let bareBSI: Float

    /// The thresholds.
    package init(waterMNDWI: Float, waterNDWI: Float = .infinity, vegetationNDVI: Float, bareBSI: Float) {
        self.waterMNDWI = waterMNDWI
        self.waterNDWI = waterNDWI
        self.vegetationNDVI = vegetationNDVI
        self.bareBSI = bareBSI
    }
}

/// The land cover that one pixel's indices speak for; unknown where an index that decides has no data.
package func landState(
    ndvi: Float, mndwi: Float, bsi: Float, ndwi: Float = .nan, _ thresholds: StateThresholds
) -> LandState {
    if ndvi > thresholds.vegetationNDVI { return .vegetation }
    if mndwi > thresholds.waterMNDWI || mndwi.isNaN && ndwi > thresholds.waterNDWI { return .water }
    if ndvi.isNaN || bsi.isNaN { return .unknown }
    return bsi > thresholds.bareBSI ? .bare : .built
}

/// The land cover that one pixel's reflectances speak for; those that are not negative count, `NaN` is no data.
package func landState(
    blue: Float, green: Float, red: Float, nir: Float, swir1: Float, _ thresholds: StateThresholds
) -> LandState {
    let indices = Indices(blue: blue, green: green, red: red, nir: nir, swir1: swir1)
    return landState(
        ndvi: indices.ndvi, mndwi: indices.mndwi, bsi: indices.bsi, ndwi: indices.ndwi, thresholds)
}

/// The same as `landState`, without a branch, as `LandState.rawValue`.
@inline(__always)
func landStateCode(_ indices: Indices, _ thresholds: StateThresholds) -> UInt8 {
    var code: UInt8 = indices.bsi > thresholds.bareBSI ? LandState.bare.rawValue : LandState.built.rawValue
    code = indices.ndvi == indices.ndvi && indices.bsi == indices.bsi ? code : LandState.unknown.rawValue
    let hasShortWave = indices.mndwi == indices.mndwi
    let excess = hasShortWave ? indices.mndwi - thresholds.waterMNDWI : indices.ndwi - thresholds.waterNDWI
    code = excess > 0 ? LandState.water.rawValue : code
    return indices.ndvi > thresholds.vegetationNDVI ? LandState.vegetation.rawValue : code
}
