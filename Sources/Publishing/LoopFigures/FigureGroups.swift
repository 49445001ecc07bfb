import GeoModel
import SafeFiles
import WorkQueue

/// A row of figures: of a township, an officer or a theme.
struct FigureGroup {
    /// The code of a township or theme, the name of an officer; nil for what belongs to none.
    let key: String?
    /// As users read it.
    let name: Bilingual
    let tally: FigureTally
    /// The same of the span before; nil where there is none.
    let before: FigureTally?
    /// The area of a township.
    var area: Area?
    /// Its place in the ranking; nil for themes, and for what belongs to none.
    var rank: FigureRank<Int>?
}

extension LoopFigures {
    /// The groups of the latest span, ranked ones in their order; those that belong to none come last.
    func groups(
        by grouping: FigureGrouping, _ townships: [FigureTownship], _ scheme: FigureScheme
    ) -> [FigureGroup] {
        switch grouping {
        case .theme:
            last.themes.sorted { $0.key < $1.key }.map { code, tally in
                FigureGroup(
                    key: code, name: themes[code] ?? Bilingual(zh: code, en: code), tally: tally,
                    before: before?.themes[code])
            }
        case .officer:
            ranked(
                last.officers.keys.compactMap(\.self).sorted().map { name in
                    FigureGroup(
                        key: name, name: Bilingual(zh: name, en: name), tally: last.officers[name] ?? FigureTally(),
                        before: before?.officers[name])
                }, scheme) + rest(last.officers[nil], before?.officers[nil], zh: "未指派", en: "nobody's")
        case .township:
            ranked(
                townships.enumerated().map { index, township in
                    FigureGroup(
                        key: township.code, name: Bilingual(zh: township.name, en: township.name),
                        tally: last.townships[index] ?? FigureTally(), before: before?.townships[index],
                        area: township.area)
                }, scheme) + rest(last.townships[nil], before?.townships[nil], zh: "区划外", en: "outside all")
        }
    }

    private func rest(_ tally: FigureTally?, _ before: FigureTally?, zh: String, en: String) -> [FigureGroup] {
        guard let tally else { return [] }
        return [FigureGroup(key: nil, name: Bilingual(zh: zh, en: en), tally: tally, before: before)]
    }

    private func ranked(_ groups: [FigureGroup], _ scheme: FigureScheme) -> [FigureGroup] {
        // By their places, since nothing keeps a register from having a code twice.
        let earlier = groups.enumerated().map { (key: $0.offset, tally: $0.element.before ?? FigureTally()) }
        return scheme.ranked(groups.enumerated().map { (key: $0.offset, tally: $0.element.tally) }, before: earlier)
            .map { rank in
                var group = groups[rank.key]
                group.rank = rank
                return group
            }
    }
}

extension FigureTally {
    /// Every figure under its name, in the order of a table; a share that has nothing to divide by is null.
    func values(ages steps: [Int], area: Area?) -> [(key: String, value: FieldValue)] {
        var values: [(key: String, value: FieldValue)] = []
        for rate in FigureRate.allCases {
            let (share, key) = (self[rate: rate], rate.rawValue.snake)
            values += [
                (key + "_hits", .integer(Int64(share.hits))), (key + "_all", .integer(Int64(share.all))),
                (key + "_share", FieldValue(share: share.value)),
            ]
        }
        let interval = self[rate: .right].interval
        values += [
            ("right_lower", FieldValue(share: interval?.lowerBound)),
            ("right_upper", FieldValue(share: interval?.upperBound)),
        ]
        for count in FigureCount.allCases { values.append(("\(count)".snake, .integer(Int64(self[count])))) }
        values += [
            ("waiting", .integer(Int64(waiting))), ("at_work", .integer(Int64(atWork))),
            ("overdue", .integer(Int64(overdue))), ("officers", .integer(Int64(officers.count))),
            ("at_work_per_officer", FieldValue(rounding: openPerOfficer, 2)),
            ("median_age_days", FieldValue(rounding: medianAge, 1)),
            ("oldest_age_days", oldestAge.map { .integer(Int64($0)) } ?? .null),
        ]
        for (label, cases) in zip(steps.ageKeys, ages(upTo: steps)) { values.append((label, .integer(Int64(cases)))) }
        for state in CaseState.allCases where !state.isFinal {
            values.append(("open_" + state.rawValue.snake, .integer(Int64(open[state] ?? 0))))
        }
        func spread(_ count: Int) -> FieldValue {
            FieldValue(rounding: FigureTally.perHundredSquareKilometres(count, area), 2)
        }
        values += [
            ("area_km2", FieldValue(rounding: area.map { $0.squareMetres / 1e6 }, 3)),
            ("opened_per_100_km2", spread(self[.opened])), ("at_work_per_100_km2", spread(atWork)),
            ("visits_per_100_km2", spread(visits)),
        ]
        return values
    }
}

extension [Int] {
    /// `age_0_7`, `age_8_30`, `age_31_up`.
    fileprivate var ageKeys: [String] {
        let starts = [0] + map { $0 + 1 }
        return starts.enumerated().map { place, start in
            place < count ? "age_\(start)_\(self[place])" : "age_\(start)_up"
        }
    }

    /// `8–30 天`.
    var ageLabels: [Bilingual] {
        let starts = [0] + map { $0 + 1 }
        return starts.enumerated().map { place, start in
            place < count
                ? Bilingual(zh: "\(start)–\(self[place]) 天", en: "\(start)–\(self[place]) days")
                : Bilingual(zh: "\(start) 天以上", en: "\(start) days or more")
        }
    }
}

extension FieldValue {
    fileprivate init(share: Double?) { self.init(rounding: share, 4) }

    fileprivate init(rounding number: Double?, _ decimals: Int) {
        self = number.map { .real(rounded($0, decimals)) } ?? .null
    }
}

extension String {
    /// `onTime` as `on_time`.
    fileprivate var snake: String { reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) } }
}
