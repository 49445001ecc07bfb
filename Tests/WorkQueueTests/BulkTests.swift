import GeoModel
import Testing

@testable import WorkQueue

/// Lists of steps: each row taken, told as done before, or refused.
@Suite struct BulkTests {
    private let district: District
    private let store: RegionStore

    init() throws {
        district = try District()
        store = try district.withCases(3)
    }

    private func row(
        _ number: Int, _ action: CaseAction, _ role: Role = .dispatcher, version: Int = 1, reason: String = "列入本月核查",
        at: Int? = nil
    ) throws -> BulkRow {
        BulkRow(
            name: "steps.csv: row \(number)", caseID: "202606-000\(number)",
            step: CaseStep(
                action, by: try Person(name: "李明", role: role), at: District.time(at ?? 30), reason: reason,
                seenVersion: version), hasTime: at != nil)
    }

    private func take(_ rows: [BulkRow], _ mode: BulkMode = .rowByRow) throws -> (results: [BulkResult], areKept: Bool)
    {
        try store.takeSteps(rows, try LoopCodes.program(), mode, now: District.time(60))
    }

    private func words(_ results: [BulkResult]) -> [String] {
        results.map { result in
            switch result {
            case .taken(let summary): summary.state.rawValue
            case .already: "already"
            case .refused(let fault): fault.object
            }
        }
    }

    @Test func eachRowIsTakenOrRefusedByItself() throws {
        let rows = [try row(1, .issue), try row(2, .close), try row(3, .issue), try row(9, .issue)]
        let (results, areKept) = try take(rows)
        #expect(areKept)
        #expect(
            words(results) == [
                "issued", "steps.csv: row 2: 202606-0002", "issued", "steps.csv: row 9: 202606-0009",
            ])
        #expect(try store.cases(CaseFilter(order: .number)).map(\.state) == [.issued, .suspected, .issued])
    }

    @Test func theSameListAgainChangesNothing() throws {
        let rows = [try row(1, .issue), try row(1, .accept, .inspector, version: 2), try row(2, .issue, at: 20)]
        _ = try take(rows)
        let before = try store.integrityReport()
        #expect(words(try take(rows).results) == ["already", "already", "already"])
        #expect(try store.integrityReport() == before)
        // Another step on a version that is past is not the same.
        let other = try take([try row(1, .issue, reason: "另一理由"), try row(2, .issue, at: 21)]).results
        #expect(words(other) == ["steps.csv: row 1: 202606-0001", "steps.csv: row 2: 202606-0002"])
        guard case .refused(let fault) = other[0] else { return #expect(Bool(false)) }
        #expect(fault.message.en.contains("you saw version 1"))
        #expect(try store.integrityReport() == before)
    }

    @Test func allOrNone() throws {
        let rows = [try row(1, .issue), try row(2, .close), try row(3, .issue)]
        let (results, areKept) = try take(rows, .allOrNone)
        #expect(!areKept && words(results)[1] == "steps.csv: row 2: 202606-0002")
        #expect(try store.cases().allSatisfy { $0.state == .suspected && $0.version == 1 })
        #expect(try take([rows[0], rows[2]], .allOrNone).areKept)
        #expect(try store.cases().count { $0.state == .issued } == 2)
        #expect(try store.integrityReport().isSound)
    }

    @Test func aTrialTriesStepsThatFollowEachOtherAndKeepsNone() throws {
        let before = try store.integrityReport()
        let rows = [try row(1, .issue), try row(1, .accept, .inspector, version: 2), try row(1, .issue, version: 3)]
        let (results, areKept) = try take(rows, .trial)
        #expect(!areKept && words(results) == ["issued", "accepted", "steps.csv: row 1: 202606-0001"])
        #expect(try store.integrityReport() == before)
    }

    @Test func aTimeLiesBetweenTheLastStepAndNow() throws {
        let (results, _) = try take([try row(1, .issue, at: 61), try row(2, .issue, at: 0), try row(3, .issue, at: 60)])
        guard case .refused(let late) = results[0], case .refused(let early) = results[1] else {
            return #expect(Bool(false))
        }
        #expect(late.message.en.contains("yet to come") && early.message.en.contains("earlier than the last one"))
        #expect(words(results)[2] == "issued")
    }
}
