import GeoModel
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
