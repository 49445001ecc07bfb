internal import CGEOS
import GeoModel

extension GeosContext {
    /// The GEOS geometry of a shape, a MultiPolygon even where it has one part.
    ///
    /// Rings of fewer than four points enclose nothing: such an outer ring drops its polygon, such a hole is dropped.
    /// - Throws: `Fault` where a coordinate is no place on the Earth.
    func geometry(of shape: MultiPolygon, named object: String) throws(Fault) -> GeosGeometry {
        var parts: [OpaquePointer?] = unsafe []
        do throws(Fault) {
            for polygon in shape.polygons where polygon.exterior.points.count >= 4 {
                unsafe parts.append(try self.polygon(polygon, named: object))
            }
        } catch {
            unsafe destroy(parts)
            throw error
        }
        let count = UInt32(unsafe parts.count)
        guard
            let collection = unsafe GEOSGeom_createCollection_r(
                handle, Int32(GEOS_MULTIPOLYGON.rawValue), &parts, count)
        else { throw fault(object) }
        return unsafe GeosGeometry(collection, self)
    }

    private func polygon(_ polygon: Polygon, named object: String) throws(Fault) -> OpaquePointer {
        let exterior = unsafe try ring(polygon.exterior, named: object)
        var holes: [OpaquePointer?] = unsafe []
        do throws(Fault) {
            for hole in polygon.holes where hole.points.count >= 4 {
                unsafe holes.append(try ring(hole, named: object))
            }
        } catch {
            unsafe destroy(holes + [exterior])
            throw error
        }
        let count = UInt32(unsafe holes.count)
        guard let made = unsafe GEOSGeom_createPolygon_r(handle, exterior, &holes, count) else { throw fault(object) }
        return unsafe made
    }

    private func ring(_ ring: Ring, named object: String) throws(Fault) -> OpaquePointer {
        if let wild = ring.points.first(where: { !$0.isOnEarth }) {
            throw Fault(
                object,
                zh: "图形含有异常坐标 (\(wild.x), \(wild.y))，地球上没有这样的位置。请在源数据中改正，或检查坐标系。",
                en:
                    "the shape has a coordinate (\(wild.x), \(wild.y)), which is no place on the Earth. "
                    + "Correct it in the "
                    + "source data, or check the CRS."
            )
        }
        let sequence = unsafe ring.points.withUnsafeBytes { bytes in
            unsafe GEOSCoordSeq_copyFromBuffer_r(
                handle, bytes.baseAddress?.assumingMemoryBound(to: Double.self), UInt32(ring.points.count), 0, 0
            )
        }
        guard let sequence = unsafe sequence, let made = unsafe GEOSGeom_createLinearRing_r(handle, sequence) else {
            throw fault(object)
        }
        return unsafe made
    }

    private func destroy(_ geometries: [OpaquePointer?]) {
        unsafe geometries.forEach { unsafe GEOSGeom_destroy_r(handle, $0) }
    }
}

extension GeosGeometry {
    /// The polygons of the geometry, in GEOS's order; points and lines are left out.
    func polygons(named object: String) throws(Fault) -> MultiPolygon {
        var polygons: [Polygon] = []
        unsafe try GeosGeometry.collect(pointer, context, object, into: &polygons)
        return MultiPolygon(polygons)
    }

    private static func collect(
        _ pointer: OpaquePointer,
        _ context: GeosContext,
        _ object: String,
        into polygons: inout [Polygon]
    ) throws(Fault) {
        let handle = unsafe context.handle
        let type = unsafe GEOSGeomTypeId_r(handle, pointer)
        if type == Int32(GEOS_POLYGON.rawValue) {
            guard unsafe GEOSisEmpty_r(handle, pointer) == 0 else { return }
            unsafe polygons.append(try polygon(pointer, context, object))
        } else if type >= Int32(GEOS_MULTIPOINT.rawValue) {
            for index in 0..<(unsafe GEOSGetNumGeometries_r(handle, pointer)) {
                guard let part = unsafe GEOSGetGeometryN_r(handle, pointer, index) else { throw context.fault(object) }
                unsafe try collect(part, context, object, into: &polygons)
            }
        }
    }

    private static func polygon(
        _ pointer: OpaquePointer,
        _ context: GeosContext,
        _ object: String
    ) throws(Fault) -> Polygon {
        let handle = unsafe context.handle
        let exterior = unsafe try ring(GEOSGetExteriorRing_r(handle, pointer), context, object)
        var holes: [Ring] = []
        for index in 0..<(unsafe GEOSGetNumInteriorRings_r(handle, pointer)) {
            holes.append(unsafe try ring(GEOSGetInteriorRingN_r(handle, pointer, index), context, object))
        }
        return Polygon(exterior: exterior, holes: holes)
    }

    private static func ring(
        _ pointer: OpaquePointer?,
        _ context: GeosContext,
        _ object: String
    ) throws(Fault) -> Ring {
        let handle = unsafe context.handle
        guard let pointer = unsafe pointer, let sequence = unsafe GEOSGeom_getCoordSeq_r(handle, pointer) else {
            throw context.fault(object)
        }
        var count: UInt32 = 0
        guard unsafe GEOSCoordSeq_getSize_r(handle, sequence, &count) == 1 else { throw context.fault(object) }
        var points = [MapPoint](repeating: MapPoint(x: 0, y: 0), count: Int(count))
        let copied = unsafe points.withUnsafeMutableBytes { bytes in
            guard let buffer = unsafe bytes.baseAddress?.assumingMemoryBound(to: Double.self) else { return Int32(1) }
            return unsafe GEOSCoordSeq_copyToBuffer_r(handle, sequence, buffer, 0, 0)
        }
        guard copied == 1 else { throw context.fault(object) }
        return Ring(points)
    }
}
