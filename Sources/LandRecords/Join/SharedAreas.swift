package import GeoModel
import Geometry
import TileEngine

/// The ground that one outline shares with one record.
package struct SharedArea: Sendable, Hashable {
    /// The outline's place in its list.
    package let outline: Int32
    /// The record's place in its register.
    package let record: Int32
    /// On the ellipsoid.
    package let squareMetres: Double
}

extension ShapeLayer {
    /// What each outline shares with each record.
    ///
    /// - Parameters:
    ///   - outlines: Valid outlines in `system`.
    ///   - system: The coordinate system of everything.
    ///   - workers: Threads, at least 1.
    /// - Returns: By outline and then by record, the same for every number of workers.
    /// - Throws: `Fault` where the system is unknown, or named after the number of the first outline that GEOS can't
    ///   lay over a record.
    package func sharedAreas(
        with outlines: [MultiPolygon],
        in system: CoordinateSystem,
        workers: Int
    ) throws(Fault) -> [SharedArea] {
        guard let bounds else { return [] }
        let perPiece = 512
        // Neighbours one after the other: the records under one are at hand for the next.
        let order = neighbours(outlines, in: bounds)
        var all: [SharedArea] = []
        try sweep(
            0..<(outlines.count + perPiece - 1) / perPiece,
            workers: workers,
            makeWorker: { () throws(Fault) in try SharedAreaMeasure(of: system, in: bounds) },
            compute: { measure, piece throws(Fault) in
                var areas: [SharedArea] = []
                var found: [Int] = []
                for number in order[piece * perPiece..<min((piece + 1) * perPiece, outlines.count)] {
                    let outline = measure.prepare(outlines[number])
                    try eachShare(of: outline, measure, found: &found, named: "\(number + 1)") { ground in
                        areas.append(
                            SharedArea(
                                outline: Int32(number), record: Int32(ground.record),
                                squareMetres: ground.squareMetres))
                    }
                }
                return areas
            },
            consume: { _, areas in all += areas }
        )
        return inOrder(all, outlines: outlines.count)
    }

    /// The numbers of all outlines, along a curve that leaves a square only when it has been through all of it.
    private func neighbours(_ outlines: [MultiPolygon], in bounds: BoundingBox) -> [Int] {
        let across = 1023 / max(bounds.maxX - bounds.minX, .leastNormalMagnitude)
        let down = 1023 / max(bounds.maxY - bounds.minY, .leastNormalMagnitude)
        func spread(_ share: Double) -> UInt64 {
            var bits = share > 0 ? UInt64(min(share, 1023)) : 0
            bits = (bits | bits << 8) & 0x00FF_00FF
            bits = (bits | bits << 4) & 0x0F0F_0F0F
            bits = (bits | bits << 2) & 0x3333_3333
            return (bits | bits << 1) & 0x5555_5555
        }
        let keys = outlines.enumerated().map { number, outline in
            let corner = outline.polygons.first?.exterior.points.first ?? bounds.centre
            let place = spread((corner.x - bounds.minX) * across) | spread((corner.y - bounds.minY) * down) << 1
            return place << 32 | UInt64(number)
        }
        return keys.sorted().map { Int($0 & 0xFFFF_FFFF) }
    }

    /// The areas by outline; those of one outline stand together already, by record.
    private func inOrder(_ areas: [SharedArea], outlines: Int) -> [SharedArea] {
        var ends = [Int](repeating: 0, count: outlines + 1)
        for area in areas { ends[Int(area.outline) + 1] += 1 }
        for outline in 0..<outlines { ends[outline + 1] += ends[outline] }
        var sorted = areas
        for area in areas {
            sorted[ends[Int(area.outline)]] = area
            ends[Int(area.outline)] += 1
        }
        return sorted
    }
}
