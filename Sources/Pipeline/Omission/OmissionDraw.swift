package import GeoModel
import Geometry
import TileEngine

/// A stratified random sample of places that a comparison did not flag.
///
/// The change raster is read twice in tiles: to count squares by score and cover, and to draw. Memory depends on the
/// size of a tile, the number of workers, patches and places, not on the scene.
package struct OmissionDraw {
    let run: FinishedRun
    let design: OmissionDesign
    /// The seed.
    package let seed: UInt64
    /// Pixels on each side of a place.
    package let side: Int
    /// The strata, empty ones too.
    package let strata: [SampleStratum]
    /// The drawn squares by stratum.
    let cells: [[DrawnCell]]
    /// The area of the patches.
    package let flagged: Area
    /// The area that was compared but is neither flagged nor drawn from: beside patches, or no whole square.
    package let aside: Area

    /// Squares of a stratum that a place is chosen among, so that places spread.
    static let choice = 8

    /// Draws places.
    ///
    /// - Parameters:
    ///   - folder: Of the comparison.
    ///   - design: How to divide the land.
    ///   - places: How many.
    ///   - seed: The same seed draws the same places.
    ///   - workers: Threads; the result does not depend on them.
    ///   - progress: Called with tiles done and in all.
    /// - Throws: `Fault` where a file can't be read, nothing was compared or everything was flagged, or there are too
    ///   few squares.
    package init(
        _ folder: String, _ design: OmissionDesign, places: Int, seed: UInt64, workers: Int,
        progress: (Int, Int) -> Void
    ) throws(Fault) {
        let run = try FinishedRun(folder)
        let side = run.placeSide
        let flaggedRuns = try FlaggedRuns(run)
        let plan = UnflaggedCells.plan(run.grid.size, side: side)
        let reader = { @Sendable () throws(Fault) in try UnflaggedCells(run, flaggedRuns, design, side: side) }
        var census = CellCensus(covers: design.covers.count)
        var compared = 0.0
        try sweep(plan, workers: workers, makeWorker: reader) { reader, tile throws(Fault) in
            var census = CellCensus(covers: design.covers.count)
            let summary = try reader.forEachCell(of: tile) { cell, _ in census.add(cell) }
            return (census, summary)
        } consume: { tile, part in
            census.add(part.0)
            compared += part.1.comparedArea
            progress(tile.index + 1, 2 * plan.count)
        }
        try Self.check(census, compared: compared, run, side: side)
        var strata = census.strata(design)
        let counts = try design.share(places, among: strata, named: run.rasterPath)
        for (place, count) in counts.enumerated() { strata[place].places = count }
        let known = strata
        var lots = counts.map { LowestLots(limit: $0 * Self.choice) }
        try sweep(plan, workers: workers, makeWorker: reader) { reader, tile throws(Fault) in
            var part = StrataPart(counts, choice: Self.choice)
            _ = try reader.forEachCell(of: tile) { cell, area in
                let place = design.stratum(of: cell, among: known)
                part.areas[place] += area
                part.lots[place].add(DrawnCell(cell, seed: seed))
            }
            return part
        } consume: { tile, part in
            for place in strata.indices {
                strata[place].area.squareMetres += part.areas[place]
                lots[place].add(part.lots[place])
            }
            progress(plan.count + tile.index + 1, 2 * plan.count)
        }
        cells = strata.indices.map { lots[$0].spread(counts[$0], seed: seed &+ UInt64($0)) }
        flagged = Area(
            squareMetres: try flaggedRuns.squareMetres(try PixelMeasure(of: run.grid, in: run.system)))
        let unflagged = strata.reduce(0) { $0 + $1.area.squareMetres }
        aside = Area(squareMetres: max(0, compared - unflagged - flagged.squareMetres))
        (self.run, self.design, self.seed, self.side, self.strata) = (run, design, seed, side, strata)
    }

    /// What a tile adds to the strata.
    private struct StrataPart: Sendable {
        var areas: [Double]
        var lots: [LowestLots]

        init(_ counts: [Int], choice: Int) {
            areas = counts.map { _ in 0 }
            lots = counts.map { LowestLots(limit: $0 * choice) }
        }
    }

    private static func check(_ census: CellCensus, compared: Double, _ run: FinishedRun, side: Int) throws(Fault) {
        guard compared > 0 else {
            throw Fault(
                run.rasterPath,
                zh: "没有可比像元（全为云或无数据），无从抽样。请换一对影像。",
                en: "no pixel could be compared (all cloud or no data), so there is nothing to draw from. Take other "
                    + "images.")
        }
        guard census.total > 0 else {
            throw Fault(
                run.rasterPath,
                zh: "没有未报的完整样地（\(side)×\(side) 像元）：可比之处都在图斑内或紧邻图斑。请检查阈值。",
                en: "no whole place of \(side) × \(side) pixels was left unflagged: all that was compared lies in "
                    + "patches or beside them. Check the threshold.")
        }
    }

    /// Strata that are smaller than what was asked of them, so that all of their places were drawn.
    package var remarks: [Fault] {
        strata.filter { $0.cells > 0 && $0.places == $0.cells }.map { stratum in
            Fault(
                stratum.label.zh,
                zh: "该层只有 \(stratum.cells) 个样地，全部抽取。",
                en: "(\(stratum.label.en)): this stratum has only \(stratum.cells) places; all of them are drawn.")
        }
    }
}

extension FinishedRun {
    /// Pixels on each side of a place: about the smallest patch, and no single pixel.
    fileprivate var placeSide: Int {
        let measure = try? PixelMeasure(of: grid, in: system)
        let (row, column) = (grid.size.rows / 2, grid.size.columns / 2)
        let pixel = (try? measure?.squareMetres(row: row, columns: column..<column + 1)) ?? 0
        guard pixel > 0 else { return 2 }
        // Half a percent less is the same: 400 m² are 2 × 2 pixels of 10 m wherever they lie in their zone.
        return max(2, Int((minimumArea * 0.995 / pixel).squareRoot().rounded(.up)))
    }
}
