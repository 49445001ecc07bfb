import Foundation
import SafeFiles
import Testing

/// The ledger and the list of suspected idle land of the sample district, whose truth is known.
@Suite struct IdleTests {
    private let region: String

    init() throws { region = try SampleDistrict.untouchedRegion().path }

    private func tuban(_ arguments: String..., locale: String = "C.UTF-8") throws -> Binary.Outcome {
        try Binary.run(["idle"] + arguments + ["--region", region], locale: locale)
    }

    private func json(_ arguments: String...) throws -> [JSONValue] {
        let outcome = try Binary.run(["idle"] + arguments + ["--region", region, "--json"])
        #expect(outcome.code == 0, "\(arguments): \(outcome.messages)")
        return try #require(try JSONValue(parsing: outcome.results, named: "idle").array)
    }

    private func truth(_ name: String) throws -> [JSONValue.Member] {
        try #require(try DurableFile.json(of: try SampleDistrict.source() + "/truth/\(name).json").members)
    }

    @Test(.enabled(if: SampleDistrict.isRelease, "a large district takes the debug build minutes"))
    func theSuspectedLandIsTheIdleLand() throws {
        let path = try SampleDistrict.largeRegion().path
        func list(_ arguments: String...) throws -> [JSONValue] {
            let outcome = try Binary.run(
                ["idle", "list", "--standing", "suspectedIdle", "--region", path, "--json"] + arguments)
            return try #require(try JSONValue(parsing: outcome.results, named: "idle").array)
        }
        let truth = try #require(try DurableFile.json(of: path + "/../source/truth/idle.json").members)
        func keys(_ isMeant: (JSONValue) -> Bool) -> [String] { truth.filter { isMeant($0.value) }.map(\.key).sorted() }
        let idle = keys { $0["idle_12"] == true }
        #expect(try list().compactMap { $0["contract"]?.string }.sorted() == idle && idle.count >= 2)
        let later = try list("--on", "2029-01-01")
        let listed = Set(later.compactMap { $0["contract"]?.string })
        let never = keys { ["never-started", "delayed-once"].contains($0["fate"]) }
        #expect(!never.isEmpty && listed.isSuperset(of: never))
        for supply in later {
            #expect(supply["investigation_due"]?.string != nil && supply["suspected_since"]?.string != nil)
            let facts = try #require(supply["facts"]?.array)
            #expect(facts.count > 3 && facts.allSatisfy { $0["source"]?.string?.isEmpty == false })
        }
        // The government's delay suspends the clock.
        #expect(listed.isDisjoint(with: keys { $0["fate"] == "delayed" }))
    }

    @Test(.enabled(if: SampleDistrict.isRelease, "a large district takes the debug build minutes"))
    func theFlagsOnSuppliesAreTheTrueOnes() throws {
        let path = try SampleDistrict.largeRegion().path
        let outcome = try Binary.run(["evaluate", "--region", path, "--events", path + "/../source/truth", "--json"])
        let themes = try #require(try JSONValue(parsing: outcome.results, named: "evaluate")["themes"]?.array)
        for code in ["claimed-start", "unrecorded-start", "suspected-idle"] {
            let theme = try #require(themes.first { $0["theme"]?.string == code })
            #expect(theme["due"]?.integer ?? 0 > 0 && theme["recall"]?.double == 1 && theme["precision"]?.double == 1)
        }
        // The cards of such flags have pictures of the month, and none is of a patch.
        let page = try DurableFile.text(of: path + "/exports/2026-09/change-list.html")
        let cards = page.split(separator: "<article").filter { $0.contains("idle-land#") }
        #expect(cards.count > 4 && cards.allSatisfy { $0.contains("-before.png") && !$0.contains("监测编号") })
    }

    /// Papers alone, without a region: by 2029 no start that is due was made.
    @Test func suppliesAreFlaggedWithoutARegionToo() throws {
        let out = try SampleDistrict.folder("idle-join") + "/joined"
        let (source, run) = (try SampleDistrict.source(), region + "/runs/2026-09/patches.gpkg")
        func join(_ out: String, _ themes: String...) throws -> [JSONValue] {
            let outcome = try Binary.run(
                [
                    "join", "--patches", run, "--register", "supply=\(source)/records/supplies.geojson", "--on",
                    "2029-01-01", "--crs", "EPSG:32650", "--out", out,
                ] + themes.flatMap { ["--themes", "themes/\($0).json5"] })
            #expect(outcome.code == 0, "\(outcome.messages)")
            let flags = try DurableFile.json(of: out + "/flags.geojson")["features"]?.array ?? []
            return flags.compactMap { $0["properties"] }
        }
        let flags = try join(out, "five-themes", "idle-land")
        let idle = flags.filter { $0["theme"] == "suspected-idle" }
        #expect(!idle.isEmpty)
        for flag in idle {
            #expect(flag["jcbh"] == .null && flag["crhth"]?.string != nil && flag["mj"]?.double ?? 0 > 0)
        }
        let rest = flags.filter { $0["rule"]?.string?.hasPrefix("idle-land#") == false }
        #expect(try rest == join(out + "-five", "five-themes"))
        let id = try #require(idle.first?["flag_id"]?.string)
        let explained = try Binary.run(["rules", "explain", id, "--join", out, "--json"])
        let document = try JSONValue(parsing: explained.results, named: id)
        #expect(document["still_raised"] == true && document["rules"]?.array?.count == 3)
    }

    @Test(arguments: ["year", "batch", "township", "zone"])
    func everyRowAndColumnBalances(grouping: String) throws {
        let rows = try json("ledger", "--by", grouping, "--on", "2029-01-01")
        func hundredths(_ row: JSONValue, _ keys: String...) -> Int {
            keys.reduce(0) { $0 + Int(((row[$1 + "_mu"]?.double ?? .nan) * 100).rounded()) }
        }
        let all = try #require(rows.last)
        #expect(all[grouping] == "all" && rows.count > 2)
        for row in rows {
            #expect(hundredths(row, "approved") == hundredths(row, "supplied", "unsupplied", "withdrawn"))
            #expect(hundredths(row, "supplied") == hundredths(row, "not_started", "started", "completed"))
            #expect(hundredths(row, "unsupplied") == hundredths(row, "untouched", "partly_built", "built_unsupplied"))
            #expect(hundredths(row, "suspected_idle") <= hundredths(row, "supplied"))
        }
        let sum = rows.dropLast().reduce(0) { $0 + hundredths($1, "approved") }
        let sets = grouping == "zone" ? Double(sum) / Double(hundredths(all, "approved")) : 1
        #expect(abs(Double(sum) - sets.rounded() * Double(hundredths(all, "approved"))) < 10)
        #expect(hundredths(all, "suspected_idle") > 0)
        #expect(hundredths(all, "withdrawn") > 0)
    }

    @Test func theLedgerIsTheTrueOne() throws {
        let rows = try json("ledger", "--by", "batch")
        // What overlaps is counted once, and told.
        let told = try tuban("ledger").messages.split(separator: "\n").filter { $0.hasPrefix("warning: ") }
        let truth = try truth("approvals")
        #expect(rows.count == truth.count + 1 && told.count <= 2)
        for approval in truth where !told.contains(where: { $0.contains(approval.key) }) {
            let row = try #require(rows.first { $0["batch"]?.string?.contains(approval.key) == true })
            // The truth is on the plane of the raster, 0.08 % less than on the ellipsoid.
            for figure in ["approved_mu", "supplied_mu"] {
                let (mu, expected) = (row[figure]?.double ?? -1, approval.value[figure]?.double ?? -2)
                #expect(abs(mu - expected) <= 0.0015 * expected + 0.02, "\(approval.key) \(figure)")
            }
        }
    }

    @Test func whatWasWithdrawnIsDisposedOf() throws {
        let rows = try json("disposal", "--since", "2025-01-01", "--on", "2026-09-15")
        let all = try #require(rows.last)
        func mu(_ key: String) -> Double { all[key + "_mu"]?.double ?? .nan }
        #expect(mu("withdrawn_since") > 0)
        #expect(abs(mu("disposed") - mu("supplied_since") - mu("withdrawn_since")) < 0.005)
        #expect(abs(mu("unsupplied_then") - mu("disposed") - mu("unsupplied_now")) < 0.005)
        let candidates = try json("withdrawal")
        #expect(!candidates.isEmpty && candidates.allSatisfy { ($0["untouched_mu"]?.double ?? 0) >= 1 })
        let withdrawn = try #require(try json("ledger", "--by", "batch").last?["withdrawn_mu"]?.double)
        #expect(abs(withdrawn - mu("withdrawn_since")) < 0.02)
    }

    @Test func everythingIsWritten() throws {
        let folder = try SampleDistrict.folder("idle") + "/out"
        let outcome = try tuban("--out", folder, "--since", "2025-01-01", locale: "zh_CN.UTF-8")
        #expect(outcome.code == 0 && outcome.results.contains("批准") && outcome.messages.contains("逐一平衡"))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(
            files == [
                "disposal.csv", "idle.csv", "idle.html", "idle.json", "ledger-by-batch.csv", "ledger-by-township.csv",
                "ledger-by-year.csv", "ledger-by-zone.csv", "withdrawal.csv",
            ])
        let page = try DurableFile.text(of: folder + "/idle.html")
        #expect(page.contains("第二条第一款") && page.contains("疑似闲置") && page.contains("由人调查后认定"))
        let document = try DurableFile.json(of: folder + "/idle.json")
        #expect(document["rules"] == "order-53" && document["tables"]?.members?.count == 7)
    }

    @Test func misuseIsRefused() throws {
        #expect(try tuban("disposal").code == 2)
        #expect(try tuban("list", "--by", "year").code == 2)
        #expect(try tuban("--standing", "normal").code == 2)
        #expect(try tuban("nonsense").code == 2)
        #expect(try Binary.run(["idle", "--region", "/nowhere"]).code == 1)
    }
}
