import SafeFiles

/// Identifiers that come from content, so that the same run done again gives the same ones.
package enum FlagIdentity {
    /// A UUID from parts: the first 128 bits of the SHA-256 of the parts, with a line break between them.
    ///
    /// Source: RFC 9562, version 8 (custom), variant 10.
    package static func uuid(_ parts: String...) -> String {
        var digits = Array(Checksum.sha256(of: parts.joined(separator: "\n")).prefix(32))
        digits[12] = "8"
        digits[16] = ["8", "9", "a", "b"][(digits[16].hexDigitValue ?? 0) & 3]
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(digits[$0]) }.joined(separator: "-")
    }
}
