import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// What steps ask for and change besides the state: findings, disposals, evidence, whose task, clocks, undoing.
@Suite struct LoopStepTests {
    private let id = "202606-0001"
    private let district: District
    private let store: RegionStore

    init() throws {
        district = try District()
        store = try district.withCases(1)
    }

    private static let names: [Role: String] = [
        .operatorRole: "钱一", .dispatcher: "李明", .inspector: "王芳", .reviewer: "赵强", .legalReviewer: "孙律", .leader: "周局",
    ]

    @discardableResult
    private func take(
        _ action: CaseAction, _ role: Role, by name: String? = nil, at time: Timestamp? = nil, reason: String = "按程序办理",
        _ set: (inout CaseStep) throws -> Void = { _ in }
    ) throws -> CaseSummary {
        let seen = try store.caseDetail(id).summary.version
        var step = CaseStep(
            action, by: try Person(name: try name ?? #require(Self.names[role]), role: role),
            at: time ?? District.time(10 + seen), reason: reason, seenVersion: seen)
        try set(&step)
        return try store.advance(id, step)
    }

    private func refusal(
        _ action: CaseAction, _ role: Role, by name: String? = nil, _ set: (inout CaseStep) throws -> Void = { _ in }
    ) throws -> String {
        let before = try store.caseDetail(id)
        let refused = fault { try take(action, role, by: name, set) }
        #expect(try store.caseDetail(id) == before)
        return try #require(refused).message.en
    }

    private func survey(_ finding: String) throws {
        try take(.issue, .dispatcher)
        try take(.accept, .inspector)
        try take(.survey, .inspector) { ($0.finding, $0.evidence) = (finding, [.photo]) }
    }

    /// Signs that nobody sees make no other person.
    @Test(arguments: ["王芳\u{200B}", "王\u{FEFF}芳", " 王 芳 ", "王芳\u{E0020}"])
    func fourEyesAreNotTwoWithAnInvisibleSign(name: String) throws {
        try survey("unapproved-building")
        #expect(
            try refusal(.review, .reviewer, by: name) { $0.finding = "unapproved-building" }.contains("王芳"))
        #expect(throws: Fault.self) { try Person(name: "\u{200B}", role: .reviewer) }
    }

    @Test func aReasonIsWhatAPersonWrites() throws {
        let long = fault { try take(.issue, .dispatcher, reason: String(repeating: "长", count: 10_001)) }
        #expect(long?.message.en.contains("10001 characters") == true)
        let odd = fault { try take(.issue, .dispatcher, reason: "a\u{1B}[2J") }
        #expect(odd?.message.en.contains("control characters") == true)
        try take(.issue, .dispatcher, reason: "第一行\n第二行")
    }

    /// A step taken by a clock that runs ten years ahead would else keep the case for ten years.
    @Test func whatAWrongClockDidIsUndoneByTheRightOne() throws {
        try take(.issue, .dispatcher)
        try take(.accept, .inspector, at: Timestamp("2036-01-01T00:00:00Z"))
        #expect(try store.cases(after: District.time(100)) == [id])
        #expect(
            try refusal(.survey, .inspector) { ($0.finding, $0.evidence) = ("unapproved-building", [.photo]) }
                .contains("earlier than the last one"))
        let early = fault { try take(.undo, .leader, at: District.time(10)) }
        #expect(early?.message.en.contains("earlier than the last one") == true)
        let undone = try take(.undo, .leader)
        #expect(undone.state == .issued && undone.updatedAt == District.time(13))
        let accepted = try take(.accept, .inspector)
        #expect(accepted.state == .accepted && accepted.standing.enteredAt == District.time(14))
    }

    @Test func aFindingSaysTheOutcomeAndTheWay() throws {
        try survey("unapproved-building")
        #expect(try store.caseDetail(id).summary.outcome == .illegal)
        #expect(try refusal(.review, .reviewer) { $0.outcome = .other }.contains("needs a finding"))
        #expect(
            try refusal(.review, .reviewer) { ($0.outcome, $0.finding) = (.legal, "demolished") }
                .contains("belongs to ‘other’"))
        #expect(try refusal(.review, .reviewer) { $0.finding = "unapproved" }.contains("‘unapproved-building’?"))
        // Findings of idle land are not offered for farmland.
        #expect(try refusal(.review, .reviewer) { $0.finding = "halted" }.contains("no finding ‘halted’"))
        try take(.review, .reviewer) { $0.finding = "farm-facility" }
        #expect(try refusal(.refer, .reviewer).contains("the review's finding is ‘farm facility’"))
        #expect(try take(.dismiss, .reviewer).state == .dismissed)
        #expect(try store.caseDetail(id).events.map(\.outcome) == [nil, nil, nil, .illegal, .other, nil])
    }

    @Test func deskWorkNeedsNoPhotoAndAVisitDoes() throws {
        try take(.issue, .dispatcher)
        try take(.accept, .inspector)
        #expect(try refusal(.survey, .inspector) { $0.finding = "no-change" }.contains("needs a photo"))
        let letter = Evidence(sha256: Checksum.sha256(of: "x"), name: "x.pdf", mediaType: "application/pdf", bytes: 1)
        #expect(
            try refusal(.survey, .inspector) { ($0.finding, $0.evidence) = ("no-change", [letter]) }
                .contains("needs a photo"))
        #expect(try take(.survey, .inspector) { $0.finding = "approved" }.state == .surveyed)
    }

    @Test func onlyAMajorDisposalHasToPassLegalReview() throws {
        try survey("unapproved-building")
        try take(.review, .reviewer) { $0.finding = "unapproved-building" }
        #expect(try refusal(.approveDisposal, .leader).contains("needs a disposal"))
        #expect(
            try refusal(.approveDisposal, .leader) { $0.disposal = "demolish" }.contains("passes legal review first"))
        #expect(
            try refusal(.approveDisposal, .leader) { ($0.disposal, $0.basis) = ("exempt", "land-77") }
                .contains("penalty-33"))
        let minor = try take(.approveDisposal, .leader) { $0.disposal = "make-up-permit" }
        #expect(minor.state == .disposing && minor.standing.basis == "plan-64")
        try take(.undo, .leader)
        try take(.refer, .reviewer)
        let major = try take(.approveDisposal, .legalReviewer) { ($0.disposal, $0.basis) = ("demolish", "plan-64") }
        #expect(major.standing.disposal == "demolish" && major.standing.basis == "plan-64")
        #expect(try refusal(.finishDisposal, .dispatcher).contains("needs a photo or document"))
        #expect(try take(.finishDisposal, .dispatcher) { $0.evidence = [.photo] }.state == .disposed)
    }

    @Test func whoIsNamedTakesTheCaseAndNobodyElse() throws {
        let inspector = try Person(name: "王 芳", role: .inspector)
        #expect(inspector.name == "王芳")
        #expect(try take(.issue, .dispatcher) { $0.assignee = inspector }.assigned == inspector)
        #expect(try refusal(.accept, .inspector, by: "刘洋").contains("it is the task of 王芳"))
        #expect(try refusal(.assign, .dispatcher).contains("needs a name"))
        #expect(
            try refusal(.assign, .dispatcher) { $0.assignee = try Person(name: "赵强", role: .reviewer) }
                .contains("this task takes: inspector"))
        try take(.accept, .inspector)
        let other = try Person(name: "刘洋", role: .inspector)
        let moved = try take(.assign, .leader) { $0.assignee = other }
        #expect(moved.state == .issued && moved.assigned == other)
        #expect(try take(.accept, .inspector, by: "刘洋").state == .accepted)
        #expect(try refusal(.survey, .inspector) { ($0.outcome, $0.evidence) = (.illegal, [.photo]) }.contains("刘洋"))
        #expect(try refusal(.escalate, .leader) { $0.assignee = other }.contains("takes no assignee"))
    }

    @Test func undoingRestoresAllThatTheLastStepChanged() throws {
        try survey("unapproved-building")
        let surveyed = try store.caseDetail(id).summary.standing
        try take(.review, .reviewer) { $0.outcome = .legal }
        #expect(try refusal(.undo, .inspector).contains("only that person or a leader"))
        #expect(try refusal(.undo, .auditor, by: "吴审").contains("is auditor"))
        let back = try take(.undo, .reviewer)
        #expect(back.standing == surveyed && back.version == 6)
        #expect(try refusal(.undo, .reviewer).contains("the last step was an undoing"))
        let event = try #require(try store.caseDetail(id).events.last)
        #expect(event.from == .reviewed && event.to == .surveyed && event.outcome == nil)
        // The undone survey was this inspector's still.
        #expect(
            try refusal(.review, .reviewer, by: "王芳") { $0.outcome = .illegal }.contains("takes somebody else"))
        guard case .intact = try store.verifyChain() else { return #expect(Bool(false)) }
    }

    @Test func undoingTheFirstStepLeavesACaseAsTheMachineOpenedIt() throws {
        let opened = try store.caseDetail(id).summary.standing
        try take(.issue, .dispatcher) { $0.assignee = try Person(name: "王芳", role: .inspector) }
        #expect(try take(.undo, .leader).standing == opened)
        // What a person acted on stays as it was seen, though the act is undone.
        let receipt = try store.saveFlags([District.flag(1, pixels: 7)], run: "2026-06", at: District.time(60))
        #expect(receipt.held == 1)
        guard case .intact = try store.verifyChain() else { return #expect(Bool(false)) }
    }

    @Test func theClockStopsOnAGroundAndRunsAgain() throws {
        try survey("unapproved-building")
        try take(.review, .reviewer) { $0.finding = "unapproved-building" }
        try take(.refer, .reviewer)
        #expect(try refusal(.resume, .legalReviewer).contains("the clock runs"))
        #expect(try refusal(.pause, .legalReviewer).contains("needs a ground"))
        #expect(try refusal(.pause, .legalReviewer) { $0.ground = "holiday" }.contains("no ground ‘holiday’"))
        let entered = try store.caseDetail(id).summary.standing.enteredAt
        let still = try take(.pause, .legalReviewer) { $0.ground = "hearing" }
        #expect(still.standing.pauseGround == "hearing" && still.standing.enteredAt == entered)
        #expect(try refusal(.pause, .leader) { $0.ground = "hearing" }.contains("stands still since"))
        #expect(try take(.resume, .leader).standing.pausedAt == nil)
        try take(.pause, .legalReviewer) { $0.ground = "publicity" }
        // The next step ends the pause of the one before.
        #expect(try take(.approveDisposal, .legalReviewer) { $0.disposal = "fine" }.standing.pausedAt == nil)
    }

    @Test func aStepIsNotBeforeTheLastOne() throws {
        try take(.issue, .dispatcher)
        let person = try Person(name: "王芳", role: .inspector)
        let early = CaseStep(.accept, by: person, at: District.time(10), reason: "接收", seenVersion: 2)
        #expect(fault { _ = try store.advance(id, early) }?.message.en.contains("earlier than the last one") == true)
    }

    @Test func aCaseIsTakenUpAsFarAsTheTop() throws {
        try take(.issue, .dispatcher)
        #expect(try take(.escalate, .dispatcher).standing.level == .head)
        #expect(try take(.escalate, .leader).standing.level == .leader)
        #expect(try refusal(.escalate, .leader).contains("which is the top"))
        #expect(try take(.accept, .inspector).standing.level == .leader)
    }

    /// Evidence comes with its event, and neither goes without the other.
    @Test func evidenceIsPartOfTheRecord() throws {
        try survey("unapproved-building")
        let files = try store.evidence(of: id)
        #expect(files.map(\.version) == [4] && files.map(\.file) == [.photo])
        #expect(try store.caseDetail(id).events.last?.evidence.map(\.sha256) == [Evidence.photo.sha256])
        let intruder = try district.intruder()
        for sql in [
            "UPDATE evidence SET name = 'x'", "DELETE FROM evidence",
            "INSERT INTO evidence SELECT 9, case_id, 99, sha256, name, media_type, bytes, NULL, NULL, NULL, NULL, NULL "
                + "FROM evidence",
        ] {
            #expect(fault { try intruder.execute(sql) } != nil, "\(sql)")
        }
        try intruder.execute("DROP TRIGGER evidence_is_never_deleted; DELETE FROM evidence")
        guard case .broken(let place) = try store.verifyChain() else { return #expect(Bool(false)) }
        #expect(place.caseID == id && place.finding.en.contains("evidence"))
    }

    /// Programs before the sixth schema said less in an event; their cases are undone and verified all the same.
    @Test func eventsOfEarlierProgramsTellTheStandingToo() throws {
        try survey("unapproved-building")
        let detail = try store.caseDetail(id)
        let lean = detail.events.map { event in
            CaseEvent(
                sequence: event.sequence, caseID: event.caseID, version: event.version, action: event.action,
                from: event.from, to: event.to, actor: event.actor, at: event.at, reason: event.reason,
                outcome: event.outcome, details: [:], previousHash: event.previousHash, hash: event.hash)
        }
        var expected = detail.summary.standing
        expected.finding = nil
        #expect(CaseStanding(lean[...]) == expected)
    }

    @Test func listsThatContradictThemselvesAreRefused() throws {
        let folder = district.folder + "/loop"
        try DurableFile.makeFolder(folder)
        let source = #filePath.components(separatedBy: "/Tests/")[0] + "/Pipelines/loop/"
        for name in ["findings", "disposals", "pauses", "places", "visits"] {
            try DurableFile.write(try DurableFile.text(of: source + name + ".json5"), to: "\(folder)/\(name).json5")
        }
        func complaint(_ name: String, _ old: String, _ new: String) throws -> String? {
            let text = try DurableFile.text(of: source + name + ".json5")
            try DurableFile.write(text.replacing(old, with: new, maxReplacements: 1), to: "\(folder)/\(name).json5")
            defer { try? DurableFile.write(text, to: "\(folder)/\(name).json5") }
            let codes = fault { _ = try LoopCodes { name throws(Fault) in self.district.folder + "/" + name } }
            return codes?.message.en
        }
        #expect(
            try complaint("findings", "code: \"permitted\"", "code: \"approved\"")?.contains("each code once") == true)
        #expect(
            try complaint("disposals", "bases: [\"penalty-33\"]", "bases: [\"penalty-3\"]")?.contains("one of") == true)
        #expect(try complaint("findings", "goes: \"dismiss\"", "goes: \"close\"")?.contains("dismiss, dispose") == true)
        #expect(try complaint("pauses", "grounds:", "reasons:") != nil)
    }
}
