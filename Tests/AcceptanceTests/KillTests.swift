import Foundation
import GeoIO
import GeoModel
import LandRecords
import SafeFiles
import Testing
import WorkQueue

/// The program killed at random moments of what it writes: afterwards everything is as before or as after, and the
/// record of the loop is whole.
///
/// `TUBAN_KILLS=100` kills it as often in each test; fewer times by default.
@Suite(.serialized) struct KillTests {
    private static let kills = ProcessInfo.processInfo.environment["TUBAN_KILLS"].flatMap { Int($0) } ?? 4
    private let folder: String
    private let region: String
    private var store: String { region + "/monitor.gpkg" }

    init() throws {
        folder = try SampleDistrict.folder("killed-\(UUID())")
        region = folder + "/region"
        let made = try Binary.run(["init", "--region", region, "--name", "示例县", "--crs", "EPSG:4548"])
        #expect(made.code == 0, "\(made.messages)")
    }

    /// Starts the program and kills it after that share of the time that it takes; whether it was still at work.
    private func kill(_ arguments: [String], after share: Double, of seconds: Double) throws -> Bool {
        let process = try Binary.start(arguments)
        Thread.sleep(forTimeInterval: share * seconds)
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    /// How long the program takes when nobody kills it.
    private func seconds(_ arguments: [String], code: Int32 = 0) throws -> Double {
        let start = ContinuousClock.now
        let outcome = try Binary.run(arguments)
        #expect(outcome.code == code, "\(outcome.messages)")
        return (ContinuousClock.now - start) / .seconds(1)
    }

    private func expectSound() throws -> IntegrityReport {
        let report = try RegionStore.open(store).integrityReport()
        #expect(report.isSound, "\(report.findings)")
        return report
    }

    private func rows(_ report: IntegrityReport, _ table: String) -> Int {
        report.counts.first { $0.table == table }?.rows ?? -1
    }

    // MARK: Registers

    private func writeParcels(_ count: Int, _ letter: String) throws -> String {
        let path = "\(folder)/\(letter).gpkg"
        let writer = try LayerWriter(path, format: .geoPackage)
        try writer.beginLayer(
            "parcels", system: CoordinateSystem("EPSG:4548"),
            fields: [Field("ZDDM", .text), Field("DLBM", .text), Field("QLR", .text)])
        for number in 0..<count {
            let (x, y) = (480_000 + Double(number % 100) * 30, 3_840_000 + Double(number / 100) * 30)
            let box = BoundingBox(minX: x, minY: y, maxX: x + 29, maxY: y + 29)
            try writer.append(
                MultiPolygon([Polygon(box)]), [.text("370499001\(letter)\(number)"), .text("0102"), .text("权利人")])
        }
        try writer.close()
        return path
    }

    @Test func importsOfARegister() throws {
        let files = [try writeParcels(1500, "A"), try writeParcels(2500, "B")]
        func arguments(_ index: Int) -> [String] {
            ["registers", "import", "--region", region, "--kind", "parcel", "--file", files[index]]
        }
        let time = try seconds(arguments(0))
        var (standing, killed) = (0, 0)
        for round in 0..<Self.kills {
            let next = 1 - standing
            if try kill(arguments(next), after: .random(in: 0...1), of: time) { killed += 1 }
            let count = rows(try expectSound(), "parcel")
            let codes = try RegionStore.open(store).records(Parcel.self).map(\.code)
            let isNext = count == [1500, 2500][next]
            if isNext { standing = next }
            #expect(isNext || count == [1500, 2500][standing], "round \(round): \(count) parcels")
            #expect(codes.allSatisfy { $0.contains(["A", "B"][standing]) }, "round \(round)")
        }
        #expect(try Binary.run(arguments(1)).code == 0 && rows(expectSound(), "parcel") == 2500)
        #expect(killed > 0, "the machine is too fast for this test")
    }

    // MARK: Lists of steps

    private func openCases(_ count: Int) throws {
        let store = try RegionStore.open(store)
        let period = try #require(Period("2026-06"))
        try store.saveRun(RunRecord(id: "2026-06/monthly", period: period, recipe: "monthly", startedAt: .now))
        let flags = (1...count).map { number in
            let box = BoundingBox(
                minX: 500_000 + Double(number) * 100, minY: 3_850_000, maxX: 500_050 + Double(number) * 100,
                maxY: 3_850_050)
            return Flag(
                id: "00000000-0000-5000-8000-\(padded(number, to: 12))", theme: "farmland-change",
                themeLabel: Bilingual(zh: "耕地保护变化", en: "farmland change"), rule: "rules#1", period: period,
                patch: nil, shape: MultiPolygon([Polygon(box)]), area: Area(squareMetres: 2500), priority: 1,
                reason: Bilingual(zh: "测试", en: "a test"), facts: [], links: [])
        }
        try store.saveFlags(flags, run: "2026-06/monthly", at: .now)
    }

    private func writeSteps(_ count: Int, _ action: String = "issue", version: Int = 1) throws -> String {
        let path = folder + "/steps.csv"
        let rows = (1...count).map { "202606-\(padded($0, to: 4)),\(version),\(action),李明,dispatcher,列入本月核查" }
        try DurableFile.write(
            "\u{FEFF}任务,版本,动作,经办人,角色,理由\n" + rows.joined(separator: "\n") + "\n", to: path)
        return path
    }

    /// How many cases, from the first on, were issued: those after them must not be.
    private func issued(_ count: Int) throws -> Int {
        let report = try expectSound()
        let cases = try RegionStore.open(store).cases(CaseFilter(order: .number))
        let done = cases.prefix { $0.state == .issued && $0.version == 2 }.count
        #expect(cases.count == count && cases.dropFirst(done).allSatisfy { $0.state == .suspected && $0.version == 1 })
        #expect(rows(report, "event") == count + done)
        return done
    }

    @Test func listsOfStepsRowByRow() throws {
        let count = max(400, Self.kills * 12)
        try openCases(count)
        let list = ["queue", "bulk", "--region", region, try writeSteps(count)]
        let time = try seconds(list + ["--dry-run"])
        var (before, killed) = (0, 0)
        for _ in 0..<Self.kills {
            // Each goes on where the one before it was killed.
            if try kill(list, after: .random(in: 0...1), of: time / Double(Self.kills)) { killed += 1 }
            let done = try issued(count)
            #expect(done >= before)
            before = done
        }
        #expect(killed > 0, "the machine is too fast for this test")
        let last = try Binary.run(list + ["--json"])
        let said = try JSONValue(parsing: last.results, named: "bulk")
        #expect(last.code == 0 && said["done_before"]?.integer == before && said["moved"]?.integer == count - before)
        #expect(try issued(count) == count)
    }

    @Test func listsOfStepsAllOrNone() throws {
        let count = 400
        try openCases(count)
        var (version, killed) = (1, 0)
        func list() throws -> [String] {
            let action = version.isMultiple(of: 2) ? "undo" : "issue"
            let steps = try writeSteps(count, action, version: version)
            return ["queue", "bulk", "--region", region, "--all-or-none", steps]
        }
        let time = try seconds(list() + ["--dry-run"])
        for _ in 0..<Self.kills {
            if try kill(list(), after: .random(in: 0...0.9), of: time) { killed += 1 }
            let versions = Set(try RegionStore.open(store).cases().map(\.version))
            #expect(versions == [version] || versions == [version + 1], "\(versions)")
            #expect(rows(try expectSound(), "event") == count * (versions.first ?? 0))
            // Once a list is in, the next one undoes it, or does it anew.
            version = versions.first ?? version
        }
        #expect(killed > 0, "the machine is too fast for this test")
        #expect(try Binary.run(list()).code == 0)
    }

    // MARK: A month

    @Test func flagsOfAMonth() throws {
        _ = try SampleDistrict.untouchedRegion()
        let expected = try RegionStore.open(try SampleDistrict.copy(to: folder + "/reference") + "/monitor.gpkg")
        let flags = try expected.cases(CaseFilter(order: .number)).map(\.flagID)
        let source = try SampleDistrict.fresh(folder + "/month")
        var killed = 0
        let run = ["run", "monthly", "--region", source]
        let trial = try SampleDistrict.fresh(folder + "/trial")
        let time = try seconds(["run", "monthly", "--region", trial], code: 3)
        for _ in 0..<Self.kills {
            if try kill(run, after: .random(in: 0...1), of: time) { killed += 1 }
            let store = try RegionStore.open(source + "/monitor.gpkg")
            #expect(try store.integrityReport().isSound)
            let cases = try store.cases(CaseFilter(order: .number)).map(\.flagID)
            #expect(cases.isEmpty || cases == flags)
        }
        #expect(try Binary.run(run).code == 3)
        #expect(try RegionStore.open(source + "/monitor.gpkg").cases(CaseFilter(order: .number)).map(\.flagID) == flags)
        #expect(killed > 0, "the machine is too fast for this test")
    }
}
