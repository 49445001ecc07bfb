package import GeoModel

/// A step that a person takes with a case.
package struct CaseStep: Sendable, Hashable {
    /// What is done.
    package let action: CaseAction
    /// Who does it.
    package let person: Person
    /// When.
    package let at: Timestamp
    /// Why.
    package let reason: String
    /// What the case was found to be; only for actions that ask for it.
    package let outcome: Outcome?
    /// The version of the case that the person has seen: a case that moved on in between is not moved blindly.
    package let seenVersion: Int

    /// A step.
    package init(
        _ action: CaseAction,
        by person: Person,
        at: Timestamp,
        reason: String,
        outcome: Outcome? = nil,
        seenVersion: Int
    ) {
        self.action = action
        self.person = person
        self.at = at
        self.reason = reason
        self.outcome = outcome
        self.seenVersion = seenVersion
    }
}

extension CaseDetail {
    /// The row of the loop's table that a step follows.
    /// - Throws: `Fault` naming what is in the way: an old version, the state, the role, an own part in it, a missing
    ///   reason or outcome.
    package func transition(for step: CaseStep) throws(Fault) -> LoopTransition {
        try summary.transition(for: step) { action in
            guard case .person(let person) = events.last(where: { $0.action == action })?.actor else { return nil }
            return person.name
        }
    }
}

extension CaseSummary {
    /// The row of the loop's table that a step follows.
    ///
    /// - Parameters:
    ///   - step: The step.
    ///   - lastDone: Who did something on this case the last time; nil where nobody has.
    /// - Returns: The row.
    /// - Throws: `Fault` naming what is in the way: an old version, the state, the role, an own part in it, a missing
    ///   reason or outcome.
    func transition(
        for step: CaseStep, lastDone: (CaseAction) throws(Fault) -> String?
    ) throws(Fault) -> LoopTransition {
        guard step.seenVersion == version else { throw staleFault(step) }
        guard let transition = Loop.transition(from: state, by: step.action) else { throw stateFault(step) }
        guard transition.roles.contains(step.person.role) else { throw roleFault(step, transition) }
        guard !step.reason.allSatisfy(\.isWhitespace) else {
            throw Fault(id, zh: "缺少理由。每一步都须写明理由。", en: "the reason is missing. Every step needs one.")
        }
        for action in transition.notBy where try lastDone(action) == step.person.name {
            throw ownWorkFault(step, transition, action)
        }
        guard transition.needsOutcome == (step.outcome != nil) else { throw outcomeFault(step, transition) }
        guard let allowed = transition.onlyAfter else { return transition }
        guard let outcome, allowed.contains(outcome) else { throw verdictFault(transition, allowed) }
        return transition
    }

    private func staleFault(_ step: CaseStep) -> Fault {
        Fault(
            id,
            zh: "您看到的是第 \(step.seenVersion) 版，任务现为第 \(version) 版（\(state.label.zh)）。请重新查看后再操作。",
            en: "you saw version \(step.seenVersion), but the case is at \(version) (\(state.label.en)). "
                + "Look at it again, then decide."
        )
    }

    private func stateFault(_ step: CaseStep) -> Fault {
        let allowed = Bilingual(listing: Loop.transitions(from: state).map(\.action.rawValue))
        return Fault(
            id,
            zh: "状态为“\(state.label.zh)”，不能执行 \(step.action.rawValue)。"
                + (allowed.zh.isEmpty ? "任务已终结。" : "可执行：\(allowed.zh)。"),
            en: "the state is ‘\(state.label.en)’, which does not allow \(step.action.rawValue). "
                + (allowed.en.isEmpty ? "The case is at its end." : "Allowed: \(allowed.en).")
        )
    }

    private func roleFault(_ step: CaseStep, _ transition: LoopTransition) -> Fault {
        let zh = transition.roles.map(\.label.zh).joined(separator: "、")
        let en = transition.roles.map(\.rawValue).joined(separator: ", ")
        return Fault(
            id,
            zh: "\(step.person.name) 的角色为\(step.person.role.label.zh)，“\(transition.label.zh)”须由\(zh)执行。",
            en: "\(step.person.name) is \(step.person.role.rawValue); to \(transition.label.en) takes: \(en)."
        )
    }

    private func ownWorkFault(_ step: CaseStep, _ transition: LoopTransition, _ action: CaseAction) -> Fault {
        let done = Loop.label(of: action)
        return Fault(
            id,
            zh: "\(step.person.name)本人办理过“\(done.zh)”，“\(transition.label.zh)”须由他人办理（回避）。",
            en: "\(step.person.name) did the last step ‘\(done.en)’; to \(transition.label.en) takes somebody else."
        )
    }

    private func outcomeFault(_ step: CaseStep, _ transition: LoopTransition) -> Fault {
        let known = Bilingual(listing: Outcome.allCases.map(\.rawValue))
        guard transition.needsOutcome else {
            return Fault(
                id,
                zh: "“\(transition.label.zh)”不带结论。请去掉结论。",
                en: "to \(transition.label.en) takes no outcome. Leave it out."
            )
        }
        return Fault(
            id,
            zh: "“\(transition.label.zh)”缺少结论。请给出：\(known.zh)。",
            en: "to \(transition.label.en) needs an outcome. Give one of: \(known.en)."
        )
    }

    private func verdictFault(_ transition: LoopTransition, _ allowed: [Outcome]) -> Fault {
        let found = outcome?.label ?? Bilingual(zh: "无", en: "none")
        return Fault(
            id,
            zh: "审核结论为“\(found.zh)”；“\(transition.label.zh)”须为：\(allowed.map(\.label.zh).joined(separator: "、"))。",
            en: "the review's outcome is ‘\(found.en)’; to \(transition.label.en) takes: "
                + "\(allowed.map(\.rawValue).joined(separator: ", "))."
        )
    }
}
