internal import CGDAL
import Foundation
import GeoModel
import SafeFiles

/// The only owner of one open GDAL dataset; used by one thread at a time.
@safe struct DatasetHandle: ~Copyable {
    private var open: GDALDatasetH?

    /// The dataset, for GDAL's functions.
    /// - Precondition: it is not closed.
    var pointer: GDALDatasetH {
        guard let open = unsafe open else { preconditionFailure("the dataset is closed") }
        return unsafe open
    }

    /// Whether it is not closed yet.
    var isOpen: Bool { unsafe open != nil }

    /// Opens a dataset with the drivers allowed, and no others.
    ///
    /// - Throws: `Fault` where it is no file, nor a folder whose name ends in `suffix`; else with GDAL's own words.
    init(
        opening path: String,
        flags: Int32,
        drivers: [String],
        options: [String] = [],
        kind: Bilingual,
        orFolderNamed suffix: String? = nil
    ) throws(Fault) {
        guard !path.hasPrefix("/vsi") else {
            throw Fault(
                path,
                zh: "不读取虚拟路径；应为本机文件。请先把文件取到本机。",
                en: "virtual paths are not read; a file of this machine is expected. Copy it here first."
            )
        }
        try requireFile(path, orFolderNamed: suffix)
        let headers = Self.headerFiles(of: path)
        for header in headers.dropFirst() { try requireFile(folder(of: path) + header) }
        unsafe open = try GDALMessages.collect { messages throws(Fault) in
            let opened = unsafe withOptions(drivers) { allowed in
                unsafe withOptions(options) { options in
                    unsafe withOptions(headers) { headers in
                        unsafe GDALOpenEx(
                            path,
                            UInt32(flags | GDAL_OF_VERBOSE_ERROR),
                            readOnly(allowed),
                            readOnly(options),
                            readOnly(headers)
                        )
                    }
                }
            }
            guard let opened = unsafe opened else { throw DatasetHandle.refusal(path, messages, kind) }
            return unsafe opened
        }
    }

    /// Takes over a dataset just created.
    init(owning pointer: GDALDatasetH) {
        unsafe open = pointer
    }

    deinit {
        // A raster made from this one while it is read may still need it, and lets it go in its turn.
        if let open = unsafe open { unsafe GDALReleaseDataset(open) }
    }

    /// Closes the dataset and reports what GDAL could not write: that shows only now.
    /// - Throws: `Fault` with GDAL's own words.
    mutating func close(path: String) throws(Fault) {
        let pointer = unsafe self.pointer
        unsafe open = nil
        try GDALMessages.collect { messages throws(Fault) in
            unsafe GDALClose(pointer)
            if let failure = messages.firstFailure { throw writeFault(path, failure) }
        }
    }

    /// Gives up a file that is not complete: closes it and takes it off the disk.
    mutating func discard(_ path: String) {
        if isOpen { try? close(path: path) }
        unsafe unlink(path)
    }

    /// The file itself and the header beside it, all that a driver may find in the folder: ENVI keeps its header apart.
    private static func headerFiles(of path: String) -> [String] {
        let file = URL(fileURLWithPath: path)
        let name = file.lastPathComponent
        let stem = file.deletingPathExtension().lastPathComponent
        let headers = [name + ".hdr", name + ".HDR", stem + ".hdr", stem + ".HDR"].filter { header in
            FileManager.default.fileExists(atPath: folder(of: path) + header)
        }
        return [name] + headers
    }

    private static func refusal(_ path: String, _ messages: GDALMessages, _ kind: Bilingual) -> Fault {
        let reason = messages.firstFailure ?? "no driver recognises it"
        return Fault(
            path,
            zh: "无法作为\(kind.zh)打开（GDAL：\(reason)）。请检查文件是否完整，格式是否受支持。",
            en: "can't be opened as \(kind.en) (GDAL: \(reason)). Check that it is whole and of a supported format."
        )
    }
}

/// The folder that a file is in, with the slash at its end.
private func folder(of path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path + "/"
}

/// The fault of a file that could not be written.
func writeFault(_ path: String, _ reason: String, by library: String = "GDAL") -> Fault {
    Fault(
        path,
        zh: "写入失败（\(library)：\(reason)）。请检查磁盘空间与权限。",
        en: "writing failed (\(library): \(reason)). Check free disk space and permissions."
    )
}

/// The fault of a file that could not be decoded.
func readFault(_ path: String, _ reason: String) -> Fault {
    Fault(
        path,
        zh: "数据损坏或不完整，无法解码（GDAL：\(reason)）。请重新获取该文件。",
        en: "damaged or incomplete, can't be decoded (GDAL: \(reason)). Fetch the file again."
    )
}
