import Foundation
import GeoModel
import SafeFiles
import WorkQueue

/// One report as it came, whatever it came in.
struct IncomingReport {
    /// What to call it in a message, such as `field.gpkg: row 3`.
    let object: String
    let report: FieldReport
    let action: CaseAction
    let person: Person
    let reason: String
    var outcome: Outcome?
    var finding: String?
    var disposal: String?
    var basis: String?
    var ground: String?
    /// Why an entity is visited over its yearly cap.
    var visitGround: String?
    /// The day on which somebody was there; that of the import where this is nil.
    var visitedOn: CalendarDate?
    var assignee: Person?
    /// Its files, each with where it is.
    var files: [(evidence: Evidence, path: String)] = []
}

/// Takes reports into the record, one transaction each.
struct ReportIntake {
    let region: Region
    let codes: LoopCodes
    let time: Timestamp
    /// Whether everything is inside a rehearsal of the store.
    let isDryRun: Bool

    /// Takes a report in, or says why not.
    ///
    /// - Throws: `Fault` where the disk is full or the store can't be read. What is wrong with the report itself goes
    ///   into the receipt.
    func take(_ incoming: IncomingReport, into receipt: inout FieldReceipt) throws(Fault) {
        let caseID = incoming.report.caseID
        if try region.store.verdict(on: incoming.report) == .accepted {
            receipt.known.append(caseID)
            return
        }
        let detail = try region.store.caseDetail(caseID)
        guard incoming.report.baseVersion <= detail.summary.version else {
            receipt.rejected.append(futureFault(incoming, detail.summary))
            return
        }
        let steps = try steps(incoming, detail.summary)
        do throws(Fault) {
            guard let after = try after(incoming, steps) else { return receipt.known.append(caseID) }
            receipt.accepted.append(
                .init(
                    caseID: caseID, action: incoming.action, person: incoming.person.name, outcome: after.outcome,
                    finding: incoming.finding, files: incoming.files.count, state: after.state))
        } catch {
            // A fault of the loop names the case; any other is of the disk.
            guard error.object == caseID else { throw error }
            if !isDryRun { try region.store.noteConflict(incoming.report, at: time) }
            receipt.conflicts.append(conflict(incoming, detail, error))
        }
    }

    /// The case after a report; nil where that was accepted before, by another process perhaps.
    private func after(_ incoming: IncomingReport, _ steps: [CaseStep]) throws(Fault) -> CaseSummary? {
        let (store, report) = (region.store, incoming.report)
        guard !isDryRun else { return try store.receiveInRehearsal(report, steps, codes, at: time) }
        // First as a rehearsal: files are kept only for steps that the loop lets through.
        guard try store.receive(report, steps, codes, at: time, isRehearsal: true) != nil else { return nil }
        for file in incoming.files { try region.keep(file.evidence, from: file.path) }
        return try store.receive(report, steps, codes, at: time)
    }

    /// The step, after that of accepting the case where a survey comes of one that was sent out and not accepted yet:
    /// who took the pack along has taken the case.
    private func steps(_ incoming: IncomingReport, _ summary: CaseSummary) throws(Fault) -> [CaseStep] {
        var steps: [CaseStep] = []
        let base = incoming.report.baseVersion
        if incoming.action == .survey, summary.state == .issued, summary.version == base {
            let reason = "随外业包接收（\(incoming.report.pack)）"
            steps.append(CaseStep(.accept, by: incoming.person, at: time, reason: reason, seenVersion: base))
        }
        var step = CaseStep(
            incoming.action, by: incoming.person, at: time, reason: incoming.reason, outcome: incoming.outcome,
            seenVersion: base + steps.count)
        (step.finding, step.disposal, step.basis) = (incoming.finding, incoming.disposal, incoming.basis)
        (step.ground, step.assignee) = (incoming.ground, incoming.assignee)
        (step.visitGround, step.visitedOn) = (incoming.visitGround, incoming.visitedOn)
        step.evidence = incoming.files.map(\.evidence)
        return steps + [step]
    }

    private func futureFault(_ incoming: IncomingReport, _ summary: CaseSummary) -> Fault {
        let base = incoming.report.baseVersion
        return Fault(
            incoming.object,
            zh: "\(summary.id) 的 base_version 为 \(base)，而队列中才到第 \(summary.version) 版。"
                + "是否改动了该列，或监测库是从较早的备份恢复的？未采用。",
            en:
                "base_version of \(summary.id) is \(base), but the queue has come to version \(summary.version) only. "
                + "Was the column changed, or the store restored from an older backup? Not used.")
    }

    /// Both sides: what came, and how the case stands.
    private func conflict(_ incoming: IncomingReport, _ detail: CaseDetail, _ reason: Fault) -> Fault {
        let summary = detail.summary
        let last = detail.events.last
        let found = codes.finding(incoming.finding)?.label ?? incoming.outcome?.label
        let came = Bilingual(
            zh:
                "\(incoming.person.name)据第 \(incoming.report.baseVersion) 版报"
                + "“\(found?.zh ?? Loop.label(of: incoming.action).zh)”",
            en: "\(incoming.person.name), of version \(incoming.report.baseVersion), reports "
                + "‘\(found?.en ?? Loop.label(of: incoming.action).en)’")
        let stood = codes.finding(summary.standing.finding)?.label ?? summary.outcome?.label
        let stands = Bilingual(
            zh: "第 \(summary.version) 版 \(summary.state.label.zh)"
                + (stood.map { "（\($0.zh)）" } ?? "") + (last.map { "，\($0.actor.label.zh) \($0.at.text)" } ?? ""),
            en: "version \(summary.version), \(summary.state.label.en)"
                + (stood.map { " (\($0.en))" } ?? "") + (last.map { ", \($0.actor.label.en) \($0.at.text)" } ?? ""))
        return Fault(
            incoming.object,
            zh:
                "\(summary.id) 冲突。外业：\(came.zh)。队列：\(stands.zh)。原因：\(reason.message.zh)"
                + "队列未改动；请核对后用 tuban queue advance 办理。",
            en: "\(summary.id) is in conflict. From the field: \(came.en). In the queue: \(stands.en). Why: "
                + "\(reason.message.en) The queue is as it was; look at both and decide with tuban queue advance.")
    }
}
