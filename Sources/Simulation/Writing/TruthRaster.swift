import GeoIO
import GeoModel

/// What truly changed between two months, pixel by pixel: land use, not season.
struct TruthRaster {
    let plan: DistrictPlan
    let before: Int
    let after: Int

    /// Half or less of the pixel changed, its neighbour did, or cloud or shadow hides it: nobody can say.
    static let notScored: UInt16 = 0
    /// The land use is the same, whatever the season did.
    static let unchanged: UInt16 = 1
    /// The land use differs.
    static let changed: UInt16 = 2

    /// The file's name: `changed-2025-09-2026-09.tif`.
    var fileName: String {
        "changed-\(plan.options.period(before))-\(plan.options.period(after)).tif"
    }

    /// Writes the raster on the district's grid.
    /// - Throws: `Fault` where the disk is full.
    func write(to path: String) throws(Fault) {
        let writer = try GeoTIFFWriter(
            path,
            grid: plan.grid,
            layout: GeoTIFFLayout(
                sampleType: .uint8,
                bands: [GeoTIFFLayout.Band("1 unchanged, 2 changed")],
                noData: Double(TruthRaster.notScored)
            )
        )
        let clouds = [before, after].map { CloudField(plan.acquisitions[$0], size: plan.options.size) }
        for row in 0..<plan.options.size {
            var samples = landUse(row: row)
            for column in samples.indices where isHidden(column, row, clouds) {
                samples[column] = TruthRaster.notScored
            }
            try writer.append(rows: [samples])
        }
        try writer.close()
    }

    /// One row as if the sky were clear.
    func landUse(row: Int) -> [UInt16] {
        var samples = [UInt16](repeating: TruthRaster.unchanged, count: plan.options.size)
        for event in plan.events where event.kind.changesLandUse && event.stages[before] != event.stages[after] {
            let site = event.site
            guard (site.rows.lowerBound - 1...site.rows.upperBound + 1).contains(row) else { continue }
            for column in site.columns.lowerBound - 1...site.columns.upperBound + 1 {
                guard let value = value(of: event, column, row), samples[column] != TruthRaster.changed else {
                    continue
                }
                samples[column] = value
            }
        }
        return samples
    }

    /// nil where the event does not reach.
    private func value(of event: DistrictEvent, _ column: Int, _ row: Int) -> UInt16? {
        if event.site.coverage(column: column, row: row) >= 0.5 {
            return event.changes(from: before, to: after) ? TruthRaster.changed : TruthRaster.notScored
        }
        for neighbourRow in row - 1...row + 1 {
            for neighbour in column - 1...column + 1
            where event.site.coverage(column: neighbour, row: neighbourRow) > 0 {
                return TruthRaster.notScored
            }
        }
        return nil
    }

    private func isHidden(_ column: Int, _ row: Int, _ clouds: [CloudField]) -> Bool {
        let spot = Spot(x: Double(column) + 0.5, y: Double(row) + 0.5)
        return clouds.contains { $0.opacity(spot) > 0.1 || $0.shadow(spot) > 0.1 }
    }
}
