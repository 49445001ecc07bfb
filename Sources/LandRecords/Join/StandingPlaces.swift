import GeoModel
import Geometry
import Patches

/// Asks the rules of places: land past its term that was not given back, an earlier finding that still stands.
struct StandingPlaces {
    let grounds: JoinGrounds
    let rules: RuleBook
    let period: Period
    let day: CalendarDate
    let overlayer: Overlayer

    /// The flags of all places that are due and were not put right; a place that meets a flag of the same theme, one of
    /// these too, is visited for that one. Places that can't be overlaid are faults.
    func flags(_ patches: [Patch], beside raised: [Flag]) -> (flags: [Flag], faults: [Fault]) {
        var (flags, faults): ([Flag], [Fault]) = ([], [])
        for rule in rules.standing {
            let others = raised.filter { $0.theme == rule.theme.code }.map(\.shape)
            let places = rule.places(grounds, in: period, on: day).filter(\.due.isMet)
            let layer = ShapeLayer(others + places.map(\.shape))
            var visited = Set(others.indices)
            let putRight = PutRight(rule, patches)
            for (number, place) in places.enumerated() {
                do throws(Fault) {
                    let finding = try finding(place, rule, putRight)
                    guard finding.asked.isMet else { continue }
                    let beside = try overlayer.shares(in: layer, place.shape, place.key, sliver: rules.sliver)
                    guard beside.allSatisfy({ !visited.contains($0.record) }) else { continue }
                    visited.insert(others.count + number)
                    flags.append(finding.flag)
                } catch {
                    faults.append(error)
                }
            }
        }
        return (flags, faults)
    }

    /// What the rule of a flag was asked, and what it answered.
    func asked(_ flag: Flag, _ patches: [Patch]) throws(Fault) -> [AskedRule] {
        for rule in rules.standing where rule.reference == flag.rule {
            let putRight = PutRight(rule, patches)
            for place in rule.places(grounds, in: period, on: day) {
                let finding = try finding(place, rule, putRight)
                if finding.flag.id == flag.id { return [finding.asked] }
            }
        }
        return []
    }

    /// The patches that look like a place being put right.
    private struct PutRight {
        let patches: [Patch]
        let layer: ShapeLayer

        init(_ rule: StandingRule, _ all: [Patch]) {
            patches = all.filter { patch in rule.gone.contains { $0.matches(patch) } }
            layer = ShapeLayer(patches.map(\.shape))
        }
    }

    private func finding(
        _ place: StandingPlace, _ rule: StandingRule, _ gone: PutRight
    ) throws(Fault) -> StandingFinding {
        let shape = try overlayer.valid(place.shape, named: place.key)
        let area = try overlayer.area(of: shape)
        let shares = try overlayer.shares(in: gone.layer, shape, place.key, sliver: rules.sliver)
        let seen = try overlayer.covered(by: shares, named: place.key)
        let share = area.squareMetres > 0 ? seen.squareMetres / area.squareMetres : 0
        var asked = AskedRule(
            rule: rule.reference,
            theme: rule.theme.label,
            outcome: .flag,
            changes: [],
            conditions: [
                place.due,
                AskedCondition(
                    name: Bilingual(zh: "本期见拆除或复耕的占比", en: "share seen to be put right in this period"),
                    found: Limits.shown(share), limit: "< \(Limits.text(rule.goneShare))",
                    isMet: share < rule.goneShare, sources: shares.map { gone.patches[$0.record].number }),
            ]
        )
        asked.decides = asked.isMet
        return StandingFinding(asked: asked, flag: flag(place, rule, shape, area, share))
    }

    private func flag(
        _ place: StandingPlace, _ rule: StandingRule, _ shape: MultiPolygon, _ area: Area, _ share: Double
    ) -> Flag {
        let values = values(place, area, share)
        return Flag(
            id: FlagIdentity.uuid(rule.theme.code, period.description, rule.code, place.key),
            theme: rule.theme.code,
            themeLabel: rule.theme.label,
            rule: rule.reference,
            period: period,
            patch: nil,
            shape: shape,
            area: area,
            priority: rule.theme.priority,
            reason: rules.withCaveat(rule.reason.filled(values)),
            facts: [
                Fact(
                    name: place.kind?.singular ?? Bilingual(zh: "此前线索", en: "earlier flag"),
                    value: place.text, source: place.source),
                Fact(
                    name: place.due.name, value: Wording.same("\(place.due.found) (\(place.due.limit))"),
                    source: place.source),
                Fact(
                    name: Bilingual(zh: "本期见拆除或复耕", en: "seen to be put right in this period"),
                    value: Bilingual(zh: "\(Wording.percent(share))%", en: "\(Wording.percent(share)) %"),
                    source: "\(period) \(day)"),
            ],
            links: place.kind.map { [RecordLink(kind: $0, key: place.key, sharedArea: area)] } ?? []
        )
    }

    private func values(_ place: StandingPlace, _ area: Area, _ share: Double) -> [String: Bilingual] {
        let days = place.until.map { day.daysSinceEpoch - $0.daysSinceEpoch } ?? 0
        return [
            "key": Wording.same(place.key),
            "holder": place.holder.map(Wording.same) ?? Bilingual(zh: "使用人不详", en: "an unknown user"),
            "from": Wording.day(place.from),
            "until": Wording.day(place.until),
            "days": Wording.same("\(days)"),
            "area": Wording.same(Wording.mu(area)),
            "observedOn": Wording.same(day.description),
            "gone": Wording.same(Wording.percent(share)),
            "theme": place.theme ?? Wording.same("—"),
            "verdict": place.verdict?.label ?? Wording.same("—"),
        ]
    }
}
