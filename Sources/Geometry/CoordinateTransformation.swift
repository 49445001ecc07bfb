internal import CPROJ
package import GeoModel

/// Moves points from one coordinate system to another, east before north on both sides.
///
/// It owns a PROJ context: make one per worker, never share one.
@safe package final class CoordinateTransformation {
    private let operation: ProjObject
    private let source: CoordinateSystem
    private let target: CoordinateSystem

    /// A transformation from one system to another, by the most accurate operation that PROJ has data for.
    /// - Throws: `Fault` where a definition is unknown or there is no way between the two.
    package convenience init(from source: CoordinateSystem, to target: CoordinateSystem) throws(Fault) {
        let context = ProjContext()
        let start = try context.system(source)
        try self.init(from: start, named: source, to: try context.system(target), named: target)
    }

    /// A transformation between two systems of one context.
    init(
        from start: ProjObject,
        named source: CoordinateSystem,
        to end: ProjObject,
        named target: CoordinateSystem
    ) throws(Fault) {
        let context = start.context
        guard let made = unsafe proj_create_crs_to_crs_from_pj(context.handle, start.pointer, end.pointer, nil, nil)
        else { throw CoordinateTransformation.noWay(from: source, to: target) }
        let raw = unsafe ProjObject(made, context)
        guard let normal = unsafe proj_normalize_for_visualization(context.handle, raw.pointer) else {
            throw CoordinateTransformation.noWay(from: source, to: target)
        }
        operation = unsafe ProjObject(normal, context)
        self.source = source
        self.target = target
    }

    /// Moves all points in place.
    /// - Throws: `Fault` naming the first point that has no place in the target system; the points are then unusable.
    package func transform(_ points: inout [MapPoint]) throws(Fault) {
        guard !points.isEmpty else { return }
        let firstGiven = points[0]
        let given = points.contains { !$0.x.isFinite || !$0.y.isFinite }
        unsafe points.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let stride = MemoryLayout<MapPoint>.stride
            let count = bytes.count / stride
            let x = unsafe base.assumingMemoryBound(to: Double.self)
            let y = unsafe x + 1
            unsafe proj_errno_reset(operation.pointer)
            _ = unsafe proj_trans_generic(
                operation.pointer, PJ_FWD, x, stride, count, y, stride, count, nil, 0, 0, nil, 0, 0
            )
        }
        guard !given, points.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { throw outside(near: firstGiven) }
    }

    /// One point in the target system.
    /// - Throws: `Fault` where it has no place there.
    package func transformed(_ point: MapPoint) throws(Fault) -> MapPoint {
        var points = [point]
        try transform(&points)
        return points[0]
    }

    /// A shape with all its vertices in the target system; edges stay straight lines between them.
    /// - Throws: `Fault` where a vertex has no place there.
    package func transformed(_ shape: MultiPolygon) throws(Fault) -> MultiPolygon {
        var moved = shape
        for index in moved.polygons.indices {
            try transform(&moved.polygons[index].exterior.points)
            for hole in moved.polygons[index].holes.indices {
                try transform(&moved.polygons[index].holes[hole].points)
            }
        }
        return moved
    }

    private func outside(near point: MapPoint) -> Fault {
        Fault(
            "\(source.name) → \(target.name)",
            zh: "起点为 (\(point.x), \(point.y)) 的坐标串中有点无法换算，可能不在该坐标系的适用范围内，或坐标系标错。请检查坐标与坐标系。",
            en:
                "a coordinate of the line that starts at (\(point.x), \(point.y)) can't be transformed: it lies "
                + "outside the system's area, or the CRS is wrong. Check the coordinates and the CRS."
        )
    }

    private static func noWay(from source: CoordinateSystem, to target: CoordinateSystem) -> Fault {
        Fault(
            "\(source.name) → \(target.name)",
            zh: "PROJ 找不到两个坐标系之间的换算方法。请改用同一星球、带大地基准的坐标系（如 EPSG:4490）。",
            en: "PROJ knows no way between the two coordinate systems. Use systems with a geodetic datum, "
                + "such as EPSG:4490."
        )
    }
}
