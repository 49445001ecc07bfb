import GeoModel
import LandRecords
import Patches
import Testing

/// The programme's own file on plain cases, well inside every limit, so that tuning a threshold leaves them alone.
@Suite struct ProgrammeTests {
    private typealias D = District
    private let square = District.block(0, 0, 100, 100)

    private func verdict(_ patch: Patch, _ records: LandRecordSet) throws -> [String] {
        let book = try RuleBook(try D.data("themes/five-themes.json5"), named: "five-themes.json5")
        let outcome = try records.joined([patch], book)
        for flag in outcome.flags {
            #expect(flag.reason.zh.hasSuffix(book.caveat.zh) && flag.reason.en.hasSuffix(book.caveat.en))
            #expect(!flag.reason.zh.contains("{") && !flag.reason.en.contains("{"))
            #expect(!flag.reason.zh.contains { ",;:()".contains($0) }, "\(flag.reason.zh)")
            #expect(!flag.reason.zh.contains("。。") && !flag.reason.en.contains(".."))
        }
        return outcome.flags.map(\.theme) + outcome.explained.map { _ in "explained" }
    }

    @Test func theFiveThemes() throws {
        let built = D.patch("1", square)
        let cases: [(LandRecordSet, String)] = [
            (.of(projects: [D.project("p", major: true, square)]), "major-project-change"),
            (.of(zones: [D.zone(.protectedForest, square)]), "protected-forest-change"),
            (.of(zones: [D.zone(.permanentBasicFarmland, square)]), "farmland-change"),
            (.of(parcels: [D.parcel("z", "0101", square)]), "farmland-change"),
            (.of(parcels: [D.parcel("z", "0401", square)]), "suspected-illegal-construction"),
            (.of(parcels: [D.parcel("z", "0601", square)]), "suspected-illegal-construction"),
            (.of(), "suspected-illegal-construction"),
        ]
        for (records, theme) in cases {
            #expect(try verdict(built, records) == [theme])
        }
    }

    @Test func earthMovedOffFarmlandIsOccupation() throws {
        let moved = D.patch("1", square, to: .bare)
        for landClass in ["0201", "0404", "1101", nil] {
            let records = LandRecordSet.of(parcels: [D.parcel("z", landClass, square)])
            #expect(try verdict(moved, records) == ["suspected-illegal-occupation"])
        }
        let approved = LandRecordSet.of(
            approvals: [D.approval("A", "2025-01-01", square)],
            supplies: [D.supply("S", "2025-01-01", square)]
        )
        #expect(try verdict(moved, approved) == ["explained"])
    }

    /// Cut straw keeps its dry look: the water index hardly rises, as moved earth makes it do.
    @Test func aHarvestedFieldIsNoFlag() throws {
        let stubble = D.patch("1", square, to: .bare, mndwi: 0.05)
        #expect(try verdict(stubble, .of(parcels: [D.parcel("z", "0102", square)])) == [])
    }

    @Test func earthMovedOnFarmlandIsFlagged() throws {
        let moved = D.patch("1", square, to: .bare)
        #expect(try verdict(moved, .of(parcels: [D.parcel("z", "0102", square)])) == ["farmland-change"])
        #expect(try verdict(moved, .of(zones: [D.zone(.permanentBasicFarmland, square)])) == ["farmland-change"])
    }

    @Test func aClearingInAProtectedForestIsFlagged() throws {
        let records = LandRecordSet.of(zones: [D.zone(.protectedForest, square)])
        #expect(try verdict(D.patch("1", square, to: .bare), records) == ["protected-forest-change"])
    }

    @Test func harvestAndFloodingAreNotFlagged() throws {
        let records = LandRecordSet.of(
            parcels: [D.parcel("z", "0101", square)],
            zones: [D.zone(.permanentBasicFarmland, square)]
        )
        #expect(try verdict(D.patch("1", square, to: .bare, mndwi: 0.05), records) == [])
        #expect(try verdict(D.patch("1", square, to: .water), records) == [])
        #expect(try verdict(D.patch("1", square, from: .bare, to: .vegetation, bsi: -0.5, ndvi: 0.5), records) == [])
    }

    @Test func aBuildingWithItsPapersIsExplained() throws {
        var records = LandRecordSet.of(
            approvals: [D.approval("A", "2025-01-01", square)],
            supplies: [D.supply("S", "2025-02-01", square)]
        )
        #expect(try verdict(D.patch("1", square), records) == ["explained"])
        records.supplies = []
        #expect(try verdict(D.patch("1", square), records) == ["approved-unsupplied"])
    }
}
