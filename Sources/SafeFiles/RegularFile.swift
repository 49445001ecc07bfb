import Foundation
package import GeoModel

/// Refuses what is no file to read: opening a pipe waits for its writer, and a device has no end.
///
/// - Parameters:
///   - path: The file; a link is followed.
///   - suffix: How the name of a folder ends that is read like a file, such as `.gdb`; nil for none.
/// - Throws: `Fault` saying what is at the path instead: nothing, an address on the web, a folder, a pipe, a device, a
///   socket, or a file that may not be read.
package func requireFile(_ path: String, orFolderNamed suffix: String? = nil) throws(Fault) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw absenceFault(path, errno) }
    let kind = status.st_mode & S_IFMT
    let isReadFolder = kind == S_IFDIR && suffix.map { path.lowercased().trimmingSlashes.hasSuffix($0) } == true
    guard kind == S_IFREG || isReadFolder else { throw kindFault(path, kind) }
    guard unsafe access(path, R_OK) == 0 else {
        throw Fault(
            path,
            zh: "没有读取权限；应为可读文件。请用 chmod 或请管理员授权。",
            en: "may not be read; a readable file is expected. Grant it with chmod or ask the owner."
        )
    }
}

private func absenceFault(_ path: String, _ code: Int32) -> Fault {
    guard code == ENOENT || code == ENOTDIR else {
        let reason = systemReason(code)
        return Fault(
            path,
            zh: "读不到文件（\(reason.zh)）；应为可读文件。请检查路径与权限。",
            en: "can't be reached (\(reason.en)); a readable file is expected. Check the path and the permissions."
        )
    }
    if isRemote(path) { return remoteFault(path) }
    return Fault(
        path,
        zh: "没有这个文件或文件夹。请检查路径。",
        en: "there is no such file or folder. Check the path."
    )
}

/// Whether a text is, or was before it was made absolute, an address on the web.
package func isRemote(_ text: String) -> Bool {
    let schemes = ["http:", "https:", "ftp:", "s3:", "gs:", "az:", "abfs:", "oss:", "cos:", "obs:", "file:"]
    return text.lowercased().split(separator: "/").dropLast().contains { schemes.contains(String($0)) }
}

/// The fault of an address where a file of this machine is expected.
package func remoteFault(_ object: String) -> Fault {
    Fault(
        object,
        zh: "是网络地址；本程序只读取本机文件。请先下载，再写明本机路径。",
        en: "is an address on the web; this program reads files of this machine. Download it first and name the copy."
    )
}

private func kindFault(_ path: String, _ kind: mode_t) -> Fault {
    let found =
        switch kind {
        case S_IFDIR: Bilingual(zh: "文件夹", en: "a folder")
        case S_IFIFO: Bilingual(zh: "命名管道", en: "a named pipe")
        case S_IFCHR, S_IFBLK: Bilingual(zh: "设备", en: "a device")
        case S_IFSOCK: Bilingual(zh: "套接字", en: "a socket")
        default: Bilingual(zh: "特殊文件", en: "a special file")
        }
    return Fault(
        path,
        zh: "是\(found.zh)；应为普通文件。请改写成文件的路径。",
        en: "is \(found.en); a regular file is expected. Name a file instead."
    )
}

extension String {
    fileprivate var trimmingSlashes: Substring {
        var text = self[...]
        while text.last == "/" { text.removeLast() }
        return text
    }
}
