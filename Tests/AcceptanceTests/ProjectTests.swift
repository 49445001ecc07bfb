import Foundation
import SafeFiles
import Testing

/// Land demands and the progress of projects of the sample district, whose truth is known.
@Suite struct ProjectTests {
    private let region: String

    init() throws { region = try SampleDistrict.untouchedRegion().path }

    private func tuban(_ arguments: String..., locale: String = "C.UTF-8") throws -> Binary.Outcome {
        try Binary.run(["projects"] + arguments + ["--region", region], locale: locale)
    }

    private func json(_ arguments: String..., in region: String? = nil) throws -> JSONValue {
        let outcome = try Binary.run(["projects"] + arguments + ["--region", region ?? self.region, "--json"])
        #expect(outcome.code == 0, "\(arguments): \(outcome.messages)")
        return try JSONValue(parsing: outcome.results, named: "projects")
    }

    private func truth(_ folder: String) throws -> [JSONValue.Member] {
        try #require(try DurableFile.json(of: folder + "/truth/projects.json").members)
    }

    @Test func everyLandDemandIsRankedByItsFactors() throws {
        let document = try json("demand")
        let demands = try #require(document["demands"]?.array)
        let truth = try truth(try SampleDistrict.source())
        let asking = truth.filter { $0.value["demand_mu"]?.double != nil }
        #expect(Set(demands.compactMap { $0["code"]?.string }) == Set(asking.map(\.key)) && demands.count > 2)
        #expect(document["without_demand"]?.integer == truth.count - asking.count)
        for demand in demands {
            let factors = try #require(demand["factors"]?.array)
            #expect(factors.map { $0["factor"]?.string } == ["grade", "major", "intensity", "urgency", "ready"])
            let sum = factors.reduce(0) { $0 + ($1["points"]?.double ?? .nan) }
            #expect(abs(sum - (demand["score"]?.double ?? .nan)) < 1e-3)
            #expect(factors.allSatisfy { ($0["found"] == .null) ? $0["missing"] == true : true })
            let member = try #require(asking.first { $0.key == demand["code"]?.string })
            #expect(abs((member.value["demand_mu"]?.double ?? 0) - (demand["demand_mu"]?.double ?? 1)) < 0.006)
        }
        let scores = demands.compactMap { $0["score"]?.double }
        #expect(scores == scores.sorted(by: >) && Set(scores).count > 2)
        #expect(demands.contains { $0["factors"]?.array?.contains { $0["missing"] == true } == true })
        // Later every need is more urgent, or as urgent.
        let later = try #require(try json("demand", "--on", "2026-12-31")["demands"]?.array)
        for demand in later {
            func days(_ demand: JSONValue?) -> Int { demand?["days"]?.integer ?? 0 }
            #expect(days(demand) <= days(demands.first { $0["code"] == demand["code"] }))
        }
    }

    @Test func planAgainstActualIsTheTrueOne() throws {
        let document = try json("progress")
        let truth = try truth(try SampleDistrict.source()).map(\.value)
        let both = truth.filter { $0["planned"]?.double != nil && $0["done"]?.double != nil }
        func sum(_ key: String) -> Double { both.reduce(0) { $0 + ($1[key]?.double ?? 0) } }
        let total = try #require(document["total"])
        #expect(total["projects"]?.integer == truth.count && total["counted"]?.integer == both.count)
        #expect(total["planned_10k_yuan"]?.double == sum("planned") && total["done_10k_yuan"]?.double == sum("done"))
        #expect(abs((total["done_share"]?.double ?? 0) - sum("done") / sum("planned")) < 1e-12)
        #expect(both.count < truth.count && both.count > 2)
        let told = try tuban("progress").messages
        #expect(told.contains("\(truth.count - both.count) lack the plan or the actual"))
        #expect(told.contains("as seen; of those that are known"))
    }

    /// Contracts tell of starts as they were entered.
    @Test func startsAreThoseOfTheContracts() throws {
        let projects = try #require(try json("progress")["projects"]?.array)
        let truth = try truth(try SampleDistrict.source())
        for project in projects {
            let member = try #require(truth.first { $0.key == project["code"]?.string })
            #expect(project["started_on_paper"] == (member.value["started"] == true ? "yes" : "no"), "\(member.key)")
            #expect(project["papers"]?.string?.hasPrefix("supplies.geojson") == true)
        }
        #expect(Set(projects.compactMap { $0["started_on_paper"]?.string }).count == 2)
    }

    @Test(.enabled(if: SampleDistrict.isRelease, "a large district takes the debug build minutes"))
    func satellitesSeeWhatWasBuilt() throws {
        let path = try SampleDistrict.largeRegion().path
        let document = try json("progress", in: path)
        let projects = try #require(document["projects"]?.array)
        var built = 0
        for member in try truth(path + "/../source") {
            let project = try #require(projects.first { $0["code"]?.string == member.key })
            if member.value["built_12"] == true {
                built += 1
                #expect(project["started_as_seen"] == "yes", "\(member.key)")
            }
        }
        #expect(built > 2)
        let wrong = projects.filter { $0["disagreement"] == "notStartedSeenBuilt" }
        #expect(!wrong.isEmpty && wrong.allSatisfy { $0["started_on_paper"] == "no" })
    }

    @Test func theSlowestAreListed() throws {
        let all = try #require(try json("slowest", "1000").array)
        let shares = all.compactMap { $0["done_percent"]?.double }
        #expect(shares.count == all.count && shares == shares.sorted() && all.count > 3)
        #expect(try #require(try json("slowest", "2").array) == Array(all.prefix(2)))
        #expect(try #require(try json("slowest").array).count == min(10, all.count))
        let shown = try tuban("slowest", "1", locale: "zh_CN.UTF-8").results
        #expect(shown.contains("落后时序") && shown.contains(all[0]["code"]?.string ?? "?"))
    }

    @Test func everythingIsWritten() throws {
        let folder = try SampleDistrict.folder("projects") + "/out"
        let dry = try tuban("--out", folder, "--dry-run")
        #expect(dry.code == 0 && dry.messages.contains("would write to"))
        #expect(!FileManager.default.fileExists(atPath: folder))
        #expect(try tuban("--out", folder, locale: "zh_CN.UTF-8").code == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(files == ["demand.csv", "progress.csv", "projects.html", "projects.json", "slowest.csv"])
        let page = try DurableFile.text(of: folder + "/projects.html")
        for text in ["用地需求排序", "距需地天数", "开工率", "排序与提示供人参考"] { #expect(page.contains(text), "\(text)") }
        let document = try DurableFile.json(of: folder + "/projects.json")
        #expect(document["rules"] == "projects" && document["tables"]?.members?.count == 3)
    }

    @Test func misuseIsRefused() throws {
        #expect(try tuban("demand", "5").code == 2)
        #expect(try tuban("slowest", "0").code == 2)
        #expect(try tuban("nonsense").code == 2)
        #expect(try Binary.run(["projects", "--region", "/nowhere"]).code == 1)
    }
}
