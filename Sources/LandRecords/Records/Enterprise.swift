package import GeoModel

/// Whether an enterprise is above the scale from which statistics count it one by one.
package enum EnterpriseScale: String, Sendable, CaseIterable {
    /// Above scale (规上).
    case above
    /// Below scale (规下).
    case below
    /// Not entered.
    case unknown

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .above: Bilingual(zh: "规上", en: "above scale")
        case .below: Bilingual(zh: "规下", en: "below scale")
        case .unknown: Bilingual(zh: "规模未填", en: "scale not entered")
        }
    }
}

/// What is on record of an enterprise's year.
package enum EnterpriseFigure: String, Sendable, CaseIterable {
    /// Tax paid (实缴税收), 10 000 yuan.
    case tax
    /// Value added (增加值), 10 000 yuan.
    case valueAdded
    /// Revenue (营业收入), 10 000 yuan.
    case revenue
    /// Energy (综合能耗), tons of standard coal.
    case energy
    /// Main pollutants (主要污染物排放量), tons.
    case emission
    /// Spending on research (研发经费), 10 000 yuan.
    case research
    /// Employees on average over the year (平均用工人数).
    case staff

    /// The words that users read, with the unit.
    package var label: Bilingual {
        switch self {
        case .tax: Bilingual(zh: "实缴税收（万元）", en: "tax (10 000 yuan)")
        case .valueAdded: Bilingual(zh: "增加值（万元）", en: "value added (10 000 yuan)")
        case .revenue: Bilingual(zh: "营业收入（万元）", en: "revenue (10 000 yuan)")
        case .energy: Bilingual(zh: "综合能耗（吨标煤）", en: "energy (t of standard coal)")
        case .emission: Bilingual(zh: "主要污染物（吨）", en: "pollutants (t)")
        case .research: Bilingual(zh: "研发经费（万元）", en: "research (10 000 yuan)")
        case .staff: Bilingual(zh: "平均用工（人）", en: "staff")
        }
    }
}

/// One enterprise in one year, for the assessment of what it makes of its land (亩产效益): a table row without an outline.
package struct Enterprise: Sendable, Hashable {
    /// The unified social credit code (统一社会信用代码).
    package let code: String
    /// Its name; nil where not entered.
    package let name: String?
    /// The supply contract of its land; nil where it has none or rents.
    package let contract: String?
    /// The parcel it stands on; nil where not entered.
    package let parcelCode: String?
    /// The year of the figures; nil where not entered.
    package let year: Int?
    /// Above or below scale.
    package let scale: EnterpriseScale
    /// The land it uses, rented land included; nil where not entered.
    package let land: Area?
    /// The year's figures; those not entered are missing.
    package let figures: [EnterpriseFigure: Double]
    /// Grave incidents of the year (一票否决事项), as written; nil where none were entered.
    package let incidents: String?
    /// The row it was read in.
    package let source: RecordSource

    /// An enterprise's year.
    package init(
        code: String,
        name: String?,
        contract: String?,
        parcelCode: String?,
        year: Int?,
        scale: EnterpriseScale,
        land: Area?,
        figures: [EnterpriseFigure: Double],
        incidents: String?,
        source: RecordSource
    ) {
        self.code = code
        self.name = name
        self.contract = contract
        self.parcelCode = parcelCode
        self.year = year
        self.scale = scale
        self.land = land
        self.figures = figures
        self.incidents = incidents
        self.source = source
    }
}
