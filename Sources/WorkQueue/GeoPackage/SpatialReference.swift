/// A coordinate system as a GeoPackage describes it.
package struct SpatialReference: Sendable, Hashable {
    /// The name that people read.
    package let name: String
    /// The number that layers refer to it by (srs_id); an EPSG code is its own number.
    package let id: Int
    /// Who defined it, such as `EPSG`; `NONE` where no authority did.
    package let organization: String
    /// Its code there.
    package let organizationCode: Int
    /// Its definition as well-known text (WKT 1, which GeoPackage 1.3 asks for).
    package let wkt: String

    /// A coordinate system; without a name it is called what its WKT calls it.
    package init(name: String? = nil, id: Int, organization: String, organizationCode: Int, wkt: String) {
        let parts = wkt.split(separator: "\"", maxSplits: 2)
        self.name = name ?? (parts.count == 3 ? String(parts[1]) : "\(organization):\(organizationCode)")
        self.id = id
        self.organization = organization
        self.organizationCode = organizationCode
        self.wkt = wkt
    }

    /// The systems that every GeoPackage must list.
    ///
    /// Source: OGC 12-128r17, requirement 11 and table 4.
    static let required = [
        SpatialReference(
            name: "Undefined cartesian SRS",
            id: -1,
            organization: "NONE",
            organizationCode: -1,
            wkt: "undefined"
        ),
        SpatialReference(
            name: "Undefined geographic SRS",
            id: 0,
            organization: "NONE",
            organizationCode: 0,
            wkt: "undefined"
        ),
        SpatialReference(
            name: "WGS 84 geodetic",
            id: 4326,
            organization: "EPSG",
            organizationCode: 4326,
            wkt: """
                GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],\
                AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],\
                UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],\
                AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]
                """
        ),
    ]
}
