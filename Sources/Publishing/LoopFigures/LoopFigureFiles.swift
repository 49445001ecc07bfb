package import GeoModel
package import SafeFiles
package import WorkQueue

extension LoopFigureReport {
    /// Every figure as programs read it.
    ///
    /// - Parameters:
    ///   - region: The region's name.
    ///   - groupings: What the figures are told by.
    ///   - head: How far the record of the loop had come; nil where it was not verified.
    /// - Returns: The document.
    package func json(region: String, by groupings: [FigureGrouping], head: ChainHead?) -> JSONValue {
        let last = figures.last
        let groups = groupings.map { grouping -> JSONValue.Member in
            let list = figures.groups(by: grouping, townships, scheme).map { group -> JSONValue in
                let about: [JSONValue.Member] = [
                    .init("key", JSONValue(group.key)), .init("zh", .string(group.name.zh)),
                    .init("en", .string(group.name.en)), .init("score", JSONValue(group.rank?.score)),
                    .init("rank", JSONValue(group.rank?.place)), .init("rank_before", JSONValue(group.rank?.before)),
                    .init("rank_change", JSONValue(group.rank?.change)),
                ]
                return .object(about + members(group.tally, area: group.area))
            }
            return .init(grouping.rawValue, .array(list))
        }
        let rates = (FigureRate.allCases).map { rate -> JSONValue in
            [
                "code": .string(rate.rawValue), "zh": .string(rate.label.zh), "en": .string(rate.label.en),
                "meaning_zh": .string(rate.meaning.zh), "meaning_en": .string(rate.meaning.en),
            ]
        }
        return [
            "region": .string(region), "span": .string(last.span.description),
            "from": .string(last.span.firstDay.description), "to": .string(last.span.lastDay.description),
            "as_of": .string(last.day.description), "running": .bool(last.isRunning),
            "cases_read": .integer(figures.cases), "scheme": .string(scheme.name), "source": .string(scheme.source),
            "few": .integer(scheme.few), "rates": .array(rates),
            "whole": .object(members(last.whole, area: nil)),
            "spans": .array(
                figures.spans.map { span in
                    let about: [JSONValue.Member] = [
                        .init("span", .string(span.span.description)), .init("as_of", .string(span.day.description)),
                    ]
                    return .object(about + members(span.whole, area: nil))
                }),
            "by": .object(groups), "notes": .array((notes.map { .string($0.text(language)) })),
            "rejected": .array(figures.faults.map { .string($0.text(language)) }),
            "chain": head.map { ["events": .integer($0.count), "head": .string($0.hash)] } ?? .null,
        ]
    }

    private func members(_ tally: FigureTally, area: Area?) -> [JSONValue.Member] {
        tally.values(ages: scheme.ages, area: area).map { .init($0.key, $0.value.json) }
    }

    /// Writes all figures as one table: a row a span, then a row a group of the latest span.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - groupings: What the figures are told by.
    /// - Throws: `Fault` where the disk is full.
    package func writeCSV(to path: String, by groupings: [FigureGrouping]) throws(Fault) {
        let empty = FigureTally().values(ages: scheme.ages, area: nil)
        let writer = try CSVWriter(
            path, header: ["span", "as_of", "by", "key", "name", "score", "rank", "rank_change"] + empty.map(\.key))
        for span in figures.spans {
            try writer.append(
                [.text(span.span.description), .date(span.day), .text("whole"), .null, .null, .null, .null, .null]
                    + span.whole.values(ages: scheme.ages, area: nil).map(\.value))
        }
        func number(_ value: Int?) -> FieldValue { value.map { .integer(Int64($0)) } ?? .null }
        for grouping in groupings {
            for group in figures.groups(by: grouping, townships, scheme) {
                let about: [FieldValue] = [
                    .text(figures.last.span.description), .date(figures.last.day), .text(grouping.rawValue),
                    FieldValue(group.key), .text(group.name.text(language)),
                    group.rank?.score.map { .real($0) } ?? .null, number(group.rank?.place),
                    number(group.rank?.change),
                ]
                try writer.append(about + group.tally.values(ages: scheme.ages, area: group.area).map(\.value))
            }
        }
        try writer.close()
    }
}
