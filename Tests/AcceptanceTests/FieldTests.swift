import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import WorkQueue

/// Out into the field and back, as a dispatcher and an inspector go about it.
@Suite struct FieldTests {
    private let work: FieldWork

    init() throws { work = try FieldWork() }

    private func ids(_ list: JSONValue?) -> [String] { (list?.array ?? []).compactMap { $0["case"]?.string } }
    private func texts(_ list: JSONValue?) -> [String] { (list?.array ?? []).compactMap { $0["en"]?.string } }
    private func state(_ id: String) throws -> CaseSummary {
        try RegionStore.open(work.region + "/monitor.gpkg").caseDetail(id).summary
    }

    @Test func aReportComesBackAsASurveyAndOnlyOnce() throws {
        try work.fill(0)
        try work.fill(1, finding: "no-change", outcome: "other")
        try work.shoot("more.jpg", at: work.cases[0].place, seed: 77)
        try work.edit(
            "INSERT INTO photo (case_uuid, path) "
                + "SELECT uuid, 'DCIM/more.jpg' FROM cases WHERE case_id = '\(work.cases[0].id)'")
        let before = try work.state()
        let rehearsed = try work.bringBack("--dry-run")
        #expect(rehearsed.said.code == 0 && ids(rehearsed.json["accepted"]) == work.cases.prefix(2).map(\.id))
        #expect(try work.state() == before && work.evidence.isEmpty)
        let taken = try work.bringBack()
        #expect(taken.said.code == 0, "\(taken.said.messages)")
        #expect(ids(taken.json["accepted"]) == work.cases.prefix(2).map(\.id) && taken.json["open"] == 4)
        #expect(work.evidence.count == 3)
        for name in work.evidence {
            let sum = try Checksum.sha256(ofFile: "\(work.region)/evidence/\(name)")
            #expect(name == "\(sum.prefix(2))/\(sum).jpg")
        }
        let store = try RegionStore.open(work.region + "/monitor.gpkg")
        let detail = try store.caseDetail(work.cases[0].id)
        #expect(detail.summary.state == .surveyed && detail.summary.outcome == .illegal)
        #expect(detail.summary.standing.finding == "unapproved-building")
        let last = try #require(detail.events.last)
        let inspector = try Person(name: "王芳", role: .inspector)
        #expect(last.reason == "现场核查 0" && last.actor == .person(inspector))
        let photo = try #require(store.evidence(of: work.cases[0].id).first?.file)
        #expect(photo.takenAt == Timestamp("2026-09-20T07:30:00Z") && photo.azimuth == 87.5 && photo.takenBy == "王芳")
        #expect(abs(try #require(photo.longitude) - work.cases[0].place.x) < 1e-6)
        // The same again changes nothing, and neither does a copy of the folder.
        let after = try work.state()
        try FileManager.default.copyItem(atPath: work.pack, toPath: work.folder + "/copy")
        for path in [work.packs, work.folder + "/copy", work.pack + "/field.gpkg"] {
            let again = try work.bringBack(paths: [path])
            #expect(again.said.code == 0 && again.json["known"]?.array?.count == 2, "\(again.said.messages)")
            #expect(again.json["accepted"] == [])
        }
        #expect(try work.state() == after && work.evidence.count == 3)
        #expect(try Binary.run(["audit", "verify", "--region", work.region]).code == 0)
    }

    /// Who takes a case along that nobody has accepted yet accepts it by that.
    @Test func aCaseOfNobodyIsAcceptedByItsReport() throws {
        let pack = work.packs + "/未指派"
        let rows = try SQLiteDatabase(pack + "/field.gpkg", .existing).rows("SELECT case_id FROM cases ORDER BY 1") {
            row throws(Fault) in try row.text()
        }
        let id = try #require(rows.first)
        let words = "outcome = 'legal', finding = 'approved', note = '有批文'"
        try work.edit("UPDATE cases SET \(words) WHERE case_id = '\(id)'", in: pack)
        let nobody = try work.bringBack(paths: [pack])
        #expect(nobody.said.code == 3 && texts(nobody.json["rejected"]).contains { $0.contains("has no inspector") })
        try work.edit("UPDATE cases SET inspector = '赵刚' WHERE case_id = '\(id)'", in: pack)
        let taken = try work.bringBack(paths: [pack])
        #expect(taken.said.code == 0 && ids(taken.json["accepted"]) == [id], "\(taken.said.messages)")
        let detail = try RegionStore.open(work.region + "/monitor.gpkg").caseDetail(id)
        #expect(detail.events.suffix(2).map(\.action) == [.accept, .survey] && detail.summary.assigned?.name == "赵刚")
    }

    @Test func whatMovedOnMeanwhileIsAConflictAndStays() throws {
        try work.fill(0)
        let id = work.cases[0].id
        try work.advance(
            id, "survey", "王芳", "inspector", "--outcome", "legal", "--finding", "approved")
        let before = try state(id)
        let met = try work.bringBack()
        #expect(met.said.code == 3 && met.json["accepted"] == [])
        let text = try #require(texts(met.json["conflicts"]).first)
        #expect(text.contains("\(id) is in conflict") && text.contains("built without approval"), "\(text)")
        #expect(text.contains("version 4, surveyed (on land approved for construction)"), "\(text)")
        #expect(try state(id) == before && work.evidence.isEmpty)
        let noted = try work.state()
        #expect(try work.bringBack().said.code == 3)
        #expect(try work.state() == noted)
    }

    @Test func whatTheLoopRefusesIsAConflict() throws {
        try work.edit("UPDATE cases SET outcome = 'illegal', note = '无照片' WHERE case_id = '\(work.cases[0].id)'")
        try work.fill(1)
        try work.edit("UPDATE cases SET inspector = '别人' WHERE case_id = '\(work.cases[1].id)'")
        try work.fill(2, finding: "no-change", outcome: "legal")
        let met = try work.bringBack()
        let texts = texts(met.json["conflicts"])
        #expect(met.said.code == 3 && texts.count == 3 && met.json["accepted"] == [], "\(met.said.messages)")
        for word in ["needs a photo", "it is the task of 王芳", "belongs to ‘other’"] {
            #expect(texts.contains { $0.contains(word) }, "\(word): \(texts)")
        }
        #expect(work.evidence.isEmpty)
    }

    @Test func photosThatAreNoGoodAreNamedEach() throws {
        for number in 0..<4 { try work.fill(number) }
        let (dcim, ids) = (work.pack + "/DCIM", work.cases.map(\.id))
        // Renamed; taken 20 km away; cut; far too large.
        try FileManager.default.moveItem(atPath: "\(dcim)/\(ids[0]).jpg", toPath: "\(dcim)/renamed.jpg")
        let place = work.cases[1].place
        try work.shoot("\(ids[1]).jpg", at: MapPoint(x: place.x + 0.2, y: place.y))
        let whole = try FieldPhoto(place: work.cases[2].place).jpeg()
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: "\(dcim)/\(ids[2]).jpg"))
        let large = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(dcim)/\(ids[3]).jpg"))
        try large.truncate(atOffset: 21 << 20)
        try large.close()
        let met = try work.bringBack()
        let texts = texts(met.json["rejected"])
        #expect(met.said.code == 3 && met.json["accepted"] == [] && texts.count == 8, "\(met.said.messages)")
        for word in [
            "is missing. There are photos that nothing points to: DCIM/renamed.jpg",
            "from the outline, more than 300 m",
            "the photo can't be read", "has 21 MiB, more than 20 MiB",
        ] { #expect(texts.contains { $0.contains(word) }, "\(word): \(texts)") }
        #expect(texts.count { $0.contains("waits for its photos") } == 4 && work.evidence.isEmpty)
        #expect(self.texts(met.json["remarks"]).contains { $0.contains("no case points to this photo") })
        // Put right, one of them goes in.
        try FileManager.default.moveItem(atPath: "\(dcim)/renamed.jpg", toPath: "\(dcim)/\(ids[0]).jpg")
        #expect(try self.ids(work.bringBack().json["accepted"]) == [ids[0]])
        // Without its photo the loop refuses one that needs it, and lets one pass that papers may show.
        try work.edit("UPDATE cases SET outcome = 'legal', finding = 'approved' WHERE case_id = '\(ids[1])'")
        let without = try work.bringBack("--leave-out-photos")
        #expect(self.ids(without.json["accepted"]) == [ids[1]] && without.json["conflicts"]?.array?.count == 2)
    }

    @Test func photosOutsideThePackAreNotRead() throws {
        for number in 0..<2 { try work.fill(number) }
        let secret = work.folder + "/secret.jpg"
        try FieldPhoto(place: work.cases[0].place).jpeg().write(to: URL(fileURLWithPath: secret))
        try work.edit("UPDATE cases SET photo = '../../secret.jpg' WHERE case_id = '\(work.cases[0].id)'")
        let link = "\(work.pack)/DCIM/\(work.cases[1].id).jpg"
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: secret)
        let met = try work.bringBack()
        #expect(met.said.code == 3 && met.json["accepted"] == [])
        #expect(texts(met.json["rejected"]).count { $0.contains("is outside the pack and is not read") } == 2)
        #expect(work.evidence.isEmpty)
    }

    @Test func decisionsAreStepsToo() throws {
        let id = work.cases[0].id
        let path = work.folder + "/decisions.json"
        func decisions(_ text: String) throws -> (said: Binary.Outcome, json: JSONValue) {
            try DurableFile.write(text, to: path)
            return try work.bringBack(paths: [path])
        }
        let survey = """
            { "case": "\(id)", "base_version": 3, "action": "survey", "finding": "approved", "by": "王芳",
              "role": "inspector", "at": "2026-09-20T07:30:00Z", "reason": "有批文" }
            """
        let review = """
            { "case": "\(id)", "base_version": 4, "action": "review", "finding": "approved", "by": "陈静",
              "role": "reviewer", "reason": "属实" }
            """
        // A decision stands on those before it, though nothing is written.
        try DurableFile.write(
            "[\(survey.replacing("\"by\": \"王芳\"", with: "\"by\": \" \"")), \(survey), \(review)]", to: path)
        let unwritten = try work.state()
        let rehearsed = try work.bringBack("--dry-run", paths: [path])
        #expect(rehearsed.json["accepted"]?.array?.count == 2 && rehearsed.json["conflicts"] == [])
        #expect(
            rehearsed.json["rejected"]?.array?.first?["object"]?.string == "\(path): 1", "\(rehearsed.said.messages)")
        #expect(try work.state() == unwritten)
        let taken = try decisions("[\(survey), \(review)]")
        #expect(taken.said.code == 0 && taken.json["accepted"]?.array?.count == 2, "\(taken.said.messages)")
        #expect(try state(id).state == .reviewed)
        let before = try work.state()
        #expect(try decisions("[\(survey), \(review)]").json["known"]?.array?.count == 2)
        #expect(try work.state() == before)
        let entries = [
            survey.replacing("approved", with: "no-such"), review.replacing("4", with: "99"), "{\"case\": \"x\"}",
            review.replacing("review\"", with: "judge\""), "7",
            survey.replacing("\"reason\"", with: "\"evidence\": [\"../region/monitor.gpkg\"], \"reason\""),
        ]
        let odd = try decisions("[\(entries.joined(separator: ", "))]")
        #expect(odd.said.code == 3 && odd.json["conflicts"]?.array?.count == 1)
        #expect(odd.json["rejected"]?.array?.count == 5, "\(odd.said.messages)")
        #expect(texts(odd.json["rejected"]).contains { $0.contains("outside the folder of the list") })
        #expect(try decisions("{}").json["rejected"]?.array?.count == 1)
        // What was written before a list that can't be read is told all the same.
        try work.fill(1)
        let both = try work.bringBack(paths: [work.pack, path])
        #expect(both.said.code == 3 && ids(both.json["accepted"]) == [work.cases[1].id], "\(both.said.messages)")
        let schema = try Binary.run(["field", "schema"])
        let keys = try JSONValue(parsing: schema.results, named: "schema")["items"]?["properties"]?.members?.map(\.key)
        #expect(keys?.contains("base_version") == true && keys?.contains("finding") == true)
    }

    @Test func exchangeTablesGoOutAndComeBack() throws {
        try work.fill(0)
        try work.bringBack()
        let path = work.folder + "/jctb.gpkg"
        let states = ["surveyed", "accepted"].flatMap { ["--state", $0] }
        let out = try Binary.run(["field", "exchange", "--region", work.region, "--out", path, "--json"] + states)
        let count = try JSONValue(parsing: out.results, named: "out")
        #expect(out.code == 0 && count["jctb"] == 4 && count["fj"] == 1, "\(out.messages)")
        let database = try SQLiteDatabase(path, .existing)
        let sum = try database.text("SELECT JYM FROM FJ")
        let named = try database.text("SELECT JCTB.RWBH FROM FJ JOIN JCTB ON JCBH = TBYBH")
        #expect(sum.map { work.evidence.contains("\($0.prefix(2))/\($0).jpg") } == true && named == work.cases[0].id)
        #expect(try database.text("SELECT PSSJ FROM FJ") == "2026-09-20 15:30:00")
        // One comes back with its photo, one with the checksum of another.
        for (number, flaw) in [(1, ""), (2, "00")] {
            let (id, place) = work.cases[number]
            let bytes = [UInt8](try FieldPhoto(place: place, seed: UInt8(100 + number)).jpeg())
            let digits = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            try database.execute(
                """
                UPDATE JCTB SET HCFX = '农村道路', BZ = '现场为农村道路' WHERE RWBH = '\(id)';
                INSERT INTO FJ (TBYBH, FJMC, FJ, JYM) SELECT JCBH, 'IMG.jpg', X'\(digits)',
                    '\(Checksum.sha256(of: bytes).uppercased() + flaw)' FROM JCTB WHERE RWBH = '\(id)'
                """)
        }
        try database.execute("UPDATE JCTB SET BZ = NULL, HCFX = 'rural-road' WHERE RWBH = '\(work.cases[3].id)'")
        let back = try work.bringBack(paths: [path])
        let rejected = texts(back.json["rejected"])
        #expect(back.said.code == 3 && rejected.contains { $0.contains("is not that of its checksum JYM") })
        #expect(rejected.contains { $0.contains("\(work.cases[3].id) has no note") }, "\(rejected)")
        #expect(ids(back.json["accepted"]) == [work.cases[1].id] && rejected.count == 3, "\(rejected)")
        #expect(try state(work.cases[1].id).standing.finding == "rural-road")
        let again = try Binary.run(["field", "exchange", "--region", work.region, "--out", path])
        #expect(again.code == 1 && again.messages.contains("is not overwritten"))
        let sheet = try Binary.run(
            ["field", "exchange", "--region", work.region, "--out", work.folder + "/jctb.xlsx", "--state", "accepted"])
        #expect(sheet.code == 0, "\(sheet.messages)")
        #expect(try work.bringBack(paths: [work.folder + "/jctb.xlsx"]).said.code == 0)
    }

    /// A database of another program: moments in columns of their own type, odd names, directions that are none.
    @Test func exchangeTablesOfOtherProgramsComeBack() throws {
        let path = work.folder + "/plain.sqlite"
        let database = try SQLiteDatabase(path, .creating)
        try database.execute("CREATE TABLE JCTB (JCBH TEXT, RWBH TEXT, HCFX TEXT, BZ TEXT, JZRY TEXT)")
        try database.execute("CREATE TABLE FJ (TBYBH TEXT, FJMC TEXT, FJ BLOB, PSSJ DATETIME, PSJD REAL)")
        for (number, name) in ["..", String(repeating: "照", count: 90)].enumerated() {
            let (id, place) = work.cases[number]
            let photo = FieldPhoto(
                clock: "0000:00:00 00:00:00", place: place, azimuth: 400, seed: UInt8(100 + number))
            let digits = [UInt8](try photo.jpeg()).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            try database.execute(
                """
                INSERT INTO JCTB VALUES ('\(number)', '\(id)', '农村道路', '现场为农村道路', '王芳');
                INSERT INTO FJ VALUES
                    ('\(number)', '\(name)', X'\(digits.joined())', '2026-09-20T15:30:00', \(-90 + number * 180))
                """)
        }
        let back = try work.bringBack(paths: [path])
        #expect(ids(back.json["accepted"]) == work.cases.prefix(2).map(\.id), "\(back.said.messages)")
        let store = try RegionStore.open(work.region + "/monitor.gpkg")
        let files = try work.cases.prefix(2).map { try #require(store.evidence(of: $0.id).first?.file) }
        #expect(files.map { $0.takenAt?.text } == ["2026-09-20T07:30:00.000Z", "2026-09-20T07:30:00.000Z"])
        #expect(files.map(\.azimuth) == [nil, 90] && files.map(\.name) == ["photo.jpg", "photo.jpg"])
    }

    /// Every report is taken whole or not at all, however an import ends and however many run at once.
    @Test func killedAndCrowdedImportsTakeEachReportOnce() throws {
        for number in 0..<4 { try work.fill(number) }
        let arguments = ["field", "import", "--region", work.region, work.pack]
        for milliseconds in stride(from: 20, through: 260, by: 40) {
            let process = try Binary.start(arguments)
            Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(try Binary.run(["audit", "verify", "--region", work.region]).code == 0)
        }
        let crowd = try (0..<4).map { _ in try Binary.start(arguments) }
        for process in crowd { process.waitUntilExit() }
        #expect(crowd.map(\.terminationStatus) == [0, 0, 0, 0])
        let store = try SQLiteDatabase(work.region + "/monitor.gpkg", .existing)
        for table in ["evidence", "field_report", "event WHERE action = 'survey'"] {
            #expect(try store.integer("SELECT count(*) FROM \(table)") == 4, "\(table)")
        }
        for item in work.cases { #expect(try state(item.id).state == .surveyed) }
        #expect(work.evidence.count == 4)
        #expect(try Binary.run(["audit", "verify", "--region", work.region]).code == 0)
    }
}
