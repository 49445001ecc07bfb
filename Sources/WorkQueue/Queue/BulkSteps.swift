package import GeoModel

/// One row of a list of steps.
package struct BulkRow: Sendable, Hashable {
    /// What to call it in a message: the file and the row.
    package let name: String
    /// The case.
    package let caseID: String
    /// The step, with the version that its author saw.
    package let step: CaseStep
    /// Whether the list says when the step was taken; else it is taken now.
    package let hasTime: Bool

    /// A row.
    package init(name: String, caseID: String, step: CaseStep, hasTime: Bool) {
        self.name = name
        self.caseID = caseID
        self.step = step
        self.hasTime = hasTime
    }
}

/// What became of a row.
package enum BulkResult: Sendable, Hashable {
    /// The step was taken; the case as it is now.
    case taken(CaseSummary)
    /// The very same step was taken before.
    case already
    /// It was not taken, and why.
    case refused(Fault)

    /// Why it was not taken; nil where it was, now or before.
    package var refusal: Fault? { if case .refused(let fault) = self { fault } else { nil } }
}

/// How the rows of a list hang together.
package enum BulkMode: Sendable, Hashable {
    /// Each row is a transaction: what is refused stays out, the others are taken.
    case rowByRow
    /// All rows are one transaction, which is undone where one is refused.
    case allOrNone
    /// All rows are tried, and nothing is kept.
    case trial
}

extension RegionStore {
    /// Takes the steps of a list, in its order.
    ///
    /// A list may be given again, after a power cut too: a row whose version is past, and whose step is the one that
    /// made the next version, is told as done already.
    ///
    /// - Parameters:
    ///   - rows: The list.
    ///   - codes: What findings, disposals and grounds there are.
    ///   - mode: What becomes of the others where one is refused.
    ///   - now: The time, which no step may be after.
    /// - Returns: What became of each row, and whether anything was kept.
    /// - Throws: `Fault` where the disk is full or the file can't be read.
    package func takeSteps(
        _ rows: [BulkRow], _ codes: LoopCodes, _ mode: BulkMode, now: Timestamp
    ) throws(Fault) -> (results: [BulkResult], areKept: Bool) {
        if mode == .rowByRow {
            var results: [BulkResult] = []
            for row in rows {
                results.append(
                    try database.transaction { () throws(Fault) in try take(row, codes, now: now) })
            }
            return (results, true)
        }
        return try database.attempt { () throws(Fault) in
            let results = try rows.map { row throws(Fault) in try take(row, codes, now: now) }
            let isKept = mode == .allOrNone && !results.contains { if case .refused = $0 { true } else { false } }
            return ((results, isKept), isKept)
        }
    }

    private func take(_ row: BulkRow, _ codes: LoopCodes, now: Timestamp) throws(Fault) -> BulkResult {
        do throws(Fault) {
            let version = try database.integer("SELECT version FROM case_file WHERE id = ?", [.text(row.caseID)]) ?? 0
            if row.step.seenVersion < version, try isDone(row) { return .already }
            try checkTime(row, now: now)
            return .taken(try takeStep(row.caseID, row.step, codes))
        } catch {
            // What is wrong with the file and not with the row ends the whole list.
            guard error.object != path else { throw error }
            return .refused(error.inside(row.name))
        }
    }

    /// Whether the step that made the version after the one seen is the row's.
    private func isDone(_ row: BulkRow) throws(Fault) -> Bool {
        let step = row.step
        guard let event = try event(of: row.caseID, version: step.seenVersion + 1) else { return false }
        let standing = event.standing
        return event.action == step.action && event.actor == .person(step.person) && event.reason == step.reason
            && (!row.hasTime || event.at == step.at)
            && (step.outcome == nil || event.outcome == step.outcome)
            && (step.finding == nil || standing?.finding == step.finding)
            && (step.disposal == nil || standing?.disposal == step.disposal)
            && (step.basis == nil || standing?.basis == step.basis)
            && (step.ground == nil || standing?.pauseGround == step.ground)
            && (step.visitGround == nil || event.visit?.ground == step.visitGround)
            && (step.evidence.isEmpty || event.evidence.map(\.sha256) == step.evidence.map(\.sha256))
            && (step.satisfied == nil || event.satisfied == step.satisfied)
            && (step.assignee == nil || standing?.assigned == step.assignee)
    }

    private func checkTime(_ row: BulkRow, now: Timestamp) throws(Fault) {
        guard row.hasTime, row.step.at > now else { return }
        throw Fault(
            row.caseID, zh: "时间 \(row.step.at) 在将来。请改正。", en: "the time \(row.step.at) is yet to come. Correct it.")
    }
}

extension Fault {
    /// The same, naming the place that led to it first.
    fileprivate func inside(_ place: String) -> Fault {
        Fault("\(place): \(object)", zh: message.zh, en: message.en)
    }
}
