package import GeoModel

/// The kinds of control line (三区三线), protected area and development zone.
package enum ZoneKind: String, Sendable, CaseIterable {
    /// Permanent basic farmland (永久基本农田).
    case permanentBasicFarmland
    /// Ecological red line (生态保护红线).
    case ecologicalRedLine
    /// Urban boundary (城镇开发边界).
    case urbanBoundary
    /// Protected forest (保护区林地).
    case protectedForest
    /// Development zone (开发区).
    case developmentZone
}

/// A control line, protected area or development zone.
package struct Zone: Sendable, Hashable {
    /// Its kind.
    package let kind: ZoneKind
    /// Its name or code.
    package let name: String
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// A zone.
    package init(kind: ZoneKind, name: String, shape: MultiPolygon, source: RecordSource) {
        self.kind = kind
        self.name = name
        self.shape = shape
        self.source = source
    }
}
