/// Makes a line from one other, number by number.
@inline(__always)
func fill(
    _ target: inout MutableSpan<Float>, at place: Int, count: Int, from first: [Float], at start: Int,
    _ rule: (Float) -> Float
) {
    let line = first.span.extracting(start..<start + count)
    precondition(place >= 0 && place + count <= target.count)
    for column in 0..<count { target[place + column] = rule(line[column]) }
}

/// Makes a line from two others, number by number.
@inline(__always)
func fill(
    _ target: inout MutableSpan<Float>, at place: Int, count: Int,
    from first: [Float], at start: Int, and second: [Float], at other: Int,
    _ rule: (Float, Float) -> Float
) {
    let line = first.span.extracting(start..<start + count)
    let partner = second.span.extracting(other..<other + count)
    precondition(place >= 0 && place + count <= target.count)
    for column in 0..<count { target[place + column] = rule(line[column], partner[column]) }
}

/// Changes a line by another, number by number.
@inline(__always)
func change(
    _ target: inout MutableSpan<Float>, at place: Int, count: Int, by other: [Float], at start: Int,
    _ rule: (Float, Float) -> Float
) {
    let line = other.span.extracting(start..<start + count)
    precondition(place >= 0 && place + count <= target.count)
    for column in 0..<count { target[place + column] = rule(target[place + column], line[column]) }
}

/// Changes a line by two others, number by number.
@inline(__always)
func change(
    _ target: inout MutableSpan<Float>, at place: Int, count: Int,
    by first: [Float], at start: Int, and second: [Float], at other: Int,
    _ rule: (_ value: Float, Float, Float) -> Float
) {
    let line = first.span.extracting(start..<start + count)
    let partner = second.span.extracting(other..<other + count)
    precondition(place >= 0 && place + count <= target.count)
    for column in 0..<count {
        target[place + column] = rule(target[place + column], line[column], partner[column])
    }
}

/// The sums of a line and of pairs of lines on either side of it, each pair with a weight of its own.
///
/// - Parameters:
///   - lines: Holds all lines.
///   - centre: Where the line in the middle begins.
///   - sides: Where the lines on its two sides begin, pair after pair.
///   - weights: That of the middle, then one for each pair.
///   - count: Numbers in a line.
///   - target: Takes the sums.
///   - place: Where they begin.
func weigh(
    _ lines: [Float], _ centre: Int, _ sides: [(Int, Int)], weights: [Float], count: Int,
    into target: inout MutableSpan<Float>, at place: Int
) {
    for first in stride(from: 0, to: max(1, sides.count), by: pairsAtOnce) {
        let none = ((centre, centre), Float(0))
        let pairs = (first..<first + pairsAtOnce).map { $0 < sides.count ? (sides[$0], weights[$0 + 1]) : none }
        if first == 0 {
            weigh(lines, centre, weights[0], pairs, count: count, into: &target, at: place)
        } else {
            addWeighed(lines, pairs, count: count, to: &target, at: place)
        }
    }
}

/// As many lines as fit the processor's registers.
private let pairsAtOnce = 5

private func weigh(
    _ lines: [Float], _ centre: Int, _ weight: Float, _ pairs: [((Int, Int), Float)], count: Int,
    into target: inout MutableSpan<Float>, at place: Int
) {
    let lines = lines.span
    let middle = lines.extracting(centre..<centre + count)
    let (a, b) = (
        lines.extracting(pairs[0].0.0..<pairs[0].0.0 + count), lines.extracting(pairs[0].0.1..<pairs[0].0.1 + count)
    )
    let (c, d) = (
        lines.extracting(pairs[1].0.0..<pairs[1].0.0 + count), lines.extracting(pairs[1].0.1..<pairs[1].0.1 + count)
    )
    let (e, f) = (
        lines.extracting(pairs[2].0.0..<pairs[2].0.0 + count), lines.extracting(pairs[2].0.1..<pairs[2].0.1 + count)
    )
    let (g, h) = (
        lines.extracting(pairs[3].0.0..<pairs[3].0.0 + count), lines.extracting(pairs[3].0.1..<pairs[3].0.1 + count)
    )
    let (i, j) = (
        lines.extracting(pairs[4].0.0..<pairs[4].0.0 + count), lines.extracting(pairs[4].0.1..<pairs[4].0.1 + count)
    )
    let (ab, cd, ef, gh, ij) = (pairs[0].1, pairs[1].1, pairs[2].1, pairs[3].1, pairs[4].1)
    precondition(place >= 0 && place + count <= target.count)
    for x in 0..<count {
        let near = weight * middle[x] + ab * (a[x] + b[x]) + cd * (c[x] + d[x])
        target[place + x] = near + ef * (e[x] + f[x]) + gh * (g[x] + h[x]) + ij * (i[x] + j[x])
    }
}

private func addWeighed(
    _ lines: [Float], _ pairs: [((Int, Int), Float)], count: Int, to target: inout MutableSpan<Float>, at place: Int
) {
    let lines = lines.span
    let (a, b) = (
        lines.extracting(pairs[0].0.0..<pairs[0].0.0 + count), lines.extracting(pairs[0].0.1..<pairs[0].0.1 + count)
    )
    let (c, d) = (
        lines.extracting(pairs[1].0.0..<pairs[1].0.0 + count), lines.extracting(pairs[1].0.1..<pairs[1].0.1 + count)
    )
    let (e, f) = (
        lines.extracting(pairs[2].0.0..<pairs[2].0.0 + count), lines.extracting(pairs[2].0.1..<pairs[2].0.1 + count)
    )
    let (g, h) = (
        lines.extracting(pairs[3].0.0..<pairs[3].0.0 + count), lines.extracting(pairs[3].0.1..<pairs[3].0.1 + count)
    )
    let (i, j) = (
        lines.extracting(pairs[4].0.0..<pairs[4].0.0 + count), lines.extracting(pairs[4].0.1..<pairs[4].0.1 + count)
    )
    let (ab, cd, ef, gh, ij) = (pairs[0].1, pairs[1].1, pairs[2].1, pairs[3].1, pairs[4].1)
    precondition(place >= 0 && place + count <= target.count)
    for x in 0..<count {
        let near = target[place + x] + ab * (a[x] + b[x]) + cd * (c[x] + d[x])
        target[place + x] = near + ef * (e[x] + f[x]) + gh * (g[x] + h[x]) + ij * (i[x] + j[x])
    }
}

/// The natural logarithm of a positive number, right to 2 × 10⁻⁷, without a branch so that loops over it run in vector
/// registers.
///
/// The polynomial is the best one of its degree for ln(1 + m) − m + m²/2 over m³, m from √½ − 1 to √2 − 1.
@inline(__always)
func naturalLogarithm(_ value: Float) -> Float {
    let rootOfHalf: Int32 = 0x3F35_04F3
    let bits = Int32(bitPattern: value.bitPattern) &- rootOfHalf
    let exponent = Float(bits >> 23)
    let m = Float(bitPattern: UInt32(bitPattern: (bits & 0x7F_FFFF) &+ rootOfHalf)) - 1
    var polynomial: Float = 0.08672185
    polynomial = polynomial * m - 0.14379008
    polynomial = polynomial * m + 0.14977995
    polynomial = polynomial * m - 0.16564426
    polynomial = polynomial * m + 0.19954875
    polynomial = polynomial * m - 0.25001699
    polynomial = polynomial * m + 0.33334166
    return exponent * 0.6931472 + (m - 0.5 * m * m + m * m * m * polynomial)
}

/// e to a power of −80…80, right to 2 × 10⁻⁷; beyond it that of the nearest of those. Without a branch as well.
///
/// The polynomial is the best one of its degree for 2 to a power of −½…½.
@inline(__always)
func exponential(_ power: Float) -> Float {
    let binary = min(max(power, -80), 80) * 1.442695
    // Adding 1.5 × 2²³ leaves the rounded number in the low bits.
    let shifted = binary + 12_582_912
    let part = binary - (shifted - 12_582_912)
    var polynomial: Float = 0.0013276471
    polynomial = polynomial * part + 0.009675541
    polynomial = polynomial * part + 0.05550713
    polynomial = polynomial * part + 0.2402212
    polynomial = polynomial * part + 0.69314694
    polynomial = polynomial * part + 1
    let whole = Int32(bitPattern: shifted.bitPattern) &- 0x4B40_0000
    return polynomial * Float(bitPattern: UInt32(bitPattern: (whole &+ 127) << 23))
}
