import Foundation
package import GeoModel
import SafeFiles

/// Finds the bands of a scene, however it was handed over.
package struct SceneReader {
    private let profiles: [SensorProfile]
    private let bandNumbers: [BandRole: Int]

    /// A reader that knows these sensors, the likeliest first.
    ///
    /// - Parameters:
    ///   - profiles: The sensors.
    ///   - bandNumbers: The band of each role in a multi-band image; empty leaves it to the image and the profiles.
    package init(profiles: [SensorProfile], bandNumbers: [BandRole: Int] = [:]) {
        self.profiles = profiles
        self.bandNumbers = bandNumbers
    }

    /// The scene at a path, as `recognised` finds it.
    /// - Throws: `Fault` where nothing can be opened or no band is recognised, naming what was seen.
    package func scene(at path: String) throws(Fault) -> Scene { try recognised(at: path).scene }

    /// The scene at a path and the sensor it was taken for: a STAC item, the folder or metadata file of a Sentinel-2
    /// product (SAFE) or a Landsat one (MTL), a folder of single-band files, a multi-band image, or several files with
    /// commas between them.
    ///
    /// - Throws: `Fault` where nothing can be opened or no band is recognised, naming what was seen.
    package func recognised(at path: String) throws(Fault) -> (scene: Scene, profile: SensorProfile) {
        if path.contains(",") {
            return try recognised(files: path.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
        }
        return try recognised(alone: path)
    }

    /// The scene of several files, or of one path, none of which is taken apart at commas.
    ///
    /// - Throws: `Fault` where nothing can be opened or no band is recognised, naming what was seen.
    package func recognised(files paths: [String]) throws(Fault) -> (scene: Scene, profile: SensorProfile) {
        if paths.count == 1 { return try recognised(alone: paths[0]) }
        return try scene(ofFiles: paths, named: paths.first.map(stem) ?? "")
    }

    private func recognised(alone path: String) throws(Fault) -> (scene: Scene, profile: SensorProfile) {
        if DurableFile.isFolder(path) { return try scene(inFolder: path) }
        try requireFile(path)
        if let scene = try scene(ofMetadata: path) { return scene }
        return try scene(ofImage: path)
    }

    /// The scene that a file of metadata describes; nil where the name is not that of such a file.
    private func scene(ofMetadata path: String) throws(Fault) -> (Scene, SensorProfile)? {
        let name = URL(fileURLWithPath: path).lastPathComponent.lowercased()
        if SentinelProduct.isMetadata(name) { return try SentinelProduct(metadata: path).scene(profiles) }
        if LandsatProduct.isMetadata(name) { return try LandsatProduct(metadata: path).scene(profiles) }
        if name.hasSuffix(".json") { return try STACItemReader(profiles: profiles).scene(at: path) }
        return nil
    }

    private func scene(inFolder folder: String) throws(Fault) -> (Scene, SensorProfile) {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        let told =
            names.first { SentinelProduct.isMetadata($0.lowercased()) }
            ?? names.first { LandsatProduct.isMetadata($0.lowercased()) && $0.lowercased().hasSuffix(".txt") }
            ?? names.first { LandsatProduct.isMetadata($0.lowercased()) }
        let items = names.filter { $0.lowercased().hasSuffix(".json") }
        if let metadata = told ?? (items.count == 1 ? items[0] : nil),
            let scene = try scene(ofMetadata: folder + "/" + metadata)
        {
            return scene
        }
        let images = names.filter { isImageName($0) }
        guard !images.isEmpty else {
            throw Fault(
                folder,
                zh: "文件夹内没有影像（.tif、.jp2、.img）；应有名称含 B02 … B12、SCL 的单波段文件，"
                    + "或 MTD_MSIL2A.xml、…_MTL.txt 等产品元数据。",
                en: "no image (.tif, .jp2, .img) in the folder; single-band files named B02 … B12, SCL, or the "
                    + "metadata of a product (MTD_MSIL2A.xml, …_MTL.txt) are expected."
            )
        }
        return try scene(
            ofFiles: images.map { folder + "/" + $0 }, named: URL(fileURLWithPath: folder).lastPathComponent)
    }

    private func isImageName(_ name: String) -> Bool {
        [".tif", ".tiff", ".jp2", ".img"].contains { name.lowercased().hasSuffix($0) } && !name.hasPrefix(".")
    }

    /// By the profile whose band names fit best.
    private func scene(ofFiles paths: [String], named name: String) throws(Fault) -> (Scene, SensorProfile) {
        let names = paths.map { [stem($0)] }
        // A pixel's size only settles a tie, so a file that can't be opened is left to those who need it.
        let metres = paths.first.flatMap { try? RasterFile($0).grid.metresPerPixel }
        let product = ([name] + names.joined()).joined(separator: " ")
        guard let match = ProfileMatch(best: profiles, names, product: product, metres: metres) else {
            for path in paths { try requireFile(path) }
            throw unknownSensor(
                name,
                found: Bilingual(
                    zh: "文件名为 \(listed(paths))\(size(metres).zh)",
                    en: "the file names are \(listed(paths))\(size(metres).en)"
                ),
                profiles
            )
        }
        var bands: [BandRole: BandSource] = [:]
        for (role, places) in match.places.sorted(by: { $0.key < $1.key }) {
            guard places.count == 1 else { throw repeated(role, paths[places[1]], paths[places[0]]) }
            bands[role] = BandSource(path: paths[places[0]], band: 1)
        }
        return (try Scene(name, bands, match.profile, date: date(inName: name)), match.profile)
    }

    private func repeated(_ role: BandRole, _ path: String, _ other: String) -> Fault {
        Fault(
            path,
            zh: "与 \(other) 同为波段 \(role.rawValue)。一景每个波段只应有一个文件；请用逗号列出要用的文件。",
            en:
                "is band \(role.rawValue) like \(other). A scene has one file a band; list the files "
                + "to use with commas between them."
        )
    }

    private func scene(ofImage path: String) throws(Fault) -> (Scene, SensorProfile) {
        let file = try RasterFile(path)
        let name = stem(path)
        let image = ImageBands(file.bands, product: name, metres: file.grid.metresPerPixel)
        guard let (profile, numbers) = image.roles(profiles, told: bandNumbers) else {
            let bands = file.bands.map { $0.name.isEmpty ? "\($0.number)" : $0.name }.joined(separator: ", ")
            throw unknownSensor(
                path,
                found: Bilingual(
                    zh: "有 \(file.bands.count) 个波段（\(bands)），既无波长也无可识别的名称\(size(image.metres).zh)",
                    en: "there are \(file.bands.count) bands (\(bands)) with neither wavelengths nor known "
                        + "names\(size(image.metres).en)"
                ),
                profiles
            )
        }
        let bands = numbers.mapValues { BandSource(path: path, band: $0) }
        return (try Scene(name, bands, profile, date: date(inName: name)), profile)
    }

    private func listed(_ paths: [String]) -> String {
        let names = paths.prefix(8).map { URL(fileURLWithPath: $0).lastPathComponent }
        return names.joined(separator: ", ") + (paths.count > 8 ? " …" : "")
    }

    private func size(_ metres: Double?) -> Bilingual {
        guard let metres else { return Bilingual(zh: "", en: "") }
        let text = String(format: "%.3g", metres)
        return Bilingual(zh: "，像元约 \(text) 米", en: ", with pixels of about \(text) m")
    }
}

/// A file's name without its folder and ending.
func stem(_ path: String) -> String { URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent }

/// The day that a file or folder name carries as eight digits; nil where it carries none.
func date(inName name: String) -> CalendarDate? {
    name.split { !$0.isNumber }.lazy.compactMap { digits in
        digits.count >= 8 ? CalendarDate(digits.prefix(8)) : nil
    }.first { (1970...2100).contains($0.year) }
}

extension Scene {
    /// A scene on the grid of its finest band.
    /// - Throws: `Fault` where a band's file can't be opened.
    init(
        _ name: String,
        _ bands: [BandRole: BandSource],
        _ profile: SensorProfile,
        date: CalendarDate?,
        radiometry: Radiometry? = nil
    ) throws(Fault) {
        var finest: Grid?
        for source in bands.sorted(by: { $0.key < $1.key }).map(\.value) {
            let grid = try RasterFile(source.path).grid
            if grid.size.pixelCount > finest?.size.pixelCount ?? 0 { finest = grid }
        }
        guard let finest else { preconditionFailure("a scene has a band") }
        self.init(
            id: name,
            date: date,
            sensor: profile.name,
            grid: finest,
            bands: bands,
            radiometry: radiometry ?? profile.radiometry,
            noData: profile.noData,
            usableMaskCodes: profile.usableMaskCodes
        )
    }
}
