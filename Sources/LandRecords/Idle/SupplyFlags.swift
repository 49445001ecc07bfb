import GeoModel
import Geometry

/// Asks the rules of supplies of judged supplies: land that papers and images tell different things of, land that is
/// suspected to be idle. Such a flag stands on a supply's outline and on no patch.
struct SupplyFlags {
    let register: LandRegister
    let rules: RuleBook
    let period: Period
    let overlayer: Overlayer

    /// The flags, in the order of the judgements; of two supplies with one identity the larger has it. Supplies that
    /// can't be overlaid are faults.
    func flags(_ judgements: [IdleJudgement]) -> (flags: [Flag], faults: [Fault]) {
        var (flags, places, faults): ([Flag], [String: Int], [Fault]) = ([], [:], [])
        for judgement in judgements {
            guard let rule = rules.deciding(judgement) else { continue }
            do throws(Fault) {
                let flag = try flag(judgement, rule)
                guard let place = places[flag.id] else {
                    places[flag.id] = flags.count
                    flags.append(flag)
                    continue
                }
                if flag.isLarger(than: flags[place]) { flags[place] = flag }
            } catch {
                faults.append(error)
            }
        }
        return (flags, faults)
    }

    /// What the rules were asked of a flag's supply, and what they answered; empty where its papers are others by now.
    func asked(_ flag: Flag, _ judgements: [IdleJudgement]) -> [AskedRule] {
        let judged = judgements.first { judgement in
            rules.supplies.contains { judgement.flagID(of: $0) == flag.id }
        }
        return judged.map(rules.asked) ?? []
    }

    private func flag(_ judgement: IdleJudgement, _ rule: SupplyRule) throws(Fault) -> Flag {
        let supply = judgement.supply
        let shape = try overlayer.valid(supply.shape, named: supply.name)
        let overlay = try overlayer.overlay(shape, named: supply.name)
        return Flag(
            id: judgement.flagID(of: rule),
            theme: rule.theme.code,
            themeLabel: rule.theme.label,
            rule: rule.reference,
            period: period,
            patch: nil,
            shape: shape,
            area: overlay.area,
            priority: rule.theme.priority,
            reason: rules.withCaveat(rule.reason.filled(judgement.fieldValues)),
            facts: judgement.flagFacts,
            links: overlay.links(in: register)
        )
    }
}

extension IdleJudgement {
    /// The identity of a flag on the supply. It holds no month: what papers and images disagree on stands until one of
    /// them changes, so next month's flag is the same. It holds the day that the papers are doubted for: a start that
    /// is corrected makes another claim.
    func flagID(of rule: SupplyRule) -> String {
        let claimed = supply.terms.actualStart ?? supply.terms.actualCompletion
        let doubted = legal.state == .notStarted ? legal.startDue : claimed
        return FlagIdentity.uuid(
            rule.theme.code, rule.code, supply.contract, supply.parcelCode ?? "", doubted?.description ?? "")
    }

    /// How it stands, where papers and images disagree, and everything that rests on, with the clauses.
    fileprivate var flagFacts: [Fact] {
        let source = supply.source.name
        let found = Wording.joined([standing.label] + findings.map(\.label))
        return [Fact(name: Bilingual(zh: "供地研判", en: "how the supply stands"), value: found, source: source)]
            + facts.map { item in
                guard let clause = item.clause else { return item.fact }
                let value = item.fact.value
                return Fact(
                    name: item.fact.name,
                    value: Bilingual(zh: "\(value.zh)（\(clause.zh)）", en: "\(value.en) (\(clause.en))"),
                    source: item.fact.source)
            }
    }
}

extension Flag {
    /// Of two flags with one identity: by area, then by text, so that the order of records does not matter.
    fileprivate func isLarger(than other: Flag) -> Bool {
        (area, reason.zh) > (other.area, other.reason.zh)
    }
}
