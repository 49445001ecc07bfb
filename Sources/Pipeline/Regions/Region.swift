import Foundation
package import GeoModel
import Geometry
package import SafeFiles
package import WorkQueue

/// A region: a folder with its settings, its store, its own copy of recipes and data files, and what runs leave.
package struct Region {
    /// The folder.
    package let folder: String
    /// What its file says.
    package let settings: RegionSettings
    /// Its store, open.
    package let store: RegionStore
    /// Its recipes and data files.
    package let data: DataFolder

    private static let settingsName = "region.json5"
    private static let storeName = "monitor.gpkg"
    private static let dataName = "pipelines"

    /// Makes a region: folders, settings, a copy of the program's data files, and, last of all, an empty store.
    ///
    /// - Throws: `Fault` where a region is here already, the coordinate system is unknown, or the folder can't be
    ///   written.
    package static func create(
        _ folder: String,
        settings: RegionSettings,
        program: DataFolder,
        at time: Timestamp
    ) throws(Fault) -> Region {
        let reference = try spatialReference(of: settings.system, named: folder)
        try DurableFile.makeFolder(folder)
        guard !FileManager.default.fileExists(atPath: folder + "/" + storeName) else {
            throw Fault(
                folder,
                zh: "此处已有区域（\(storeName)）。不会覆盖；请换一个文件夹，或直接使用它。",
                en:
                    "a region is here already (\(storeName)) and is never overwritten. Use it, or choose another "
                    + "folder."
            )
        }
        for name in ["imagery", "runs", "exports"] { try DurableFile.makeFolder(folder + "/" + name) }
        try copyTree(program.path, to: folder + "/" + dataName)
        try DurableFile.write(settings.document.text(indented: true) + "\n", to: folder + "/" + settingsName)
        let store = try RegionStore.create(folder + "/" + storeName, reference: reference, at: time)
        return Region(
            folder: folder,
            settings: settings,
            store: store,
            data: DataFolder(path: folder + "/" + dataName)
        )
    }

    /// Opens a region.
    /// - Throws: `Fault` where there is none, or its settings or store can't be read.
    package static func open(_ folder: String) throws(Fault) -> Region {
        return Region(
            folder: folder,
            settings: try RegionSettings(file: try settingsPath(folder)),
            store: try RegionStore.open(storePath(folder)),
            data: DataFolder(path: folder + "/" + dataName)
        )
    }

    /// The file with a region's settings.
    /// - Throws: `Fault` where there is none.
    static func settingsPath(_ folder: String) throws(Fault) -> String {
        let path = folder + "/" + settingsName
        guard FileManager.default.fileExists(atPath: path) else {
            throw Fault(
                folder,
                zh: "不是区域文件夹（没有 \(settingsName)）。请用 --region 指明，或先运行 tuban init。",
                en: "no region here (\(settingsName) is missing). Name one with --region, or make one with tuban init."
            )
        }
        return path
    }

    /// Where a region's store is.
    package static func storePath(_ folder: String) -> String { folder + "/" + storeName }

    /// Keeps every other process from writing in the region until the lock goes.
    /// - Throws: `Fault` where another process holds it.
    package func lock() throws(Fault) -> FolderLock {
        try FolderLock(folder)
    }

    /// A path that settings give, as the system takes it.
    package func resolved(_ path: String) -> String {
        path.hasPrefix("/") ? path : folder + "/" + path
    }

    /// The folder of a month's results.
    func monthFolder(_ period: Period) -> String { "\(folder)/runs/\(period)" }

    /// The folder of a recipe's run of a month: the month's own for the recipe `monthly`, one of its name inside it for
    /// every other, so that trying a recipe leaves the month's results alone.
    package func runFolder(_ period: Period, _ recipe: Recipe) -> String {
        monthFolder(period) + (recipe.isUsual ? "" : "/" + recipe.name)
    }

    /// The name of a recipe's run of a month.
    package func runID(_ period: Period, _ recipe: Recipe) -> String { "\(period)/\(recipe.name)" }

    /// What the numbers of a run's patches begin with: the region's code and the month; then the name of any recipe but
    /// `monthly`, because no two patches of a region have one number.
    func numberPrefix(_ period: Period, _ recipe: Recipe) -> String {
        settings.code + period.description.filter { $0 != "-" } + (recipe.isUsual ? "" : "-" + recipe.name)
    }

    private static func spatialReference(of system: CoordinateSystem, named folder: String) throws(Fault)
        -> SpatialReference
    {
        let info = try SpatialReferenceInfo(system)
        guard let authority = info.authority, let code = info.code.flatMap({ Int($0) }) else {
            throw Fault(
                folder,
                zh: "坐标系“\(info.name)”没有代码；应为 EPSG:4548 之类。请改用有代码的坐标系。",
                en: "the coordinate system ‘\(info.name)’ has no code; one such as EPSG:4548 is expected."
            )
        }
        return SpatialReference(
            name: info.name,
            id: code,
            organization: authority,
            organizationCode: code,
            wkt: info.wkt
        )
    }

    private static func copyTree(_ source: String, to target: String) throws(Fault) {
        let names = ((try? FileManager.default.subpathsOfDirectory(atPath: source)) ?? []).sorted()
        for name in names where name.hasSuffix(".json5") && !(name as NSString).lastPathComponent.hasPrefix(".") {
            let path = target + "/" + name
            try DurableFile.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
            try DurableFile.write(try DurableFile.text(of: source + "/" + name), to: path)
        }
    }
}
