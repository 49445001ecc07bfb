internal import CGEOS
internal import CPROJ

/// The C libraries that shapes are worked with.
package enum GeometryVersions {
    /// PROJ's release, such as `9.1.1`.
    package static var proj: String { unsafe proj_info().version.map { unsafe String(cString: $0) } ?? "?" }

    /// GEOS's release, such as `3.11.1-CAPI-1.17.1`.
    package static var geos: String { unsafe GEOSversion().map { unsafe String(cString: $0) } ?? "?" }
}
