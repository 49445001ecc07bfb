import GeoModel
import LandRecords
package import SafeFiles

extension StandardLandReport {
    private static func mu(_ enterprise: Enterprise) -> Double? { enterprise.land?.mu }

    /// Shares are small numbers.
    private static func figure(_ value: Double) -> String { decimal(value, abs(value) < 1 ? 4 : 2) }

    private func row(_ member: AssessedEnterprise, _ group: AssessedGroup) -> [FieldValue] {
        let filled = member.factors.compactMap { factor in
            factor.imputed.map { rule in
                let label = factor.indicator.label
                return Bilingual(zh: "\(label.zh)：\(rule.label.zh)", en: "\(label.en): \(rule.label.en)")
            }
        }
        let unclassed = Bilingual(zh: "组内不足，不分档", en: "group too small")
        return [
            text(group.scale.label), .integer(Int64(member.place)), .text(member.enterprise.code),
            FieldValue(member.enterprise.name), number(Self.mu(member.enterprise)), number(member.score),
            .text(member.given?.code ?? unclassed.text(language)), FieldValue(member.ranked?.code),
            list(member.vetoes), list(filled),
        ]
    }

    /// Every assessed enterprise with its place, score and class.
    package var enterpriseTable: ReportTable {
        let year = book.assessment.year.map(String.init) ?? "—"
        return ReportTable(
            name: "enterprises",
            title: Bilingual(zh: "企业亩产效益评价（\(year) 年，建议档次）", en: "enterprises by what they make of land, \(year)"),
            columns: [
                .init("group", zh: "分组", en: "group"), .init("place", zh: "名次", en: "place", isNumber: true),
                .init("code", zh: "统一社会信用代码", en: "credit code"), .init("name", zh: "企业", en: "enterprise"),
                .mu("land", zh: "用地亩", en: "mu"), .init("score", zh: "得分", en: "score", isNumber: true),
                .init("class", zh: "档次", en: "class"), .init("class_by_rank", zh: "按名次", en: "by rank"),
                .init("vetoes", zh: "否决事项", en: "vetoes", isLong: true),
                .init("imputed", zh: "缺报替代", en: "filled in", isLong: true),
            ],
            rows: book.assessment.groups.flatMap { group in group.members.map { row($0, group) } })
    }

    /// Every factor of every score.
    package var factorTable: ReportTable {
        let members = book.assessment.groups.flatMap { group in group.members.map { (group, $0) } }
        let rows = members.flatMap { group, member in
            member.factors.map { factor -> [FieldValue] in
                [
                    text(group.scale.label), .text(member.enterprise.code), FieldValue(member.enterprise.name),
                    text(factor.indicator.label), number(factor.value, 4), text(factor.imputed?.label),
                    number(factor.base, 4), number(factor.ratio, 4), number(factor.weight), number(factor.points, 4),
                    .text(member.enterprise.source.name),
                ]
            }
        }
        return ReportTable(
            name: "factors", title: Bilingual(zh: "得分构成", en: "factors of the scores"),
            columns: [
                .init("group", zh: "分组", en: "group"), .init("code", zh: "统一社会信用代码", en: "credit code"),
                .init("name", zh: "企业", en: "enterprise"), .init("indicator", zh: "指标", en: "indicator"),
                .init("value", zh: "数值", en: "value", isNumber: true),
                .init("imputed", zh: "缺报替代", en: "filled in"),
                .init("base", zh: "基准", en: "base", isNumber: true),
                .init("ratio", zh: "倍数", en: "ratio", isNumber: true),
                .init("weight", zh: "权重", en: "weight", isNumber: true),
                .init("points", zh: "得分", en: "points", isNumber: true), .init("source", zh: "来源", en: "source"),
            ], rows: rows)
    }

    /// Enterprises that are not assessed, with the reason.
    package var omittedTable: ReportTable {
        ReportTable(
            name: "not-assessed", title: Bilingual(zh: "未纳入评价的企业", en: "enterprises not assessed"),
            columns: [
                .init("code", zh: "统一社会信用代码", en: "credit code"), .init("name", zh: "企业", en: "enterprise"),
                .init("reason", zh: "原因", en: "reason"), .init("source", zh: "来源", en: "source"),
            ],
            rows: book.assessment.omitted.map { item in
                [
                    .text(item.enterprise.code), FieldValue(item.enterprise.name), text(item.reason),
                    .text(item.enterprise.source.name),
                ]
            })
    }

    /// A group with every factor in a column, for the page: value → points, an asterisk where it was filled in.
    func scoreTable(_ group: AssessedGroup) -> ReportTable {
        let factors = group.members.first?.factors ?? []
        let columns = factors.map { factor in
            let (base, weight) = (Self.figure(factor.base), decimal(factor.weight, 0))
            let label = factor.indicator.label
            return ReportTable.Column(
                factor.indicator.code, zh: "\(label.zh) 基准 \(base) 权重 \(weight)",
                en: "\(label.en), base \(base), weight \(weight)")
        }
        let words = group.scale.label
        return ReportTable(
            name: "scores-\(group.scale.rawValue)",
            title: Bilingual(
                zh: "\(words.zh)企业得分构成（数值 → 得分，* 为缺报替代）",
                en: "\(words.en): value → points; * filled in"),
            columns: [
                .init("place", zh: "名次", en: "place", isNumber: true), .init("name", zh: "企业", en: "enterprise"),
                .init("class", zh: "档次", en: "class"), .init("score", zh: "得分", en: "score", isNumber: true),
            ] + columns,
            rows: group.members.map { member in
                let cells = member.factors.map { factor -> FieldValue in
                    let value = factor.value.map(Self.figure) ?? "∞"
                    return .text("\(value)\(factor.imputed == nil ? "" : "*") → \(decimal(factor.points, 2))")
                }
                return [
                    .integer(Int64(member.place)), .text(member.enterprise.name ?? member.enterprise.code),
                    FieldValue(member.given?.code), number(member.score),
                ] + cells
            })
    }

    /// One enterprise with every factor.
    func json(_ member: AssessedEnterprise, _ group: AssessedGroup) -> JSONValue {
        let factors = member.factors.map { factor -> JSONValue in
            [
                "indicator": .string(factor.indicator.code), "value": JSONValue(factor.value),
                "imputed": JSONValue(factor.imputed?.rawValue), "base": .number(factor.base),
                "ratio": .number(factor.ratio), "weight": .number(factor.weight), "points": .number(factor.points),
            ]
        }
        return [
            "code": .string(member.enterprise.code), "name": JSONValue(member.enterprise.name),
            "year": JSONValue(member.enterprise.year), "group": .string(group.scale.rawValue),
            "place": .integer(member.place), "score": .number(member.score), "class": JSONValue(member.given?.code),
            "class_by_rank": JSONValue(member.ranked?.code),
            "vetoes": .array(member.vetoes.map { .string($0.text(language)) }), "factors": .array(factors),
            "source": .string(member.enterprise.source.name),
        ]
    }

    /// Every assessed enterprise with every factor, then those that are not assessed.
    package var enterprisesJSON: JSONValue {
        let members = book.assessment.groups.flatMap { group in group.members.map { json($0, group) } }
        return [
            "year": JSONValue(book.assessment.year), "enterprises": .array(members), "not_assessed": omittedTable.json,
        ]
    }
}
