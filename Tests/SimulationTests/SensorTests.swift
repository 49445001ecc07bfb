import GeoModel
import Testing

@testable import Simulation

@Suite struct SensorTests {
    @Test func theSameRowIsTheSameWhereverTheReadingBegan() throws {
        let plan = try plan()
        var fromTop = SceneRows(plan: plan, month: 13)
        var strip = fromTop.next()
        for _ in 0..<3 { strip = fromTop.next() }
        var fromThere = SceneRows(plan: plan, month: 13)
        fromThere.seek(row: 6)
        let other = fromThere.next()
        #expect(other.fine == strip.fine && other.coarse == strip.coarse && other.classes == strip.classes)
    }

    @Test func seedsAndMonthsDiffer() throws {
        var one = SceneRows(plan: try plan(seed: 1), month: 0)
        var two = SceneRows(plan: try plan(seed: 2), month: 0)
        var three = SceneRows(plan: try plan(seed: 1), month: 1)
        let first = one.next().fine
        #expect(first != two.next().fine)
        #expect(first != three.next().fine)
    }

    @Test func stripsHaveTheShapesOfTheirBands() throws {
        var rows = SceneRows(plan: try plan(), month: 5)
        let strip = rows.next()
        #expect(strip.fine.map(\.count) == [1024, 1024, 1024, 1024])
        #expect(strip.coarse.map(\.count) == [256, 256])
        #expect(strip.classes.count == 256)
        #expect((strip.fine + strip.coarse).allSatisfy { $0.allSatisfy { $0 > 0 } })
        #expect(strip.classes.allSatisfy { SceneClass(rawValue: $0) != nil })
    }

    /// What truth says must be what pixels show: events that touch plants take the green away and brighten the ground.
    @Test func eventsShowInThePixels() throws {
        let plan = try plan()
        let wanted: [EventKind] = [.majorProject, .farmlandBuilding, .earthMoving, .illegalBuilding, .forestClearing]
        for event in plan.events where wanted.contains(event.kind) && event.mu > 2 && event.changes(from: 1, to: 13) {
            let before = try #require(meanSpectrum(of: event, plan, month: 1))
            let after = try #require(meanSpectrum(of: event, plan, month: 13))
            #expect(vegetationIndex(after) < vegetationIndex(before) - 0.2, "\(event.id) \(event.kind)")
            #expect(after[2] > 1.5 * before[2], "\(event.id) \(event.kind)")
        }
    }

    @Test func aFloodIsWaterAndAHarvestIsStubble() throws {
        let plan = try plan()
        let flood = try #require(plan.events.first { $0.kind == .flood })
        let flooded = try #require(meanSpectrum(of: flood, plan, month: 13))
        #expect(flooded[1] > flooded[3] && flooded[4] < 900)
        let harvest = try #require(plan.events.first { $0.kind == .harvest })
        let cut = try #require(meanSpectrum(of: harvest, plan, month: 13))
        #expect((0.15...0.45).contains(vegetationIndex(cut)))
        #expect(cut[2] < 1800)
    }

    /// Ground as the optics see it, without air and noise.
    private func meanSpectrum(of event: DistrictEvent, _ plan: DistrictPlan, month: Int) -> Spectrum? {
        var rows = GroundRows(plan: plan, month: month)
        rows.seek(row: event.site.rows.lowerBound)
        var sum = Spectrum()
        var count: Float = 0
        for row in event.site.rows {
            let spectra = rows.next()
            for column in event.site.columns where event.site.coverage(column: column, row: row) > 0.99 {
                sum += spectra[column]
                count += 1
            }
        }
        return count > 0 ? sum / count : nil
    }

    @Test func cloudsCoverTheShareThatIsAskedFor() throws {
        let plan = try plan(size: 1024)
        for acquisition in plan.acquisitions where acquisition.cloudShare > 0 {
            let field = CloudField(acquisition, size: 1024)
            var opaque = 0
            for index in 0..<10_000 {
                let spot = Spot(x: Double(index % 100) * 10.24, y: Double(index / 100) * 10.24)
                if field.opacity(spot) > 0.5 { opaque += 1 }
            }
            #expect(abs(Double(opaque) / 10_000 - acquisition.cloudShare) < 0.03)
        }
    }

    @Test func theComparedMonthsAreClear() throws {
        let plan = try plan()
        for month in [1, 12, 13] { #expect(plan.acquisitions[month].cloudShare < 0.06) }
        #expect(plan.acquisitions.contains { $0.cloudShare > 0.6 })
        #expect(plan.acquisitions.allSatisfy { abs($0.shift.x) <= 0.3 && abs($0.shift.y) <= 0.3 })
        for acquisition in plan.acquisitions {
            for band in 0..<6 { #expect(abs(acquisition.gain[band] - 1) <= 0.03001) }
        }
    }

    @Test func cloudsThrowTheirShadowsNorthWest() throws {
        let acquisition = try #require(try plan().acquisitions.first { $0.cloudShare > 0.1 })
        let field = CloudField(acquisition, size: 512)
        let places = (0..<4096).map { Spot(x: Double($0 % 64) * 8, y: Double($0 / 64) * 8) }
        let cloud = try #require(places.first { field.opacity($0) == 1 })
        let shade = cloud - acquisition.towardsSun
        #expect(field.shadow(shade) == 1)
        #expect(shade.x < cloud.x - 10 && shade.y < cloud.y - 10)
    }

    @Test func theClassifierUsesTheMissionsCodes() {
        let classifier = SceneClassifier(dice: Dice(seed: 1))
        let spot = Spot(x: 11, y: 11)
        func code(_ spectrum: Spectrum, cloud: Float = 0, shadow: Float = 0) -> UInt16 {
            classifier.sceneClass(spectrum, cloud: cloud, shadow: shadow, at: spot).rawValue
        }
        #expect(code(Spectra.summerCanopy) == 4)
        #expect(code(Spectra.drySoil) == 5)
        #expect(code(Spectra.lake) == 6)
        #expect(code(Spectra.flood) == 6)
        #expect(code(Spectra.drySoil, cloud: 1) == 9)
        #expect(code(Spectra.drySoil, cloud: 0.45) == 8)
        #expect(code(Spectra.drySoil, cloud: 0.175) == 10)
        #expect(code(Spectra.drySoil, shadow: 0.9) == 3)
    }
}
