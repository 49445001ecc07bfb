import Foundation
import GeoModel
import Testing

@testable import Pipeline

@Suite struct CandidateSpillTests {
    private func pixel(_ column: Int32, _ seed: Int) -> ChangedPixel {
        let steps = (0..<4).map { Float((seed &* 7919 &+ $0 &* 104_729) % 20_001 - 10_000) / 10_000 }
        return ChangedPixel(
            column: column,
            score: UInt16(truncatingIfNeeded: seed),
            transition: UInt8(truncatingIfNeeded: seed),
            differences: SIMD4(steps[0], steps[1], steps[2], steps[3])
        )
    }

    /// Rows without a pixel, with one, and with more than fits into one piece of a read.
    @Test func rowsComeBackInOrder() throws {
        let scratch = try Scratch()
        let spill = try CandidateSpill(scratch(".candidates"))
        let rows = [0, 1, 3, 0, 80_000, 2, 0].map { count in (0..<count).map { pixel(Int32($0), $0 &+ count) } }
        for row in rows { try spill.append(row) }
        try spill.rewind()
        for row in rows { #expect(try spill.nextRow() == row) }
        try spill.rewind()
        #expect(try spill.nextRow() == [])
        #expect(try spill.nextRow() == rows[1])
    }

    @Test func theEndsOfEveryRange() throws {
        let scratch = try Scratch()
        let spill = try CandidateSpill(scratch(".candidates"))
        let ends = [
            ChangedPixel(column: .max, score: .max, transition: .max, differences: SIMD4(2, -2, 0, 0.0001)),
            ChangedPixel(column: 0, score: 0, transition: 0, differences: SIMD4(-0.0001, 1, -1, 0)),
        ]
        let beyond = ChangedPixel(
            column: 1,
            score: 1,
            transition: 1,
            differences: SIMD4(.infinity, -.infinity, 3.9, 0.000_04)
        )
        try spill.append(ends + [beyond])
        try spill.rewind()
        let row = try spill.nextRow()
        #expect(Array(row.prefix(2)) == ends)
        #expect(row.last?.differences == SIMD4(3.2767, -3.2768, 3.2767, 0))
    }

    @Test func readingPastTheEndIsAFault() throws {
        let scratch = try Scratch()
        let spill = try CandidateSpill(scratch(".candidates"))
        try spill.append([pixel(3, 5)])
        try spill.rewind()
        _ = try spill.nextRow()
        let fault = #expect(throws: Fault.self) { try spill.nextRow() }
        #expect(fault?.message.en == "the intermediate file broke off. Run again.")
    }

    @Test func theFileGoesWithItsOwner() throws {
        let scratch = try Scratch()
        do {
            let spill = try CandidateSpill(scratch(".candidates"))
            try spill.append([])
            #expect(scratch.names == [".candidates"])
        }
        #expect(scratch.names == [])
        #expect(throws: Fault.self) { try CandidateSpill(scratch("none/.candidates")) }
    }
}
