internal import CPROJ
package import GeoModel

/// What PROJ knows of a coordinate system, for files that have to describe it.
package struct SpatialReferenceInfo: Sendable, Hashable {
    /// Its name, such as `CGCS2000 / 3-degree Gauss-Kruger CM 117E`.
    package let name: String
    /// The authority that lists it, such as `EPSG`; nil where none does.
    package let authority: String?
    /// The authority's code, such as `4548`; nil where there is none.
    package let code: String?
    /// WKT 1 as GDAL writes it, what a GeoPackage stores; WKT 2 (2019) where WKT 1 can't say it.
    package let wkt: String
    /// Whether its coordinates are longitude and latitude.
    package let isGeographic: Bool
    /// Metres in one unit of its axes; nil for longitude and latitude.
    package let metresPerUnit: Double?

    /// The description of a system. A definition without an authority is looked up among the EPSG systems.
    /// - Throws: `Fault` where PROJ does not know the definition.
    package init(_ system: CoordinateSystem) throws(Fault) {
        let context = ProjContext()
        let object = try context.system(system)
        let identity = object.identity ?? object.epsgIdentity
        name = object.name
        authority = identity?.authority
        code = identity?.code
        wkt = object.wkt
        isGeographic = object.isGeographic
        metresPerUnit = object.isGeographic ? nil : object.unitFactor
    }

    /// The system by `AUTHORITY:CODE` where it has one, else by its WKT.
    package var system: CoordinateSystem {
        guard let authority, let code else { return CoordinateSystem(wkt) }
        return CoordinateSystem("\(authority):\(code)")
    }
}

extension ProjObject {
    /// An authority with its code.
    struct Identity {
        let authority: String
        let code: String
    }

    var name: String { unsafe text(proj_get_name(pointer)) ?? "" }

    var identity: Identity? {
        guard let authority = unsafe text(proj_get_id_auth_name(pointer, 0)),
            let code = unsafe text(proj_get_id_code(pointer, 0))
        else { return nil }
        return Identity(authority: authority, code: code)
    }

    /// The one EPSG system that PROJ holds for the same (confidence 90 of 100 or more, names may differ).
    var epsgIdentity: Identity? {
        var confidence: UnsafeMutablePointer<Int32>?
        guard let list = unsafe proj_identify(context.handle, pointer, "EPSG", nil, &confidence) else { return nil }
        defer {
            unsafe proj_list_destroy(list)
            unsafe proj_int_list_destroy(confidence)
        }
        guard unsafe proj_list_get_count(list) > 0, let best = unsafe confidence?.pointee, best >= 90,
            let found = unsafe proj_list_get(context.handle, list, 0)
        else { return nil }
        return unsafe ProjObject(found, context).identity
    }

    var isGeographic: Bool {
        let types = [PJ_TYPE_GEOGRAPHIC_2D_CRS, PJ_TYPE_GEOGRAPHIC_3D_CRS]
        return types.contains(unsafe proj_get_type(pointer))
    }

    var wkt: String {
        for format in [PJ_WKT1_GDAL, PJ_WKT2_2019] {
            if let wkt = unsafe text(proj_as_wkt(context.handle, pointer, format, nil)) { return wkt }
        }
        return name
    }

    private func text(_ characters: UnsafePointer<CChar>?) -> String? {
        unsafe characters.map { unsafe String(cString: $0) }
    }
}
