import Foundation
import GeoIO
import GeoModel
import SafeFiles
import Testing

/// The sample district's queue beside the superior's lists and complaints, held against the truth of who told of what.
@Suite struct LeadTests {
    private let region: String
    private let truth: JSONValue

    init() throws {
        region = try SampleDistrict.untouchedRegion().path
        truth = try DurableFile.json(of: try SampleDistrict.source() + "/truth/leads.json")
    }

    private func told(_ arguments: String...) throws -> JSONValue {
        let said = try Binary.run(["queue", "leads", "--json", "--region", region] + arguments)
        try #require(said.code == 0, "\(said.messages)")
        return try JSONValue(parsing: said.results, named: "leads")
    }

    /// What the truth says of each lead, by number.
    private func rows() throws -> [String: JSONValue] {
        let members = try #require(truth["issued"]?.members) + #require(truth["complaints"]?.members)
        return Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
    }

    @Test func everyLeadIsTold() throws {
        let (leads, rows) = (try told()["leads"]?.array ?? [], try rows())
        #expect(Set(leads.compactMap { $0["number"]?.string }) == Set(rows.keys) && leads.count == rows.count)
        for lead in leads {
            let row = try #require(rows[lead["number"]?.string ?? ""])
            #expect(lead["day"] == row["day"] && lead["image_day"] == (row["image_day"] ?? .null))
        }
    }

    /// What is behind a lead decides whether there is a case: by how many days it is early, or why there is none.
    @Test(.enabled(if: SampleDistrict.isRelease, "a month against the one before misses more"))
    func hitsMissesAndLeadTimesAreThoseOfTheTruth() throws {
        let rows = try rows()
        var causes: [String: Int] = [:]
        for lead in try told()["leads"]?.array ?? [] {
            let number = lead["number"]?.string ?? ""
            let row = try #require(rows[number])
            let (cause, why) = (row["cause"]?.string ?? "", lead["why"]?.string)
            // What records alone raise stands on no image: nobody said that supplies are not looked at.
            let isSeen = lead["case"] != .null && lead["case_image_day"] != .null
            if row["found"] != .null { #expect(isSeen == (row["found"] == true), "\(number) \(cause) \(why ?? "")") }
            if isSeen { #expect(lead["image_lead_days"] == row["image_lead_days"], "\(number)") }
            guard lead["case"] == .null else { continue }
            causes[cause, default: 0] += 1
            switch cause {
            case "explained": #expect(why == "explained" && lead["missed"] == false, "\(number)")
            case "after-last-image": #expect(why == "after_last_image" && lead["missed"] == false, "\(number)")
            case "without-a-place": #expect(why == "without_place" && lead["missed"] == false, "\(number)")
            default:
                let seen = cause == "too-small" ? "too_small" : "no_change_seen"
                let reasons = ["after_last_image", seen, "no_rule", "hidden"]
                #expect(reasons.contains(why ?? ""), "\(number) \(cause)")
                #expect(lead["missed"] == .bool(why != "after_last_image"), "\(number)")
            }
        }
        #expect(causes.keys.contains("explained") && causes["too-small"] == 4 && causes["without-a-place"] == 1)
        #expect((causes["nothing"] ?? 0) >= 4 && causes["after-last-image"] == 3)
    }

    /// Some earlier than theirs, some later, and each list counted by itself.
    @Test(.enabled(if: SampleDistrict.isRelease, "two months have one list"))
    func theListsAreCountedOneByOne() throws {
        let told = try told()
        let lists = try #require(told["lists"]?.array)
        #expect(lists.map { $0["day"]?.string } == ["2026-01-12", "2026-04-12", "2026-07-12", "2026-10-12", nil])
        let rows = try rows().values
        for list in lists where list["day"] != .null {
            let changes = rows.filter { $0["day"] == list["day"] && $0["cause"] == "change" }
            let due = changes.count { $0["found"] == true }
            // A run of September alone is earlier than the images of the end of September, and than no others.
            let expected = list["day"] == "2026-10-12" ? due...changes.count : 0...0
            #expect(expected.contains(try #require(list["seen_earlier"]?.integer)))
            #expect((list["with_case"]?.integer ?? 0) >= due && !changes.isEmpty)
        }
        #expect(told["kinds"]?.array?.map { $0["kind"] } == ["issued", "complaint"])
    }

    /// Due events that no list has are extras, and what a list has is none.
    @Test func theExtrasAreOursAlone() throws {
        let told = try told()
        let extras = Set((told["extras"]?.array ?? []).compactMap { $0["case"]?.string })
        let issued = (told["leads"]?.array ?? []).filter { $0["kind"] == "issued" }
        let matched = Set(issued.compactMap { $0["case"]?.string })
        #expect(!extras.isEmpty && extras.isDisjoint(with: matched))
        let alone = Set((truth["ours_alone"]?.array ?? []).compactMap(\.string))
        let places = try casePlaces()
        var found = 0
        try LayerFile(try SampleDistrict.source() + "/truth/events.geojson").forEachFeature { feature in
            guard alone.contains(feature.attributes["id"]?.string ?? ""), let box = feature.geometry?.bounds else {
                return
            }
            let (x, y) = (box.centre.x, box.centre.y)
            let middle = BoundingBox(minX: x, minY: y, maxX: x, maxY: y)
            let here = places.filter { $0.box.intersects(middle) }
            if here.contains(where: { extras.contains($0.id) }) { found += 1 }
        }
        // As of all that is due some is missed; floors as for the evaluation.
        #expect(Double(found) >= (SampleDistrict.isRelease ? 0.6 : 0.35) * Double(alone.count) && found > 0)
    }

    /// The rectangles of the cases' outlines in longitude and latitude.
    private func casePlaces() throws -> [(id: String, box: BoundingBox)] {
        var places: [(id: String, box: BoundingBox)] = []
        try LayerFile(region + "/exports/2026-09/changes.geojson").forEachFeature { feature in
            guard let id = feature.attributes["case_id"]?.string, let box = feature.geometry?.bounds else { return }
            places.append((id, box))
        }
        try #require(!places.isEmpty)
        return places
    }

    @Test func aCaseTellsWhoElseToldOfIt() throws {
        let lead = try #require(
            try told()["leads"]?.array?.first { $0["case"] != .null && $0["case_image_day"] != .null })
        let id = try #require(lead["case"]?.string)
        let shown = try Binary.run(["queue", "show", id, "--region", region, "--json"])
        let others = try JSONValue(parsing: shown.results, named: id)["told_by_others"]?.array ?? []
        #expect(others.contains { $0["number"] == lead["number"] && $0["image_lead_days"] == lead["image_lead_days"] })
        let text = try Binary.run(["queue", "show", id, "--region", region], locale: "zh_CN.UTF-8")
        #expect(text.results.contains("上级下发与群众反映") && text.results.contains(lead["number"]?.string ?? "?"))
    }

    @Test func theListIsWrittenInEveryFormat() throws {
        let folder = try SampleDistrict.folder("leads")
        let said = try Binary.run(["queue", "leads", "--region", region, "--out", folder])
        #expect(said.code == 0)
        let leads = try rows().count
        for (name, layer) in [("leads.csv", nil), ("leads.xlsx", "leads and cases")] {
            let file = try LayerFile(folder + "/" + name, layer: layer)
            var rows = 0
            try file.forEachFeature { _ in rows += 1 }
            #expect(rows == leads, "\(name)")
        }
        let page = try DurableFile.text(of: folder + "/leads.html")
        #expect(page.contains("多报") && page.contains("3704992026Q3001") && !page.contains("<script"))
        let document = try DurableFile.json(of: folder + "/leads.json")
        #expect(document["leads"] == (try told()["leads"]))
        let refused = try Binary.run(["queue", "leads", "--region", region, "--missed", "--extras"])
        #expect(refused.code == 2 && refused.results.isEmpty)
    }

    /// The month's run reads a list that has come in since, and does again what rests on it.
    @Test func aListThatCameInIsInTheNextRun() throws {
        let path = try SampleDistrict.copy(to: try SampleDistrict.folder("lead-month") + "/region")
        let lists = try listFolder(of: path)
        func run() throws -> JSONValue {
            let said = try Binary.run(["run", "monthly", "--region", path, "--json"])
            try #require(said.code == 3, "\(said.messages)")
            return try JSONValue(parsing: said.results, named: "run")
        }
        #expect(try run()["resumed"] == ["registers", "detect", "join"])
        try DurableFile.write(Self.oneMore, to: lists + "/more.geojson")
        #expect(try run()["resumed"] == ["detect"])
        let said = try Binary.run(["queue", "leads", "--region", path, "--json"])
        let leads = try JSONValue(parsing: said.results, named: "leads")["leads"]?.array ?? []
        #expect(leads.contains { $0["number"] == "X1" && $0["has_place"] == true })
    }

    private static let oneMore = """
        {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"jcbh":"X1"},"geometry":
        {"type":"Polygon","coordinates":[[[117.27,34.96],[117.271,34.96],[117.271,34.961],[117.27,34.96]]]}}]}
        """

    /// A copy of the district's lists in a region's own folder, which the region reads from now on.
    private func listFolder(of region: String) throws -> String {
        let lists = region + "/lists"
        try FileManager.default.copyItem(atPath: try SampleDistrict.source() + "/records/issued", toPath: lists)
        let settings = try DurableFile.text(of: region + "/region.json5")
        let entry = try #require(settings.firstMatch(of: /"path": "([^"]*issued)"/))
        let moved = settings.replacing(entry.output.0, with: "\"path\": \"lists\"")
        try DurableFile.write(moved, to: region + "/region.json5")
        return lists
    }

    /// A list that is put in the folder is read by the next import, and one that is taken away is gone.
    @Test func theFolderOfListsIsReadAsItIs() throws {
        let path = try SampleDistrict.fresh(try SampleDistrict.folder("lead-inbox") + "/region")
        let lists = try listFolder(of: path)
        func count() throws -> Int {
            let said = try Binary.run(["registers", "import", "--region", path])
            #expect([0, 3].contains(said.code), "\(said.messages)")
            let status = try Binary.run(["status", "--region", path, "--json"])
            return try #require(
                try JSONValue(parsing: status.results, named: "s")["registers"]?["issuedPatch"]?.integer)
        }
        let issued = try #require(truth["issued"]?.members).count
        #expect(try count() == issued)
        try DurableFile.write("监测编号,经度,纬度\nX1,117.27,34.96\nX2,117.28,34.97\n", to: lists + "/more.csv")
        try DurableFile.write("no table", to: lists + "/readme.txt")
        // A table does not say its coordinate system: the register stays as it was, and the file is named.
        let refused = try Binary.run(["registers", "import", "--region", path])
        #expect(refused.code == 3 && refused.messages.contains("more.csv"))
        try DurableFile.write(Self.oneMore, to: lists + "/more.geojson")
        try FileManager.default.removeItem(atPath: lists + "/more.csv")
        #expect(try count() == issued + 1)
        try FileManager.default.removeItem(atPath: lists + "/more.geojson")
        #expect(try count() == issued)
        for name in try FileManager.default.contentsOfDirectory(atPath: lists) {
            try FileManager.default.removeItem(atPath: lists + "/" + name)
        }
        #expect(try count() == 0)
    }
}
