import GeoModel

/// A number for people: whole where it is, else with a fixed count of decimals.
func decimals(_ value: Double, _ count: Int) -> String {
    Int(exactly: value).map(String.init) ?? decimal(value, count)
}
