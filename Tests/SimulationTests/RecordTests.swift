import Foundation
import GeoIO
import GeoModel
import Geometry
import SafeFiles
import Testing

@testable import Simulation

@Suite struct RecordTests {
    @Test func everyApprovedEventHasItsPapersInTime() throws {
        for seed in [1, 2, 3] as [UInt64] {
            let plan = try plan(seed: seed)
            let titles = LandTitles(plan).all
            for event in plan.events where event.kind.isApproved {
                let title = try #require(titles.first { $0.event?.id == event.id })
                let land = Site(outline: title.outline)
                #expect(event.site.outline.allSatisfy(land.contains), "\(event.id) leaves its land")
                #expect((title.contract != nil) == event.kind.isSupplied)
                let start = plan.options.period(event.start)
                #expect(Period(of: title.approvedOn) < start)
                if let contract = title.contract {
                    #expect(Period(of: contract.signedOn) < start)
                    #expect(title.approvedOn < contract.signedOn)
                }
            }
            #expect(titles.contains { $0.event == nil && $0.contract == nil }, "untouched, approved, unsupplied")
        }
    }

    @Test func unapprovedEventsTouchNoApproval() throws {
        let plan = try plan(seed: 4)
        let lands = LandTitles(plan).all.map { Site(outline: $0.outline) }
        for event in plan.events where event.kind.theme != nil && !event.kind.isApproved {
            for land in lands {
                #expect(!event.site.outline.contains(where: land.contains), "\(event.id)")
                #expect(!land.outline.contains(where: event.site.contains), "\(event.id)")
            }
        }
    }

    @Test func parcelCodesAreWholeAndUnique() throws {
        let tables = RecordTables(try plan())
        let codes = tables.parcels.rows.compactMap { $0.values[0].string }
        #expect(codes.count == tables.parcels.rows.count)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.count == 19 })
        #expect(codes.count > 80)
        let contracts = tables.supplies.rows.compactMap { $0.values[0].string }
        #expect(Set(contracts).count == contracts.count)
        #expect(tables.supplies.rows.allSatisfy { row in row.values[1].string.map { $0.count == 19 } == true })
    }

    @Test func carriesTheMessOfRealRegisters() throws {
        let tables = RecordTables(try plan())
        #expect(tables.parcels.rows.count { $0.outlines.isEmpty } == 1)
        #expect(tables.parcels.rows.count { $0.values[1] == .null } == 1)
        #expect(tables.supplies.rows.count { $0.values[5] == .null } == 1)
        #expect(tables.supplies.rows.contains { $0.values[5].string?.contains("年") == true })
        #expect(tables.standardLand.rows.count { $0.values[5] == .null } == 1)
    }

    /// Every contract's ledger fits what was done with its land, and every story that makes land idle is told.
    @Test func ledgersOfBuildingFitTheGround() throws {
        let plan = try plan(size: 1024)
        let last = plan.acquisitions[plan.options.months - 1].date
        let titles = LandTitles(plan).all
        var fates: Set<ContractStory.Fate> = []
        for title in titles {
            guard let contract = title.contract else { continue }
            let story = contract.story
            fates.insert(story.fate)
            #expect(story.delivery == contract.signedOn)
            for day in [story.start, story.completion] { #expect(day.map { $0 <= last } ?? true) }
            guard let event = title.event, !title.isOldFactory, story.fate != .unrecorded else { continue }
            #expect((story.start != nil) == event.stages.contains { $0.cover == .built }, "\(event.id)")
            #expect((story.completion != nil) == (event.stages.last == .finished), "\(event.id)")
        }
        #expect(fates == [.used, .neverStarted, .delayed, .delayedOnce, .claimed, .halted, .unrecorded])
        let truth = IdleTruth(plan: plan, titles: titles)
        let idle = titles.compactMap(\.contract).filter { truth.isIdle($0, before: plan.options.months - 13) }
        #expect((2...8).contains(idle.count))
        #expect(idle.allSatisfy { [.neverStarted, .delayedOnce, .halted].contains($0.story.fate) })
    }

    /// Every tale that agreements are full of is told, and the register of enterprises has its gaps.
    @Test(arguments: [512, 1024])
    func standardLandHasItsStories(size: Int) throws {
        let plan = try plan(size: size)
        let titles = LandTitles(plan)
        let stories = AgreementStory.all(plan, titles)
        #expect(Set(stories.map(\.fate)) == Set(AgreementStory.Fate.allCases))
        #expect(
            StandardLandTable.make(plan, titles).rows.allSatisfy { $0.values.count == StandardLandTable.fields.count })
        let enterprises = EnterpriseStories(plan, titles).all
        #expect(enterprises.count >= 30 && Set(enterprises.map(\.code)).count == enterprises.count)
        #expect(Set(enterprises.compactMap(\.fault)).count == 4 && enterprises.count { !$0.gaps.isEmpty } >= 4)
        #expect(EnterpriseTable.make(plan, titles).rows.allSatisfy { $0.values.count == EnterpriseTable.fields.count })
        let zones = plan.cover.layout.developmentZones.map { Site(outline: plan.onRaster($0.outline)) }
        #expect(zones.count >= 2)
        for title in titles.all where title.isIndustrial {
            #expect(zones.count { $0.contains(Site(outline: title.outline).centre) } == 1)
        }
    }

    @Test func townshipsCoverTheDistrict() throws {
        let plan = try plan()
        let townships = TownshipTable.make(plan).rows.map { Site(outline: $0.outlines[0]) }
        let size = Double(plan.options.size)
        for place in 0..<400 {
            let spot = Spot(x: Double(place % 20) / 20 * size + 1.3, y: Double(place / 20) / 20 * size + 1.7)
            #expect((1...2).contains(townships.count { $0.contains(spot) }))
        }
        let sum = townships.reduce(0) { $0 + $1.pixelArea }
        #expect(sum > size * size && sum < size * size * 1.01, "one overlaps its neighbour a little")
    }

    @Test func writtenRegistersReadBack() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("records-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let plan = try plan()
        let tables = RecordTables(plan)
        try RecordFolder(folder: folder, places: PlaceFinder(plan.grid)).write(tables)

        #expect(!FileManager.default.fileExists(atPath: folder + "/parcels.cpg"))
        #expect(FileManager.default.fileExists(atPath: folder + "/projects.cpg"))
        let parcels = try rows(folder + "/parcels.shp")
        #expect(parcels.count == tables.parcels.rows.count)
        #expect(parcels.count { $0.geometry == nil } == 1)
        #expect(parcels[0].attributes["dlmc"] == tables.parcels.rows[0].values[2])
        let algebra = PolygonAlgebra()
        let defects = try parcels.filter { parcel in
            guard let shape = parcel.geometry else { return false }
            return try algebra.defect(of: shape, named: "parcel") != nil
        }
        #expect(defects.count == 1)
        for (path, table) in [
            ("approvals.gpkg", tables.approvals), ("zones.gpkg", tables.zones), ("projects.shp", tables.projects),
        ] {
            let read = try rows("\(folder)/\(path)")
            #expect(read.count == table.rows.count)
            for row in read {
                let shape = try #require(row.geometry)
                #expect(try algebra.defect(of: shape, named: path) == nil, "\(path) row \(row.row)")
            }
        }
        #expect(try LayerFile(folder + "/approvals.gpkg").system == CoordinateSystem("EPSG:4548"))
        #expect(try rows(folder + "/supplies.geojson").count == tables.supplies.rows.count)
        #expect(
            try rows(folder + "/standard_land.csv").allSatisfy {
                $0.geometry == nil && $0.attributes["crhth"]?.string != nil
            })
    }

    private func rows(_ path: String) throws -> [Feature] {
        var rows: [Feature] = []
        try LayerFile(path).forEachFeature { row in rows.append(row) }
        return rows
    }
}
