import Foundation
package import GeoModel
import SafeFiles

/// Finds the bands of a scene, however it was handed over.
package struct SceneReader {
    private let profiles: [SensorProfile]
    private let bandNumbers: [BandRole: Int]
    private let files = FileManager.default

    /// A reader that knows these sensors, the likeliest first.
    ///
    /// - Parameters:
    ///   - profiles: The sensors.
    ///   - bandNumbers: The band of each role in a multi-band image; empty leaves it to the image and the profiles.
    package init(profiles: [SensorProfile], bandNumbers: [BandRole: Int] = [:]) {
        self.profiles = profiles
        self.bandNumbers = bandNumbers
    }

    /// The scene at a path: a STAC item, a folder of single-band files, a multi-band image, or several files with
    /// commas between them.
    ///
    /// - Throws: `Fault` where nothing can be opened or no band is recognised, naming what was seen.
    package func scene(at path: String) throws(Fault) -> Scene {
        if path.contains(",") {
            let paths = path.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            return try scene(ofFiles: paths, named: commonName(paths))
        }
        if DurableFile.isFolder(path) { return try scene(inFolder: path) }
        try requireFile(path)
        if path.lowercased().hasSuffix(".json") {
            return try STACItemReader(profiles: profiles).scene(at: path)
        }
        return try scene(ofImage: path)
    }

    private func scene(inFolder folder: String) throws(Fault) -> Scene {
        let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
        let items = names.filter { $0.lowercased().hasSuffix(".json") }.sorted()
        if items.count == 1 { return try STACItemReader(profiles: profiles).scene(at: folder + "/" + items[0]) }
        let images = names.filter { isImageName($0) }.sorted()
        guard !images.isEmpty else {
            throw Fault(
                folder,
                zh: "文件夹内没有影像（.tif、.jp2、.img）；应有名称含 B02 … B12、SCL 的单波段文件。",
                en: "no image (.tif, .jp2, .img) in the folder; single-band files named B02 … B12, SCL are expected."
            )
        }
        return try scene(
            ofFiles: images.map { folder + "/" + $0 }, named: URL(fileURLWithPath: folder).lastPathComponent)
    }

    private func isImageName(_ name: String) -> Bool {
        [".tif", ".tiff", ".jp2", ".img"].contains { name.lowercased().hasSuffix($0) } && !name.hasPrefix(".")
    }

    /// The profile whose band names fit most of the files; the first one among equals.
    private func scene(ofFiles paths: [String], named name: String) throws(Fault) -> Scene {
        var best: (profile: SensorProfile, bands: [BandRole: BandSource])?
        for profile in profiles {
            let bands = try bands(of: paths, profile)
            if bands.count > best?.bands.count ?? 0 { best = (profile, bands) }
        }
        guard let best else {
            throw Fault(
                name,
                zh: "文件名中认不出任何波段（\(listed(paths))）；应含 B02 … B12、SCL 之类的波段名。",
                en:
                    "no band is recognised in the file names (\(listed(paths))); names with B02 … B12, SCL are "
                    + "expected."
            )
        }
        return try Scene(name, best.bands, best.profile, date: date(inName: name))
    }

    private func bands(of paths: [String], _ profile: SensorProfile) throws(Fault) -> [BandRole: BandSource] {
        var bands: [BandRole: BandSource] = [:]
        for path in paths {
            let stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            guard let role = profile.role(inName: stem) else { continue }
            if let other = bands[role] {
                throw Fault(
                    path,
                    zh: "与 \(other.path) 同为波段 \(role.rawValue)。一景每个波段只应有一个文件；请用逗号列出要用的文件。",
                    en:
                        "is band \(role.rawValue) like \(other.path). A scene has one file a band; list the files "
                        + "to use with commas between them."
                )
            }
            bands[role] = BandSource(path: path, band: 1)
        }
        return bands
    }

    private func scene(ofImage path: String) throws(Fault) -> Scene {
        let file = try RasterFile(path)
        if !bandNumbers.isEmpty, let profile = profiles.last {
            return try scene(path, bandNumbers, profile)
        }
        for profile in profiles {
            if let roles = rolesByName(file.bands, profile) { return try scene(path, roles, profile) }
        }
        for profile in profiles where !profile.orders.isEmpty {
            if let roles = rolesByPlace(file.bands, profile) { return try scene(path, roles, profile) }
        }
        throw Fault(
            path,
            zh: "有 \(file.bands.count) 个波段，但既无波长也无可识别的名称。请在配方的 bands 中写明每个波段。",
            en:
                "has \(file.bands.count) bands with neither wavelengths nor known names. Name each band under "
                + "‘bands’ in the recipe."
        )
    }

    private func scene(_ path: String, _ numbers: [BandRole: Int], _ profile: SensorProfile) throws(Fault) -> Scene {
        let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        let bands = numbers.mapValues { BandSource(path: path, band: $0) }
        return try Scene(name, bands, profile, date: date(inName: name))
    }

    private func rolesByName(_ bands: [BandInfo], _ profile: SensorProfile) -> [BandRole: Int]? {
        let roles = firstOfEach(bands.map { (profile.role(inName: $0.name), $0.number) })
        return roles.count >= min(3, bands.count) && !roles.isEmpty ? roles : nil
    }

    /// By wavelengths, else by the usual order.
    private func rolesByPlace(_ bands: [BandInfo], _ profile: SensorProfile) -> [BandRole: Int]? {
        let roles = firstOfEach(bands.map { ($0.wavelength.flatMap(role(atWavelength:)), $0.number) })
        if roles.count >= min(3, bands.count), !roles.isEmpty { return roles }
        guard let order = profile.orders[bands.count] else { return nil }
        return firstOfEach(zip(order.map(Optional.some), bands.map(\.number)).map { ($0, $1) })
    }

    private func firstOfEach(_ found: [(role: BandRole?, number: Int)]) -> [BandRole: Int] {
        var numbers: [BandRole: Int] = [:]
        for (role, number) in found {
            if let role, numbers[role] == nil { numbers[role] = number }
        }
        return numbers
    }

    /// The role of a wavelength in micrometres; the ranges are those of Landsat and Sentinel-2 bands.
    private func role(atWavelength wavelength: Double) -> BandRole? {
        switch wavelength {
        case 0.45..<0.52: .blue
        case 0.52..<0.60: .green
        case 0.63..<0.70: .red
        case 0.76..<0.90: .nir
        case 1.50..<1.80: .swir1
        case 2.00..<2.40: .swir2
        default: nil
        }
    }

    private func commonName(_ paths: [String]) -> String {
        paths.first.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent } ?? ""
    }

    private func listed(_ paths: [String]) -> String {
        let names = paths.prefix(4).map { URL(fileURLWithPath: $0).lastPathComponent }
        return names.joined(separator: ", ") + (paths.count > 4 ? " …" : "")
    }
}

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
