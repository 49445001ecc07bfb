import Foundation
import SafeFiles

/// The names and SHA-256 of everything that a vector layer may be read from: a shapefile is several files, a FileGDB a
/// folder, a GeoPackage has a log beside it.
///
/// A file that can't be read has no checksum; the import says what is wrong with it.
func contentFingerprint(ofLayerAt path: String) -> [String] {
    let url = URL(fileURLWithPath: path)
    let isFolder = DurableFile.isFolder(path)
    let folder = isFolder ? url : url.deletingLastPathComponent()
    let stem = url.deletingPathExtension().lastPathComponent + "."
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    return names.filter { isFolder || $0 == url.lastPathComponent || $0.hasPrefix(stem) }.flatMap { name in
        [name, (try? Checksum.sha256(ofFile: folder.appendingPathComponent(name).path)) ?? ""]
    }
}
