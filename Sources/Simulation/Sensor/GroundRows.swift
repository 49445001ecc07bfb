/// The ground as the sensor's optics see it on one day: row by row from the top, without a row held longer than needed.
///
/// The point spread is a quadratic B-spline (σ 0.5 pixels), moved by the date's shift.
struct GroundRows {
    private let cover: GroundCover
    private let paint: EventPaint
    private let season: Season
    private let size: Int
    private let weightsAcross: SIMD3<Float>
    private let weightsDown: SIMD3<Float>
    /// The rows above, at and below the next one, spread along the row.
    private var window: [[Spectrum]] = []
    private var nextRow = 0
    private var ground: [GroundPoint] = []
    private var spectra: [Spectrum] = []

    init(plan: DistrictPlan, month: Int) {
        let acquisition = plan.acquisitions[month]
        cover = plan.cover
        season = plan.season(month)
        paint = EventPaint(events: plan.events, month: month, cover: cover, season: season)
        size = plan.options.size
        weightsAcross = GroundRows.weights(acquisition.shift.x)
        weightsDown = GroundRows.weights(acquisition.shift.y)
    }

    /// Moves to a row; the next call of `next` gives it.
    mutating func seek(row: Int) {
        nextRow = row
        window = []
    }

    /// The next row's reflectances.
    mutating func next() -> [Spectrum] {
        if window.isEmpty {
            window = [spreadRow(nextRow - 1), spreadRow(nextRow)]
        } else {
            window.removeFirst()
        }
        window.append(spreadRow(nextRow + 1))
        nextRow += 1
        var row = window[1]
        for column in row.indices {
            row[column] =
                window[0][column] * weightsDown.x + row[column] * weightsDown.y + window[2][column] * weightsDown.z
        }
        return row
    }

    private mutating func spreadRow(_ row: Int) -> [Spectrum] {
        lookUp(row)
        paint.paint(row: row, firstColumn: -1, ground: ground, spectra: &spectra)
        var spread = [Spectrum](repeating: Spectrum(), count: size)
        for column in 0..<size {
            spread[column] =
                spectra[column] * weightsAcross.x + spectra[column + 1] * weightsAcross.y
                + spectra[column + 2] * weightsAcross.z
        }
        return spread
    }

    /// Fills `ground` and `spectra` with the columns −1 … `size` of a row.
    private mutating func lookUp(_ row: Int) {
        ground.removeAll(keepingCapacity: true)
        spectra.removeAll(keepingCapacity: true)
        var guess = cover.layout.mesh.guess(cover.layout.orientation.plan(Spot(x: 0, y: Double(row))))
        for column in -1...size {
            let point = cover.point(Spot(x: Double(column) + 0.5, y: Double(row) + 0.5), guess: &guess)
            ground.append(point)
            spectra.append(season.reflectance(point))
        }
    }

    /// The weights of the pixel before, at and after the one seen, for a shift of less than half a pixel.
    private static func weights(_ shift: Double) -> SIMD3<Float> {
        let before = 0.5 * (0.5 - shift) * (0.5 - shift)
        let after = 0.5 * (0.5 + shift) * (0.5 + shift)
        return SIMD3(Float(before), Float(0.75 - shift * shift), Float(after))
    }
}
