import Foundation
import GeoIO
import GeoModel
import Publishing
import SafeFiles

/// A pack as it came back: the rows of `field.gpkg`, and what the pack was when it was made.
struct PackReading {
    /// A row of cases.
    struct Row: Hashable {
        /// Its place in the layer, for messages.
        let number: Int64
        let uuid: String
        let caseID: String
        let baseVersion: Int?
        let outcome: String?
        let finding: String?
        let note: String?
        let visitedAt: String?
        let visitGround: String?
        let inspector: String?
        /// Paths as they were entered, each once.
        var photos: [String]

        /// Whether somebody filled anything in; a name alone is what the pack was handed out with.
        var isFilled: Bool {
            ![outcome, finding, note, visitedAt, visitGround].allSatisfy { $0 == nil } || !photos.isEmpty
        }

        /// The same without its place: two such rows say the same.
        var said: [String?] {
            [caseID, baseVersion.map { "\($0)" }, outcome, finding, note, visitedAt, visitGround, inspector]
                + photos.sorted()
        }
    }

    /// A case that was handed out.
    struct Handed: Hashable {
        let uuid: String
        let caseID: String
        let baseVersion: Int
    }

    /// Where its photos are.
    let folder: String
    /// What to call the place of its rows in a message.
    let shown: String
    /// The pack's number; `-` where its manifest is lost.
    let id: String
    /// What was handed out; nil where the manifest is lost.
    let handed: [Handed]?
    var rows: [Row] = []
    var rejected: [Fault] = []
    /// The UUIDs of rows that can't be read.
    private(set) var refused: Set<String> = []
    /// Rows that nobody filled in and that are not among the others.
    var open = 0
    /// What is told of photos beside them.
    var facts: [String: PhotoFacts] = [:]
    /// Photos whose bytes are not those of their checksum.
    var altered: Set<String> = []

    /// More than this is nothing that somebody writes on a phone.
    static let longestText = 10_000

    /// A pack without rows, by what they come in.
    init(folder: String, shown: String, id: String) {
        (self.folder, self.shown, self.id) = (folder, shown, id)
        handed = nil
    }

    /// Reads a pack. What is read is a copy: opening a database may write in it.
    /// - Throws: `Fault` where the folder is no pack, or its GeoPackage can't be read.
    init(_ folder: String) throws(Fault) {
        self.folder = folder
        shown = "\(folder)/\(FieldPack.packageName)"
        let path = "\(folder)/\(FieldPack.manifestName)"
        if FileManager.default.fileExists(atPath: path) {
            let manifest = try DurableFile.json(of: path)
            guard let pack = manifest["pack"]?.string, let cases = manifest["cases"]?.array else {
                throw PackReading.wrongManifest(path)
            }
            id = pack
            handed = try cases.map { item throws(Fault) in
                guard let uuid = item["uuid"]?.string, let caseID = item["case"]?.string,
                    let version = item["base_version"]?.integer
                else { throw PackReading.wrongManifest(path) }
                return Handed(uuid: uuid, caseID: caseID, baseVersion: version)
            }
        } else {
            (id, handed) = ("-", nil)
        }
        let copy = FileManager.default.temporaryDirectory.appendingPathComponent("tuban-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: copy) }
        try copyPackage(to: copy)
        do throws(Fault) {
            try readRows(of: "\(copy)/\(FieldPack.packageName)")
        } catch {
            throw Fault(
                shown, zh: error.message.zh.replacing(copy, with: folder),
                en: error.message.en.replacing(copy, with: folder))
        }
    }

    private static func wrongManifest(_ path: String) -> Fault {
        Fault(
            path, zh: "内容已被改动，看不出发出了哪些任务。请从原包恢复此文件；若已丢失，删去它再导入。",
            en: "this was changed, and does not tell which cases were handed out. Restore it from the pack as it was; "
                + "where that is lost, remove the file and import again.")
    }

    private func copyPackage(to copy: String) throws(Fault) {
        try requireFile(shown)
        try DurableFile.makeFolder(copy)
        // What a program that was ended in the middle of its work left beside the file belongs to it.
        let real = URL(fileURLWithPath: shown).resolvingSymlinksInPath().path
        for ending in ["", "-wal", "-journal"] where FileManager.default.fileExists(atPath: real + ending) {
            do {
                try FileManager.default.copyItem(
                    atPath: real + ending, toPath: "\(copy)/\(FieldPack.packageName)\(ending)")
            } catch {
                throw Fault(
                    shown, zh: "读取失败（\(error.localizedDescription)）。请检查磁盘与权限。",
                    en: "reading failed (\(error.localizedDescription)). Check the disk and the permissions.")
            }
        }
    }

    private mutating func readRows(of path: String) throws(Fault) {
        let layer = try LayerFile(path, layer: FieldForm.layer)
        // Packs made earlier have no column for the ground of a visit.
        let wanted =
            FieldForm.Key.allCases.map(\.rawValue)
            + FieldForm.Report.allCases.filter { $0 != .visitGround }.map(\.rawValue)
        let names = layer.fields.map(\.name)
        if let missing = wanted.first(where: { !names.contains($0) }) {
            let known = names.joined(separator: ", ")
            throw Fault(
                path, zh: "图层 \(FieldForm.layer) 缺少“\(missing)”列；现有：\(known)。请使用 tuban field pack 制作的包。",
                en: "the layer \(FieldForm.layer) has no column ‘\(missing)’; there are: \(known). Use a pack of tuban "
                    + "field pack.")
        }
        var rows: [Row] = []
        var damaged: [Fault] = []
        try layer.forEachFeature { feature throws(Fault) in
            do throws(Fault) {
                rows.append(try row(feature))
            } catch {
                damaged.append(error)
                if let uuid = feature.attributes[FieldForm.Key.uuid.rawValue]?.string {
                    refused.insert(uuid.lowercased())
                }
            }
        }
        rejected += damaged
        try addPhotos(of: path, to: &rows)
        self.rows = rows
    }

    private func row(_ feature: Feature) throws(Fault) -> Row {
        func text(_ column: String) throws(Fault) -> String? {
            guard let text = feature.attributes[column]?.string?.cleaned.nonEmpty else { return nil }
            guard text.count <= PackReading.longestText else {
                throw Fault(
                    "\(shown): row \(feature.row)",
                    zh: "\(column) 有 \(text.count) 字，超过 \(PackReading.longestText) 字。请删减。",
                    en: "\(column) has \(text.count) characters, more than \(PackReading.longestText). Shorten it.")
            }
            return text
        }
        func report(_ column: FieldForm.Report) throws(Fault) -> String? { try text(column.rawValue) }
        return Row(
            number: feature.row, uuid: (try text(FieldForm.Key.uuid.rawValue) ?? "").lowercased(),
            caseID: try text(FieldForm.Key.caseID.rawValue) ?? "",
            baseVersion: try text(FieldForm.Key.baseVersion.rawValue).flatMap { Int($0) },
            outcome: try report(.outcome), finding: try report(.finding), note: try report(.note),
            visitedAt: try report(.visitedAt), visitGround: try report(.visitGround),
            inspector: try report(.inspector),
            photos: try report(.photo).map { [$0] } ?? [])
    }

    private mutating func addPhotos(of path: String, to rows: inout [Row]) throws(Fault) {
        var places: [String: [Int]] = [:]
        for (index, row) in rows.enumerated() { places[row.uuid, default: []].append(index) }
        var strays: [Fault] = []
        try LayerFile(path, layer: FieldForm.photoTable).forEachFeature { feature throws(Fault) in
            func text(_ column: FieldForm.Photo) -> String? {
                feature.attributes[column.rawValue]?.string?.cleaned.nonEmpty
            }
            guard let photo = text(.path) else { return }
            let uuid = (text(.caseUUID) ?? "—").lowercased()
            guard let found = places[uuid] else {
                strays.append(
                    Fault(
                        "\(shown): \(FieldForm.photoTable): row \(feature.row)",
                        zh: "照片 \(photo) 指向的任务（\(uuid)）不在包中，未采用。请在任务的表单内添加照片。",
                        en:
                            "the photo \(photo) is of a case (\(uuid)) that is not in the pack, and is not used. Add "
                            + "photos in the form of a case."))
                return
            }
            for index in found where !rows[index].photos.contains(photo) { rows[index].photos.append(photo) }
        }
        rejected += strays
    }
}

extension String {
    /// The text without blanks around it, and without control characters, which no form lets anybody enter.
    var cleaned: String {
        let kept = unicodeScalars.filter { scalar in
            scalar == "\n" || scalar == "\t" || scalar.properties.generalCategory != .control
        }
        return String(String.UnicodeScalarView(kept)).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Nil for an empty text.
    var nonEmpty: String? { isEmpty ? nil : self }
}

/// The place of a file that a person named, which is inside a folder after every `..` and link is followed; nil where
/// it is not. Whether it is there is not asked.
func containedFile(_ name: String, in folder: String) -> String? {
    let root = URL(fileURLWithPath: folder).standardizedFileURL.resolvingSymlinksInPath().path
    let text = name.replacing("\\", with: "/")
    let path = URL(fileURLWithPath: text.hasPrefix("/") ? text : "\(root)/\(text)").standardizedFileURL
    let real = path.resolvingSymlinksInPath().path
    return real.hasPrefix(root + "/") ? real : nil
}
