import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import Simulation

@Suite struct LeadPlanTests {
    @Test(arguments: [1, 2, 7] as [UInt64])
    func aYearHasFourListsWithEveryCause(seed: UInt64) throws {
        let leads = LeadPlan(try plan(seed: seed))
        #expect(leads.lists.map(\.name) == ["2025Q4", "2026Q1", "2026Q2", "2026Q3"])
        #expect(leads.lists.map(\.after.description) == ["2025-12-27", "2026-03-27", "2026-06-27", "2026-09-27"])
        #expect(leads.lists.allSatisfy { $0.before < $0.after && $0.after < $0.issuedOn && $0.leads.count > 2 })
        let all = leads.lists.flatMap(\.leads)
        #expect(Set(all.map(\.cause)) == [.change, .explained, .tooSmall, .afterLastImage, .nothing])
        #expect(Set(all.map(\.number)).count == all.count)
        let told = Set(leads.complaints.map(\.cause))
        #expect(told == [.change, .explained, .afterLastImage, .nothing, .unplaced])
        #expect((6...9).contains(leads.complaints.count))
    }

    @Test func aShortSeriesHasTheLastListAlone() throws {
        let leads = LeadPlan(try plan(months: 2))
        #expect(leads.lists.map(\.name) == ["2026Q3"] && leads.sights.span == 1)
        #expect(leads.complaints.contains { $0.cause == .change })
    }

    /// A list tells of what had begun by its image; what an event is not behind lies well away from all of them.
    @Test func leadsFitWhatHappens() throws {
        let leads = LeadPlan(try plan(seed: 3))
        for list in leads.lists {
            for lead in list.leads {
                let centre = try #require(lead.place.centre)
                if let event = lead.event, lead.cause != .nothing {
                    #expect(event.start <= list.month && event.mu >= 1 && event.site.contains(event.site.centre))
                    #expect((centre - event.site.centre).length < 1)
                    #expect((event.kind.theme == nil) == (lead.cause == .explained))
                } else if lead.event == nil {
                    let events = leads.plan.events.filter { $0.kind != .flood }
                    #expect(events.allSatisfy { ($0.site.centre - centre).length > $0.site.radius + 12 })
                }
                guard case .outline(let outline) = lead.place else { continue }
                // Below the least area that the programme looks at, 400 m².
                #expect((Site(outline: outline).pixelArea < 3) == (lead.cause == .tooSmall))
            }
        }
        let told = Set(leads.lists.flatMap { $0.leads.compactMap(\.event?.id) })
        #expect(!leads.oursAlone.isEmpty && leads.oursAlone.allSatisfy { !told.contains($0.id) })
    }

    /// The truth says of every lead what is behind it; days are worked out by hand for one.
    @Test func theTruthTellsOfEveryLead() throws {
        let leads = LeadPlan(try plan())
        let truth = LeadTruth(leads: leads).json
        let rows = try #require(truth["issued"]?.members) + #require(truth["complaints"]?.members)
        #expect(rows.count == leads.lists.reduce(leads.complaints.count) { $0 + $1.leads.count })
        let day = try #require(truth["scenes"]?["2026-09"]?.string.flatMap { CalendarDate($0) })
        for row in rows {
            let (shown, found) = (row.value["shown"]?.array ?? [], row.value["found"])
            switch row.value["cause"]?.string {
            case "change": #expect(found == (shown.contains("2026-09") ? true : .null))
            default: #expect(found == false && shown.isEmpty)
            }
            let told = row.value["image_day"]?.string ?? row.value["day"]?.string ?? ""
            let days = try #require(CalendarDate(told)).daysSinceEpoch - day.daysSinceEpoch
            #expect(row.value["image_lead_days"]?.integer == (row.value["cause"] == "change" ? days : nil))
        }
        let days = rows.compactMap { $0.value["image_lead_days"]?.integer }
        #expect(days.contains { $0 > 0 } && days.contains { $0 < 0 })
    }

    @Test func theSameSeedWritesTheSameLeads() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("leads-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["one", "other"] {
            let plan = try plan()
            try LeadFolder(
                folder: "\(folder)/\(name)", places: try PlaceFinder(plan.grid), leads: LeadPlan(plan)
            ).write()
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/one/issued").sorted()
        #expect(names.filter { $0.hasSuffix(".shp") } == ["2025Q4.shp", "2026Q2.shp"])
        #expect(names.filter { $0.hasSuffix(".gpkg") } == ["2026Q1.gpkg", "2026Q3.gpkg"])
        for file in names.map({ "issued/" + $0 }) + ["complaints.csv"] {
            let sums = try ["one", "other"].map { try Checksum.sha256(ofFile: "\(folder)/\($0)/\(file)") }
            #expect(sums[0] == sums[1], "\(file)")
        }
        let rows = try DurableFile.text(of: folder + "/one/complaints.csv").split(separator: "\n")
        #expect(rows[0] == "工单编号,受理日期,诉求内容,地点,经度,纬度")
        #expect(rows.dropFirst().allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 6 })
    }
}
