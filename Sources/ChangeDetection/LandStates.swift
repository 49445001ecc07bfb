package import GeoModel

/// The index values at which one land cover is told from the next, in the order they are asked.
///
/// Source: a recipe's `states` entry, which names where its values come from.
package struct StateThresholds: Sendable, Hashable {
    /// Water where MNDWI exceeds this and NDVI does not show vegetation.
    package let waterMNDWI: Float
    /// Vegetation where NDVI exceeds this.
    package let vegetationNDVI: Float
    /// Bare ground where BSI exceeds this, else built.
    package let bareBSI: Float

    /// Three thresholds.
    package init(waterMNDWI: Float, vegetationNDVI: Float, bareBSI: Float) {
        self.waterMNDWI = waterMNDWI
        self.vegetationNDVI = vegetationNDVI
        self.bareBSI = bareBSI
    }
}

/// The land cover that one pixel's indices speak for; unknown where an index that decides has no data.
package func landState(ndvi: Float, mndwi: Float, bsi: Float, _ thresholds: StateThresholds) -> LandState {
    if ndvi > thresholds.vegetationNDVI { return .vegetation }
    if mndwi > thresholds.waterMNDWI { return .water }
    if ndvi.isNaN || bsi.isNaN { return .unknown }
    return bsi > thresholds.bareBSI ? .bare : .built
}

/// The same as `landState`, without a branch, as `LandState.rawValue`.
@inline(__always)
func landStateCode(_ indices: Indices, _ thresholds: StateThresholds) -> UInt8 {
    var code: UInt8 = indices.bsi > thresholds.bareBSI ? LandState.bare.rawValue : LandState.built.rawValue
    code = indices.ndvi == indices.ndvi && indices.bsi == indices.bsi ? code : LandState.unknown.rawValue
    code = indices.mndwi > thresholds.waterMNDWI ? LandState.water.rawValue : code
    return indices.ndvi > thresholds.vegetationNDVI ? LandState.vegetation.rawValue : code
}
