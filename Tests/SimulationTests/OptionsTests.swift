import GeoModel
import Testing

@testable import Simulation

@Suite struct OptionsTests {
    @Test(arguments: [0, 256, 510, 513, 20_002])
    func refusesSizesWithoutRoomForTheSamples(size: Int) throws {
        let fault = #expect(throws: Fault.self) {
            try SimulationOptions(seed: 1, months: 14, size: size, folder: "unused")
        }
        #expect(fault?.object == "--size \(size)")
        #expect(fault?.message.en.contains("512…20000") == true)
    }

    @Test(arguments: [-1, 0, 1, 61])
    func refusesSeriesThatCannotBeCompared(months: Int) throws {
        let fault = #expect(throws: Fault.self) {
            try SimulationOptions(seed: 1, months: months, size: 512, folder: "unused")
        }
        #expect(fault?.object == "--months \(months)")
    }

    @Test func countsMonthsBackFromTheLast() throws {
        let options = try SimulationOptions(seed: 1, months: 14, size: 512, folder: "unused")
        #expect(options.period(0).description == "2025-08")
        #expect(options.period(13).description == "2026-09")
    }
}

/// A plan of a small district.
func plan(seed: UInt64 = 7, months: Int = 14, size: Int = 512, folder: String = "unused") throws -> DistrictPlan {
    DistrictPlan(try SimulationOptions(seed: seed, months: months, size: size, folder: folder))
}
