package import GeoModel

/// The unit that a column of areas is in.
package enum AreaUnit: String, Sendable, CaseIterable {
    /// Square metres.
    case squareMetre = "m2"
    /// Mu (亩).
    case mu
    /// Hectares (公顷).
    case hectare = "ha"

    /// Square metres in one.
    package var squareMetres: Double {
        switch self {
        case .squareMetre: 1
        case .mu: 2000.0 / 3
        case .hectare: 10_000
        }
    }

    /// The words.
    package var name: Bilingual {
        switch self {
        case .squareMetre: Bilingual(zh: "平方米", en: "square metres")
        case .mu: Bilingual(zh: "亩", en: "mu")
        case .hectare: Bilingual(zh: "公顷", en: "hectares")
        }
    }

    /// The square metres in one, as people know the number.
    package var label: String {
        switch self {
        case .squareMetre: "1"
        case .mu: "666.67"
        case .hectare: "10000"
        }
    }

    /// The unit by the outlines' areas in square metres, each divided by what its row states; nil where the middle one
    /// is none of the units, to 5 %.
    package init?(ratios: [Double]) {
        let sorted = ratios.filter(\.isFinite).sorted()
        guard !sorted.isEmpty else { return nil }
        let middle = sorted[sorted.count / 2]
        guard let unit = Self.allCases.first(where: { abs(middle / $0.squareMetres - 1) < 0.05 }) else { return nil }
        self = unit
    }
}
