import Foundation
import GeoModel
import SafeFiles

/// A Landsat product of Collection 2 Level 2, as its metadata file (MTL) tells it in one of its three forms.
///
/// Source: USGS, Landsat 8-9 Collection 2 Level 2 Science Product Guide (LSDS-1619) and that of Landsat 4-7
/// (LSDS-1618).
struct LandsatProduct {
    private let path: String
    /// The texts by group and key, both as the file writes them.
    private let groups: [String: [String: String]]

    /// Whether a file name in lower case is that of a product's metadata.
    static func isMetadata(_ name: String) -> Bool {
        ["_mtl.txt", "_mtl.json", "_mtl.xml"].contains { name.hasSuffix($0) }
    }

    /// Reads `…_MTL.txt`, `…_MTL.json` or `…_MTL.xml`.
    /// - Throws: `Fault` where it is no metadata of a Landsat product of Collection 2 Level 2.
    init(metadata path: String) throws(Fault) {
        self.path = path
        groups =
            switch URL(fileURLWithPath: path).pathExtension.lowercased() {
            case "json": try Self.groups(json: path)
            case "xml": try Self.groups(xml: path)
            default: Self.groups(text: try DurableFile.text(of: path))
            }
        guard let contents = groups["PRODUCT_CONTENTS"], let product = contents["LANDSAT_PRODUCT_ID"] else {
            throw Fault(
                path,
                zh: "没有 PRODUCT_CONTENTS 与 LANDSAT_PRODUCT_ID；应为 Landsat Collection 2 的 MTL 元数据。请重新下载。",
                en: "has no PRODUCT_CONTENTS with a LANDSAT_PRODUCT_ID; the metadata (MTL) of a Landsat product of "
                    + "Collection 2 is expected. Download it again."
            )
        }
        let level = contents["PROCESSING_LEVEL"] ?? "—"
        let collection = contents["COLLECTION_NUMBER"] ?? "—"
        guard level.hasPrefix("L2"), Int(collection) == 2 else {
            throw Fault(
                path,
                zh: "\(product) 为 Collection \(collection) 的 \(level) 级；应为 Collection 2 的 L2SP 或 L2SR（地表反射率）。请下载该级产品。",
                en: "\(product) is of collection \(collection) and level \(level); collection 2 and level L2SP or L2SR "
                    + "(surface reflectance) are expected. Download that one."
            )
        }
    }

    /// The scene.
    /// - Throws: `Fault` where no profile knows the spacecraft, no file of a band is there, or bands differ in scale.
    func scene(_ profiles: [SensorProfile]) throws(Fault) -> (Scene, SensorProfile) {
        let product = text("PRODUCT_CONTENTS", "LANDSAT_PRODUCT_ID") ?? stem(path)
        let files = imageFiles
        guard profiles.contains(where: { $0.owns(product: product) }),
            let match = ProfileMatch(best: profiles, files.map { [stem($0.path)] }, product: product, metres: nil)
        else {
            let spacecraft = text("IMAGE_ATTRIBUTES", "SPACECRAFT_ID") ?? "—"
            let found = files.map { URL(fileURLWithPath: $0.path).lastPathComponent }.joined(separator: ", ")
            throw unknownSensor(
                path,
                found: Bilingual(
                    zh: "\(product)（\(spacecraft)），现有影像：\(found.isEmpty ? "无" : found)",
                    en: "\(product) (\(spacecraft)) with the images: \(found.isEmpty ? "none" : found)"
                ),
                profiles
            )
        }
        let used = match.places.mapValues { files[$0[0]] }
        var scene = try Scene(
            product,
            used.mapValues { BandSource(path: $0.path, band: 1) },
            match.profile,
            date: text("IMAGE_ATTRIBUTES", "DATE_ACQUIRED").flatMap { CalendarDate($0) } ?? date(inName: product),
            radiometry: try radiometry(used.filter { $0.key != .mask }.compactMap(\.value.band).sorted())
        )
        scene.sensor = text("IMAGE_ATTRIBUTES", "SPACECRAFT_ID") ?? match.profile.name
        let cloud = text("IMAGE_ATTRIBUTES", "CLOUD_COVER").flatMap(Double.init)
        // −1 stands for what was not assessed.
        scene.cloudFraction = cloud.flatMap { (0...100).contains($0) ? $0 / 100 : nil }
        return (scene, match.profile)
    }

    /// An image and the number of its band; nil for what is no reflectance.
    private typealias ImageFile = (path: String, band: String?)

    /// The images that the metadata lists and the folder has.
    private var imageFiles: [ImageFile] {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let listed = (groups["PRODUCT_CONTENTS"] ?? [:]).filter { $0.key.hasPrefix("FILE_NAME_") }
        return listed.sorted { $0.key < $1.key }.compactMap { key, name in
            guard !name.contains("/"), name.lowercased().hasSuffix(".tif") else { return nil }
            let stem = stem(name)
            guard
                let path = [name, stem + ".TIF", stem + ".tif"].map({ "\(folder)/\($0)" })
                    .first(where: { FileManager.default.fileExists(atPath: $0) })
            else { return nil }
            return (path, key.hasPrefix("FILE_NAME_BAND_") ? String(key.dropFirst(15)) : nil)
        }
    }

    private func text(_ group: String, _ key: String) -> String? { groups[group]?[key] }

    /// The scale that the metadata states of bands; nil where it states none.
    private func radiometry(_ bands: [String]) throws(Fault) -> Radiometry? {
        guard let group = groups["LEVEL2_SURFACE_REFLECTANCE_PARAMETERS"] else { return nil }
        func numbers(_ key: String) -> [Double] {
            bands.map { group["\(key)_BAND_\($0)"].flatMap(Double.init) ?? .nan }
        }
        let (scales, offsets) = (numbers("REFLECTANCE_MULT"), numbers("REFLECTANCE_ADD"))
        guard let scale = scales.first, let offset = offsets.first else { return nil }
        guard scale > 0, scales.allSatisfy({ $0 == scale }), offsets.allSatisfy({ $0 == offset }) else {
            let found = zip(bands, zip(scales, offsets)).map { "\($0): \($1.0), \($1.1)" }.joined(separator: "; ")
            throw Fault(
                path,
                zh: "REFLECTANCE_MULT 与 REFLECTANCE_ADD 为 \(found)；应是所有波段相同的数，如 2.75e-05 与 -0.2。"
                    + "请重新下载元数据，或改用单波段文件并在配方中写 scale 与 offset。",
                en: "REFLECTANCE_MULT and REFLECTANCE_ADD are \(found); the same numbers for all bands, such as "
                    + "2.75e-05 and -0.2, are expected. Download it again, or name the band files and put ‘scale’ and "
                    + "‘offset’ into the recipe."
            )
        }
        return Radiometry(scale: scale, offset: offset)
    }
}

extension LandsatProduct {
    /// The groups of the text form (ODL): lines `KEY = VALUE`, from `GROUP = NAME` to `END_GROUP = NAME`.
    private static func groups(text: String) -> [String: [String: String]] {
        var groups: [String: [String: String]] = [:]
        var open: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let key = String(line[..<equals]).trimmedOfSpace
            let value = String(line[line.index(after: equals)...]).trimmedOfSpace
            switch key {
            case "GROUP": open.append(value)
            case "END_GROUP": _ = open.popLast()
            default: if let group = open.last { groups[group, default: [:]][key] = unquoted(value) }
            }
        }
        return groups
    }

    private static func unquoted(_ value: String) -> String {
        guard value.count >= 2, value.first == "\"", value.last == "\"" else { return value }
        return String(value.dropFirst().dropLast())
    }

    private static func groups(json path: String) throws(Fault) -> [String: [String: String]] {
        let document = try DurableFile.json(of: path)
        var groups: [String: [String: String]] = [:]
        for group in document["LANDSAT_METADATA_FILE"]?.members ?? [] {
            for member in group.value.members ?? [] {
                groups[group.key, default: [:]][member.key] = member.value.string ?? member.value.text()
            }
        }
        return groups
    }

    private static func groups(xml path: String) throws(Fault) -> [String: [String: String]] {
        let document = try XMLElement(file: path)
        var groups: [String: [String: String]] = [:]
        for group in document.children {
            for element in group.children { groups[group.name, default: [:]][element.name] = element.text }
        }
        return groups
    }
}
