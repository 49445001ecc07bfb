/// One date of the scene, row by row from the top.
struct SceneRows {
    /// Blue, green, red, near infrared and both short-wave infrareds: reflectance × 10 000 of each cover.
    private static let reflectances: [[Float]] = [
        [280, 430, 270, 3200, 1450, 680],
        [430, 690, 510, 3800, 2050, 1180],
        [1020, 1330, 1680, 2450, 3400, 2900],
        [1280, 1420, 1530, 2050, 2400, 2250],
        [700, 800, 650, 420, 220, 160],
    ]

    private let width: Int
    private let ground: UInt64
    private let sensor: UInt64
    /// nil for the earlier date.
    private let changes: Changes?
    private var terrain: NoiseRow
    private var urban: NoiseRow
    private var texture: NoiseRow
    private var season: NoiseRow
    private var cloud: NoiseRow
    private var cloudTop: NoiseRow
    private var fields: [Float]
    private var cover: [Cover]

    /// The six bands of the row made last: reflectance × 10 000 + 1 000, with the sensor's noise.
    private(set) var bands: [[UInt16]]
    /// Its scene classification.
    private(set) var classes: [UInt16]

    /// A date of a square scene, the later one where changes are given.
    init(width: Int, seed: UInt64, changes: Changes?) {
        let date: UInt64 = changes == nil ? 0 : 1
        let stream = seed &* 1000
        self.width = width
        ground = stream &+ 120
        sensor = stream &+ 500 &+ 10 * date
        self.changes = changes
        terrain = NoiseRow(width, stream: stream, [(0.5, 1500), (0.25, 600), (0.15, 200), (0.1, 60)])
        urban = NoiseRow(width, stream: stream &+ 20, [(0.7, 800), (0.3, 250)])
        texture = NoiseRow(width, base: -0.19, stream: stream &+ 40, [(0.16, 12), (0.12, 4), (0.1, 2)])
        season = NoiseRow(
            width, base: date == 0 ? 1 : 0.98, stream: stream &+ 60, date == 0 ? [] : [(0.04, 900)])
        cloud = NoiseRow(width, stream: stream &+ 80 &+ 10 * date, [(0.6, 1100), (0.28, 300), (0.12, 80)])
        cloudTop = NoiseRow(width, base: 5200, stream: stream &+ 100 &+ date, [(900, 40)])
        fields = [Float](repeating: 0, count: width)
        cover = [Cover](repeating: .forest, count: width)
        bands = Array(repeating: [UInt16](repeating: 0, count: width), count: 6)
        classes = [UInt16](repeating: 0, count: width)
    }

    /// Makes one row.
    mutating func make(_ row: Int) {
        terrain.fill(row)
        urban.fill(row)
        texture.fill(row)
        season.fill(row)
        cloud.fill(row)
        cloudTop.fill(row)
        layFields(row)
        coverGround(row)
        for column in 0..<width {
            let light = 1 + texture.pixels[column] * (cover[column] == .water ? 0.4 : 1)
            let soil = (fields[column] - 0.5) * 0.18 + 0.25 * (terrain.pixels[column] - 0.5)
            // From here on, how bright the ground is.
            fields[column] = (light + (cover[column] == .water ? 0 : soil)) * season.pixels[column]
        }
        let hidden = cloud.pixels.map { min(1, max(0, ($0 - 0.66) * 14)) }
        classify(hidden)
        for band in bands.indices { expose(band, row, hidden) }
    }

    /// Gives each field of about 48 × 36 pixels a number in 0…1; their sides slant from strip to strip.
    private mutating func layFields(_ row: Int) {
        let (strip, line) = row.quotientAndRemainder(dividingBy: 36)
        let shift = Int((unit(ground, strip, 0) - 0.5) * Float(line))
        var number = 0
        var first = 0
        while first < width {
            number += 1
            let jitter = Int(unit(ground &+ 1, number, strip) * 24)
            let end = min(width, max(first + 1, number * 48 - jitter + shift))
            let value = unit(ground &+ 2, number, strip)
            for column in first..<end { fields[column] = value }
            first = end
        }
    }

    private mutating func coverGround(_ row: Int) {
        for column in 0..<width {
            let height = terrain.pixels[column]
            if height < 0.3 {
                cover[column] = .water
            } else if urban.pixels[column] > 0.66 {
                cover[column] = town(column, row)
            } else {
                cover[column] = height < 0.44 ? .forest : fields[column] < 0.62 ? .crop : .bare
            }
        }
        for piece in changes?.rows[row] ?? [] {
            for column in piece.columns where cover[column] != .water { cover[column] = piece.cover }
        }
    }

    /// Streets, and houses of 4 × 5 pixels on half of the lots; gardens between them.
    private func town(_ column: Int, _ row: Int) -> Cover {
        if column % 20 < 2 || row % 24 < 2 { return .built }
        let isHouse = column % 5 < 4 && row % 6 < 5 && unit(ground &+ 3, column / 5, row / 6) < 0.5
        return isHouse ? .built : .crop
    }

    private mutating func classify(_ hidden: [Float]) {
        for column in 0..<width {
            switch (hidden[column], cover[column]) {
            case (0.5..., _): classes[column] = 9
            case (_, _) where hidden[column] > 0: classes[column] = 8
            case (_, .water): classes[column] = 6
            case (_, .bare), (_, .built): classes[column] = 5
            default: classes[column] = 4
            }
        }
    }

    /// What the sensor sees in one band.
    private mutating func expose(_ band: Int, _ row: Int, _ hidden: [Float]) {
        let reflectances = Self.reflectances.map { $0[band] }
        // The later date's calibration differs a little, as that of two satellites does.
        let gain: Float = changes == nil ? 1 : 1.01 + 0.004 * Float(band)
        let haze: Float = changes == nil ? 0 : 15
        let stream = sensor &+ UInt64(band)
        for column in 0..<width {
            let bright = reflectances[Int(cover[column].rawValue)] * fields[column] * gain + haze
            let seen = 1000 + bright + (cloudTop.pixels[column] - bright) * hidden[column]
            let noise = (16 + seen * seen * 0.000_049).squareRoot()
            bands[band][column] = UInt16(max(1, min(65_534, seen + noise * normal(stream, column, row))))
        }
    }
}
