package import GeoModel

/// A rule in one line: what it asks for and what comes of it.
package struct ListedRule: Sendable, Hashable {
    /// As `FILE#RULE`.
    package let rule: String
    /// Its theme as users read it.
    package let theme: Bilingual
    /// What becomes of a patch that it matches.
    package let outcome: RuleOutcome
    /// Its theme's priority, 1 to look at first … 5 last.
    package let priority: Int
    /// What it asks for, change by change and share by share.
    package let conditions: [Bilingual]
}

extension RuleBook {
    /// The rules in the order in which they are asked, then the ledger's, those of places and those of supplies.
    package var listing: [ListedRule] {
        rules.map { rule in
            ListedRule(
                rule: rule.reference, theme: rule.theme.label, outcome: rule.outcome,
                priority: rule.theme.priority,
                conditions: rule.changes.map(\.text)
                    + rule.shares.map { condition in
                        let label = condition.subject.label(landClasses)
                        let limits = condition.limits.text
                        return Bilingual(zh: "\(label.zh) \(limits)", en: "\(label.en) \(limits)")
                    }
            )
        }
            + (ledger.map { ledger in
                let limits = "≥ \(Limits.text(ledger.toleranceMu)) mu, ≥ \(Limits.text(ledger.toleranceShare))"
                return [
                    ListedRule(
                        rule: ledger.reference, theme: ledger.theme.label, outcome: .flag,
                        priority: ledger.theme.priority,
                        conditions: [Bilingual(zh: "未供 \(limits)", en: "unsupplied \(limits)")])
                ]
            } ?? [])
            + standing.map { rule in
                let subject =
                    switch rule.subject {
                    case .temporaryLand(let days): "temporaryLand \(days.text)"
                    case .earlierFlag(let question): "earlierFlag \(question.text)"
                    }
                return ListedRule(
                    rule: rule.reference, theme: rule.theme.label, outcome: .flag, priority: rule.theme.priority,
                    conditions: [Wording.same(subject), Wording.same("gone < \(Limits.text(rule.goneShare))")])
            }
            + supplies.map { rule in
                ListedRule(
                    rule: rule.reference, theme: rule.theme.label, outcome: .flag, priority: rule.theme.priority,
                    conditions: rule.conditionTexts)
            }
    }
}

extension ChangeCondition {
    fileprivate var text: Bilingual {
        func words(_ states: Set<LandState>) -> String {
            LandState.allCases.filter(states.contains).map(\.code).joined(separator: "|")
        }
        let covers = "\(words(before)) → \(words(after))"
        return Bilingual(
            zh: covers + bounds.map { "，\($0.quantity.label.zh) \($0.limits.text)" }.joined(),
            en: covers + bounds.map { ", \($0.quantity.label.en) \($0.limits.text)" }.joined()
        )
    }
}
