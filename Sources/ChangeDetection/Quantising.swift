/// Turns scores into whole numbers, `scale` a unit; 0 where a pixel can't be compared.
///
/// - Parameters:
///   - scores: Row by row, `NaN` for pixels without data.
///   - count: How many of them.
///   - scale: Whole numbers a unit.
///   - valid: 1 where the masks let a pixel through; 1 stays only where it has a score.
///   - numbers: Takes the whole numbers.
func quantise(_ scores: [Float], count: Int, scale: Float, valid: inout [UInt8], into numbers: inout [UInt16]) {
    let scores = scores.span.extracting(0..<count)
    var valid = valid.mutableSpan
    var numbers = numbers.mutableSpan
    precondition(count <= valid.count && count <= numbers.count)
    for pixel in 0..<count {
        (numbers[pixel], valid[pixel]) = quantised(scores[pixel] * scale, valid: valid[pixel])
    }
}

/// A score as a whole number, not below 0, and whether the pixel has one: 0 and 0 for `NaN` and where it was not valid.
///
/// Without a branch, so that loops over it run in vector registers.
@inline(__always)
func quantised(_ score: Float, valid: UInt8) -> (number: UInt16, valid: UInt8) {
    let limited = score < 65_535 ? score : 65_535
    // Adding 2²³ leaves the rounded number in the low bits, without a conversion that could trap.
    let rounded = UInt16(truncatingIfNeeded: (limited + 8_388_608).bitPattern)
    let known: UInt16 = score == score ? .max : 0
    let mask = known & (0 &- UInt16(valid))
    return (rounded & mask, UInt8(truncatingIfNeeded: mask & 1))
}
