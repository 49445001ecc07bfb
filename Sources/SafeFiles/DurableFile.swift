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
    /// - Throws: `Fault` where a system call fails, or a folder has the name; the temporary file is then gone.
    package static func publish(_ temporary: String, as path: String) throws(Fault) {
        try sync(temporary)
        guard unsafe rename(temporary, path) == 0 else {
            let fault = isFolder(path) ? folderInTheWay(path) : systemFault(path, "rename")
            unsafe unlink(temporary)
            throw fault
        }
        try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    /// Gives a finished temporary folder, whose files are synced, its name; what had the name before is removed.
    /// - Throws: `Fault` where a system call fails; the folder of that name is then the old one.
    package static func publish(folder temporary: String, as path: String) throws(Fault) {
        let aside = temporary + ".old"
        try remove(aside)
        try sync(temporary)
        let stood = unsafe rename(path, aside) == 0
        guard unsafe rename(temporary, path) == 0 else {
            let fault = systemFault(path, "rename")
            if stood { unsafe rename(aside, path) }
            throw fault
        }
        try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
        try remove(aside)
    }

    /// Removes a file or a folder with all that is in it, if it is there.
    /// - Throws: `Fault` where that is not allowed.
    package static func remove(_ path: String) throws(Fault) {
        var status = Foundation.stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw Fault(
                path, zh: "删不掉（\(error.localizedDescription)）。请检查权限。",
                en: "can't be removed (\(error.localizedDescription)). Check permissions.")
        }
    }

    /// Makes a folder and those above it.
    /// - Throws: `Fault` where that is not allowed or a file stands in the way.
    package static func makeFolder(_ path: String) throws(Fault) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            let reason = folderRefusal(path)
            throw Fault(
                path,
                zh: "无法建立文件夹：\(reason.zh)。请检查权限，或换一个文件夹。",
                en: "the folder can't be made: \(reason.en). Check permissions, or choose another folder."
            )
        }
    }

    /// Why a folder could not be made: a file stands at its place or above it, else what the system says.
    private static func folderRefusal(_ path: String) -> Bilingual {
        var folder = URL(fileURLWithPath: path)
        while folder.path != "/", unsafe access(folder.path, F_OK) != 0 { folder.deleteLastPathComponent() }
        if !isFolder(folder.path) {
            return Bilingual(zh: "\(folder.path) 是文件", en: "\(folder.path) is a file")
        }
        return systemReason(unsafe mkdir(path, 0o755) == 0 ? EEXIST : errno)
    }

    private static func folderInTheWay(_ path: String) -> Fault {
        Fault(
            path,
            zh: "同名处已有文件夹；此处要写文件。请移走该文件夹，或换一个结果文件夹。",
            en: "a folder of this name is in the way of a file. Move it away, or choose another folder for results."
        )
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

    /// A file's size in bytes; nil where there is none.
    package static func size(of path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    }

    /// Whether a file is a SQLite database, a GeoPackage among them, by its first bytes.
    package static func isDatabase(_ path: String) -> Bool {
        let head = try? FileHandle(forReadingAtPath: path)?.read(upToCount: 16)
        return head == Data("SQLite format 3\0".utf8)
    }

    /// A document above this is nothing that a person wrote or this program leaves.
    private static let largestText = 256 << 20

    /// The text of a file in UTF-8.
    /// - Throws: `Fault` where it is no file, can't be read, has more than 256 MiB or is not UTF-8.
    package static func text(of path: String) throws(Fault) -> String {
        try requireFile(path)
        let size = size(of: path) ?? 0
        guard size <= largestText else {
            throw Fault(
                path,
                zh: "有 \(size >> 20) MiB，超过文本文件上限 \(largestText >> 20) MiB。请确认是否写错了文件。",
                en: "has \(size >> 20) MiB; a text of at most \(largestText >> 20) MiB is expected. Check its name."
            )
        }
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
    let reason = systemReason(errno)
    return Fault(
        path,
        zh: "系统调用 \(call) 失败：\(reason.zh)。请检查磁盘空间与权限。",
        en: "\(call) failed: \(reason.en). Check free disk space and permissions."
    )
}

/// What an error number of the system means.
func systemReason(_ code: Int32) -> Bilingual {
    let en = unsafe String(cString: strerror(code))
    let zh: [Int32: String] = [
        EACCES: "没有权限", EPERM: "不允许此操作", EROFS: "磁盘为只读", ENOSPC: "磁盘空间已满", EDQUOT: "超出磁盘配额",
        EFBIG: "超出文件大小限制", ENOENT: "路径不存在", ENOTDIR: "路径中有一段不是文件夹", EISDIR: "是文件夹",
        EEXIST: "已有同名文件", ENAMETOOLONG: "名称过长", ELOOP: "符号链接成环", EIO: "磁盘读写出错", EMFILE: "打开的文件过多",
    ]
    return Bilingual(zh: zh[code] ?? "错误号 \(code)（\(en)）", en: en)
}

/// Writes a text file piece by piece; its name appears only when it is finished.
package final class DurableTextWriter {
    private let path: String
    private let temporary: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// Starts a file that will be called `path`.
    /// - Throws: `Fault` where its folder can't be written, or where a database or no file at all is in its place.
    package init(_ path: String) throws(Fault) {
        try DurableTextWriter.checkPlace(path)
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

    /// A text never takes the place of a database, of a device or of a link.
    private static func checkPlace(_ path: String) throws(Fault) {
        var status = Foundation.stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        let kind = status.st_mode & S_IFMT
        // A folder is told of when the file takes its name.
        guard kind == S_IFREG || kind == S_IFDIR else {
            throw Fault(
                path, zh: "是链接或设备，不是普通文件，未写入。请写明真正的文件名。",
                en: "this is a link or a device, no plain file, and nothing was written. Give the name of a file.")
        }
        guard !DurableFile.isDatabase(path) else {
            throw Fault(
                path, zh: "此处是数据库（监测库或 GeoPackage），不会用文本覆盖。请换一个文件名。",
                en: "a database (a store or GeoPackage) is here, and no text is written over it. Choose another name.")
        }
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
