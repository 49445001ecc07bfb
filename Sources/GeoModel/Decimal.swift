/// A number as people read it, in every language: rounded half up, a point, and so many decimals even where they are
/// zeros; a dash where it is none, or larger than any measure of land.
/// - Precondition: `decimals` is 0…7.
package func decimal(_ value: Double, _ decimals: Int) -> String {
    guard abs(value) < 1e11 else { return "—" }
    let scale = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    let units = Int((abs(value) * scale).rounded())
    let digits = padded(units, to: decimals + 1)
    let sign = value < 0 && units > 0 ? "-" : ""
    guard decimals > 0 else { return sign + digits }
    return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
}
