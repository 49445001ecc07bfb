import GeoModel
import Testing

@testable import Simulation

@Suite struct GroundTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func everyPlaceLiesInTheBlockThatIsFound(seed: UInt64) throws {
        let layout = try plan(seed: seed).cover.layout
        for index in 0..<4000 {
            let place = Dice(seed: seed)
            let spot = Spot(
                x: place.between(-2, 514, index, 0, .place),
                y: place.between(-2, 514, index, 1, .place)
            )
            let block = layout.mesh.blocks[layout.mesh.locate(spot, guess: layout.mesh.guess(spot))]
            for edge in [block.left, block.right, block.top, block.bottom] { #expect(edge.distance(spot) >= -1e-9) }
        }
    }

    /// A search that began far away once ran along the outer border and ended in a block that does not hold the place.
    @Test func findsABlockFromAnyGuess() throws {
        let mesh = try plan().cover.layout.mesh
        let spot = Spot(x: 300.5, y: 200.5)
        let near = mesh.locate(spot, guess: mesh.guess(spot))
        #expect(mesh.locate(spot, guess: 0) == near)
        #expect(mesh.locate(spot, guess: mesh.blocks.count - 1) == near)
    }

    @Test func divisionsCoverTheirSpanOnce() {
        for key in [0, 7, UInt64.max, 0x1234_5678_9ABC_DEF0] as [UInt64] {
            let division = Division(count: 5, key: key)
            #expect(division.start(0) == 0 && division.start(5) == 1)
            for step in -2...102 {
                let share = Double(step) / 100
                let index = division.index(share)
                #expect((0..<5).contains(index))
                if (0..<1).contains(share) {
                    #expect(division.start(index) <= share && share < division.start(index + 1))
                }
            }
        }
    }

    @Test func orientationsTurnBackToWhereTheyCameFrom() {
        for seed in 0..<16 as Range<UInt64> {
            let orientation = Orientation(size: 512, dice: Dice(seed: seed))
            let spot = Spot(x: 12.5, y: 300.25)
            #expect(orientation.raster(orientation.plan(spot)) == spot)
        }
    }

    @Test func aDistrictHasEveryKindOfLand() throws {
        let cover = try plan(seed: 5).cover
        var surfaces: Set<Surface> = []
        var bodies: Set<WaterBody> = []
        for row in stride(from: 0.5, to: 512, by: 3) {
            for column in stride(from: 0.5, to: 512, by: 3) {
                let point = cover.point(Spot(x: column, y: row))
                surfaces.insert(point.surface)
                if point.shore < 0 { bodies.insert(point.body) }
            }
        }
        let wanted: Set<Surface> = [
            .cropland, .orchard, .weeds, .broadleaf, .evergreen, .redRoof, .greyRoof, .blueRoof, .concrete, .asphalt,
        ]
        #expect(surfaces.isSuperset(of: wanted))
        #expect(bodies.isSuperset(of: [.river, .reservoir]))
    }
}

@Suite struct SeasonTests {
    @Test func noPixelHoldsMoreThanItself() {
        for crop in Crop.allCases {
            for day in 0..<366 {
                let cover = PlantCalendar.calendar(of: crop).cover(day)
                #expect(cover.green >= 0 && cover.straw >= 0 && cover.green + cover.straw <= 1.0001)
            }
        }
    }

    @Test(arguments: [
        ("2026-04-20", 0.72...0.92), ("2026-06-14", 0.1...0.4), ("2026-08-15", 0.75...0.92), ("2026-10-12", 0.1...0.3),
        ("2026-01-10", 0.25...0.45),
    ])
    func wheatAndMaizeFollowTheirCalendar(day: String, range: ClosedRange<Double>) throws {
        let season = Season(date: try #require(CalendarDate(day)), dice: Dice(seed: 1))
        #expect(range.contains(vegetationIndex(season.field(.wheatMaize, key: 0x07_0000_0000))))
    }

    @Test func surfacesLookLikeThemselves() throws {
        let summer = Season(date: try #require(CalendarDate("2026-07-20")), dice: Dice(seed: 1))
        func index(_ surface: Surface) -> Double {
            vegetationIndex(summer.reflectance(GroundPoint(surface, key: 1)))
        }
        #expect(index(.evergreen) > 0.7)
        #expect(index(.broadleaf) > 0.7)
        for surface in [Surface.concrete, .asphalt, .blueRoof, .earthwork, .foundation, .frame, .rubble] {
            #expect(index(surface) < 0.25, "\(surface)")
        }
        #expect(index(.pond) < 0)
        #expect(Spectra.constant(.earthwork).map { $0[2] > 1.4 * Spectra.drySoil[2] } == true)
        #expect(Spectra.constant(.blueRoof).map { $0[0] > $0[2] } == true)
    }

    @Test func theReservoirRisesWithTheRains() throws {
        let levels = try ["2026-05-10", "2026-07-10", "2026-09-10"].map { day in
            Season(date: try #require(CalendarDate(day)), dice: Dice(seed: 1)).reservoirLevel
        }
        #expect(levels[0] < levels[1] && levels[1] < levels[2])
    }
}

/// NDVI.
func vegetationIndex(_ spectrum: Spectrum) -> Double {
    Double((spectrum[3] - spectrum[2]) / (spectrum[3] + spectrum[2]))
}
