package import GeoModel

/// A patch of the land-use layer (地类图斑, DLTB).
package struct LandUse: Sendable, Hashable {
    /// Its identifier (bsm, tbbh).
    package let code: String
    /// The land class (DLBM); nil where not entered.
    package let landClass: String?
    /// Its area by the layer (TBMJ).
    package let statedArea: Area?
    /// The share that is deducted for ridges (KCXS), 0…1.
    package let deductedShare: Double?
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// A land-use patch.
    package init(
        code: String,
        landClass: String?,
        statedArea: Area?,
        deductedShare: Double?,
        shape: MultiPolygon,
        source: RecordSource
    ) {
        self.code = code
        self.landClass = landClass
        self.statedArea = statedArea
        self.deductedShare = deductedShare
        self.shape = shape
        self.source = source
    }
}
