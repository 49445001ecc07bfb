package import GeoModel
import Patches
package import SafeFiles

/// One condition of a rule, as it was answered.
package struct AskedCondition: Sendable, Hashable {
    /// What was asked.
    package let name: Bilingual
    /// What was found.
    package let found: String
    /// What was asked for, such as `≥ 0.6`.
    package let limit: String
    /// Whether it holds.
    package let isMet: Bool
    /// What the answer rests on: scenes, or records with their shares and rows.
    package let sources: [String]
}

/// One change that a rule looks for, with its limits.
package struct AskedChange: Sendable, Hashable {
    /// The covers before and after that it speaks of, and its limits.
    package let conditions: [AskedCondition]

    /// Whether all of them hold.
    package var isMet: Bool { conditions.allSatisfy(\.isMet) }
}

/// One rule, as it was asked of a patch or an approval: the answer of every condition, met or not.
package struct AskedRule: Sendable, Hashable {
    /// As `FILE#RULE`.
    package let rule: String
    /// Its theme as users read it.
    package let theme: Bilingual
    /// What it does where it decides.
    package let outcome: RuleOutcome
    /// The changes it looks for; one has to hold, where there are any.
    package let changes: [AskedChange]
    /// What has to hold besides.
    package let conditions: [AskedCondition]
    /// Whether it is the one that decides: the first that is met.
    package internal(set) var decides = false

    /// Whether all that it asks for holds.
    package var isMet: Bool { (changes.isEmpty || changes.contains(where: \.isMet)) && conditions.allSatisfy(\.isMet) }

    /// The answers as JSON.
    package var json: JSONValue {
        [
            "rule": .string(rule), "theme_zh": .string(theme.zh), "theme_en": .string(theme.en),
            "outcome": .string(outcome.rawValue), "met": .bool(isMet), "decides": .bool(decides),
            "changes": .array(
                changes.map { ["met": .bool($0.isMet), "conditions": .array($0.conditions.map(\.json))] }),
            "conditions": .array(conditions.map(\.json)),
        ]
    }
}

extension AskedCondition {
    fileprivate var json: JSONValue {
        [
            "zh": .string(name.zh), "en": .string(name.en), "found": .string(found), "limit": .string(limit),
            "met": .bool(isMet), "sources": .array(sources.map { .string($0) }),
        ]
    }
}

extension RuleBook {
    /// The first rule that matches a patch.
    func deciding(_ findings: PatchFindings) throws(Fault) -> PatchRule? {
        for rule in rules where try rule.matches(findings) { return rule }
        return nil
    }

    /// Every rule as it is asked of a patch, in order; those behind the one that decides too.
    func asked(_ findings: PatchFindings) throws(Fault) -> [AskedRule] {
        var asked: [AskedRule] = []
        for rule in rules { asked.append(try rule.asked(findings)) }
        if let first = asked.firstIndex(where: \.isMet) { asked[first].decides = true }
        return asked
    }

    /// The ledger's rule as it is asked of an approval's balance; nil where the programme has none.
    ///
    /// - Parameters:
    ///   - balance: The balance.
    ///   - carried: The patches that wait for the approval's flag: with any, however little land is left is enough.
    ///   - day: The observed day.
    /// - Returns: The rule with its answers.
    package func asked(_ balance: SupplyBalance, carrying carried: [String] = [], day: CalendarDate) -> AskedRule? {
        guard let ledger else { return nil }
        let source = [balance.approval.number + " [\(balance.approval.source.name)]"]
        let supplies = balance.supplies.map { "\($0.key)  \(Wording.mu($0.sharedArea)) mu" }
        let share = balance.unsuppliedShare
        let waits = !carried.isEmpty
        let (least, leastShare) = waits ? (0, 0) : (ledger.toleranceMu, ledger.toleranceShare)
        var rule = AskedRule(
            rule: ledger.reference,
            theme: ledger.theme.label,
            outcome: .flag,
            changes: [],
            conditions: [
                AskedCondition(
                    name: Bilingual(zh: "批准在观测日有效", en: "approval in force at the observed date"),
                    found: "\(balance.approval.approvedOn?.description ?? "—")"
                        + (balance.approval.terms.withdrawnOn.map { " … \($0)" } ?? ""),
                    limit: "≤ \(day)", isMet: balance.approval.isInForce(on: day), sources: source),
                AskedCondition(
                    name: Bilingual(zh: "未供面积（亩）", en: "unsupplied land in mu"),
                    found: Limits.shown(balance.unsupplied.mu), limit: "≥ \(Limits.text(least))",
                    isMet: balance.unsupplied.mu >= least, sources: source + supplies),
                AskedCondition(
                    name: Bilingual(zh: "未供占批准面积", en: "share of the approved land"),
                    found: Limits.shown(share), limit: "≥ \(Limits.text(leastShare))",
                    isMet: share >= leastShare, sources: source),
            ]
                + (waits
                    ? [
                        AskedCondition(
                            name: Bilingual(zh: "并入此批次的图斑", en: "patches that its flag carries"),
                            found: "\(carried.count)", limit: "≥ 1", isMet: true, sources: carried)
                    ] : [])
        )
        rule.decides = rule.isMet
        return rule
    }
}

extension SupplyBalance {
    /// The part of the approved land that no supply covers.
    var unsuppliedShare: Double { unsupplied.squareMetres / max(approved.squareMetres, 1e-9) }
}

extension PatchRule {
    fileprivate func asked(_ findings: PatchFindings) throws(Fault) -> AskedRule {
        var conditions: [AskedCondition] = []
        for condition in shares {
            let share = try findings.share(of: condition.subject)
            conditions.append(
                AskedCondition(
                    name: condition.subject.label(findings.landClasses),
                    found: Limits.shown(share),
                    limit: condition.limits.text,
                    isMet: condition.limits.contains(share),
                    sources: findings.sources(of: condition.subject)
                )
            )
        }
        return AskedRule(
            rule: reference,
            theme: theme.label,
            outcome: outcome,
            changes: changes.map { AskedChange(conditions: $0.asked(findings)) },
            conditions: conditions
        )
    }
}

extension ChangeCondition {
    fileprivate func asked(_ findings: PatchFindings) -> [AskedCondition] {
        let patch = findings.patch
        let scenes = ["\(patch.before.id) → \(patch.after.id)"]
        let covers = [
            (Bilingual(zh: "变化前", en: "before"), patch.transition.before, before),
            (Bilingual(zh: "变化后", en: "after"), patch.transition.after, after),
        ]
        return covers.map { name, found, asked in
            let words = LandState.allCases.filter(asked.contains).map(\.code).joined(separator: "|")
            return AskedCondition(
                name: name, found: found.code, limit: words, isMet: asked.contains(found), sources: scenes)
        }
            + bounds.map { bound in
                let value = bound.quantity.value(of: patch)
                return AskedCondition(
                    name: bound.quantity.label, found: Limits.shown(value), limit: bound.limits.text,
                    isMet: bound.limits.contains(value), sources: scenes)
            }
    }
}

extension ShareSubject {
    /// What is asked, in words.
    func label(_ groups: [LandClassGroup]) -> Bilingual {
        switch self {
        case .approval: Bilingual(zh: "观测日有效的批准占图斑", en: "share under approvals in force")
        case .supply: Bilingual(zh: "观测日有效的供地占图斑", en: "share under supplies in force")
        case .majorProject: Bilingual(zh: "重大项目范围占图斑", en: "share on major projects' sites")
        case .zones(let kinds):
            named(ZoneKind.allCases.filter(kinds.contains).map(\.label), zh: "占图斑", en: "share inside")
        case .landClass(let codes):
            named(groups.filter { codes.contains($0.code) }.map(\.label), zh: "占图斑", en: "share on")
        case .beyondPermit(let countsWithoutPermit):
            Bilingual(
                zh: "超出施工许可阶段\(countsWithoutPermit ? "（含无许可）" : "")占图斑",
                en: "share beyond the permitted stage\(countsWithoutPermit ? ", or without a permit" : "")")
        case .temporaryLand(.past): Bilingual(zh: "已到期临时用地占图斑", en: "share on temporary land past its term")
        case .temporaryLand(.running): Bilingual(zh: "期内临时用地占图斑", en: "share on temporary land in its term")
        case .temporaryLand(.ahead): Bilingual(zh: "未到期初的临时用地占图斑", en: "share on temporary land before its term")
        case .earlier(let question): question.label
        }
    }

    private func named(_ labels: [Bilingual], zh: String, en: String) -> Bilingual {
        let list = Wording.joined(labels)
        return Bilingual(zh: list.zh + zh, en: "\(en) \(list.en)")
    }
}

extension EarlierQuestion {
    fileprivate var label: Bilingual {
        let found = EarlierVerdict.allCases.filter { verdicts?.contains($0) ?? false }.map(\.rawValue)
        let asked = (themes.map { $0.sorted() } ?? []) + found
        let words = asked.isEmpty ? "" : " (\(asked.joined(separator: ", ")))"
        return Bilingual(zh: "此前线索\(words)占图斑", en: "share on earlier flags\(words)")
    }
}

extension PatchFindings {
    /// The records that an answer rests on: key, share of the patch, and row.
    fileprivate func sources(of subject: ShareSubject) -> [String] {
        footings(of: subject).map { footing in
            let share = Wording.percent(overlay.share(of: footing.share.area))
            return "\(footing.isAgainst ? "− " : "")\(footing.key)  \(share) %  [\(footing.source)]"
        }
    }
}

extension LandRecordSet {
    /// A record's own key and the row it was read in, by its place in its register.
    package func identity(_ kind: RecordKind, _ index: Int) -> (key: String, source: RecordSource) {
        switch kind {
        case .parcel: (parcels[index].code, parcels[index].source)
        case .approval: (approvals[index].number, approvals[index].source)
        case .supply: (supplies[index].contract, supplies[index].source)
        case .standardLand: (standardLands[index].contract, standardLands[index].source)
        case .zone: (zones[index].name, zones[index].source)
        case .project: (projects[index].code, projects[index].source)
        case .landUse: (landUses[index].code, landUses[index].source)
        case .administrativeArea: (administrativeAreas[index].code, administrativeAreas[index].source)
        case .permit: (permits[index].number, permits[index].source)
        case .temporaryLand: (temporaryLands[index].number, temporaryLands[index].source)
        case .complaint: (complaints[index].number, complaints[index].source)
        case .issuedPatch: (issuedPatches[index].number, issuedPatches[index].source)
        case .enterprise: (enterprises[index].code, enterprises[index].source)
        }
    }
}
