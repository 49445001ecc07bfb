package import GeoModel

/// What an agreement promises in numbers.
package enum AgreementIndicator: String, Sendable, CaseIterable {
    /// Fixed-asset investment, 10 000 yuan per mu.
    case investmentPerMu
    /// Plot ratio.
    case plotRatio
    /// Tax, 10 000 yuan per mu and year.
    case taxPerMu
    /// Energy, tons of standard coal per 10 000 yuan of output.
    case energyPerOutput
    /// Emissions, kg per 10 000 yuan of output.
    case emissionPerOutput
    /// Spending on research, a share of the revenue 0…1.
    case researchShare

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .investmentPerMu: Bilingual(zh: "投资强度", en: "investment per mu")
        case .plotRatio: Bilingual(zh: "容积率", en: "plot ratio")
        case .taxPerMu: Bilingual(zh: "亩均税收", en: "tax per mu")
        case .energyPerOutput: Bilingual(zh: "单位能耗", en: "energy per output")
        case .emissionPerOutput: Bilingual(zh: "单位排放", en: "emissions per output")
        case .researchShare: Bilingual(zh: "研发投入占比", en: "research share")
        }
    }

    /// The unit; nil for a mere ratio.
    package var unit: Bilingual? {
        switch self {
        case .investmentPerMu: Bilingual(zh: "万元/亩", en: "10 000 yuan")
        case .taxPerMu: Bilingual(zh: "万元/亩·年", en: "10 000 yuan a year")
        case .energyPerOutput: Bilingual(zh: "吨标煤/万元", en: "t/10 000 yuan")
        case .emissionPerOutput: Bilingual(zh: "千克/万元", en: "kg/10 000 yuan")
        case .plotRatio, .researchShare: nil
        }
    }

    /// Whether less is better.
    package var isCeiling: Bool { self == .energyPerOutput || self == .emissionPerOutput }

    /// Whether a value does what a limit asks; equal does.
    func isMet(_ value: Double, _ limit: Double) -> Bool {
        let slack = 1e-9 * abs(limit)
        return isCeiling ? value <= limit + slack : value >= limit - slack
    }

    /// What an agreement sets; the plot ratio is the supply contract's least where the agreement sets none.
    func agreed(_ agreement: StandardLand, _ supply: Supply?) -> Double? {
        switch self {
        case .investmentPerMu: agreement.investmentPerMu
        case .plotRatio: agreement.plotRatio ?? supply?.terms.leastPlotRatio
        case .taxPerMu: agreement.taxPerMu
        case .energyPerOutput: agreement.terms.energyPerOutput
        case .emissionPerOutput: agreement.terms.emissionPerOutput
        case .researchShare: agreement.terms.researchShare
        }
    }

    /// What the enterprise reports.
    func reported(_ terms: StandardLandTerms) -> Double? {
        switch self {
        case .investmentPerMu: terms.reportedInvestmentPerMu
        case .plotRatio: terms.reportedPlotRatio
        case .taxPerMu: terms.reportedTaxPerMu
        case .energyPerOutput: terms.reportedEnergyPerOutput
        case .emissionPerOutput: terms.reportedEmissionPerOutput
        case .researchShare: terms.reportedResearchShare
        }
    }
}

/// The steps of an agreement, in their order.
package enum AgreementMilestone: String, Sendable, CaseIterable {
    /// Delivery of the land (交地).
    case delivery
    /// Start (开工).
    case start
    /// Completion (竣工).
    case completion
    /// Start of production (投产).
    case production
    /// Full production (达产).
    case fullProduction

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .delivery: Bilingual(zh: "交地", en: "delivery")
        case .start: Bilingual(zh: "开工", en: "start")
        case .completion: Bilingual(zh: "竣工", en: "completion")
        case .production: Bilingual(zh: "投产", en: "production")
        case .fullProduction: Bilingual(zh: "达产", en: "full production")
        }
    }

    func day(in days: Milestones) -> CalendarDate? {
        switch self {
        case .delivery: days.delivery
        case .start: days.start
        case .completion: days.completion
        case .production: days.production
        case .fullProduction: days.fullProduction
        }
    }

    /// The days that the supply contract and its ledger name for the same step.
    func days(in supply: Supply) -> (agreed: CalendarDate?, actual: CalendarDate?) {
        switch self {
        case .delivery: (supply.terms.agreedDelivery, supply.terms.actualDelivery)
        case .start: (supply.agreedStart, supply.terms.actualStart)
        case .completion: (supply.agreedCompletion, supply.terms.actualCompletion)
        case .production, .fullProduction: (nil, nil)
        }
    }
}

/// Who has to reach a milestone.
package enum AgreementParty: String, Sendable, CaseIterable {
    /// The government, which delivers the land.
    case government
    /// The enterprise.
    case enterprise

    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .government: Bilingual(zh: "政府方", en: "government")
        case .enterprise: Bilingual(zh: "企业方", en: "enterprise")
        }
    }
}
