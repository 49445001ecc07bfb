import GeoModel
import Testing

@testable import Simulation

@Suite struct EventTests {
    @Test(arguments: [1, 2, 3, 7, 42, 1234] as [UInt64])
    func everyThemeHasItsSamples(seed: UInt64) throws {
        let plan = try plan(seed: seed)
        #expect(plan.unplacedEvents == 0)
        let themes = [
            "major-project-change", "protected-forest-change", "farmland-change", "suspected-illegal-occupation",
            "suspected-illegal-construction", "approved-unsupplied",
        ]
        for theme in themes {
            let events = plan.events.filter { $0.kind.theme == theme }
            #expect(events.count >= 4)
            #expect(events.count { $0.changes(from: 1, to: 13) } >= 4, "\(theme) in a year")
            #expect(events.contains { $0.changes(from: 12, to: 13) }, "\(theme) in a month")
        }
        for kind in EventKind.allCases { #expect(plan.events.contains { $0.kind == kind }) }
    }

    @Test func sizesRunFromAFewPixelsToAPlant() throws {
        let events = try plan(size: 1024).events.filter(\.kind.changesLandUse)
        #expect(try #require(events.map(\.mu).min()) < 1)
        #expect(try #require(events.map(\.mu).max()) > 30)
        #expect(events.allSatisfy { $0.site.pixelCount() >= 3 })
    }

    @Test func eventsKeepApart() throws {
        let events = try plan(seed: 3).events.filter { $0.kind != .flood }
        for (index, event) in events.enumerated() {
            for other in events[(index + 1)...] {
                #expect((event.site.centre - other.site.centre).length > event.site.radius + other.site.radius)
            }
        }
    }

    @Test func everyEventLiesOnTheLandItsKindNeeds() throws {
        for seed in [1, 5, 9] as [UInt64] {
            let plan = try plan(seed: seed)
            let layout = plan.cover.layout
            let forests = layout.protectedForests.map { Site(outline: plan.onRaster($0)) }
            for event in plan.events {
                let centre = event.site.centre
                let spot = layout.orientation.plan(centre)
                let block = layout.mesh.blocks[layout.mesh.locate(spot, guess: layout.mesh.guess(spot))]
                let isProtected = forests.contains { $0.contains(centre) }
                switch event.kind {
                case .forestClearing: #expect(isProtected && event.site.outline.allSatisfy(forests[0].contains))
                case .farmlandBuilding: #expect(layout.isBasicFarmland(block))
                case .earthMoving, .illegalBuilding: #expect(!layout.isBasicFarmland(block) && !isProtected)
                case .demolition: #expect(block.role == .industrial)
                default: #expect(!isProtected)
                }
            }
        }
    }

    @Test func constructionGoesThroughItsStages() {
        let yard = Timeline(kind: .farmlandBuilding, start: 1, halts: false, mu: 2)
        #expect((0..<6).map(yard.stage) == [.untouched, .earthwork, .foundation, .structure, .finished, .finished])
        let plant = Timeline(kind: .majorProject, start: 0, halts: false, mu: 60)
        #expect(
            (0..<8).map(plant.stage) == [
                .earthwork, .earthwork, .foundation, .foundation, .structure, .structure, .structure, .finished,
            ]
        )
        let halted = Timeline(kind: .haltedBuilding, start: 0, halts: true, mu: 10)
        #expect(halted.stage(40) == .foundation)
        #expect(Timeline(kind: .earthMoving, start: 0, halts: false, mu: 4).stage(4) == .hardened)
        #expect(Timeline(kind: .demolition, start: 0, halts: false, mu: 4).stage(2) == .levelled)
        #expect(
            (0..<3).map(Timeline(kind: .flood, start: 1, halts: false, mu: 4).stage) == [
                .untouched, .flooded, .untouched,
            ])
    }

    @Test func seasonsAndFloodsAreNoChangeOfLandUse() throws {
        let seasonal = try plan().events.filter { [.harvest, .flood, .cropRotation].contains($0.kind) }
        #expect(seasonal.count >= 9)
        #expect(seasonal.allSatisfy { !$0.changes(from: 1, to: 13) && $0.kind.theme == nil })
        #expect(seasonal.allSatisfy { $0.stages[1] == .untouched && $0.stages[13] != .untouched })
    }

    @Test func aPixelIsCoveredByTheShareInside() {
        let site = Site(outline: [Spot(x: 1, y: 1), Spot(x: 3, y: 1), Spot(x: 3, y: 2), Spot(x: 1, y: 2)])
        #expect(site.pixelArea == 2)
        #expect(site.coverage(column: 1, row: 1) == 1)
        #expect(site.coverage(column: 3, row: 1) == 0)
        #expect(site.pixelCount() == 2)
        let third = Site(outline: [Spot(x: 0, y: 0), Spot(x: 0.34, y: 0), Spot(x: 0.34, y: 1), Spot(x: 0, y: 1)])
        #expect(third.coverage(column: 0, row: 0) == Float(1) / 3)
        #expect(site.shares(Spot(x: 1.5, y: 1.5)) == Spot(x: 0.25, y: 0.5))
    }
}
