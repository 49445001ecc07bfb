package import GeoModel
package import SafeFiles

/// How the dates of a comparison are laid on each other: the `registration` entry of a recipe.
package struct RegistrationRecipe: Sendable, Hashable {
    /// The largest shift, in pixels of the comparison, that is put right; a scene farther off is refused.
    package let maximumShift: Double
    /// The largest shift, in pixels, that is left as it is.
    package let correctAbove: Double
    /// Fewer tie points that agree tell of no shift.
    package let minimumTiePoints: Int
    /// Whether scenes with too few tie points are refused rather than remarked on.
    package let isRequired: Bool

    private static let keys = ["source", "maximumShift", "correctAbove", "minimumTiePoints", "required"]

    /// Reads the entry of a `detect` entry; nil where there is none.
    /// - Throws: `Fault` naming the key that is unknown, missing, of the wrong kind or out of range.
    package init?(_ detect: StrictObject) throws(Fault) {
        guard let entry = try detect.object("registration", keys: Self.keys) else { return nil }
        _ = try entry.required("source", try entry.string("source"))
        // Farther off, too little of a place is found again.
        maximumShift = try entry.number("maximumShift", in: 0...24) ?? 1
        correctAbove = try entry.number("correctAbove", in: 0...24) ?? 0.2
        minimumTiePoints = try entry.integer("minimumTiePoints", in: 3...200) ?? 12
        isRequired = try entry.flag("required") ?? false
    }
}
