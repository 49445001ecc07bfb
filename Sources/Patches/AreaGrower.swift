package import GeoModel

/// Joins the runs of consecutive rows into 8-connected regions and hands each over, with its statistics, as soon as no
/// later row can touch it.
///
/// What is kept grows with the regions that cross the current row, not with the raster. All sums are of whole numbers,
/// so that they do not depend on the order in which regions grow together.
package struct AreaGrower {
    private struct Growing {
        var chain = RunPool.Chain()
        var sums = PixelSums()
    }

    private var joiner = RegionJoiner()
    private var pool = RunPool()
    /// By the joiner's numbers, as the weights are; those that are free have no runs, sums or weights.
    private var regions: [Growing] = []
    private var weights = TransitionWeights()
    private var row = -1

    /// A grower before its first row.
    package init() {}

    /// Takes the next row.
    ///
    /// - Parameters:
    ///   - runs: The row's runs in column order; none ends every region.
    ///   - pixels: The row's pixels in column order, at least those of the runs.
    /// - Returns: The regions that are complete, ordered by their first pixel.
    package mutating func advance(_ runs: [Run], pixels: [ChangedPixel]) -> [ConnectedArea] {
        row += 1
        joiner.advance(runs)
        let missing = joiner.numberCount - regions.count
        if missing > 0 { regions += [Growing](repeating: Growing(), count: missing) }
        weights.makeRoom(for: joiner.numberCount)
        for joint in joiner.joints { join(joint.from, into: joint.into) }
        var pixel = 0
        for (index, run) in runs.enumerated() {
            while Int(pixels[pixel].column) < run.start { pixel += 1 }
            add(run, pixels.span.extracting(pixel..<pixel + run.count), to: Int(joiner.numbers[index]))
            pixel += run.count
        }
        return takeComplete()
    }

    private mutating func join(_ from: Int, into: Int) {
        pool.append(regions[from].chain, to: &regions[into].chain)
        regions[into].sums.add(regions[from].sums)
        weights.move(from, into: into)
        regions[from] = Growing()
    }

    private mutating func add(_ run: Run, _ pixels: Span<ChangedPixel>, to number: Int) {
        pool.append(PlacedRun(row: row, run: run), to: &regions[number].chain)
        regions[number].sums.add(pixels)
        weights.add(pixels, to: number)
    }

    private mutating func takeComplete() -> [ConnectedArea] {
        var complete: [ConnectedArea] = []
        for number in joiner.complete.lazy.map(Int.init) {
            let region = regions[number]
            regions[number] = Growing()
            complete.append(
                ConnectedArea(runs: pool.take(region.chain), sums: region.sums, main: weights.takeMain(of: number))
            )
        }
        if complete.count > 1 { complete.sort { $0.firstPixel < $1.firstPixel } }
        return complete
    }
}
