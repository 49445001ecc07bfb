import Foundation
package import GeoModel

/// Files that are whole or absent: written beside their place, synced to the disk, then renamed over it.
package enum DurableFile {
    /// The path that a file is written at before it takes its name: beside it, with a name no reader picks up.
    package static func temporaryPath(for path: String) -> String {
        let url = URL(fileURLWithPath: path)
        return url.deletingLastPathComponent().appendingPathComponent(".tmp-" + url.lastPathComponent).path
    }

    /// Writes a text file so that a reader sees the old one or the whole new one.
    /// - Throws: `Fault` where the folder can't be written or the disk is full; the old file is then untouched.
    package static func write(_ text: String, to path: String) throws(Fault) {
        let writer = try DurableTextWriter(path)
        try writer.write(text)
        try writer.finish()
    }

    /// Gives a finished temporary file its name, after syncing it, and syncs the folder.
    /// - Throws: `Fault` where a system call fails; the temporary file then stays for a look.
    package static func publish(_ temporary: String, as path: String) throws(Fault) {
        try sync(temporary)
        guard unsafe rename(temporary, path) == 0 else { throw systemFault(path, "rename") }
        try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    /// Makes a folder and those above it.
    /// - Throws: `Fault` where that is not allowed or a file stands in the way.
    package static func makeFolder(_ path: String) throws(Fault) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Fault(
                path,
                zh: "无法建立文件夹（\(error.localizedDescription)）。请检查权限，以及是否有同名文件。",
                en: "the folder can't be made (\(error.localizedDescription)). Check permissions and name clashes."
            )
        }
    }

    /// Whether there is a folder at the path, or a link to one.
    package static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// A file's size in bytes and the time of its last change, to tell whether it is still the same; `-` without it.
    package static func stamp(of path: String) -> String {
        var status = Foundation.stat()
        guard unsafe stat(path, &status) == 0 else { return "-" }
        return "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }

    /// The text of a file in UTF-8.
    /// - Throws: `Fault` where it can't be read or is not UTF-8.
    package static func text(of path: String) throws(Fault) -> String {
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.readToEnd() ?? Data() else {
            throw Fault(
                path,
                zh: "读不到文件。请检查路径与权限。",
                en: "the file can't be read. Check the path and the permissions."
            )
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw Fault(path, zh: "不是 UTF-8 文本。请转码。", en: "the text is not UTF-8. Convert it.")
        }
        return text
    }

    /// Reads a JSON or JSON5 file.
    /// - Throws: `Fault` where it can't be read or does not parse.
    package static func json(of path: String) throws(Fault) -> JSONValue {
        try JSONValue(parsing: try text(of: path), named: path)
    }

    private static func sync(_ path: String) throws(Fault) {
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else { throw systemFault(path, "open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw systemFault(path, "fsync") }
    }
}

/// What the system said of its last failed call on a path.
func systemFault(_ path: String, _ call: String) -> Fault {
    let reason = unsafe String(cString: strerror(errno))
    return Fault(
        path,
        zh: "系统调用 \(call) 失败：\(reason)。请检查磁盘空间与权限。",
        en: "\(call) failed: \(reason). Check free disk space and permissions."
    )
}

/// Writes a text file piece by piece; its name appears only when it is finished.
package final class DurableTextWriter {
    private let path: String
    private let temporary: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// Starts a file that will be called `path`.
    /// - Throws: `Fault` where its folder can't be written.
    package init(_ path: String) throws(Fault) {
        self.path = path
        temporary = DurableFile.temporaryPath(for: path)
        descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw systemFault(path, "open") }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unsafe unlink(temporary)
    }

    /// Appends text in UTF-8.
    /// - Throws: `Fault` where the disk is full.
    package func write(_ text: String) throws(Fault) {
        buffer += text.utf8
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// Appends text that is in UTF-8 already.
    /// - Throws: `Fault` where the disk is full.
    package func write(_ bytes: [UInt8]) throws(Fault) {
        buffer += bytes
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// Syncs the file and gives it its name.
    /// - Throws: `Fault` where the disk is full; the old file of that name is then untouched.
    package func finish() throws(Fault) {
        try flush()
        guard fsync(descriptor) == 0 else { throw systemFault(path, "fsync") }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0 else { throw systemFault(path, "close") }
        try DurableFile.publish(temporary, as: path)
    }

    private func flush() throws(Fault) {
        var start = 0
        while start < buffer.count {
            let written = unsafe buffer.withUnsafeBytes { bytes in
                unsafe Foundation.write(descriptor, bytes.baseAddress.map { unsafe $0 + start }, bytes.count - start)
            }
            guard written > 0 else {
                if written < 0, errno == EINTR { continue }
                throw systemFault(path, "write")
            }
            start += written
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
