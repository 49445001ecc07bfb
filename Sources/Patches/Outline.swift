package import GeoModel

/// The outline of a region as valid polygons in map coordinates.
///
/// Pixels that touch only at corners become separate parts; a ring that would touch itself is split at that corner, so
/// that every part is valid in the sense of OGC 06-103r4: its holes touch it and each other in points at most. The runs
/// are the region's, in row order.
package func outline(of runs: [PlacedRun], transform: GeoTransform) -> MultiPolygon {
    var tracer = OutlineTracer()
    return tracer.outline(of: runs, transform: transform)
}

/// Makes outlines one after the other; faster than one at a time, for its buffers are used again.
package struct OutlineTracer {
    private var links = BorderLinks()
    private var walk = BorderWalk()
    /// The polygon of each part, by the part's first run.
    private var polygonOfPart: [Int] = []

    /// A maker of outlines.
    package init() {}

    /// The outline of a region, whose runs are in row order.
    package mutating func outline(of runs: [PlacedRun], transform: GeoTransform) -> MultiPolygon {
        links.link(runs)
        walk.walk(runs, &links)
        let rings = walk.rings
        if rings.count == 1 {
            return MultiPolygon([Polygon(exterior: line(rings[0], transform))])
        }
        var polygons: [Polygon] = []
        polygonOfPart.removeAll(keepingCapacity: true)
        polygonOfPart.append(contentsOf: repeatElement(-1, count: runs.count))
        for ring in rings where ring.isOuter {
            polygonOfPart[links.part(of: ring.run)] = polygons.count
            polygons.append(Polygon(exterior: line(ring, transform)))
        }
        for ring in rings where !ring.isOuter {
            polygons[polygonOfPart[links.part(of: ring.run)]].holes.append(line(ring, transform))
        }
        return MultiPolygon(polygons)
    }

    private func line(_ ring: BorderWalk.Ring, _ transform: GeoTransform) -> Ring {
        var points: [MapPoint] = []
        points.reserveCapacity(ring.corners.count + 1)
        for corner in walk.corners[ring.corners] {
            points.append(transform.point(column: Double(corner.column), row: Double(corner.row)))
        }
        return Ring(points)
    }
}
