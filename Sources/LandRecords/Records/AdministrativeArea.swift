package import GeoModel

/// The levels of the administrative grid below the county.
package enum AdministrativeLevel: String, Sendable, CaseIterable {
    /// A township, town or street (乡镇、街道).
    case township
    /// A village or community (村、社区).
    case community
}

/// A township or community (行政区).
package struct AdministrativeArea: Sendable, Hashable {
    /// Its code (XZQDM, ZLDWDM).
    package let code: String
    /// Its name.
    package let name: String
    /// Its level.
    package let level: AdministrativeLevel
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// An area.
    package init(
        code: String,
        name: String,
        level: AdministrativeLevel,
        shape: MultiPolygon,
        source: RecordSource
    ) {
        self.code = code
        self.name = name
        self.level = level
        self.shape = shape
        self.source = source
    }
}
