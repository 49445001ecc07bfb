import SafeFiles

/// Figures that a law, a programme or a sensor may change say where they come from.
enum DataSources {
    /// The folders of `Pipelines` that hold such figures.
    static let folders = [
        "profiles", "themes", "mappings", "codes", "calendars", "sampling", "standard-land",
        "priority", "loop",
    ]

    /// Whether a file must name its sources.
    static func mustNameSource(_ path: String) -> Bool {
        folders.contains { path.hasPrefix("Pipelines/\($0)/") }
    }

    /// Whether the document names its source as a whole, or each of its entries does.
    static func namesSource(_ document: JSONValue) -> Bool {
        if isSource(document["source"]) { return true }
        let groups = (document.members ?? []).map(\.value).filter { !entries(of: $0).isEmpty }
        return !groups.isEmpty && groups.allSatisfy { entries(of: $0).allSatisfy { isSource($0["source"]) } }
    }

    private static func entries(of value: JSONValue) -> [JSONValue] {
        (value.array ?? value.members?.map(\.value) ?? []).filter { $0.members != nil }
    }

    private static func isSource(_ value: JSONValue?) -> Bool {
        if let list = value?.array { return !list.isEmpty && list.allSatisfy(isSource) }
        return value?.string?.isEmpty == false
    }
}
