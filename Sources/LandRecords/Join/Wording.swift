package import GeoModel

/// Numbers and days as users read them.
enum Wording {
    /// Mu with two decimals, such as `3.20`.
    static func mu(_ area: Area) -> String { decimal(area.mu, places: 2) }

    /// A share as whole per cent, such as `85`.
    static func percent(_ share: Double) -> String { decimal(share * 100, places: 0) }

    /// A day, or that it is unknown.
    static func day(_ date: CalendarDate?) -> Bilingual {
        Bilingual(zh: date?.description ?? "日期不详", en: date?.description ?? "an unknown date")
    }

    /// The same text in both languages.
    static func same(_ text: String) -> Bilingual { Bilingual(zh: text, en: text) }

    /// Several clauses in one.
    static func joined(_ clauses: [Bilingual]) -> Bilingual {
        Bilingual(
            zh: clauses.map(\.zh).joined(separator: "、"),
            en: clauses.map(\.en).joined(separator: ", ")
        )
    }

    /// A number rounded half up to so many decimals, with a point in every language; a dash where it is none, or larger
    /// than any measure of land.
    static func decimal(_ value: Double, places: Int) -> String {
        guard abs(value) < 1e12 else { return "—" }
        let scale = (0..<places).reduce(1) { product, _ in product * 10 }
        let units = Int((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && units > 0 ? "-" : ""
        guard places > 0 else { return sign + String(units) }
        return sign + String(units / scale) + "." + padded(units % scale, to: places)
    }
}

extension ZoneKind {
    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .permanentBasicFarmland: Bilingual(zh: "永久基本农田", en: "permanent basic farmland")
        case .ecologicalRedLine: Bilingual(zh: "生态保护红线", en: "ecological red line")
        case .urbanBoundary: Bilingual(zh: "城镇开发边界", en: "urban boundary")
        case .protectedForest: Bilingual(zh: "保护区林地", en: "protected forest")
        }
    }
}
