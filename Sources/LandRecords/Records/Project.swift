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
    /// The row it was read in.
    package let source: RecordSource

    /// A project.
    package init(
        code: String, name: String, isMajor: Bool, shape: MultiPolygon, source: RecordSource,
        terms: ProjectTerms = ProjectTerms()
    ) {
        self.code = code
        self.name = name
        self.isMajor = isMajor
        self.shape = shape
        self.source = source
        self.terms = terms
    }
}
