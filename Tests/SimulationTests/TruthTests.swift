import GeoModel
import SafeFiles
import Testing

@testable import Simulation

@Suite struct TruthTests {
    @Test func marksWhatChangedAndNothingElse() throws {
        let plan = try plan(seed: 2)
        let truth = TruthRaster(plan: plan, before: 1, after: 13)
        #expect(truth.fileName == "changed-2025-09-2026-09.tif")
        let rows = (0..<512).map(truth.landUse)
        #expect(rows.allSatisfy { $0.allSatisfy { $0 <= 2 } })
        let changed = rows.reduce(0) { $0 + $1.count { $0 == TruthRaster.changed } }
        let expected = plan.events.filter { $0.changes(from: 1, to: 13) }.reduce(0) { $0 + $1.site.pixelCount() }
        #expect(changed == expected)
        for event in plan.events where [.harvest, .cropRotation].contains(event.kind) {
            let centre = event.site.centre
            #expect(rows[Int(centre.y)][Int(centre.x)] == TruthRaster.unchanged)
        }
    }

    @Test func leavesOutTheRimOfWhatChanged() throws {
        let plan = try plan(seed: 2)
        let event = try #require(plan.events.first { $0.kind == .farmlandBuilding && $0.changes(from: 1, to: 13) })
        let truth = TruthRaster(plan: plan, before: 1, after: 13)
        let column = event.site.columns.lowerBound - 1
        let touching = event.site.rows.filter { row in
            (row - 1...row + 1).contains { event.site.coverage(column: column + 1, row: $0) > 0 }
        }
        for row in touching { #expect(truth.landUse(row: row)[column] == TruthRaster.notScored) }
        #expect(!touching.isEmpty)
    }

    @Test func theLedgerBalances() throws {
        let plan = try plan(seed: 2)
        let ledger = try #require(LedgerTruth(plan: plan, titles: LandTitles(plan)).json.members)
        var builtOn = 0
        for approval in ledger {
            let figures = ["approved_mu", "supplied_mu", "unsupplied_mu", "built_unsupplied_mu", "withdrawn_mu"]
            let mu = try figures.map { try #require(approval.value[$0]?.double) }
            #expect(abs(mu[0] - mu[1] - mu[2] - mu[4]) < 0.02 && mu[3] <= mu[2])
            if mu[3] > 0 { builtOn += 1 }
        }
        #expect((1...4).contains(builtOn))
        #expect(ledger.contains { ($0.value["unsupplied_mu"]?.double ?? 0) > 0 })
    }

    @Test func aStageOfTheSameCoverIsNotScored() throws {
        let plan = try plan(size: 1024)
        let event = try #require(
            plan.events.first {
                $0.stages[12] != $0.stages[13] && $0.stages[12].cover == .built && $0.kind.changesLandUse
            }
        )
        let row = TruthRaster(plan: plan, before: 12, after: 13).landUse(row: Int(event.site.centre.y))
        #expect(row[Int(event.site.centre.x)] == TruthRaster.notScored)
    }
}
