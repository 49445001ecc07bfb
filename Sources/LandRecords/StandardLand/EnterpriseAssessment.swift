package import GeoModel

/// What one indicator gives an enterprise.
package struct AssessmentFactor: Sendable, Hashable {
    /// The indicator.
    package let indicator: AssessmentIndicator
    /// The value that counts; nil where the lower part is 0, which gives the full points.
    package let value: Double?
    /// How it was filled in; nil where it was reported.
    package let imputed: MissingValue?
    /// What it is measured against.
    package let base: Double
    /// Value to base, between 0 and the cap.
    package let ratio: Double
    /// What a ratio of 1 gives.
    package let weight: Double

    /// The points.
    package var points: Double { weight * ratio }
}

/// One enterprise with its score.
package struct AssessedEnterprise: Sendable, Hashable {
    /// The enterprise.
    package let enterprise: Enterprise
    /// Every factor of the score.
    package let factors: [AssessmentFactor]
    /// The sum of the points, to two decimals.
    package let score: Double
    /// Its place in the group, from 1; equal scores share one.
    package let place: Int
    /// The class by rank; nil in a group too small for classes.
    package let ranked: AssessmentClass?
    /// The class after vetoes; nil in a group too small for classes.
    package let given: AssessmentClass?
    /// What kept it from a better class, or would.
    package let vetoes: [Bilingual]
}

/// Enterprises that are ranked together.
package struct AssessedGroup: Sendable, Hashable {
    /// Their scale.
    package let scale: EnterpriseScale
    /// The best first.
    package let members: [AssessedEnterprise]
    /// Whether there are enough of them for classes.
    package let isClassed: Bool
}

/// An enterprise that is not assessed, and why.
package struct OmittedEnterprise: Sendable, Hashable {
    /// The enterprise.
    package let enterprise: Enterprise
    /// Why.
    package let reason: Bilingual
}

/// The assessment of a year's enterprises by what they make of their land (亩产效益评价): a pure function of the register
/// and the scheme.
package struct EnterpriseAssessment: Sendable {
    /// The year; nil where the register names none.
    package let year: Int?
    /// Above scale, below scale, as far as there are any.
    package let groups: [AssessedGroup]
    /// In the order of the register.
    package let omitted: [OmittedEnterprise]
    /// What to check though it counts.
    package let remarks: [Fault]

    /// Assesses a year.
    ///
    /// - Parameters:
    ///   - register: Enterprises of all years.
    ///   - scheme: How.
    ///   - year: Which; nil for the latest on record.
    package init(_ register: [Enterprise], _ scheme: EnterpriseScheme, year: Int? = nil) {
        let chosen = year ?? register.compactMap(\.year).max()
        self.year = chosen
        var (members, omitted, remarks): ([EnterpriseScale: [Enterprise]], [OmittedEnterprise], [Fault]) = ([:], [], [])
        var seen: Set<String> = []
        let copies = Dictionary(grouping: register.filter { $0.year == chosen }, by: \.code)
        for enterprise in register where enterprise.year == chosen || enterprise.year == nil {
            let others = copies[enterprise.code] ?? []
            if let reason = Self.reason(against: enterprise, scheme, others) {
                omitted.append(OmittedEnterprise(enterprise: enterprise, reason: reason))
                continue
            }
            guard seen.insert(enterprise.code).inserted else { continue }
            if !CreditCode.isSound(enterprise.code) { remarks.append(CreditCode.fault(enterprise)) }
            members[enterprise.scale, default: []].append(enterprise)
        }
        groups = [EnterpriseScale.above, .below].compactMap { scale in
            members[scale].map { AssessedGroup($0, scale, scheme) }
        }
        self.omitted = omitted
        self.remarks = remarks
    }

    private static func reason(
        against enterprise: Enterprise, _ scheme: EnterpriseScheme, _ copies: [Enterprise]
    ) -> Bilingual? {
        if enterprise.year == nil { return Bilingual(zh: "年度未填", en: "no year entered") }
        if enterprise.scale == .unknown { return enterprise.scale.label }
        guard let land = enterprise.land, land > .zero else {
            return Bilingual(zh: "用地面积未填", en: "no land entered")
        }
        if land.mu < scheme.leastMu {
            return Bilingual(
                zh: "用地 \(decimal(land.mu, 2)) 亩，不足 \(decimal(scheme.leastMu, 2)) 亩",
                en: "\(decimal(land.mu, 2)) mu, less than \(decimal(scheme.leastMu, 2))")
        }
        if copies.contains(where: { $0.saysOtherThan(enterprise) }) {
            return Bilingual(zh: "同一代码、同一年度有多行且数值不同，请只保留一行", en: "several rows of this code and year differ; keep one")
        }
        return nil
    }
}

extension Enterprise {
    fileprivate func saysOtherThan(_ other: Enterprise) -> Bool {
        scale != other.scale || land != other.land || figures != other.figures || incidents != other.incidents
    }
}

extension AssessedGroup {
    init(_ enterprises: [Enterprise], _ scale: EnterpriseScale, _ scheme: EnterpriseScheme) {
        let used = scheme.indicators.filter { ($0.weights[scale] ?? 0) > 0 }
        let columns = used.map { IndicatorColumn($0, enterprises) }
        let factors = enterprises.indices.map { row in
            columns.map { $0.factor(row, weight: $0.indicator.weights[scale] ?? 0) }
        }
        let scores = factors.map { row in (row.reduce(0) { $0 + $1.points } * 100).rounded() / 100 }
        let isClassed = enterprises.count >= scheme.leastMembers
        let members = enterprises.indices.map { row -> AssessedEnterprise in
            let better = scores.count { $0 > scores[row] }
            let last = scores.count { $0 >= scores[row] }
            let counted = scheme.tiesShareTheBetter ? better + 1 : last
            let place = scheme.classes.firstIndex {
                Double(counted) <= $0.upTo * Double(scores.count) + 1e-9
            }
            let vetoes = scheme.vetoes.filter { $0.holds(enterprises[row], scheme.indicators) }
            let worst = vetoes.map(\.best).max() ?? 0
            let given = place.map { max($0, worst) }
            return AssessedEnterprise(
                enterprise: enterprises[row], factors: factors[row], score: scores[row], place: better + 1,
                ranked: isClassed ? place.map { scheme.classes[$0] } : nil,
                given: isClassed ? given.map { scheme.classes[$0] } : nil, vetoes: vetoes.map(\.label))
        }
        self.scale = scale
        self.members = members.sorted { ($0.place, $0.enterprise.code) < ($1.place, $1.enterprise.code) }
        self.isClassed = isClassed
    }
}

/// One indicator over a group: what was reported, what fills the gaps, and the base.
private struct IndicatorColumn {
    let indicator: AssessmentIndicator
    private let values: [Reported]
    private let filling: Double
    private let base: Double

    private enum Reported {
        case value(Double), full, missing

        var number: Double? {
            guard case .value(let number) = self else { return nil }
            return number
        }
    }

    init(_ indicator: AssessmentIndicator, _ enterprises: [Enterprise]) {
        self.indicator = indicator
        var (above, below) = (0.0, 0.0)
        values = enterprises.map { enterprise in
            guard let of = indicator.of.value(enterprise), let per = indicator.per.value(enterprise), per >= 0 else {
                return .missing
            }
            (above, below) = (above + of, below + per)
            guard per > 0 else { return indicator.zeroPerIsCap && of > 0 ? .full : .missing }
            return .value(of / per)
        }
        let sorted = values.compactMap(\.number).sorted()
        let middle = sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        filling =
            switch indicator.missing {
            case .median: middle
            case .least: sorted.first ?? 0
            case .zero: 0
            }
        base =
            switch indicator.base {
            case .total: below > 0 ? above / below : 0
            case .median: middle
            case .fixed(let value): value
            }
    }

    func factor(_ row: Int, weight: Double) -> AssessmentFactor {
        let (value, imputed): (Double?, MissingValue?) =
            switch values[row] {
            case .value(let number): (number, nil)
            case .full: (nil, nil)
            case .missing: (filling, indicator.missing)
            }
        let ratio = value.map { base > 0 ? min(max($0 / base, 0), indicator.cap) : 0 } ?? indicator.cap
        return AssessmentFactor(
            indicator: indicator, value: value, imputed: imputed, base: base, ratio: ratio, weight: weight)
    }
}

extension AssessmentVeto {
    fileprivate func holds(_ enterprise: Enterprise, _ indicators: [AssessmentIndicator]) -> Bool {
        switch test {
        case .figure(let quantity, let limit): quantity.value(enterprise).map { $0 <= limit } ?? false
        case .indicator(let code, let limit):
            // Whatever its weight: what is not scored can still be too little.
            indicators.contains { indicator in
                guard indicator.code == code, let of = indicator.of.value(enterprise),
                    let per = indicator.per.value(enterprise), per > 0
                else { return false }
                return of / per <= limit
            }
        case .words(let words): enterprise.incidents.map { text in words.contains(where: text.contains) } ?? false
        }
    }
}

/// The check digit of unified social credit codes.
///
/// Source: GB 32100-2015, clause 5 and annex A (ISO 7064, MOD 31-3).
package enum CreditCode {
    private static let digits = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")

    /// The check digit behind the first 17 characters; nil where one of them is no digit of such codes.
    package static func checkDigit(of code: some StringProtocol) -> Character? {
        var (sum, weight) = (0, 1)
        for character in code.prefix(17) {
            guard let digit = digits.firstIndex(of: character) else { return nil }
            sum += digit * weight
            weight = weight * 3 % 31
        }
        return digits[(31 - sum % 31) % 31]
    }

    static func isSound(_ code: String) -> Bool { code.count == 18 && checkDigit(of: code) == code.last }

    static func fault(_ enterprise: Enterprise) -> Fault {
        Fault(
            enterprise.source.name,
            zh: "统一社会信用代码“\(enterprise.code)”不是 18 位或校验位不符。已照常评价，请核对。",
            en: "the credit code ‘\(enterprise.code)’ has no 18 characters or a wrong check digit. It was assessed all "
                + "the same; check it.")
    }
}
