import GeoModel
import LandRecords
import SafeFiles
import Testing

@testable import WorkQueue

/// A register that is imported again keeps what it held before.
@Suite struct RegisterVersionTests {
    private let district: District

    init() throws { district = try District() }

    private func parcel(_ code: String, _ holder: String?, _ x: Double = 0, row: Int64 = 1) -> Parcel {
        Parcel(
            code: code, landClass: "0102", holder: holder,
            shape: MultiPolygon([Polygon(BoundingBox(minX: x, minY: 0, maxX: x + 10, maxY: 10))]),
            source: RecordSource(layer: "parcels", row: row))
    }

    private func importing(_ parcels: [Parcel], _ store: RegionStore, _ hour: Int) throws -> RegisterVersion {
        let staged = try store.stage(.parcel)
        for parcel in parcels { try staged.append(parcel) }
        return try store.putInForce(staged, sources: ["files": []], at: District.time(hour))
    }

    private func codes(_ store: RegionStore, _ version: Int) throws -> [String] {
        try store.records(of: Parcel.self, inVersion: version).map { "\($0.code) \($0.holder ?? "")" }.sorted()
    }

    @Test func sameRowsStayOthersEnd() throws {
        let store = try district.create()
        let first = try importing([parcel("a", "甲"), parcel("b", "乙", 20), parcel("c", nil, 40)], store, 1)
        #expect(first.number == 1 && first.added == 3 && first.ended == 0)
        // `a` stays though its row moved, `b` has another holder, `c` is gone, `d` is new.
        let second = try importing(
            [parcel("d", nil, 60, row: 4), parcel("b", "丙", 20, row: 2), parcel("a", "甲", row: 9)], store, 2)
        #expect(second.number == 2 && second.added == 2 && second.changed == 1 && second.ended == 2)
        #expect(try store.records(Parcel.self).map(\.code).sorted() == ["a", "b", "d"])
        #expect(try store.records(Parcel.self).first { $0.code == "a" }?.source.row == 9)
        #expect(try codes(store, 1) == ["a 甲", "b 乙", "c "])
        #expect(try codes(store, 2) == ["a 甲", "b 丙", "d "])
        #expect(try store.registerVersions().map(\.importedAt) == [District.time(1), District.time(2)])
    }

    @Test func theSameAgainIsNoNewVersion() throws {
        let store = try district.create()
        let rows = [parcel("a", "甲"), parcel("a", "甲"), parcel("b", "乙", 20)]
        _ = try importing(rows, store, 1)
        #expect(try importing(rows.reversed(), store, 2).number == 1)
        #expect(try store.recordCount(.parcel) == 3)
        // Of two equal rows one went.
        let third = try importing(Array(rows.dropFirst()), store, 3)
        #expect(third.number == 2 && third.ended == 1 && third.added == 0)
        #expect(try codes(store, 1).count == 3 && codes(store, 2).count == 2)
    }

    @Test func anEmptyRegisterEndsAllAndComesBack() throws {
        let store = try district.create()
        _ = try importing([parcel("a", nil)], store, 1)
        #expect(try importing([], store, 2).ended == 1)
        #expect(try importing([parcel("a", nil)], store, 3).number == 3)
        #expect(try codes(store, 1).count == 1 && codes(store, 2).isEmpty && codes(store, 3).count == 1)
    }

    @Test func recordsFromBeforeVersionsStayTheSame() throws {
        let store = try district.create()
        _ = try importing([parcel("a", "甲"), parcel("b", nil, 20)], store, 1)
        try store.database.execute("UPDATE parcel SET digest = NULL, since = 0")
        try store.database.execute("DELETE FROM register_version")
        let version = try importing([parcel("a", "甲"), parcel("b", nil, 20), parcel("c", nil, 40)], store, 2)
        #expect(version.number == 1 && version.added == 1 && version.ended == 0)
    }

    @Test func outlinesCanBeReplacedBeforeTheyCount() throws {
        let store = try district.create()
        let staged = try store.stage(.parcel)
        try staged.append(parcel("a", nil))
        let wide = parcel("a", nil, 5).shape
        try staged.replaceShape(at: 0, with: wide)
        #expect(try staged.shape(at: 0) == wide && staged.key(at: 0) == "a")
        try store.putInForce(staged, at: District.time(1))
        #expect(try importing([parcel("a", nil, 5)], store, 2).number == 1)
    }

    @Test func aFileThatAPersonNamedIsKnownAsSuchEvenWhereNothingDiffers() throws {
        let store = try district.create()
        func importing(_ sources: JSONValue, _ hour: Int) throws -> RegisterVersion {
            let staged = try store.stage(.parcel)
            try staged.append(parcel("a", "甲"))
            return try store.putInForce(staged, sources: sources, at: District.time(hour))
        }
        #expect(try importing(["files": []], 1).number == 1)
        let named = try importing(["files": [], "by_hand": true], 2)
        #expect(named.number == 2 && named.isByHand && named.added == 0)
        #expect(try importing(["files": [], "by_hand": true], 3).number == 2)
        #expect(try importing(["files": []], 4).isByHand == false)
    }

    @Test func joinsNoteTheVersions() throws {
        let store = try district.create()
        let version = try importing([parcel("a", nil)], store, 1)
        try store.noteJoin(run: "2026-06/monthly", versions: [version], at: District.time(2))
        #expect(try store.database.integer("SELECT version FROM join_register WHERE register = 'parcel'") == 1)
    }
}
