import GeoModel
import LandRecords
import Patches
import SafeFiles
import WorkQueue

extension CaseSummary {
    /// One line of the queue as programs read it.
    var json: JSONValue {
        [
            "case": .string(id), "period": .string(period.description), "theme": .string(theme),
            "theme_zh": .string(themeLabel.zh), "state": .string(state.rawValue), "state_zh": .string(state.label.zh),
            "version": .integer(version), "outcome": JSONValue(outcome?.rawValue),
            "area_m2": .number(area.squareMetres), "area_mu": .number(area.mu), "priority": .integer(priority),
            "patch": JSONValue(patchNumber), "assigned": JSONValue(assigned?.name),
            "opened_at": .string(openedAt.text), "updated_at": .string(updatedAt.text),
        ]
    }
}

extension CaseDetail {
    /// Everything of a case as people read it.
    func text(_ language: Language) -> String {
        func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
        var lines = [
            "\(summary.id)  \(summary.themeLabel.text(language))  [\(summary.state.label.text(language))]",
            "", flag.reason.text(language), "",
        ]
        if let patch = flag.patch {
            for (label, stamp) in [(word("前期", "before"), patch.before), (word("后期", "after"), patch.after)] {
                lines.append("\(label)  \(stamp.date?.description ?? "—")  \(stamp.id)")
            }
        }
        lines += ["", word("依据", "facts")]
        lines += flag.facts.map { fact in
            "  \(fact.name.text(language))\(word("：", ": "))\(fact.value.text(language))  [\(fact.source)]"
        }
        lines += ["", word("经过", "events")]
        lines += events.map { event in
            "  \(event.at.text)  \(event.to.label.text(language))  \(event.actor.label.text(language))  \(event.reason)"
        }
        lines += ["", word("可做", "next")]
        lines += next.map { step in
            let roles = step.roles.map { $0.label.text(language) }.joined(separator: "/")
            return
                "  \(step.action.rawValue)  \(step.label.text(language)) → \(step.to.label.text(language))  (\(roles))"
        }
        return lines.joined(separator: "\n")
    }

    /// Everything of a case as programs read it.
    var json: JSONValue {
        let facts = flag.facts.map { fact -> JSONValue in
            ["name": .string(fact.name.zh), "value": .string(fact.value.zh), "source": .string(fact.source)]
        }
        let steps = events.map { event -> JSONValue in
            [
                "at": .string(event.at.text), "to": .string(event.to.rawValue), "by": .string(event.actor.label.en),
                "reason": .string(event.reason), "hash": .string(event.hash),
            ]
        }
        return [
            "case": summary.json, "reason": ["zh": .string(flag.reason.zh), "en": .string(flag.reason.en)],
            "rule": .string(flag.rule), "facts": .array(facts), "events": .array(steps),
            "next": .array(next.map { .string($0.action.rawValue) }),
        ]
    }
}
