import Foundation
import GeoModel
import LandRecords
import Publishing
import SafeFiles
import WorkQueue

/// Makes reports of the rows of a pack that came back.
struct PackImport {
    let intake: ReportIntake
    let photos: PhotoCheck
    let pack: PackReading
    /// Whether a report goes in without photos that are missing or no good, which are named all the same.
    let leavesOutPhotos: Bool
    /// Files in the folder of photos that no row points to.
    private let loosePhotos: [String]

    init(_ intake: ReportIntake, _ photos: PhotoCheck, _ pack: PackReading, leavesOutPhotos: Bool) {
        (self.intake, self.photos, self.pack, self.leavesOutPhotos) = (intake, photos, pack, leavesOutPhotos)
        loosePhotos = pack.loosePhotos
    }

    private var region: Region { intake.region }

    /// The reports that are filled in; what is wrong with the others goes into the receipt.
    func reports(_ receipt: inout FieldReceipt) -> [IncomingReport] {
        receipt.rejected += pack.rejected
        receipt.open += pack.open
        nameMissingRows(&receipt)
        nameLoosePhotos(&receipt)
        var rows: [String: [PackReading.Row]] = [:]
        var order: [String] = []
        for row in pack.rows {
            guard row.isFilled else {
                receipt.open += 1
                continue
            }
            if rows[row.uuid] == nil { order.append(row.uuid) }
            rows[row.uuid, default: []].append(row)
        }
        var reports: [IncomingReport] = []
        for uuid in order {
            guard let all = rows[uuid], let first = all.first else { continue }
            guard Set(all.map(\.said)).count == 1 else {
                receipt.rejected.append(contradiction(all))
                continue
            }
            for extra in all.dropFirst() { receipt.remarks.append(repetition(extra)) }
            do throws(RowFaults) {
                reports.append(try report(first, &receipt))
            } catch {
                receipt.rejected += error.faults
            }
        }
        return reports
    }

    /// All that is wrong with a row.
    private struct RowFaults: Error {
        let faults: [Fault]
    }

    private func name(_ row: PackReading.Row) -> String { "\(pack.shown): row \(row.number)" }

    /// What to call a photo in a message.
    private func name(_ photo: String) -> String {
        pack.shown.hasPrefix(pack.folder) ? "\(pack.folder)/\(photo)" : "\(pack.shown): FJ \(photo)"
    }

    private func report(_ row: PackReading.Row, _ receipt: inout FieldReceipt) throws(RowFaults) -> IncomingReport {
        let detail = try checked(row)
        let words = try words(of: row, detail.summary)
        let files = try files(of: row, detail.flag, &receipt)
        let report = FieldReport(
            uuid: row.uuid, pack: pack.id, caseID: row.caseID, baseVersion: row.baseVersion ?? 0,
            content: content(row, files.map(\.evidence)))
        var incoming = IncomingReport(
            object: name(row), report: report, action: .survey, person: words.person, reason: words.reason)
        (incoming.outcome, incoming.finding, incoming.files) = (words.outcome, row.finding, files)
        incoming.visitGround = row.visitGround
        incoming.visitedOn = row.visitedAt.flatMap(photos.rules.moment)?.bureauDay
        return incoming
    }

    /// The case of a row, which is the one that it was handed out for.
    private func checked(_ row: PackReading.Row) throws(RowFaults) -> CaseDetail {
        let handed = pack.handed?.first { $0.uuid == row.uuid }
        func refused(_ zh: String, _ en: String) -> RowFaults { RowFaults(faults: [Fault(name(row), zh: zh, en: en)]) }
        if let handed {
            guard handed.caseID == row.caseID else {
                throw refused(
                    "case_id 被改为 \(row.caseID)，此行原为 \(handed.caseID)，未采用。请改回。",
                    "case_id was changed to \(row.caseID); this row was handed out for \(handed.caseID). Not used; "
                        + "change it back.")
            }
            guard handed.baseVersion == row.baseVersion else {
                throw refused(
                    "\(row.caseID) 的 base_version 应为 \(handed.baseVersion)，被改动，未采用。请改回。",
                    "base_version of \(row.caseID) was changed from \(handed.baseVersion). Not used; change it back."
                )
            }
        }
        let detail: CaseDetail
        do throws(Fault) {
            detail = try region.store.caseDetail(row.caseID)
        } catch {
            throw refused(
                "队列中没有任务“\(row.caseID)”，未采用。是否属于其他区域的外业包？",
                "the queue has no case ‘\(row.caseID)’; not used. Is the pack another region's?")
        }
        guard FieldPack.uuid(of: detail.summary) == row.uuid else {
            throw refused(
                "UUID \(row.uuid) 不是任务 \(row.caseID) 的，可能被改动，或属于其他区域，未采用。请从原包恢复此行。",
                "the UUID \(row.uuid) is not that of case \(row.caseID): it was changed, or the pack is another "
                    + "region's. Not used; restore the row.")
        }
        guard row.baseVersion != nil else {
            throw refused("\(row.caseID) 没有 base_version，未采用。请改回。", "\(row.caseID) has no base_version; not used.")
        }
        return detail
    }

    private func words(of row: PackReading.Row, _ summary: CaseSummary) throws(RowFaults) -> (
        person: Person, reason: String, outcome: Outcome?
    ) {
        var wrong: [Fault] = []
        func refuse(_ zh: String, _ en: String) { wrong.append(Fault(name(row), zh: zh, en: en)) }
        let outcome = row.outcome.flatMap { word in
            Outcome.allCases.first { [$0.rawValue, $0.label.zh].contains(word) }
        }
        if let word = row.outcome, outcome == nil {
            let known = Bilingual(
                zh: Outcome.allCases.map(\.label.zh).joined(separator: "、"),
                en: Outcome.allCases.map(\.rawValue).joined(separator: ", "))
            refuse(
                "\(summary.id) 的结论“\(word)”无法识别；应为\(known.zh)。",
                "the outcome ‘\(word)’ of \(summary.id) is none of \(known.en).")
        }
        if row.outcome == nil, row.finding == nil {
            refuse(
                "\(summary.id) 只填了一半：没有核查结论。请补填，或全部清空。",
                "\(summary.id) is filled in by half: it has no outcome. Fill that in, or empty the rest.")
        }
        if let code = row.finding, intake.codes.finding(code) == nil {
            refuse(
                "\(summary.id) 的核查发现“\(code)”不在列表中（loop/findings.json5）。请从表单的列表中选择。",
                "the finding ‘\(code)’ of \(summary.id) is not in loop/findings.json5. Choose one in the form."
            )
        }
        if let code = row.visitGround, intake.codes.visits.ground(code) == nil {
            refuse(
                "\(summary.id) 的走访事由“\(code)”不在列表中（loop/visits.json5）。请从表单的列表中选择。",
                "the ground ‘\(code)’ to visit \(summary.id) is not in loop/visits.json5. Choose one in the form."
            )
        }
        if row.note == nil {
            refuse("\(summary.id) 没有情况说明。请写明现场看到了什么。", "\(summary.id) has no note. Say what was seen on site.")
        }
        if let text = row.visitedAt, photos.rules.moment(text) == nil {
            refuse(
                "\(summary.id) 的现场时间“\(text)”无法识别；应如 2026-09-20 15:30:00。",
                "the time ‘\(text)’ of \(summary.id) is not understood; one such as 2026-09-20 15:30:00 is expected.")
        }
        if let moment = row.visitedAt.flatMap(photos.rules.moment), moment > intake.time {
            refuse(
                "\(summary.id) 的现场时间 \(moment.text) 在将来。请检查手机时钟并改正。",
                "the time of \(summary.id), \(moment.text), is yet to come. Check the phone's clock and correct it.")
        }
        guard let inspector = row.inspector else {
            refuse("\(summary.id) 没有核查人。请填写实际到现场的人。", "\(summary.id) has no inspector. Say who was there.")
            throw RowFaults(faults: wrong)
        }
        guard wrong.isEmpty, let person = try? Person(name: inspector, role: .inspector), let note = row.note else {
            throw RowFaults(faults: wrong)
        }
        return (person, note, outcome)
    }

    private func content(_ row: PackReading.Row, _ files: [Evidence]) -> JSONValue {
        // Only where it was given: the reports of earlier packs are known by what they said.
        let ground = row.visitGround.map { [JSONValue.Member("visit_ground", .string($0))] } ?? []
        let said: JSONValue = [
            "outcome": JSONValue(row.outcome), "finding": JSONValue(row.finding), "note": JSONValue(row.note),
            "visited_at": JSONValue(row.visitedAt.flatMap(photos.rules.moment)?.text),
            "inspector": JSONValue(row.inspector),
            "photos": .array(files.map { ["name": .string($0.name), "sha256": .string($0.sha256)] }),
        ]
        return .object((said.members ?? []) + ground)
    }
}

extension PackImport {
    /// The photos of a row; where one is no good the report waits for it, unless it is to go without.
    private func files(of row: PackReading.Row, _ flag: Flag, _ receipt: inout FieldReceipt) throws(RowFaults) -> [(
        evidence: Evidence, path: String
    )] {
        var files: [(evidence: Evidence, path: String)] = []
        var wrong: [Fault] = []
        for photo in row.photos {
            do throws(Fault) {
                let path = try place(of: photo, row)
                let (object, facts) = (name(photo), pack.facts[photo] ?? PhotoFacts(takenBy: row.inspector))
                let evidence = try photos.evidence(path, named: object, of: flag.shape, facts)
                if !files.contains(where: { $0.evidence.sha256 == evidence.sha256 }) { files.append((evidence, path)) }
            } catch {
                wrong.append(
                    Fault(
                        error.object, zh: "（\(row.caseID)）\(error.message.zh)",
                        en: "(\(row.caseID)) \(error.message.en)"))
            }
        }
        guard wrong.isEmpty || leavesOutPhotos else {
            wrong.append(
                Fault(
                    name(row),
                    zh: "\(row.caseID) 的照片有问题，报告暂不采用。改正后再导入，或用 --leave-out-photos 不带这些照片导入。",
                    en:
                        "the report on \(row.caseID) waits for its photos. Put them right and import again, or "
                        + "import without them by --leave-out-photos."))
            throw RowFaults(faults: wrong)
        }
        receipt.rejected += wrong
        return files
    }

    /// The file of a path that was entered, which is in the pack and nowhere else.
    private func place(of photo: String, _ row: PackReading.Row) throws(Fault) -> String {
        let object = name(photo)
        guard !pack.altered.contains(photo) else {
            throw Fault(
                object, zh: "照片内容与校验码 JYM 不符，传输中可能受损或被改动。请重新导出。",
                en: "the photo is not that of its checksum JYM: it was damaged or changed on the way. Export it again.")
        }
        guard let real = containedFile(photo, in: pack.folder) else {
            throw Fault(
                object, zh: "照片不在外业包内，不读取。请放入 \(FieldPack.photoFolder) 文件夹并在表单中重新选择。",
                en:
                    "the photo is outside the pack and is not read. Put it into \(FieldPack.photoFolder) and choose it "
                    + "again in the form.")
        }
        guard FileManager.default.fileExists(atPath: real) else {
            let name = (real as NSString).lastPathComponent.lowercased()
            let near = loosePhotos.first { ($0 as NSString).lastPathComponent.lowercased() == name }
            let hint = near.map { [$0] } ?? loosePhotos
            let words = Bilingual(listing: hint.prefix(5))
            throw Fault(
                object,
                zh: "照片不存在。" + (hint.isEmpty ? "请找回照片放回原处。" : "包内有未被引用的照片：\(words.zh)；若曾改名，请改回原名。"),
                en: "the photo is missing. "
                    + (hint.isEmpty
                        ? "Find it and put it back."
                        : "There are photos that nothing points to: \(words.en); if it was renamed, rename it back.")
            )
        }
        return real
    }

    private func nameLoosePhotos(_ receipt: inout FieldReceipt) {
        for photo in loosePhotos {
            receipt.remarks.append(
                Fault(
                    "\(pack.folder)/\(photo)", zh: "没有任务引用这张照片，未采用。是否改过名，或漏在表单中选择？",
                    en: "no case points to this photo, so it is not used. Was it renamed, or not chosen in a form?"))
        }
    }

    private func nameMissingRows(_ receipt: inout FieldReceipt) {
        let found = pack.refused.union(pack.rows.map(\.uuid))
        for case let handed in pack.handed ?? [] where !found.contains(handed.uuid) {
            receipt.rejected.append(
                Fault(
                    pack.shown, zh: "缺少任务 \(handed.caseID) 的行（被删除，或 UUID 被改动），该任务未动。请从原包恢复此行。",
                    en:
                        "the row of case \(handed.caseID) is gone (deleted, or its UUID changed); the case is as it "
                        + "was. Restore the row."))
        }
    }

    private func contradiction(_ rows: [PackReading.Row]) -> Fault {
        let numbers = rows.map { "\($0.number)" }.joined(separator: ", ")
        return Fault(
            "\(pack.shown): row \(rows[0].number)",
            zh: "任务 \(rows[0].caseID) 有 \(rows.count) 行互不相同（第 \(numbers) 行），均未采用。请只留一行。",
            en: "case \(rows[0].caseID) has \(rows.count) rows that differ (\(numbers)); none is used. Keep one.")
    }

    private func repetition(_ row: PackReading.Row) -> Fault {
        Fault(
            name(row), zh: "与任务 \(row.caseID) 的另一行相同，只计一次。",
            en: "says the same as another row of case \(row.caseID), and counts once.")
    }
}

extension PackReading {
    /// Files in the folder of photos that no row points to.
    fileprivate var loosePhotos: [String] {
        let photos = "\(folder)/\(FieldPack.photoFolder)"
        let used = Set(rows.flatMap(\.photos).map { $0.replacing("\\", with: "/") })
        let names = ((try? FileManager.default.subpathsOfDirectory(atPath: photos)) ?? []).sorted()
        return names.filter { !$0.hasPrefix(".") && !DurableFile.isFolder("\(photos)/\($0)") }
            .map { "\(FieldPack.photoFolder)/\($0)" }
            .filter { !used.contains($0) && !used.contains("./" + $0) && !used.contains("\(folder)/\($0)") }
    }
}
