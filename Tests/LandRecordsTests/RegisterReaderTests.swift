import GeoModel
import Geometry
import LandRecords
import Testing

@Suite struct RegisterReaderTests {
    private func mapping(_ name: String) throws -> RegisterMapping {
        try RegisterMapping(try District.data("mappings/\(name).json5"), named: name)
    }

    private func feature(
        _ row: Int64,
        _ attributes: [String: FieldValue],
        _ shape: MultiPolygon? = District.block(0, 0, 10, 10)
    ) -> Feature {
        Feature(row: row, geometry: shape, attributes: attributes)
    }

    private func read(_ name: String, _ features: [Feature], layer: String = "layer") throws -> RegisterImport {
        let result = try RegisterReader.read(features, from: layer, mapping: try mapping(name))
        let kept = result.records.count(of: result.kind)
        #expect(result.rowsRead == features.count)
        #expect(result.rowsRead == result.rejected.count + result.rowsUnited + kept)
        return result
    }

    @Test(arguments: ["parcel", "approval", "supply", "standard-land", "zone", "project"])
    func everyMappingFileLoadsAndNamesItsSource(name: String) throws {
        #expect(!(try mapping(name)).source.isEmpty)
    }

    @Test(arguments: [
        ["宗地代码": "37040100001", "地类编码": "0101", "权利人": "某村"],
        ["ZDDM": "37040100001", "DLBM": "0101", "QLR": "某村"],
        ["parcel_code": " 37040100001 ", "land_class": "0101", "holder": "某村"],
    ])
    func parcelsInThreeTongues(row: [String: String]) throws {
        let result = try read("parcel", [feature(1, row.mapValues { .text($0) })])
        let parcel = try #require(result.records.parcels.first)
        #expect(parcel.code == "37040100001" && parcel.landClass == "0101" && parcel.holder == "某村")
        #expect(result.warnings.isEmpty && result.columns.map(\.rows) == [1, 1, 1])
    }

    @Test func foreignLayersFindTheirKeys() throws {
        let features = [
            feature(1, ["osm_id": .null, "osm_way_id": .text("77"), "landuse": .text("residential")]),
            feature(2, ["OBJECTID": .integer(5), "PIN": .null]),
            feature(3, ["nothing": .text("known")]),
        ]
        for (given, code) in zip(features, ["77", "5", "layer#3"]) {
            let result = try read("parcel", [given])
            #expect(result.records.parcels.map(\.code) == [code])
            #expect(result.warnings.count == (code == "layer#3" ? 1 : 0))
        }
    }

    @Test func rowsWithoutAnOutlineAreRejected() throws {
        let line = MultiPolygon([Polygon(exterior: District.ring(0, 0, 5, 5, 10, 10))])
        let shapes = [nil, MultiPolygon([]), line]
        let result = try read("parcel", shapes.enumerated().map { feature(Int64($0), ["zdh": .text("a\($0)")], $1) })
        #expect(result.rejected.map(\.source.row) == [0, 1, 2])
        #expect(result.rejected.allSatisfy { $0.fault.object == "layer: row \($0.source.row)" })
    }

    @Test func aBowTieIsMendedAndListed() throws {
        let bowTie = MultiPolygon([Polygon(exterior: District.ring(0, 0, 40, 40, 40, 0, 0, 40))])
        let result = try read("parcel", [feature(9, ["zdh": .text("a")], bowTie)])
        #expect(result.repaired.map(\.source.row) == [9])
        #expect(result.repaired[0].fault.message.en.contains("Self-intersection"))
        #expect(result.records.parcels[0].shape.planarArea == 800)
    }

    @Test func aCoordinateThatIsNoNumberIsRejected() throws {
        let shape = MultiPolygon([Polygon(exterior: District.ring(0, 0, .nan, 5, 10, 10))])
        #expect(try read("parcel", [feature(1, ["zdh": .text("a")], shape)]).rejected.count == 1)
    }

    @Test func aDamagedShapeIsNotCalledMissing() throws {
        let rows = [
            Feature(row: 7, geometry: nil, attributes: ["zdh": .text("a")], damage: "Corrupted .shp file"),
            feature(8, ["zdh": .text("b")], nil),
        ]
        let rejected = try read("parcel", rows).rejected.map(\.fault)
        #expect(rejected.count == 2)
        #expect(rejected[0].message.en.hasPrefix("the shape is damaged and can't be read (GDAL: Corrupted"))
        #expect(rejected[1].message.en.hasPrefix("there is no outline;"))
    }

    @Test func outlinesAreMovedAndWhatCannotBeIsRejected() throws {
        let degrees = MultiPolygon([Polygon(BoundingBox(minX: 117, minY: 34.8, maxX: 117.001, maxY: 34.801))])
        let metres = District.block(0, 0, 10, 10)
        let reader = RegisterReader("L", mapping: try mapping("parcel"))
        let move = try CoordinateTransformation(from: CoordinateSystem("EPSG:4490"), to: District.system)
        try reader.add(feature(1, ["zdh": .text("a")], degrees), through: move)
        try reader.add(feature(2, ["zdh": .text("b")], metres), through: move)
        let result = try reader.finish()
        #expect(abs((result.records.parcels[0].shape.bounds?.minX ?? 0) - 500_000) < 0.001)
        #expect(result.rejected.map(\.fault.object) == ["L: row 2"])
    }

    @Test func datesInTheWaysTablesWriteThem() throws {
        let written: [FieldValue] = [
            .text("2026-06-07"), .text("2026年6月7日"), .text("20260607"), .integer(20_260_607), .real(20_260_607),
            .date(District.day("2026-06-07")), .integer(46_180), .text("2026/6/7 12:00:00"),
        ]
        let rows = written.enumerated().map { number, value in
            feature(Int64(number), ["pzwh": .text("n\(number)"), "pzrq": value])
        }
        let result = try read("approval", rows)
        #expect(result.records.approvals.map { $0.approvedOn?.description } == written.map { _ in "2026-06-07" })
        #expect(result.warnings.isEmpty)
    }

    @Test func missingAndUnreadableDatesAreKeptAndListed() throws {
        let values: [FieldValue] = [
            .null, .text(" "), .text("无"), .text("1900-01-01"), .text("上月底"), .text("2026-02-30"),
            .text("26/6/17"),
        ]
        let rows = values.enumerated().map { feature(Int64($0), ["crhth": .text("c\($0)"), "qdrq": $1]) }
        let result = try read("supply", rows)
        #expect(result.records.supplies.map(\.signedOn) == values.map { _ in nil })
        #expect(result.warnings.map(\.source.row) == [0, 1, 2, 3, 4, 5, 6])
        #expect(result.warnings[4].fault.message.zh.contains("上月底"))
    }

    @Test func rowsOfOneKeyAreUnitedWhereTheyAgree() throws {
        let rows = [
            feature(1, ["pzwh": .text("A"), "pzrq": .text("2025-01-01")], District.block(0, 0, 10, 10)),
            feature(2, ["pzwh": .text("A"), "pzrq": .text("2025-01-01")], District.block(5, 0, 10, 10)),
            feature(3, ["pzwh": .text("A"), "pzrq": .text("2025-02-02")], District.block(50, 0, 10, 10)),
        ]
        let result = try read("approval", rows)
        #expect(result.records.approvals.map(\.number) == ["A", "A#3"])
        #expect(result.records.approvals[0].shape.planarArea == 150)
        #expect(result.rowsUnited == 1 && result.warnings.map(\.source.row) == [2, 3])
        #expect(result.warnings[1].fault.message.en.contains("approvedOn"))
    }

    @Test func keysStayUniqueAcrossLayers() throws {
        let (keys, register) = (KeyBook(of: .parcel), MemoryRegister())
        for (layer, landClass) in [("one", "0101"), ("two", "0301"), ("three", "0401"), ("four", "0601")] {
            let reader = RegisterReader(layer, mapping: try mapping("parcel"), into: register, keys: keys)
            try reader.add(feature(7, ["zdh": .text("A"), "DLBM": .text(landClass)]))
            #expect(try reader.finish().recordCount == 1)
        }
        #expect(register.records.parcels.map(\.code) == ["A", "A#7", "A#three#7", "A#four#7"])
    }

    @Test func aRowOfAnotherFileIsAPartOfTheRecordThatItSays() throws {
        let (keys, register) = (KeyBook(of: .parcel), MemoryRegister())
        var read: [RegisterImport] = []
        for (layer, west) in [("one", 0.0), ("two", 20.0)] {
            let reader = RegisterReader(layer, mapping: try mapping("parcel"), into: register, keys: keys)
            try reader.add(feature(7, ["zdh": .text("A")], District.block(west, 0, 10, 10)))
            read.append(try reader.finish())
        }
        #expect(read.map(\.recordCount) == [1, 0] && read.map(\.rowsUnited) == [0, 1])
        #expect(register.records.parcels.map(\.shape.planarArea) == [200])
        #expect(
            read[1].warnings.map(\.fault.message.en) == [
                "‘A’ has the same key and values as one: row 7; the two are one record now."
            ])
    }

    @Test func twoPointsAreTwoPlaces() throws {
        let reader = RegisterReader("L", mapping: try mapping("complaint"))
        for (row, x) in [(1, 117.31), (2, 117.35)] {
            try reader.add(
                Feature(
                    row: Int64(row), geometry: nil, attributes: ["bh": .text("A1")], point: MapPoint(x: x, y: 34.85)))
        }
        let result = try reader.finish()
        #expect(result.rowsUnited == 0 && result.rejectedCount + result.recordCount == 2)
    }

    @Test func zonesMayShareTheirName() throws {
        let rows = [1, 2].map { feature($0, ["mc": .text("北片"), "lx": .text("永久基本农田")]) }
        let result = try read("zone", rows)
        #expect(result.records.zones.map(\.kind) == [.permanentBasicFarmland, .permanentBasicFarmland])
        #expect(result.warnings.isEmpty)
    }

    @Test func zoneKindsComeFromWordsOrTheLayerOrNot() throws {
        let rows = [feature(1, ["mc": .text("x")])]
        #expect(try read("zone", rows, layer: "STBHHX_2026").records.zones.map(\.kind) == [.ecologicalRedLine])
        #expect(try read("zone", rows, layer: "什么").rejected.count == 1)
        let odd = try read("zone", [feature(1, ["lx": .text("机场净空")])])
        #expect(odd.rejected.map(\.source.row) == [1] && odd.rejected[0].fault.message.zh.contains("机场净空"))
    }

    @Test func majorProjectsAreTold() throws {
        let words = ["是", "1", "否", "", "大概"]
        let rows = words.enumerated().map { feature(Int64($0), ["xmdm": .text("p\($0)"), "sfzd": .text($1)]) }
        let result = try read("project", rows)
        #expect(result.records.projects.map(\.isMajor) == [true, true, false, false, false])
        #expect(result.warnings.map(\.source.row) == [4])
    }

    @Test func standardLandNeedsItsContractAndNoOutline() throws {
        let rows = [
            feature(1, ["crhth": .text("c1"), "投资强度": .text("350"), "容积率": .real(1.2)], nil),
            feature(2, ["qymc": .text("某公司")], nil),
            feature(3, ["crhth": .text("c1"), "投资强度": .text("270")], nil),
            feature(4, ["crhth": .text("c2"), "投资强度": .text("三百")], nil),
        ]
        let result = try read("standard-land", rows)
        #expect(result.records.standardLands.map(\.investmentPerMu) == [350, nil])
        #expect(result.records.standardLands[0].plotRatio == 1.2)
        #expect(result.rejected.map(\.source.row) == [2, 3])
        #expect(result.warnings.contains { $0.source.row == 4 && $0.fault.message.en.contains("三百") })
    }

    /// `103` from a column of numbers is class 0103, dry farmland; read as text it would be a road (10).
    @Test func numbersGetTheirZeroBackAndItIsSaidOnce() throws {
        let rows = [
            feature(1, ["zdh": .text("a"), "DLBM": .integer(103)]),
            feature(2, ["zdh": .text("b"), "DLBM": .real(301)]),
            feature(3, ["zdh": .text("c"), "DLBM": .integer(1103)]),
            feature(4, ["zdh": .text("d"), "DLBM": .text("201")]),
        ]
        let result = try read("parcel", rows)
        #expect(result.records.parcels.map(\.landClass) == ["0103", "0301", "1103", "201"])
        #expect(result.warnings.map(\.source.row) == [1])
    }
}
