import Foundation
package import GeoModel
import SafeFiles
package import WorkQueue

extension DataFolder {
    /// What findings, disposals and grounds there are: this folder's own lists, else the program's.
    /// - Throws: `Fault` where they can't be read.
    package func loopCodes() throws(Fault) -> LoopCodes {
        try LoopCodes { name throws(Fault) in try ownOrProgramFile(name) }
    }
}

extension Region {
    /// The most that a file kept as evidence may have, in bytes.
    package static let largestEvidence = 64 << 20

    /// Where the bytes of a piece of evidence are kept: by their hash, so that the same file is kept once.
    package func evidencePath(_ evidence: Evidence) -> String {
        let ending = (evidence.name as NSString).pathExtension.lowercased()
        let name = evidence.sha256 + (ending.isEmpty ? "" : "." + ending)
        return "\(folder)/evidence/\(evidence.sha256.prefix(2))/\(name)"
    }

    /// What a file is as evidence; nothing is written.
    /// - Throws: `Fault` where it can't be read, is empty, too large, or no kind of file that shows anything.
    package func evidence(at path: String) throws(Fault) -> Evidence {
        try requireFile(path)
        let size = DurableFile.size(of: path) ?? 0
        guard size > 0, size <= Region.largestEvidence else {
            throw Fault(
                path,
                zh: "大小为 \(size) 字节，应为 1…\(Region.largestEvidence) 字节。请检查文件或压缩后再交。",
                en:
                    "it has \(size) bytes; 1…\(Region.largestEvidence) are expected. "
                    + "Check the file, or make it smaller."
            )
        }
        guard let type = try mediaType(of: path) else {
            throw Fault(
                path,
                zh: "不是照片或文件（内容既不是 JPEG、PNG、HEIC、WebP、TIFF，也不是 PDF、MP4、DOCX 或文本）。请换一个文件。",
                en:
                    "no photo or document: its content is neither JPEG, PNG, HEIC, WebP, TIFF nor PDF, MP4, "
                    + "DOCX or text. Give another file.")
        }
        let name = (path as NSString).lastPathComponent
        return Evidence(sha256: try Checksum.sha256(ofFile: path), name: name, mediaType: type, bytes: size)
    }

    /// Whether the bytes of a piece of evidence are where they should be.
    private func isKept(_ evidence: Evidence) throws(Fault) -> Bool {
        let place = evidencePath(evidence)
        guard DurableFile.size(of: place) == evidence.bytes else { return false }
        return try Checksum.sha256(ofFile: place) == evidence.sha256
    }

    /// The files kept as evidence that are gone or were changed.
    /// - Throws: `Fault` where the store or a file can't be read.
    package func damagedEvidence() throws(Fault) -> [Fault] {
        var (faults, seen): ([Fault], Set<String>) = ([], [])
        try store.forEachEvidence { caseID, evidence throws(Fault) in
            guard seen.insert(evidencePath(evidence)).inserted, !(try isKept(evidence)) else { return }
            faults.append(
                Fault(
                    evidencePath(evidence), zh: "任务 \(caseID) 的佐证 \(evidence.name) 不在，或已被改动。请找回原文件放回此处。",
                    en:
                        "the evidence \(evidence.name) of case \(caseID) is gone or was changed. Find the original and "
                        + "put it back here."))
        }
        return faults
    }

    /// Keeps the bytes of a file that was looked at; the file itself stays where it is.
    /// - Throws: `Fault` where the disk is full, or the file is no longer what it was.
    package func keep(_ evidence: Evidence, from path: String) throws(Fault) {
        let place = evidencePath(evidence)
        guard !(try isKept(evidence)) else { return }
        try DurableFile.makeFolder((place as NSString).deletingLastPathComponent)
        // Of this process alone: another may be keeping the same file.
        let temporary = DurableFile.temporaryPath(for: place) + "-\(getpid())"
        try? FileManager.default.removeItem(atPath: temporary)
        do {
            try FileManager.default.copyItem(atPath: path, toPath: temporary)
        } catch {
            throw Fault(
                place, zh: "佐证材料写入失败（\(error.localizedDescription)）。请检查磁盘空间与权限。",
                en: "the evidence can't be written (\(error.localizedDescription)). Check disk space and permissions.")
        }
        guard try Checksum.sha256(ofFile: temporary) == evidence.sha256 else {
            try? FileManager.default.removeItem(atPath: temporary)
            throw Fault(
                path, zh: "文件在读取期间被改动。请重试。", en: "the file was changed while it was read. Try again.")
        }
        try DurableFile.publish(temporary, as: place)
    }
}

/// What a file's first bytes say it is; nil for nothing that is kept.
private func mediaType(of path: String) throws(Fault) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else {
        throw Fault(path, zh: "打不开文件。请检查权限。", en: "can't be opened. Check the permissions.")
    }
    defer { try? file.close() }
    let head = [UInt8]((try? file.read(upToCount: 4096)) ?? Data())
    func begins(_ bytes: [UInt8], at place: Int = 0) -> Bool { head.dropFirst(place).starts(with: bytes) }
    func says(_ text: String, at place: Int = 0) -> Bool { begins(Array(text.utf8), at: place) }
    if begins([0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if begins([0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
    if says("RIFF"), says("WEBP", at: 8) { return "image/webp" }
    if begins([0x49, 0x49, 0x2A, 0]) || begins([0x4D, 0x4D, 0, 0x2A]) { return "image/tiff" }
    if says("ftyp", at: 4) {
        return ["heic", "heix", "mif1"].contains { says($0, at: 8) } ? "image/heic" : "video/mp4"
    }
    if says("%PDF") { return "application/pdf" }
    if begins([0x50, 0x4B, 3, 4]) { return "application/zip" }
    let text = head.prefix { $0 != 0 }
    return text.count == head.count && String(validating: text.dropLast(min(3, text.count)), as: UTF8.self) != nil
        ? "text/plain" : nil
}
