package import GeoModel
package import SafeFiles

/// What the report on an import calls odd: read from `registers/checks.json5`.
package struct CheckLimits: Sendable {
    /// The registers whose records may not overlap.
    package let overlapKinds: Set<RecordKind>
    /// The least overlap that counts.
    package let leastOverlap: Area
    /// The registers whose records should leave no gaps.
    package let gapKinds: Set<RecordKind>
    /// The gaps that count: larger ones are ground that the register leaves out.
    package let gap: ClosedRange<Double>
    /// The longest side of a gap, in metres.
    package let longestGap: Double
    /// How far a stated area may be from that of the outline: this share, or so many square metres if that is more.
    package let statedArea: (share: Double, squareMetres: Double)
    /// What a shift of the kind of GCJ-02 is known by.
    package let shift: Shift

    /// What a shift is known by.
    package struct Shift: Sendable {
        /// Its length in metres.
        package let metres: ClosedRange<Double>
        /// The share of corners that meet one of the other register after it.
        package let leastShare: Double
        /// How many times as many as before it.
        package let leastRatio: Double
        /// How far two corners that meet may be apart, in metres.
        package let tolerance: Double
    }

    /// The limits of a document.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong.
    package init(_ json: JSONValue, named name: String) throws(Fault) {
        let file = try StrictObject(json, named: name, keys: ["source", "overlaps", "gaps", "statedArea", "shift"])
        let overlaps = try Self.part("overlaps", ["registers", "leastSquareMetres"], file)
        overlapKinds = try Self.kinds(overlaps)
        leastOverlap = Area(squareMetres: try Self.number("leastSquareMetres", overlaps))
        let gaps = try Self.part(
            "gaps", ["registers", "leastSquareMetres", "mostSquareMetres", "longestMetres"], file)
        gapKinds = try Self.kinds(gaps)
        let least = try Self.number("leastSquareMetres", gaps)
        gap = least...max(least, try Self.number("mostSquareMetres", gaps))
        longestGap = try Self.number("longestMetres", gaps)
        let area = try Self.part("statedArea", ["relative", "squareMetres"], file)
        statedArea = (try Self.number("relative", area), try Self.number("squareMetres", area))
        let shift = try Self.part(
            "shift", ["leastMetres", "mostMetres", "leastShare", "leastRatio", "toleranceMetres"], file)
        let shortest = try Self.number("leastMetres", shift)
        self.shift = Shift(
            metres: shortest...max(shortest, try Self.number("mostMetres", shift)),
            leastShare: try Self.number("leastShare", shift), leastRatio: try Self.number("leastRatio", shift),
            tolerance: try Self.number("toleranceMetres", shift))
    }

    private static func part(_ key: String, _ keys: [String], _ file: StrictObject) throws(Fault) -> StrictObject {
        try file.required(key, try file.object(key, keys: keys + ["source"]))
    }

    private static func number(_ key: String, _ object: StrictObject) throws(Fault) -> Double {
        try object.required(key, try object.number(key, in: 0...1e9))
    }

    private static func kinds(_ object: StrictObject) throws(Fault) -> Set<RecordKind> {
        var kinds: Set<RecordKind> = []
        for word in try object.required("registers", try object.strings("registers")) {
            guard let kind = RecordKind(rawValue: word) else {
                let known = Bilingual(listing: RecordKind.allCases.map(\.rawValue))
                throw object.wrong("registers", .string(word), zh: "其中之一：\(known.zh)", en: "one of \(known.en)")
            }
            kinds.insert(kind)
        }
        return kinds
    }
}
