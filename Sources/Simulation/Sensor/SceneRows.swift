/// Two rows of 10 m with the row of 20 m that covers them.
struct SceneStrip {
    /// B02, B03, B04, B08: two rows each.
    var fine: [[UInt16]]
    /// B11, B12: one row each.
    var coarse: [[UInt16]]
    /// SCL: one row.
    var classes: [UInt16]
}

/// A scene strip by strip from the top: ground, air, clouds, detector.
struct SceneRows {
    private var ground: GroundRows
    private let clouds: CloudField
    private let acquisition: Acquisition
    private let classifier: SceneClassifier
    private let size: Int
    private var nextRow = 0

    init(plan: DistrictPlan, month: Int) {
        ground = GroundRows(plan: plan, month: month)
        acquisition = plan.acquisitions[month]
        size = plan.options.size
        clouds = CloudField(acquisition, size: size)
        classifier = SceneClassifier(dice: acquisition.dice)
    }

    /// Moves to an even row.
    mutating func seek(row: Int) {
        precondition(row.isMultiple(of: 2))
        nextRow = row
        ground.seek(row: row)
    }

    /// The next two rows.
    mutating func next() -> SceneStrip {
        let upper = observedRow()
        let lower = observedRow()
        let row = nextRow - 2
        var strip = SceneStrip(
            fine: [[UInt16]](repeating: [], count: 4),
            coarse: [[UInt16]](repeating: [], count: 2),
            classes: []
        )
        for band in 0..<4 { strip.fine[band].reserveCapacity(2 * size) }
        detect(upper, row: row, into: &strip)
        detect(lower, row: row + 1, into: &strip)
        average(upper, lower, row: row, into: &strip)
        return strip
    }

    private struct ObservedRow {
        var signal: [Spectrum]
        var cloud: [Float]
        var shadow: [Float]
    }

    private mutating func observedRow() -> ObservedRow {
        var row = ObservedRow(signal: ground.next(), cloud: [], shadow: [])
        row.cloud.reserveCapacity(size)
        row.shadow.reserveCapacity(size)
        let y = Double(nextRow) + 0.5
        for column in 0..<size {
            let spot = Spot(x: Double(column) + 0.5, y: y)
            let cloud = clouds.opacity(spot)
            let shadow = clouds.shadow(spot)
            row.cloud.append(cloud)
            row.shadow.append(shadow)
            row.signal[column] = throughAir(row.signal[column], cloud: cloud, shadow: shadow, at: spot)
        }
        nextRow += 1
        return row
    }

    private func throughAir(_ ground: Spectrum, cloud: Float, shadow: Float, at spot: Spot) -> Spectrum {
        var signal = ground
        if shadow > 0 { signal *= Spectrum(repeating: 1) - SceneRows.shade * shadow }
        let haze = acquisition.haze * Float(0.5 + acquisition.dice.noise(spot, scale: 500, .haze))
        signal = signal * (1 - 0.07 * haze) + SceneRows.veil * haze
        if cloud > 0 { signal += (clouds.spectrum(spot) - signal) * cloud }
        return signal * acquisition.gain + acquisition.offset
    }

    /// What a full shadow takes away: the sky lights the blue more than the infrared.
    private static let shade = Spectra.spectrum(0.42, 0.50, 0.56, 0.62, 0.68, 0.70)
    /// What thick haze adds.
    private static let veil = Spectra.spectrum(330, 250, 190, 110, 40, 20)

    private func detect(_ row: ObservedRow, row number: Int, into strip: inout SceneStrip) {
        for column in 0..<size {
            let signal = row.signal[column] + noise(row.signal[column], column, number, firstPair: 0, pairs: 2)
            for band in 0..<4 { strip.fine[band].append(SceneRows.sample(signal[band])) }
        }
    }

    private func average(_ upper: ObservedRow, _ lower: ObservedRow, row: Int, into strip: inout SceneStrip) {
        for pair in 0..<size / 2 {
            let left = 2 * pair
            let signal =
                (upper.signal[left] + upper.signal[left + 1] + lower.signal[left] + lower.signal[left + 1]) * 0.25
            let cloud = (upper.cloud[left] + upper.cloud[left + 1] + lower.cloud[left] + lower.cloud[left + 1]) / 4
            let shadow =
                (upper.shadow[left] + upper.shadow[left + 1] + lower.shadow[left] + lower.shadow[left + 1]) / 4
            let noisy = signal + noise(signal, left, row, firstPair: 2, pairs: 1)
            strip.coarse[0].append(SceneRows.sample(noisy[4]))
            strip.coarse[1].append(SceneRows.sample(noisy[5]))
            let spot = Spot(x: Double(left + 1), y: Double(row + 1))
            strip.classes.append(classifier.sceneClass(signal, cloud: cloud, shadow: shadow, at: spot).rawValue)
        }
    }

    /// Read noise and shot-like noise: about 1 part in 100 at a reflectance of 0.1.
    ///
    /// - Parameters:
    ///   - signal: What is measured.
    ///   - column: The pixel's column.
    ///   - row: The pixel's row.
    ///   - firstPair: The first pair of bands that gets noise: bands `2 × firstPair` and the next.
    ///   - pairs: How many pairs of bands get noise.
    /// - Returns: What to add to the bands that were asked for; 0 in the others.
    @inline(__always)
    private func noise(_ signal: Spectrum, _ column: Int, _ row: Int, firstPair: Int, pairs: Int) -> Spectrum {
        var noise = Spectrum()
        for pair in firstPair..<firstPair + pairs {
            let bits = acquisition.dice.bits(column &* 4 &+ pair, row, .sensorNoise)
            noise[2 * pair] = SceneRows.bell(bits)
            noise[2 * pair + 1] = SceneRows.bell(bits >> 32)
        }
        return noise * (signal * 0.0055 + 5)
    }

    /// The sum of two even draws, with mean 0 and variance 1.
    @inline(__always)
    private static func bell(_ bits: UInt64) -> Float {
        let sum = Float(bits & 0xFFFF) + Float(bits >> 16 & 0xFFFF)
        return (sum / 65_535 - 1) * 2.449_489_7
    }

    /// 1…10 000 and above; 0 is kept for no data.
    @inline(__always)
    private static func sample(_ value: Float) -> UInt16 {
        UInt16(min(max(value, 1), 20_000) + 0.5)
    }
}
