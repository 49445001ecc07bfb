import GeoModel
import LandRecords
import SafeFiles
import Testing

@Suite struct MappingTests {
    private func load(_ text: String) throws(Fault) -> RegisterMapping {
        try RegisterMapping(try JSONValue(parsing: text, named: "m"), named: "m")
    }

    @Test(arguments: [
        "{register: 'parcels', source: 's', fields: {}}",
        "{register: 'parcel', fields: {}}",
        "{register: 'parcel', source: 's'}",
        "{register: 'parcel', source: 's', fields: {kode: ['a']}}",
        "{register: 'parcel', source: 's', fields: {code: 'a'}}",
        "{register: 'parcel', source: 's', fields: {}, expected: ['approvedOn']}",
        "{register: 'parcel', source: 's', fields: {}, dates: ['ydm']}",
        "{register: 'zone', source: 's', fields: {}}",
        "{register: 'zone', source: 's', fields: {}, codes: {kind: {words: {a: 'forest'}}}}",
        "{register: 'zone', source: 's', fields: {}, codes: {kind: {otherwise: 'forest'}}}",
        "{register: 'zone', source: 's', fields: {}, codes: {name: {words: {}}}}",
    ])
    func mistakesAreNamed(text: String) {
        #expect(throws: Fault.self) { try load(text) }
    }

    @Test func americanDatesNeedToBeAskedFor() throws {
        let mapping = try load(
            "{register: 'approval', source: 's', fields: {number: ['n'], approvedOn: ['d']}, dates: ['mdy']}"
        )
        let row = Feature(
            row: 1,
            geometry: District.block(0, 0, 1, 1),
            attributes: ["n": .text("1"), "d": .text("6/17/2026")]
        )
        let approvals = try RegisterReader.read([row], from: "l", mapping: mapping).records.approvals
        #expect(approvals.map(\.approvedOn) == [District.day("2026-06-17")])
    }
}
