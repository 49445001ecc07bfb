import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import LandRecords

/// A first mapping by the names and values of a layer's columns, with the program's own mapping files.
@Suite struct ProposalTests {
    private let bases: [MappingProposal.Base]

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Pipelines/mappings").path
        bases = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            let document = try DurableFile.json(of: "\(folder)/\(name)")
            return .init(mapping: try RegisterMapping(document, named: name), document: document)
        }
    }

    private func propose(
        _ name: String, _ columns: [(String, [FieldValue])], area: Double? = nil, hasShapes: Bool = true
    ) -> MappingProposal {
        let count = columns[0].1.count
        let rows = (0..<count).map { row in
            Feature(
                row: Int64(row), geometry: hasShapes ? District.block(Double(row), 0, 1, 1) : nil,
                attributes: Dictionary(columns.map { ($0.0, $0.1[row]) }) { first, _ in first })
        }
        return MappingProposal(
            .init(name: name, fields: columns.map { Field($0.0, .text) }, rows: rows, area: { _ in area }),
            bases: bases)
    }

    private func texts(_ words: String...) -> [FieldValue] { words.map { .text($0) } }

    @Test func chineseHeadingsWithUnitsAndCutNames() throws {
        // A shapefile in GBK keeps five characters of a name.
        let proposal = propose(
            "供地.shp",
            [
                ("合同编号", texts("A1", "A2")), ("宗地编号", texts("p1", "p2")), ("签订日期", texts("2024/3/1", "2024/4/2")),
                ("约定开工时", texts("2025-01-01", "2025-02-02")), ("供应面积（亩）", [.real(3), .real(4)]),
            ])
        #expect(proposal.kind == .supply)
        #expect(proposal.columns["contract"] == ["合同编号"] && proposal.columns["parcelCode"] == ["宗地编号"])
        #expect(proposal.columns["agreedStart"] == ["约定开工时"] && proposal.columns["statedArea"] == ["供应面积（亩）"])
        let mapping = try RegisterMapping(try JSONValue(parsing: proposal.text, named: "proposal"), named: "proposal")
        #expect(mapping.factors["statedArea"] == 2000.0 / 3 && mapping.kind == .supply)
    }

    @Test func landUseLayerByItsPinyinNames() {
        let proposal = propose(
            "DLTB",
            [
                ("BSM", texts("370499000000000001", "370499000000000002")), ("TBBH", texts("1", "2")),
                ("DLBM", texts("0102", "0301")), ("DLMC", texts("水浇地", "乔木林地")), ("TBMJ", [.real(0.15), .real(0.3)]),
                ("KCXS", [.real(0.1), .real(0)]),
            ], area: 2000)
        #expect(proposal.kind == .landUse && proposal.columns["landClass"] == ["DLBM"])
        #expect(proposal.columns["deductedShare"] == ["KCXS"] && proposal.columns["code"] == ["BSM", "TBBH"])
    }

    @Test func columnsThatNoNameTellsAreFoundByTheirValues() {
        let proposal = propose(
            "宗地.gpkg",
            [
                ("f1", texts("370499001001GB00001", "370499001001GB00002")), ("f2", texts("0702", "0601")),
                ("f3", texts("甲公司", "甲公司")),
            ])
        #expect(proposal.kind == .parcel)
        #expect(proposal.columns["code"] == ["f1"] && proposal.columns["landClass"] == ["f2"])
        #expect(proposal.text.contains("按取值猜测") && proposal.text.contains("\"f3\": 1 种文字"))
    }

    @Test func areasTellTheirUnitByTheOutlines() throws {
        let proposal = propose(
            "宗地", [("宗地代码", texts("a", "b", "c")), ("面积", [.real(1.5), .real(1.49), .real(9)])], area: 1000)
        #expect(proposal.text.contains("units: { statedArea: \"mu\" }"))
        let metres = propose("宗地", [("宗地代码", texts("a", "b")), ("面积", [.real(1001), .real(999)])], area: 1000)
        #expect(!metres.text.contains("units"))
    }

    @Test func datesAreWrittenInTheOrdersSeen() throws {
        let proposal = propose(
            "投诉", [("工单编号", texts("1", "2")), ("受理日期", texts("17/6/2026", "30/6/2026"))], hasShapes: false)
        #expect(proposal.kind == .complaint && proposal.text.contains("dates: [\"dmy\"]"))
    }

    @Test func unitsOfColumnsAreMultipliedIn() throws {
        let json: JSONValue = [
            "register": "parcel", "source": "test", "fields": ["code": ["c"], "statedArea": ["mj"]],
            "units": ["statedArea": "mu"],
        ]
        let row = Feature(
            row: 1, geometry: District.block(0, 0, 1, 1), attributes: ["c": .text("x"), "mj": .text("1.5")])
        let read = try RegisterReader.read([row], from: "l", mapping: try RegisterMapping(json, named: "m"))
        #expect(read.records.parcels[0].statedArea?.squareMetres == 1000)
        let odd: JSONValue = [
            "register": "parcel", "source": "test", "fields": ["code": ["c"]], "units": ["statedArea": "acre"],
        ]
        #expect(throws: Fault.self) { try RegisterMapping(odd, named: "m") }
    }

    @Test func complaintsKeepTheirPoints() throws {
        let complaint = try #require(bases.first { $0.mapping.kind == .complaint }).mapping
        let rows = [
            ("a", FieldValue.null, FieldValue.null, MapPoint(x: 3, y: 4)), ("b", .text("117.5"), .real(34.8), nil),
            ("c", .null, .null, nil),
        ].map { number, x, y, point in
            Feature(
                row: 1, geometry: nil, attributes: ["工单编号": .text(number), "经度": x, "纬度": y], point: point)
        }
        let read = try RegisterReader.read(rows, from: "l", mapping: complaint)
        #expect(
            read.records.complaints.map(\.point) == [MapPoint(x: 3, y: 4), MapPoint(x: 117.5, y: 34.8), nil])
        #expect(read.rejected.isEmpty)
    }
}
