package import GeoModel

/// Numbers and days as users read them.
enum Wording {
    /// Mu with two decimals, such as `3.20`.
    static func mu(_ area: Area) -> String { decimal(area.mu, 2) }

    /// A share as whole per cent, such as `85`.
    static func percent(_ share: Double) -> String { decimal(share * 100, 0) }

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
}

extension ZoneKind {
    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .permanentBasicFarmland: Bilingual(zh: "永久基本农田", en: "permanent basic farmland")
        case .ecologicalRedLine: Bilingual(zh: "生态保护红线", en: "ecological red line")
        case .urbanBoundary: Bilingual(zh: "城镇开发边界", en: "urban boundary")
        case .protectedForest: Bilingual(zh: "保护区林地", en: "protected forest")
        case .developmentZone: Bilingual(zh: "开发区", en: "development zone")
        }
    }
}
