package import GeoModel

/// A parcel (宗地): a polygon in a land register.
package struct Parcel: Sendable, Hashable {
    /// The parcel code (宗地代码).
    package let code: String
    /// The land-use class before, a code of GB/T 21010-2017 or the Third Survey (DLBM); nil where not entered.
    package let landClass: String?
    /// Who holds it; nil where not entered.
    package let holder: String?
    /// Its area by the register (mj); nil where not entered.
    package let statedArea: Area?
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// A parcel.
    package init(
        code: String, landClass: String?, holder: String?, shape: MultiPolygon, source: RecordSource,
        statedArea: Area? = nil
    ) {
        self.code = code
        self.landClass = landClass
        self.holder = holder
        self.shape = shape
        self.source = source
        self.statedArea = statedArea
    }
}
