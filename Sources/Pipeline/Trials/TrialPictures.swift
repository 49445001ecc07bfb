import GeoIO
import GeoModel
import Publishing

/// What a method saw of a pair, in pictures of the same size: both dates, the score, and where flags and truth agree.
struct TrialPictures {
    private let before: Picture?
    private let after: Picture?
    private let score: Picture
    private let verdict: Picture

    /// Names of the pictures, in the order they are shown.
    static let names = ["before", "after", "score", "verdict"]

    /// Found, missed, false alarm, neither; and what nobody labelled.
    private static let colours: [[UInt8]] = [
        [40, 170, 60], [255, 190, 0], [220, 40, 40], [235, 235, 235], [150, 150, 150],
    ]

    /// Reads every so manyth pixel, so that a picture is of a page's size and memory does not grow with the scene.
    /// - Throws: `Fault` where a file can't be decoded.
    init(_ pair: ScenePair, _ raster: String, _ truth: TruthSource) throws(Fault) {
        let lattice = OverviewLattice(pair.grid.size)
        let dates = try [pair.beforeSources, pair.afterSources].map { sources throws(Fault) in
            try Self.bands(pair.roles, sources[0], lattice)
        }
        let pictures = DatePictures(dates[0], dates[1], size: lattice.size)
        (before, after) = (pictures?.before, pictures?.after)
        let change = try RasterFile(raster)
        let labels = try RasterFile(truth.path)
        let quiet = try truth.unchangedPath.map { path throws(Fault) in try RasterFile(path) } ?? labels
        let score = change.metadata("TUBAN_THRESHOLD").flatMap { Double($0) } ?? 1
        let threshold = Float(score / change.bands[0].scale)
        var (scored, verdict) = (Picture(size: lattice.size), Picture(size: lattice.size))
        for row in 0..<lattice.size.rows {
            let line = PixelWindow(column: 0, row: lattice.row(row), columns: pair.grid.size.columns, rows: 1)
            let scores = try change.values(band: 1, line)
            let valid = try change.values(band: 3, line)
            let changed = try labels.values(band: 1, line)
            let unchanged = try quiet.values(band: 1, line)
            for column in 0..<lattice.size.columns {
                let (pixel, place) = (lattice.column(column), 3 * (row * lattice.size.columns + column))
                let isFlagged = valid[pixel] == 1 && scores[pixel] >= threshold
                // Mid-grey is the threshold.
                let level = valid[pixel] == 1 ? UInt8(min(255, max(0, 128 * scores[pixel] / threshold))) : 0
                let isChanged = changed[pixel] == Float(truth.changed)
                let isLabelled = isChanged || unchanged[pixel] == Float(truth.unchanged)
                let colour = !isLabelled ? 4 : isChanged ? (isFlagged ? 0 : 1) : (isFlagged ? 2 : 3)
                for channel in 0..<3 {
                    scored.samples[place + channel] = level
                    verdict.samples[place + channel] = Self.colours[colour][channel]
                }
            }
        }
        self.score = scored
        self.verdict = verdict
    }

    private static func bands(_ roles: [BandRole], _ source: AlignedSource, _ lattice: OverviewLattice) throws(Fault)
        -> [BandRole: [Float]]
    {
        let reader = try source.makeReader()
        var bands: [BandRole: [Float]] = [:]
        var line = [Float](repeating: .nan, count: lattice.raster.columns)
        for (number, role) in roles.enumerated() where role != .mask {
            var values: [Float] = []
            for row in 0..<lattice.size.rows {
                let window = PixelWindow(column: 0, row: lattice.row(row), columns: line.count, rows: 1)
                var span = line.mutableSpan
                try reader.read(band: number, window: window, into: &span)
                for column in 0..<lattice.size.columns { values.append(line[lattice.column(column)]) }
            }
            bands[role] = values
        }
        return bands
    }

    /// Writes the pictures as PNG under their names.
    /// - Throws: `Fault` where the disk is full.
    func write(to folder: String) throws(Fault) {
        for (name, picture) in zip(Self.names, [before, after, score, verdict]) {
            try picture?.writePNG("\(folder)/\(name).png")
        }
    }
}
