import Foundation

/// The repository that these tests stand in.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The text of one file; nil where there is none.
    static func text(_ path: String) -> String? {
        try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The files under a folder by their paths from the root, sorted; what is generated or hidden is left out.
    static func files(under folder: String, ending: String = "") -> [String] {
        let walk = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
        let found = (walk?.compactMap { $0 as? String } ?? []).map { folder + "/" + $0 }
        return found.filter { path in
            path.hasSuffix(ending) && !path.hasPrefix("Samples/out/") && isFile(path)
        }.sorted()
    }

    /// What lies at the top, sorted.
    static var topEntries: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []).sorted()
    }

    /// Every Swift file, read.
    static let swiftFiles: [SwiftFile] =
        (["Package.swift"] + files(under: "Sources", ending: ".swift")
        + files(under: "Tests", ending: ".swift")).compactMap { path in
            text(path).map { SwiftFile(path: path, text: $0) }
        }

    /// Every text that is written by hand, Swift or not, by path.
    static var allTexts: [(path: String, text: String)] {
        let folders = ["Sources", "Tests", "Samples", "Pipelines", ".ci"]
        let paths = ["Package.swift", "README.md", ".gitignore"] + folders.flatMap { files(under: $0) }
        return paths.compactMap { path in text(path).map { (path, $0) } }
    }

    private static func isFile(_ path: String) -> Bool {
        let values = try? root.appendingPathComponent(path).resourceValues(forKeys: [.isRegularFileKey])
        return values?.isRegularFile == true
    }
}
