import Foundation
package import GeoModel
import SafeFiles

/// Where recipes and data files are: a region's own copy first, then what came with the program.
package struct DataFolder: Sendable {
    /// The folder that holds `profiles`, `themes`, `mappings` and the recipes.
    package let path: String

    /// A known folder.
    package init(path: String) {
        self.path = path
    }

    /// The folder that came with the program: `Pipelines` or `share/tuban` beside or above the executable, or what
    /// `TUBAN_PIPELINES` names.
    ///
    /// - Throws: `Fault` where there is none.
    package static func ofProgram() throws(Fault) -> DataFolder {
        if let named = ProcessInfo.processInfo.environment["TUBAN_PIPELINES"] { return DataFolder(path: named) }
        var folder = URL(fileURLWithPath: executablePath).resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            for name in ["Pipelines", "share/tuban"] {
                let candidate = folder.appendingPathComponent(name).path
                if FileManager.default.fileExists(atPath: candidate + "/profiles") {
                    return DataFolder(path: candidate)
                }
            }
            folder.deleteLastPathComponent()
        }
        throw Fault(
            "Pipelines",
            zh: "找不到配方与数据文件；应在程序旁的 Pipelines 文件夹中。请设置环境变量 TUBAN_PIPELINES。",
            en: "recipes and data files are not found; a folder Pipelines beside the program is expected. "
                + "Set the environment variable TUBAN_PIPELINES."
        )
    }

    private static var executablePath: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments.first ?? "."
    }

    /// The path of a recipe: a file as named, else a file of this folder, with or without `.json5`.
    ///
    /// - Throws: `Fault` naming the recipes there are.
    package func recipe(_ name: String) throws(Fault) -> String {
        for candidate in [name, "\(path)/\(name)", "\(path)/\(name).json5"] {
            if FileManager.default.fileExists(atPath: candidate), !DurableFile.isFolder(candidate) { return candidate }
        }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
            .filter { $0.hasSuffix(".json5") && !$0.hasPrefix(".") }.map { String($0.dropLast(6)) }.sorted()
        throw Fault(
            name,
            zh: "没有这个配方。现有：\(names.joined(separator: "、"))。",
            en: "no such recipe. There are: \(names.joined(separator: ", "))."
        )
    }
}

extension DataFolder {
    /// The path of a data file of this folder, else of the program's: regions made earlier lack what came later.
    /// - Throws: `Fault` where the program's folder is not found.
    func ownOrProgramFile(_ name: String) throws(Fault) -> String {
        let own = "\(path)/\(name)"
        return FileManager.default.fileExists(atPath: own) ? own : "\(try DataFolder.ofProgram().path)/\(name)"
    }

    /// The path of a data file: a file as named, else one of this folder.
    package func file(_ name: String) -> String {
        name.hasPrefix("/") || FileManager.default.fileExists(atPath: name) ? name : "\(path)/\(name)"
    }
}
