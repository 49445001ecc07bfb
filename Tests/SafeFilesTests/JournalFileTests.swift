import Foundation
import Testing

@testable import SafeFiles

@Suite struct JournalFileTests {
    private let records: [[UInt8]] = [[], [1, 2, 3], [UInt8](repeating: 9, count: 100_000)]

    private func recovered(_ path: String) throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        try JournalFile(path).recover { _, bytes in
            found.append(bytes)
            return true
        }
        return found
    }

    private func written(_ path: String) throws {
        let journal = try JournalFile(path)
        try journal.recover { _, _ in true }
        for record in records {
            let place = try journal.append(record)
            #expect(try journal.pages.bytes(at: place.offset, count: place.count) == record)
        }
    }

    @Test func recordsComeBack() throws {
        let scratch = try Scratch()
        try written(scratch("j"))
        #expect(try recovered(scratch("j")) == records)
    }

    @Test(arguments: [1, 5, 12, 50_000]) func aTornEndIsCutOff(missing: Int) throws {
        let scratch = try Scratch()
        try written(scratch("j"))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch("j")))
        try bytes.dropLast(missing).write(to: URL(fileURLWithPath: scratch("j")))
        #expect(try recovered(scratch("j")) == Array(records.dropLast()))
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch("j"))).count == bytes.count - 100_012)
    }

    @Test func whatComesAfterADamagedRecordIsNotBelieved() throws {
        let scratch = try Scratch()
        try written(scratch("j"))
        var bytes = try Data(contentsOf: URL(fileURLWithPath: scratch("j")))
        bytes[25] ^= 1
        try bytes.write(to: URL(fileURLWithPath: scratch("j")))
        #expect(try recovered(scratch("j")) == [[]])
    }

    @Test func whatIsRefusedIsCutOff() throws {
        let scratch = try Scratch()
        try written(scratch("j"))
        let journal = try JournalFile(scratch("j"))
        try journal.recover { _, bytes in bytes.isEmpty }
        _ = try journal.append([7])
        #expect(try recovered(scratch("j")) == [[], [7]])
    }

    @Test func plainValuesSurvive() {
        var bytes: [UInt8] = [0]
        appendBytes(of: [UInt16(1), 515], to: &bytes)
        appendBytes(of: [-2.5], to: &bytes)
        #expect(bytes.prefix(5) == [0, 1, 0, 3, 2])
        #expect(values(of: UInt16.self, count: 2, in: bytes, at: 1) == [1, 515])
        #expect(values(of: Double.self, count: 1, in: bytes, at: 5) == [-2.5])
    }
}
