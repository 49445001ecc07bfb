import GeoModel

/// Scores some pixels: whole numbers, `score.scale` a unit; 0 where a pixel can't be compared.
///
/// One pass without branches, so that it runs in vector registers.
///
/// - Parameters:
///   - before: The bands of the first date.
///   - after: The bands of the second date.
///   - pixels: Which of their pixels.
///   - score: What they are scored by.
///   - valid: For each pixel of the bands 1 where the masks let it through; 1 stays only where it can be compared.
///   - scores: Takes the scores, as many as the bands have pixels.
func fillScores(
    _ before: BandRows,
    _ after: BandRows,
    in pixels: Range<Int>,
    _ score: PixelScore,
    valid: inout [UInt8],
    scores: inout [UInt16]
) {
    var valid = valid.mutableSpan
    var scores = scores.mutableSpan
    let blue0 = before.blue.span.extracting(pixels)
    let green0 = before.green.span.extracting(pixels)
    let red0 = before.red.span.extracting(pixels)
    let nir0 = before.nir.span.extracting(pixels)
    let swir0 = before.swir1.span.extracting(pixels)
    let blue1 = after.blue.span.extracting(pixels)
    let green1 = after.green.span.extracting(pixels)
    let red1 = after.red.span.extracting(pixels)
    let nir1 = after.nir.span.extracting(pixels)
    let swir1 = after.swir1.span.extracting(pixels)
    let start = pixels.lowerBound
    precondition(start >= 0 && valid.count >= pixels.upperBound && scores.count >= pixels.upperBound)
    let (old, new) = (score.before, score.after)
    for pixel in 0..<pixels.count {
        let first = Indices(
            blue: old.reflectance(blue0[pixel]),
            green: old.reflectance(green0[pixel]),
            red: old.reflectance(red0[pixel]),
            nir: old.reflectance(nir0[pixel]),
            swir1: old.reflectance(swir0[pixel])
        )
        let second = Indices(
            blue: new.reflectance(blue1[pixel]),
            green: new.reflectance(green1[pixel]),
            red: new.reflectance(red1[pixel]),
            nir: new.reflectance(nir1[pixel]),
            swir1: new.reflectance(swir1[pixel])
        )
        let length = score.length(first, second) * score.scale
        (scores[start + pixel], valid[start + pixel]) = quantised(length, valid: valid[start + pixel])
    }
}

/// The lengths of the vectors of index differences of the first pixels of two dates; `NaN` where a band has no data.
func fillIndexLengths(
    _ before: BandRows,
    _ after: BandRows,
    count: Int,
    _ score: PixelScore,
    into lengths: inout [Float]
) {
    for pixel in 0..<count {
        lengths[pixel] = score.length(before.indices(at: pixel, score.before), after.indices(at: pixel, score.after))
    }
}

/// Tells what became what at some pixels: `Transition.code`, 0 where a pixel is not valid.
///
/// One pass without branches, so that it runs in vector registers.
///
/// - Parameters:
///   - before: The bands of the first date.
///   - after: The bands of the second date.
///   - pixels: Which of their pixels.
///   - score: The scales of both dates.
///   - states: Where one land cover ends and the next begins.
///   - valid: 1 for each of them that can be compared.
///   - transitions: Takes the codes, from its start.
func fillTransitions(
    _ before: BandRows,
    _ after: BandRows,
    in pixels: Range<Int>,
    _ score: PixelScore,
    _ states: StateThresholds,
    valid: ArraySlice<UInt8>,
    into transitions: inout [UInt8]
) {
    fillStates(before, in: pixels, score.before, states, factor: 10, adding: 0, into: &transitions)
    fillStates(after, in: pixels, score.after, states, factor: 1, adding: 1, into: &transitions)
    let valid = valid.span
    var transitions = transitions.mutableSpan
    precondition(pixels.count <= valid.count && pixels.count <= transitions.count)
    for pixel in 0..<pixels.count { transitions[pixel] &= 0 &- valid[pixel] }
}

/// Writes `factor` times the land state of each pixel plus `adding` times what stands there.
private func fillStates(
    _ bands: BandRows,
    in pixels: Range<Int>,
    _ scale: LinearScale,
    _ states: StateThresholds,
    factor: UInt8,
    adding: UInt8,
    into codes: inout [UInt8]
) {
    let blue = bands.blue.span.extracting(pixels)
    let green = bands.green.span.extracting(pixels)
    let red = bands.red.span.extracting(pixels)
    let nir = bands.nir.span.extracting(pixels)
    let swir1 = bands.swir1.span.extracting(pixels)
    var codes = codes.mutableSpan
    precondition(codes.count >= pixels.count)
    for pixel in 0..<pixels.count {
        let indices = Indices(
            blue: scale.reflectance(blue[pixel]),
            green: scale.reflectance(green[pixel]),
            red: scale.reflectance(red[pixel]),
            nir: scale.reflectance(nir[pixel]),
            swir1: scale.reflectance(swir1[pixel])
        )
        codes[pixel] = adding &* codes[pixel] &+ factor &* landStateCode(indices, states)
    }
}
