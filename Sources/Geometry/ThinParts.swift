internal import CGEOS
package import GeoModel

extension PolygonAlgebra {
    /// The shape without what is thinner than twice a distance: it is shrunk, then grown again, with its corners kept.
    ///
    /// - Parameters:
    ///   - shape: A valid shape.
    ///   - distance: In the unit of the coordinate system.
    ///   - object: What the shape is, for messages.
    /// - Returns: Empty where the shape is thin everywhere.
    /// - Throws: `Fault` named after `object` where GEOS gives up.
    package func withoutThinParts(_ shape: MultiPolygon, distance: Double, named object: String) throws(Fault)
        -> MultiPolygon
    {
        let core = try buffered(shape, by: -distance, named: object)
        return core.isEmpty ? core : try buffered(core, by: distance, named: object)
    }

    private func buffered(_ shape: MultiPolygon, by distance: Double, named object: String) throws(Fault)
        -> MultiPolygon
    {
        let geometry = try context.geometry(of: shape, named: object)
        // Mitred joins, so that corners come back as corners; the limit keeps a sharp one from shooting out.
        return try unsafe finished(
            GEOSBufferWithStyle_r(
                context.handle, geometry.pointer, distance, 8, Int32(GEOSBUF_CAP_FLAT.rawValue),
                Int32(GEOSBUF_JOIN_MITRE.rawValue), 5),
            named: object
        )
    }
}
