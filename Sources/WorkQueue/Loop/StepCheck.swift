import GeoModel

/// Holds a step against the loop's table.
struct StepCheck {
    let summary: CaseSummary
    let step: CaseStep
    let codes: LoopCodes
    /// The visit that it is; nil where nobody goes there for it.
    let visit: CaseVisit?
    /// Who did something on this case the last time, whatever it was where nil is asked for; nil where nobody has.
    let lastDone: (CaseAction?) throws(Fault) -> (name: String, action: CaseAction?)?

    private var standing: CaseStanding { summary.standing }

    /// The row of the table that the step follows.
    /// - Throws: `Fault` naming what is in the way.
    func transition() throws(Fault) -> LoopTransition {
        guard step.seenVersion == summary.version else { throw staleFault }
        guard let row = Loop.transition(from: standing.state, by: step.action) else { throw stateFault }
        guard row.roles.contains(step.person.role) else { throw roleFault(row) }
        guard !step.reason.allSatisfy(\.isWhitespace) else {
            throw fault(zh: "缺少理由。每一步都须写明理由。", en: "the reason is missing. Every step needs one.")
        }
        try checkText(step.reason)
        // Deadlines are read off the times of steps, so these follow one another. A step taken by a wrong clock can be
        // undone all the same: then it has never been, and the one before it counts.
        if row.to != nil { try checkTime(after: summary.updatedAt) }
        for condition in row.conditions { try check(condition, row) }
        try refuseWhatIsNotAsked(row)
        return row
    }

    func fault(zh: String, en: String) -> Fault { Fault(summary.id, zh: zh, en: en) }

    private func check(_ condition: LoopCondition, _ row: LoopTransition) throws(Fault) {
        switch condition {
        case .outcome: try checkOutcome(row)
        case .towards(let way): try checkWay(way, row)
        case .notBy(let actions):
            for action in actions where try lastDone(action)?.name == step.person.name {
                throw ownWorkFault(row, action)
            }
        case .byAssignee: try checkAssignee(row)
        case .mayName(let roles): if let assignee = step.assignee { try checkNamed(assignee, roles, row) }
        case .names(let roles): try checkNamed(step.assignee, roles, row)
        case .evidence(let need): try checkEvidence(need, row)
        case .visit: try checkVisit(row)
        case .disposal: try checkDisposal(row)
        case .minor: try checkMinor()
        case .ground: try checkGround(row)
        case .running: try checkClock(isPaused: false)
        case .paused: try checkClock(isPaused: true)
        case .belowTop:
            if standing.level.next == nil {
                throw fault(
                    zh: "已提级至\(standing.level.label.zh)，不能再提级。",
                    en: "it is with the \(standing.level.label.en) already, which is the top.")
            }
        case .ownLastStep: try checkLastStep()
        }
    }
}

extension StepCheck {
    private func checkOutcome(_ row: LoopTransition) throws(Fault) {
        if let code = step.finding {
            let offered = codes.findings(of: summary.theme)
            guard let finding = offered.first(where: { $0.code == code }) else {
                throw codeFault("finding", code, offered.map(\.code))
            }
            guard step.outcome == nil || step.outcome == finding.outcome else {
                throw fault(
                    zh: "“\(finding.label.zh)”属于“\(finding.outcome.label.zh)”，与所给结论不符。",
                    en: "‘\(finding.label.en)’ belongs to ‘\(finding.outcome.label.en)’, not to the outcome given.")
            }
            return
        }
        guard let outcome = step.outcome else {
            let known = Bilingual(listing: Outcome.allCases.map(\.rawValue))
            throw fault(
                zh: "“\(row.label.zh)”缺少结论。请给出：\(known.zh)，或具体核查结果。",
                en: "to \(row.label.en) needs an outcome. Give one of: \(known.en); or a finding.")
        }
        let findings = codes.findings(of: summary.theme).filter { $0.outcome == outcome }
        guard outcome != .other || findings.isEmpty else {
            let known = Bilingual(listing: findings.map(\.code))
            throw fault(
                zh: "结论为“其他”时须写明具体核查结果。请给出：\(known.zh)。",
                en: "the outcome ‘other’ needs a finding. Give one of: \(known.en).")
        }
    }

    /// What a review found, where the finding's own word counts before the outcome's.
    private func checkWay(_ way: CaseWay, _ row: LoopTransition) throws(Fault) {
        let finding = codes.finding(standing.finding)
        guard finding?.way ?? standing.outcome?.way != way else { return }
        let found = finding?.label ?? standing.outcome?.label ?? Bilingual(zh: "无", en: "none")
        let asked = LoopCondition.towards(way).label
        throw fault(
            zh: "审核结论为“\(found.zh)”；“\(row.label.zh)”的条件是\(asked.zh)。",
            en: "the review's finding is ‘\(found.en)’; to \(row.label.en) takes: \(asked.en).")
    }

    private func ownWorkFault(_ row: LoopTransition, _ action: CaseAction) -> Fault {
        let done = Loop.label(of: action)
        return fault(
            zh: "\(step.person.name)本人办理过“\(done.zh)”，“\(row.label.zh)”须由他人办理（回避）。",
            en: "\(step.person.name) did the last step ‘\(done.en)’; to \(row.label.en) takes somebody else.")
    }

    private func checkAssignee(_ row: LoopTransition) throws(Fault) {
        guard let assigned = standing.assigned, assigned.name != step.person.name else { return }
        throw fault(
            zh: "任务已指派给\(assigned.name)，“\(row.label.zh)”须由其办理；换人请先 assign。",
            en: "it is the task of \(assigned.name), who has to \(row.label.en); to change that, assign it anew.")
    }

    private func checkNamed(_ assignee: Person?, _ roles: [Role], _ row: LoopTransition) throws(Fault) {
        let zh = roles.map(\.label.zh).joined(separator: "、")
        let en = roles.map(\.rawValue).joined(separator: ", ")
        guard let assignee else {
            throw fault(
                zh: "“\(row.label.zh)”须写明指派给谁（\(zh)）。",
                en: "to \(row.label.en) needs a name: whose task it becomes (\(en)).")
        }
        guard roles.contains(assignee.role) else {
            throw fault(
                zh: "\(assignee.name) 的角色为\(assignee.role.label.zh)；此处可指派的角色：\(zh)。",
                en: "\(assignee.name) is \(assignee.role.rawValue); this task takes: \(en).")
        }
    }

    private func checkEvidence(_ need: EvidenceNeed, _ row: LoopTransition) throws(Fault) {
        if row.needsOutcome, codes.finding(step.finding)?.isDeskWork == true { return }
        guard !need.isMet(by: step.evidence) else { return }
        throw fault(
            zh: "“\(row.label.zh)”须附\(need.label.zh)。请用 --evidence 给出文件。",
            en: "to \(row.label.en) needs \(need.label.en). Give the file with --evidence.")
    }

    private func checkDisposal(_ row: LoopTransition) throws(Fault) {
        let offered = codes.disposals(of: summary.theme)
        guard let code = step.disposal else {
            let known = Bilingual(listing: offered.map(\.code))
            throw fault(
                zh: "“\(row.label.zh)”缺少处置方式。请给出：\(known.zh)。",
                en: "to \(row.label.en) needs a disposal. Give one of: \(known.en).")
        }
        guard let disposal = offered.first(where: { $0.code == code }) else {
            throw codeFault("disposal", code, offered.map(\.code))
        }
        guard let basis = step.basis, !disposal.bases.contains(basis) else { return }
        throw codeFault("basis", basis, disposal.bases)
    }

    private func checkMinor() throws(Fault) {
        guard let disposal = codes.disposal(step.disposal), disposal.isMajor else { return }
        throw fault(
            zh: "“\(disposal.label.zh)”属重大处置，须先移送法制审核（refer）。",
            en: "‘\(disposal.label.en)’ is a major decision, which passes legal review first (refer).")
    }

    private func checkGround(_ row: LoopTransition) throws(Fault) {
        let known = codes.pauses.map(\.code)
        guard let ground = step.ground else {
            let list = Bilingual(listing: known)
            throw fault(
                zh: "“\(row.label.zh)”缺少事由。请给出：\(list.zh)。",
                en: "to \(row.label.en) needs a ground. Give one of: \(list.en).")
        }
        guard codes.pause(ground) != nil else { throw codeFault("ground", ground, known) }
    }

    private func checkClock(isPaused: Bool) throws(Fault) {
        guard (standing.pausedAt != nil) != isPaused else { return }
        if let since = standing.pausedAt {
            throw fault(
                zh: "计时自 \(since.text) 起已中止。恢复用 resume。",
                en: "the clock stands still since \(since.text). To let it run: resume.")
        }
        throw fault(zh: "计时并未中止，无须恢复。", en: "the clock runs; there is nothing to resume.")
    }

    private func checkLastStep() throws(Fault) {
        guard let last = try lastDone(nil), let action = last.action else { throw stateFault }
        guard action != .undo else {
            throw fault(
                zh: "上一步本身就是撤销，不能再撤销；请重新办理该步。",
                en: "the last step was an undoing, which can't be undone; take the step anew.")
        }
        guard last.name == step.person.name || step.person.role == .leader else {
            throw fault(
                zh: "上一步“\(Loop.label(of: action).zh)”由\(last.name)办理；只有本人或领导可以撤销。",
                en:
                    "the last step, ‘\(Loop.label(of: action).en)’, was \(last.name)'s; "
                    + "only that person or a leader can undo it."
            )
        }
    }

    /// What a step brings and nobody asked for may be a slip: it is refused, not dropped.
    private func refuseWhatIsNotAsked(_ row: LoopTransition) throws(Fault) {
        let mayName = row.conditions.contains { condition in
            switch condition {
            case .names, .mayName: true
            default: false
            }
        }
        let brought: [(isThere: Bool, isAsked: Bool, word: Bilingual)] = [
            (step.outcome != nil || step.finding != nil, row.needsOutcome, Bilingual(zh: "结论", en: "outcome")),
            (step.disposal != nil || step.basis != nil, row.needsDisposal, Bilingual(zh: "处置方式", en: "disposal")),
            (step.ground != nil, row.conditions.contains(.ground), Bilingual(zh: "中止事由", en: "ground")),
            (
                step.visitGround != nil, visit != nil && row.conditions.contains(.visit),
                Bilingual(zh: "走访事由（内业核查也不带）", en: "ground of a visit; nor does desk work")
            ),
            (step.assignee != nil, mayName, Bilingual(zh: "承办人", en: "assignee")),
            (step.satisfied != nil, row.action == .visitAgain, Bilingual(zh: "满意与否", en: "word on satisfaction")),
        ]
        for item in brought where item.isThere && !item.isAsked {
            throw fault(
                zh: "“\(row.label.zh)”不带\(item.word.zh)。请去掉。",
                en: "to \(row.label.en) takes no \(item.word.en). Leave it out.")
        }
    }
}

extension StepCheck {
    /// More than this is nothing that a person writes as a reason.
    private static let longestText = 10_000

    private func checkText(_ text: String) throws(Fault) {
        let count = text.unicodeScalars.count
        guard count <= Self.longestText else {
            throw fault(
                zh: "理由有 \(count) 字，超过 \(Self.longestText) 字。请删减，长文请作为佐证文件附上。",
                en: "the reason has \(count) characters, more than \(Self.longestText). Shorten it, or show a file.")
        }
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n" || scalar == "\t" || scalar == "\r" || scalar.properties.generalCategory != .control
        }
        guard isPlain else {
            throw fault(zh: "理由中有控制字符。请去掉。", en: "the reason has control characters in it. Leave them out.")
        }
    }

    /// - Throws: `Fault` where the step is earlier than the last one that stands beside it.
    func checkTime(after last: Timestamp) throws(Fault) {
        guard step.at < last else { return }
        throw fault(
            zh: "步骤时间 \(step.at.text) 早于上一步（\(last.text)）。请检查本机时钟，或改正所给时间。",
            en: "the step is of \(step.at.text), earlier than the last one (\(last.text)). "
                + "Check the clock of this computer, or correct the time given.")
    }

    private var staleFault: Fault {
        fault(
            zh: "您看到的是第 \(step.seenVersion) 版，任务现为第 \(summary.version) 版（\(summary.state.label.zh)）。请重新查看后再操作。",
            en: "you saw version \(step.seenVersion), but the case is at \(summary.version) "
                + "(\(summary.state.label.en)). Look at it again, then decide.")
    }

    private var stateFault: Fault {
        let allowed = Bilingual(listing: Loop.transitions(from: standing.state).map(\.action.rawValue))
        let end = standing.state.isFinal ? Bilingual(zh: "任务已终结。", en: "The case is at its end. ") : nil
        return fault(
            zh: "状态为“\(standing.state.label.zh)”，不能执行 \(step.action.rawValue)。\(end?.zh ?? "")可执行：\(allowed.zh)。",
            en: "the state is ‘\(standing.state.label.en)’, which does not allow \(step.action.rawValue). "
                + "\(end?.en ?? "")Allowed: \(allowed.en).")
    }

    private func roleFault(_ row: LoopTransition) -> Fault {
        let zh = row.roles.map(\.label.zh).joined(separator: "、")
        let en = row.roles.map(\.rawValue).joined(separator: ", ")
        let person = step.person
        return fault(
            zh: "\(person.name) 的角色为\(person.role.label.zh)，“\(row.label.zh)”须由\(zh)执行。",
            en: "\(person.name) is \(person.role.rawValue); to \(row.label.en) takes: \(en).")
    }

    func codeFault(_ key: String, _ found: String, _ known: [String]) -> Fault {
        let list = Bilingual(listing: known)
        let near = known.first { $0.hasPrefix(found) || found.hasPrefix($0) }
        return fault(
            zh: "\(key) 没有“\(found)”。" + (near.map { "是否想写“\($0)”？" } ?? "") + "此任务可用：\(list.zh)。",
            en: "there is no \(key) ‘\(found)’." + (near.map { " Did you mean ‘\($0)’?" } ?? "")
                + " For this case there are: \(list.en).")
    }
}
