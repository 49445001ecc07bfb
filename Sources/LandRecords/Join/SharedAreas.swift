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
        var all: [SharedArea] = []
        try sweep(
            0..<(outlines.count + perPiece - 1) / perPiece,
            workers: workers,
            makeWorker: { () throws(Fault) in try SharedAreaMeasure(of: system, in: bounds) },
            compute: { measure, piece throws(Fault) in
                var areas: [SharedArea] = []
                var found: [Int] = []
                for number in piece * perPiece..<min((piece + 1) * perPiece, outlines.count) {
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
        return all
    }
}
