internal import CPROJ
import GeoModel

/// One PROJ context with its own database handle. PROJ contexts are not shared between threads.
@safe final class ProjContext {
    let handle: OpaquePointer

    init() {
        guard let handle = unsafe proj_context_create() else { preconditionFailure("PROJ gives no context") }
        unsafe self.handle = handle
        unsafe proj_log_level(handle, PJ_LOG_NONE)
        // A grid fetched from the network would make the result depend on the day.
        unsafe proj_context_set_enable_network(handle, 0)
    }

    deinit {
        unsafe proj_context_destroy(handle)
    }

    /// The PROJ object of a coordinate system.
    /// - Throws: `Fault` naming the definition where PROJ does not know it or it is no coordinate system.
    func system(_ system: CoordinateSystem) throws(Fault) -> ProjObject {
        guard let pointer = unsafe proj_create(handle, system.definition) else { throw unknown(system) }
        let object = unsafe ProjObject(pointer, self)
        guard unsafe proj_is_crs(pointer) == 1 else { throw unknown(system) }
        return object
    }

    private func unknown(_ system: CoordinateSystem) -> Fault {
        Fault(
            system.definition.isEmpty ? "CRS" : system.name,
            zh: "PROJ 不认识该坐标系定义。应为 AUTHORITY:CODE（如 EPSG:4548）或完整的 WKT。请改正数据或配置中的坐标系后重试。",
            en: "PROJ does not know this coordinate system. Expected an AUTHORITY:CODE such as EPSG:4548, or full WKT. "
                + "Correct the CRS in the data or the configuration and try again."
        )
    }
}

/// An owned PROJ object that keeps its context alive.
@safe final class ProjObject {
    let pointer: OpaquePointer
    let context: ProjContext

    @unsafe init(_ pointer: OpaquePointer, _ context: ProjContext) {
        unsafe self.pointer = pointer
        self.context = context
    }

    deinit {
        unsafe proj_destroy(pointer)
    }

    /// The geographic system that this one is derived from, or is.
    /// - Throws: `Fault` where there is none, such as for a local engineering system.
    func geographic(of system: CoordinateSystem) throws(Fault) -> ProjObject {
        guard let base = unsafe proj_crs_get_geodetic_crs(context.handle, pointer) else {
            throw Fault(
                system.name,
                zh: "该坐标系没有大地基准，无法换算经纬度。请改用带 EPSG 代码的坐标系（如 EPSG:4548）。",
                en: "this coordinate system has no geodetic base, so nothing can be placed on the ellipsoid. "
                    + "Use a system with an EPSG code, such as EPSG:4548."
            )
        }
        return unsafe ProjObject(base, context)
    }

    /// The unit of the first axis as a factor to metres or radians; nil where PROJ can't tell.
    var unitFactor: Double? {
        guard let axes = unsafe proj_crs_get_coordinate_system(context.handle, pointer) else { return nil }
        defer { unsafe proj_destroy(axes) }
        var factor = 0.0
        let told = unsafe proj_cs_get_axis_info(context.handle, axes, 0, nil, nil, nil, &factor, nil, nil, nil)
        return told == 1 && factor > 0 ? factor : nil
    }
}
