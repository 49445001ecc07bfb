import Foundation

/// A number for people: whole where it is, else with a fixed count of decimals.
func decimals(_ value: Double, _ count: Int) -> String {
    if let whole = Int(exactly: value) { return String(whole) }
    return value.formatted(.number.precision(.fractionLength(count)).grouping(.never).locale(Locale(identifier: "en")))
}
