internal import CGDAL

/// What is known of the GDAL that the program runs with.
package enum GDALVersion {
    /// Its release, such as `3.6.2`.
    package static var text: String {
        unsafe GDALVersionInfo("RELEASE_NAME").map { unsafe String(cString: $0) } ?? "?"
    }

    /// The drivers of the given names that are not there.
    package static func missingDrivers(among names: [String]) -> [String] {
        GDALSession.start()
        return names.filter { unsafe GDALGetDriverByName($0) == nil }
    }
}
