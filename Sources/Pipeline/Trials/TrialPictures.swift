import GeoIO
import GeoModel
import Publishing

/// What a method saw of a pair, in pictures of the same size: both dates, the score, and where flags and truth agree;
/// without a truth, what flagged land became.
struct TrialPictures {
    private let before: Picture?
    private let after: Picture?
    private let score: Picture
    private let verdict: Picture

    /// Names of the pictures, in the order they are shown.
    static let names = ["before", "after", "score", "verdict"]

    /// Found, missed, false alarm, neither; and what nobody labelled or could be compared.
    private static let colours: [[UInt8]] = [
        [40, 170, 60], [255, 190, 0], [220, 40, 40], [235, 235, 235], [150, 150, 150],
    ]
    /// By the state afterwards, where there is no truth: unknown, water, vegetation, bare, built.
    private static let stateColours: [[UInt8]] = [
        [140, 70, 160], [50, 110, 220], [40, 170, 60], [225, 150, 60], [220, 40, 40],
    ]

    /// Reads every so manyth pixel, so that a picture is of a page's size and memory does not grow with the scene.
    /// - Throws: `Fault` where a file can't be decoded.
    init(_ pair: ScenePair, _ raster: String, _ truth: TruthSource?) throws(Fault) {
        let lattice = OverviewLattice(pair.grid.size)
        let dates = try [pair.beforeSources, pair.afterSources].map { sources throws(Fault) in
            try Self.bands(pair.roles, sources[0], lattice)
        }
        let pictures = DatePictures(dates[0], dates[1], size: lattice.size)
        (before, after) = (pictures?.before, pictures?.after)
        let change = try ChangeRasterFile(raster)
        let labels = try truth.map { truth throws(Fault) in try TrialTruth(truth) }
        let threshold = Float(change.threshold)
        var (scored, verdict) = (Picture(size: lattice.size), Picture(size: lattice.size))
        for row in 0..<lattice.size.rows {
            let line = PixelWindow(column: 0, row: lattice.row(row), columns: pair.grid.size.columns, rows: 1)
            let scores = try change.file.values(band: 1, line)
            let classes = try change.file.values(band: 2, line)
            let valid = try change.file.values(band: 3, line)
            let marks = try labels?.changed(line)
            for column in 0..<lattice.size.columns {
                let (pixel, place) = (lattice.column(column), 3 * (row * lattice.size.columns + column))
                let isFlagged = valid[pixel] == 1 && scores[pixel] >= threshold
                // Mid-grey is the threshold.
                let level = valid[pixel] == 1 ? UInt8(min(255, max(0, 128 * scores[pixel] / max(threshold, 1)))) : 0
                let colour =
                    marks.map { Self.colour(isFlagged: isFlagged, isChanged: $0[pixel]) }
                    ?? Self.colour(isFlagged: isFlagged, isValid: valid[pixel] == 1, UInt8(classes[pixel]))
                for channel in 0..<3 {
                    scored.samples[place + channel] = level
                    verdict.samples[place + channel] = colour[channel]
                }
            }
        }
        self.score = scored
        self.verdict = verdict
    }

    private static func colour(isFlagged: Bool, isChanged: Bool?) -> [UInt8] {
        guard let isChanged else { return colours[4] }
        return colours[isChanged ? (isFlagged ? 0 : 1) : (isFlagged ? 2 : 3)]
    }

    private static func colour(isFlagged: Bool, isValid: Bool, _ code: UInt8) -> [UInt8] {
        guard isFlagged else { return colours[isValid ? 3 : 4] }
        return stateColours[Int((Transition(code: code)?.after ?? .unknown).rawValue)]
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

/// The open rasters of a truth.
private struct TrialTruth {
    private let source: TruthSource
    private let marks: RasterFile
    private let quiet: RasterFile

    init(_ source: TruthSource) throws(Fault) {
        self.source = source
        let marks = try RasterFile(source.path)
        self.marks = marks
        quiet = try source.unchangedPath.map { path throws(Fault) in try RasterFile(path) } ?? marks
    }

    /// Whether the pixels of a window changed; nil where nobody labelled them.
    func changed(_ window: PixelWindow) throws(Fault) -> [Bool?] {
        let unchanged = try quiet.values(band: 1, window)
        return zip(try marks.values(band: 1, window), unchanged).map { mark, still in
            mark == Float(source.changed) ? true : still == Float(source.unchanged) ? false : nil
        }
    }
}
