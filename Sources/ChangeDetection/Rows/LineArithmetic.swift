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
///   - weights: That of the middle, then one for each pair.
///   - count: Numbers in a line.
///   - target: Takes the sums.
///   - place: Where they begin.
///   - sides: Where the two lines of a pair begin, counted from 1.
@inline(__always)
func weigh(
    _ lines: [Float], _ centre: Int, weights: [Float], count: Int, into target: inout MutableSpan<Float>,
    at place: Int, sides: (_ pair: Int) -> (Int, Int)
) {
    func pair(_ number: Int) -> LinePair {
        guard number < weights.count else { return LinePair(left: centre, right: centre, weight: 0) }
        let (left, right) = sides(number)
        return LinePair(left: left, right: right, weight: weights[number])
    }
    let lines = lines.span
    fillSums(
        lines, centre, weights[0], pair(1), pair(2), pair(3), pair(4), pair(5), count: count, into: &target, at: place)
    for next in stride(from: 6, to: weights.count, by: 5) {
        addSums(
            lines, pair(next), pair(next + 1), pair(next + 2), pair(next + 3), pair(next + 4), count: count,
            to: &target, at: place)
    }
}

/// Two lines on either side of another, and what they weigh.
private struct LinePair {
    let left: Int
    let right: Int
    let weight: Float
}

@inline(never)
private func fillSums(
    _ lines: Span<Float>, _ centre: Int, _ weight: Float, _ first: LinePair, _ second: LinePair, _ third: LinePair,
    _ fourth: LinePair, _ fifth: LinePair, count: Int, into target: inout MutableSpan<Float>, at place: Int
) {
    let middle = lines.extracting(centre..<centre + count)
    makeSums(lines, first, second, third, fourth, fifth, count: count, into: &target, at: place) { column, _ in
        weight * middle[column]
    }
}

@inline(never)
private func addSums(
    _ lines: Span<Float>, _ first: LinePair, _ second: LinePair, _ third: LinePair, _ fourth: LinePair,
    _ fifth: LinePair, count: Int, to target: inout MutableSpan<Float>, at place: Int
) {
    makeSums(lines, first, second, third, fourth, fifth, count: count, into: &target, at: place) { _, sum in sum }
}

/// Adds as many weighted pairs at once as fit the processor's registers to what each sum begins with.
@inline(__always)
private func makeSums(
    _ lines: Span<Float>, _ first: LinePair, _ second: LinePair, _ third: LinePair, _ fourth: LinePair,
    _ fifth: LinePair, count: Int, into target: inout MutableSpan<Float>, at place: Int,
    _ start: (_ column: Int, _ sum: Float) -> Float
) {
    let (a, b) = (
        lines.extracting(first.left..<first.left + count), lines.extracting(first.right..<first.right + count)
    )
    let (c, d) = (
        lines.extracting(second.left..<second.left + count), lines.extracting(second.right..<second.right + count)
    )
    let (e, f) = (
        lines.extracting(third.left..<third.left + count), lines.extracting(third.right..<third.right + count)
    )
    let (g, h) = (
        lines.extracting(fourth.left..<fourth.left + count), lines.extracting(fourth.right..<fourth.right + count)
    )
    let (i, j) = (
        lines.extracting(fifth.left..<fifth.left + count), lines.extracting(fifth.right..<fifth.right + count)
    )
    let (ab, cd, ef, gh, ij) = (first.weight, second.weight, third.weight, fourth.weight, fifth.weight)
    precondition(place >= 0 && place + count <= target.count)
    for x in 0..<count {
        let near = start(x, target[place + x]) + ab * (a[x] + b[x]) + cd * (c[x] + d[x])
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
