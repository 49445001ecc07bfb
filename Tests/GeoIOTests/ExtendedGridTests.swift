import GeoIO
import GeoModel
import Testing

@Suite struct ExtendedGridTests {
    @Test func reachesOverWhatTouches() throws {
        let grid = Fixture.grid(10, 10)
        #expect(try grid.extended(over: []) == grid)
        #expect(try grid.extended(over: [grid, Fixture.grid(3, 3, east: 20, south: 20)]) == grid)
        // One beside it, one beyond that, in any order; by half a pixel out of step.
        let beside = Fixture.grid(5, 10, east: 100)
        let beyond = Fixture.grid(4, 4, east: 145, south: -15)
        for others in [[beside, beyond], [beyond, beside]] {
            let extended = try grid.extended(over: others)
            #expect(extended == Fixture.grid(19, 12, south: -20))
        }
    }

    @Test func leavesOutWhatLiesApart() throws {
        let grid = Fixture.grid(10, 10)
        #expect(try grid.extended(over: [Fixture.grid(10, 10, east: 600_000)]) == grid)
        let otherZone = Fixture.grid(10, 10, system: CoordinateSystem("EPSG:32651"))
        #expect(try grid.extended(over: [otherZone]) == grid)
    }

    @Test func otherCoordinateSystemsCount() throws {
        // Gauss-Krüger on UTM's meridian: 3 900 000 m in one are 3 901 560.6 m in the other.
        let grid = Fixture.grid(400, 400)
        let gauss = Grid(
            system: CoordinateSystem("EPSG:4509"),
            transform: GeoTransform(originX: 500_000, originY: 3_901_660, pixelWidth: 10, pixelHeight: 10),
            size: GridSize(columns: 100, rows: 100)
        )
        let extended = try grid.extended(over: [gauss])
        #expect(extended.size == GridSize(columns: 400, rows: 410))
        let nowhere = #expect(throws: Fault.self) { try grid.extended(over: [Fixture.picture(4, 4)]) }
        #expect(nowhere?.message.en.hasPrefix("some scenes of a period have no coordinate system") == true)
    }
}
