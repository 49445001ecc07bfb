import Foundation
import GeoModel
import LandRecords
import Patches
import Pipeline
import Publishing
import SafeFiles
import WorkQueue

extension CaseSummary {
    /// One line of the queue as programs read it.
    var json: JSONValue {
        [
            "case": .string(id), "period": .string(period.description), "theme": .string(theme),
            "theme_zh": .string(themeLabel.zh), "state": .string(state.rawValue), "state_zh": .string(state.label.zh),
            "version": .integer(version), "outcome": JSONValue(outcome?.rawValue),
            "finding": JSONValue(standing.finding), "disposal": JSONValue(standing.disposal),
            "basis": JSONValue(standing.basis), "level": .integer(standing.level.rawValue),
            "entered_at": .string(standing.enteredAt.text), "paused_at": JSONValue(standing.pausedAt?.text),
            "pause_ground": JSONValue(standing.pauseGround),
            "area_m2": .number(area.squareMetres), "area_mu": .number(area.mu), "priority": .integer(priority),
            "patch": JSONValue(patchNumber), "record": JSONValue(recordKey), "assigned": JSONValue(assigned?.name),
            "seen_again": JSONValue(seenAgain?.description), "still_active": .bool(isStillActive),
            "opened_at": .string(openedAt.text), "updated_at": .string(updatedAt.text),
        ]
    }
}

/// What stands around a case: its clocks, later sightings, links, and whatever else lies at its place.
struct CaseSurroundings {
    let clocks: [StepClocks]
    let others: [CaseSummary]
    let links: [(other: String, kind: CaseLink, label: Bilingual)]
    let sightings: [(period: Period, patch: String?, area: Area)]
    let leads: [LeadMatch]

    init(_ detail: CaseDetail, _ clocks: [StepClocks], in region: Region) throws(Fault) {
        self.clocks = clocks
        others = try region.otherCases(atThePlaceOf: detail)
        links = try region.store.links(of: detail.summary.id)
        sightings = try region.store.sightings(of: detail.summary.id)
        leads = try region.leads(atThePlaceOf: detail)
    }
}

extension CaseSurroundings {
    fileprivate func lines(_ language: Language) -> [String] {
        func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
        func mu(_ area: Area) -> String { decimals(area.mu, 2) + " " + word("亩", "mu") }
        let sections = [
            (word("时限（工作日）", "deadlines (working days)"), clocks.map { $0.line.text(language) }),
            (
                word("其后影像再次监测到", "seen again by later images"),
                sightings.map { "\($0.period)  \($0.patch ?? "—")  \(mu($0.area))" }
            ),
            (word("上级下发与群众反映", "told by others"), leads.map { $0.line(language) }),
            (word("关联", "linked"), links.map { "\($0.label.text(language))  \($0.other)" }),
            (
                word("此处的其他任务", "other cases here"),
                others.map { other in
                    let state = stateText(other.state, other.outcome, language)
                    return "\(other.id)  \(other.themeLabel.text(language))  \(state)  \(mu(other.area))"
                }
            ),
        ]
        return sections.flatMap { title, lines in lines.isEmpty ? [] : ["", title] + lines.map { "  " + $0 } }
    }
}

extension LeadMatch {
    /// `上级下发  2026Q3001  2026-10-12  影像提前 12 天`.
    fileprivate func line(_ language: Language) -> String {
        let days = imageLead.map { days in
            (days < 0
                ? Bilingual(zh: "影像晚 \(-days) 天", en: "our image \(-days) days later")
                : Bilingual(zh: "影像提前 \(days) 天", en: "our image \(days) days earlier")).text(language)
        }
        return [lead.kind.label.text(language), lead.number, lead.day?.description ?? "—", lead.text, days]
            .compactMap(\.self).joined(separator: "  ")
    }
}

extension CaseEvent {
    /// What was found and decided, beside the outcome.
    fileprivate func decided(_ codes: LoopCodes) -> [Bilingual] {
        let found = outcome == nil ? nil : standing?.finding
        let disposal = action == .approveDisposal ? standing?.disposal : nil
        let basis = action == .approveDisposal ? standing?.basis : nil
        let ground = action == .pause ? standing?.pauseGround : nil
        let told: [(zh: String, en: String, code: String?, label: Bilingual?)] = [
            ("核查结果", "found", found, codes.finding(found)?.label),
            ("处置", "disposal", disposal, codes.disposal(disposal)?.label),
            ("依据", "basis", basis, codes.basis(basis)?.label),
            ("中止事由", "clock stopped because of", ground, codes.pause(ground)?.label),
            ("走访事由", "visited because of", visit?.ground, codes.visits.ground(visit?.ground)?.label),
        ]
        let words = told.compactMap { item in
            item.code.map { code in
                let label = item.label ?? Bilingual(zh: code, en: code)
                return Bilingual(zh: "\(item.zh)：\(label.zh)", en: "\(item.en): \(label.en)")
            }
        }
        let satisfied = satisfied.map { isSo in
            isSo ? Bilingual(zh: "满意", en: "satisfied") : Bilingual(zh: "不满意", en: "not satisfied")
        }
        return words + [satisfied].compactMap(\.self)
    }
}

extension CaseDetail {
    /// Everything of a case as people read it, with what stands around it.
    func text(_ language: Language, _ codes: LoopCodes, _ place: CaseSurroundings) -> String {
        func word(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
        let state = stateText(summary.state, summary.outcome, language)
        let version = word("第 \(summary.version) 版", "version \(summary.version)")
        var lines = ["\(summary.id)  \(summary.themeLabel.text(language))  [\(state)]  \(version)"]
        lines += summary.standing.lines(language, codes)
        lines += ["", flag.reason.text(language), ""]
        if let patch = flag.patch {
            for (label, stamp) in [(word("前期", "before"), patch.before), (word("后期", "after"), patch.after)] {
                lines.append("\(label)  \(stamp.date?.description ?? "—")  \(stamp.id)")
            }
        }
        lines += ["", word("依据", "facts")]
        lines += flag.facts.map { fact in
            let value = fact.name.text(language) + word("：", ": ") + fact.value.text(language)
            return "  \(value)  [\(language.place(fact.source))]"
        }
        lines += ["", word("经过", "events")]
        lines += events.map { event in
            let state = stateText(event.to, event.outcome, language)
            // What leads to no other state, or back, is told by what was done.
            let aside = event.action.flatMap { event.from == event.to || $0 == .undo ? Loop.label(of: $0) : nil }
            let done = aside.map { "\($0.text(language)) → \(state)" } ?? state
            let reason = event.reason == flag.reason.zh ? word("理由见上", "for the reason above") : event.reason
            let files = event.evidence.map { "[\($0.name)]" }.joined()
            let said = event.decided(codes).map { "  " + $0.text(language) }.joined()
            return "  \(event.at.localText)  \(done)  \(event.actor.label.text(language))  \(reason)\(said)"
                + (files.isEmpty ? "" : "  \(files)")
        }
        lines += place.lines(language)
        lines += ["", word("可做", "next")]
        lines += next.map { step in
            let roles = step.roles.map { $0.label.text(language) }.joined(separator: "/")
            let conditions = step.conditions.map { $0.label.text(language) }
            let asked = conditions.isEmpty ? "" : word("；", "; ") + conditions.joined(separator: word("；", "; "))
            return "  \(step.action.rawValue)  \(step.label.text(language)) → \(step.target.text(language))"
                + word("（\(roles)\(asked)）", " (\(roles)\(asked))")
        }
        return lines.joined(separator: "\n")
    }

    /// Everything of a case as programs read it, with what stands around it.
    func json(_ place: CaseSurroundings) -> JSONValue {
        let facts = flag.facts.map { fact -> JSONValue in
            [
                "name": .string(fact.name.zh), "name_en": .string(fact.name.en), "value": .string(fact.value.zh),
                "value_en": .string(fact.value.en), "source": .string(fact.source),
            ]
        }
        let steps = events.map { event -> JSONValue in
            [
                "at": .string(event.at.text), "to": .string(event.to.rawValue), "by": JSONValue(event.person?.name),
                "role": .string(event.person?.role.rawValue ?? "machine"),
                "action": JSONValue(event.action?.rawValue), "outcome": JSONValue(event.outcome?.rawValue),
                "reason": .string(event.reason), "evidence": event.details["evidence"] ?? [],
                "visit": event.details["visit"] ?? .null, "case": event.details["case"] ?? .null,
                "hash": .string(event.hash),
            ]
        }
        return [
            "case": summary.json, "reason": ["zh": .string(flag.reason.zh), "en": .string(flag.reason.en)],
            "rule": .string(flag.rule), "facts": .array(facts), "events": .array(steps),
            "clocks": .array(place.clocks.map(\.json)),
            "other_cases_here": .array(place.others.map { .string($0.id) }),
            "seen_again": .array(
                place.sightings.map { sighting in
                    [
                        "period": .string(sighting.period.description), "patch": JSONValue(sighting.patch),
                        "area_m2": .number(sighting.area.squareMetres),
                    ]
                }),
            "told_by_others": .array(place.leads.map(\.json)),
            "linked": .array(
                place.links.map { link in
                    [
                        "case": .string(link.other), "kind": .string(link.kind.rawValue), "zh": .string(link.label.zh),
                        "en": .string(link.label.en),
                    ]
                }),
            "next": .array(next.map { .string($0.action.rawValue) }),
        ]
    }
}

extension CaseStanding {
    /// What was found and decided, whose task it is, how high it was taken and whether its clock stands still: a line
    /// each, as far as there is something to say.
    fileprivate func lines(_ language: Language, _ codes: LoopCodes) -> [String] {
        let found = finding.map { codes.finding($0)?.label.text(language) ?? $0 }
        let put = disposal.map { codes.disposal($0)?.label.text(language) ?? $0 }
        let law = basis.map { codes.basis($0)?.label.text(language) ?? $0 }
        let still = pausedAt.map { since in
            (pauseGround.flatMap { codes.pause($0)?.label.text(language) } ?? "—") + "  \(since.localText)"
        }
        let said: [(Bilingual, String?)] = [
            (Bilingual(zh: "核查结果", en: "found"), found),
            (Bilingual(zh: "处置", en: "disposal"), put.map { [$0, law].compactMap(\.self).joined(separator: "  ") }),
            (Bilingual(zh: "承办", en: "assigned"), assigned?.name),
            (
                Bilingual(zh: "提级", en: "taken up to"),
                level == .officer ? nil : level.label.text(language)
            ),
            (Bilingual(zh: "中止计时", en: "clock stopped"), still),
        ]
        return said.compactMap { name, text in text.map { "\(name.text(language))  \($0)" } }
    }
}

/// `已核查（违法）`.
private func stateText(_ state: CaseState, _ outcome: Outcome?, _ language: Language) -> String {
    guard let outcome = outcome?.label.text(language) else { return state.label.text(language) }
    return state.label.text(language) + (language == .zh ? "（\(outcome)）" : " (\(outcome))")
}

extension CaseEvent {
    /// Who did it; nil for the machine.
    fileprivate var person: Person? {
        guard case .person(let person) = actor else { return nil }
        return person
    }
}

extension Timestamp {
    /// The time on the clock of this machine, such as `2026-06-17 16:00:00`.
    var localText: String {
        guard let moment = try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text) else {
            return text
        }
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .current)
        return moment.formatted(style.year().month().day().time(includingFractionalSeconds: false))
    }
}
