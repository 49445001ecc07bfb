import Foundation
package import GeoModel
import LandRecords

/// A path that holds wherever the program is started from.
package func absolutePath(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
}

/// Each of several files with commas between them, as paths that hold wherever the program is started from.
func absolutePaths(_ place: String) -> String {
    place.split(separator: ",").map { absolutePath($0.trimmingCharacters(in: .whitespaces)) }.joined(separator: ",")
}

extension RegionSettings {
    /// The settings of a file for a region elsewhere: paths that were relative to the file stay relative to the region
    /// where they lie inside it, and become absolute where they do not.
    package func moved(fromFolderOf file: String, to region: String) -> RegionSettings {
        let folder = URL(fileURLWithPath: absolutePath(file)).deletingLastPathComponent().path
        let target = absolutePath(region) + "/"
        func move(_ path: String) -> String {
            let absolute = path.hasPrefix("/") ? path : absolutePath(folder + "/" + path)
            return absolute.hasPrefix(target) ? String(absolute.dropFirst(target.count)) : absolute
        }
        return RegionSettings(
            name: name,
            code: code,
            system: system,
            grid: grid,
            sceneFolders: sceneFolders.map(move),
            registers: registers.map { source in
                RegisterSource(
                    kind: source.kind, path: move(source.path), layer: source.layer, system: source.system,
                    mapping: source.mapping.map(move))
            }
        )
    }
}

extension RegisterSource {
    /// A register written `KIND=FILE` or `KIND=FILE:LAYER`.
    /// - Throws: `Fault` where it is written otherwise.
    package init(option text: String) throws(Fault) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let kind = RecordKind(rawValue: parts[0]) else {
            let known = Bilingual(listing: RecordKind.allCases.map(\.rawValue))
            throw Fault(
                "--register \(text)",
                zh: "应写作 KIND=FILE，KIND 为其一：\(known.zh)。",
                en: "KIND=FILE is expected, KIND being one of \(known.en)."
            )
        }
        let colon = parts[1].lastIndex(of: ":").filter {
            !FileManager.default.fileExists(atPath: parts[1]) && $0 > parts[1].startIndex
        }
        if let colon {
            self.init(
                kind: kind, path: String(parts[1][..<colon]), layer: String(parts[1][parts[1].index(after: colon)...]))
        } else {
            self.init(kind: kind, path: parts[1])
        }
    }
}

extension Optional {
    fileprivate func filter(_ isKept: (Wrapped) -> Bool) -> Wrapped? { flatMap { isKept($0) ? $0 : nil } }
}
