package import GeoModel

/// A project of the project register (项目管理库).
package struct Project: Sendable, Hashable {
    /// The project code.
    package let code: String
    /// Its name.
    package let name: String
    /// Whether it is on the list of major projects (重大项目).
    package let isMajor: Bool
    /// What else the register says of it.
    package let terms: ProjectTerms
    /// The outline of its site in the region's coordinate system.
    package let shape: MultiPolygon
    /// Where, in the region's coordinate system, if a point is all that was said; nil where there is an outline.
    package let point: MapPoint?
    /// The row it was read in.
    package let source: RecordSource

    /// A project.
    package init(
        code: String, name: String, isMajor: Bool, shape: MultiPolygon, source: RecordSource,
        terms: ProjectTerms = ProjectTerms(), point: MapPoint? = nil
    ) {
        self.code = code
        self.name = name
        self.isMajor = isMajor
        self.shape = shape
        self.point = point
        self.source = source
        self.terms = terms
    }
}
