import Foundation
import GeoIO
import GeoModel
import Testing
import TileEngine

@testable import Pipeline

/// Whole campaigns on real pairs whose truth is known: places are drawn from what `tuban detect` did not flag and
/// judged by the truth, and what they tell of the missed land is held against it.
@Suite(.enabled(if: RealData.folder != nil, "no real data beside the checkout; set TUBAN_REAL_DATA"))
struct OmissionRealTests {
    private static let campaigns = 40

    /// What the campaigns in one city came to.
    private struct Score {
        var held = 0
        var estimates: [Double] = []
        /// The mean width of the intervals as a share of the land.
        var width = 0.0
    }

    /// At least 95 of 100 intervals hold the missed area, estimates lie about it, and four times the places make the
    /// interval half as wide.
    @Test func intervalsHoldTheTruth() throws {
        var held = 0
        for city in RealData.cities {
            let folder = try detect(city)
            var widths: [Double] = []
            for places in [60, 240] {
                let design = try DataFolder.ofProgram().omissionDesign()
                let draw = try OmissionDraw(folder, design, places: places, seed: 1, workers: 2) { _, _ in }
                let cells = try judged(draw, city)
                let missed = cells.reduce(0) { $0 + ($1.isChanged ? $1.area : 0) }
                let score = score(draw, cells, missed)
                let mean = score.estimates.reduce(0, +) / Double(Self.campaigns)
                let variance = score.estimates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
                let error = (variance / Double(Self.campaigns - 1) / Double(Self.campaigns)).squareRoot()
                #expect(abs(mean - missed) < 4 * error, "\(city): \(mean) of \(missed), ± \(error)")
                held += score.held
                widths.append(score.width)
            }
            #expect(widths[0] < 0.2 && widths[1] < widths[0] / 2, "\(city): \(widths)")
        }
        let all = 2 * Self.campaigns * RealData.cities.count
        #expect(Double(held) >= 0.95 * Double(all), "\(held) of \(all)")
    }

    private func detect(_ city: String) throws -> String {
        let place = try "\(#require(RealData.folder))/oscd/\(city)"
        let folder = try SampleDistrict.folder("omission-\(city)")
        let outcome = try Binary.run([
            "detect", "--before", place + "/imgs_1", "--after", place + "/imgs_2", "--out", folder,
        ])
        try #require(outcome.code == 0, "\(outcome.messages)")
        return folder
    }

    private func score(_ draw: OmissionDraw, _ cells: [JudgedCell], _ missed: Double) -> Score {
        let changed = Set(cells.filter(\.isChanged).map { PixelPlace(column: $0.cell.column, row: $0.cell.row) })
        var score = Score()
        for seed in 1...Self.campaigns {
            var lots = draw.strata.map { LowestLots(limit: $0.places * OmissionDraw.choice) }
            for cell in cells { lots[cell.stratum].add(DrawnCell(cell.cell, seed: UInt64(seed))) }
            let drawn = draw.strata.indices.map { stratum in
                lots[stratum].spread(draw.strata[stratum].places, seed: UInt64(seed) &+ UInt64(stratum))
            }
            if seed == 1 { #expect(zip(drawn, draw.cells).allSatisfy { places($0) == places($1) }) }
            let known = draw.strata.indices.filter { draw.strata[$0].cells > 0 }
            let estimate = StratifiedArea(
                parts: known.map { stratum in
                    StratifiedArea.Part(
                        area: draw.strata[stratum].area.squareMetres, cells: draw.strata[stratum].cells,
                        answered: drawn[stratum].count, changed: places(drawn[stratum]).count(where: changed.contains))
                })
            let limits = estimate.limits(0.95)
            if limits.lower <= missed && missed <= limits.upper { score.held += 1 }
            score.estimates.append(estimate.estimate)
            let land = draw.strata.reduce(0) { $0 + $1.area.squareMetres }
            score.width += (limits.upper - limits.lower) / land / Double(Self.campaigns)
        }
        return score
    }

    private func places(_ cells: [DrawnCell]) -> [PixelPlace] {
        cells.map { PixelPlace(column: $0.column, row: $0.row) }
    }

    /// A square that may be drawn, with what the truth says of it.
    private struct JudgedCell {
        let cell: UnflaggedCell
        let area: Double
        let stratum: Int
        let isChanged: Bool
    }

    private func judged(_ draw: OmissionDraw, _ city: String) throws -> [JudgedCell] {
        let truth = try RasterFile("\(#require(RealData.folder))/oscd/\(city)/cm/\(city)-cm.tif")
        let marks = try truth.values(band: 1, truth.grid.size.window)
        let side = draw.side
        let reader = try UnflaggedCells(draw.run, try FlaggedRuns(draw.run), draw.design, side: side)
        let plan = UnflaggedCells.plan(draw.run.grid.size, side: side)
        var cells: [JudgedCell] = []
        for tile in 0..<plan.count {
            _ = try reader.forEachCell(of: plan.tile(tile)) { cell, area in
                var changed = 0
                for row in cell.row * side..<(cell.row + 1) * side {
                    for column in cell.column * side..<(cell.column + 1) * side
                    where marks[row * truth.grid.size.columns + column] == 2 { changed += 1 }
                }
                cells.append(
                    JudgedCell(
                        cell: cell, area: area, stratum: draw.design.stratum(of: cell, among: draw.strata),
                        isChanged: 2 * changed >= side * side))
            }
        }
        return cells
    }
}
