import Foundation
import GeoModel
import SafeFiles

/// A Sentinel-2 product folder (SAFE), as its metadata file tells it: which files there are, what their numbers mean.
///
/// Source: ESA, Sentinel-2 Products Specification Document (S2-PDGS-TAS-DI-PSD), user product metadata; offsets since
/// processing baseline 04.00.
struct SentinelProduct {
    private let path: String
    private let metadata: XMLElement

    /// Whether a file name in lower case is that of a product's metadata.
    static func isMetadata(_ name: String) -> Bool {
        ["mtd_msil1c.xml", "mtd_msil2a.xml"].contains(name)
    }

    /// Reads `MTD_MSIL1C.xml` or `MTD_MSIL2A.xml`.
    /// - Throws: `Fault` where it is no metadata of a Sentinel-2 product.
    init(metadata path: String) throws(Fault) {
        self.path = path
        metadata = try XMLElement(file: path)
        guard ["Level-1C_User_Product", "Level-2A_User_Product"].contains(metadata.name) else {
            throw Fault(
                path,
                zh: "根元素为 \(metadata.name)；应为 Level-1C_User_Product 或 Level-2A_User_Product。请确认是 Sentinel-2 产品。",
                en: "the root is \(metadata.name); Level-1C_User_Product or Level-2A_User_Product is expected. Check "
                    + "that it is a Sentinel-2 product."
            )
        }
    }

    /// The scene: of each band the finest file that is there.
    /// - Throws: `Fault` where no profile knows the product, no file of a band is there, or numbers are missing.
    func scene(_ profiles: [SensorProfile]) throws(Fault) -> (Scene, SensorProfile) {
        let name = productName
        let level = metadata.name.hasPrefix("Level-1C") ? "MSIL1C" : "MSIL2A"
        let files = imageFiles
        let names = files.map { [stem($0)] }
        guard profiles.contains(where: { $0.owns(product: level) }),
            let match = ProfileMatch(best: profiles, names, product: level, metres: nil)
        else {
            let found = files.map { URL(fileURLWithPath: $0).lastPathComponent }.joined(separator: ", ")
            throw unknownSensor(
                path,
                found: Bilingual(
                    zh: "\(level) 产品，现有影像：\(found.isEmpty ? "无" : found)",
                    en: "a product \(level) with the images: \(found.isEmpty ? "none" : found)"
                ),
                profiles
            )
        }
        var bands: [BandRole: BandSource] = [:]
        for (role, places) in match.places {
            let finest = places.map { files[$0] }.min { Self.metres($0) < Self.metres($1) }
            bands[role] = finest.map { BandSource(path: $0, band: 1) }
        }
        let date = metadata.first("PRODUCT_START_TIME", "DATATAKE_SENSING_START").flatMap { CalendarDate($0) }
        var scene = try Scene(
            name, bands, match.profile, date: date ?? GeoIO.date(inName: name), radiometry: try radiometry(bands))
        scene.sensor = metadata.first("SPACECRAFT_NAME") ?? match.profile.name
        scene.cloudFraction = metadata.first("Cloud_Coverage_Assessment").flatMap(Double.init).map { $0 / 100 }
            .flatMap { (0...1).contains($0) ? $0 : nil }
        return (scene, match.profile)
    }

    private var folder: String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    private var productName: String {
        let name = metadata.first("PRODUCT_URI", "PRODUCT_URI_2A", "PRODUCT_URI_1C")
        return stem(name ?? folder)
    }

    /// The images that the metadata lists and the folder has.
    private var imageFiles: [String] {
        let listed = metadata.all("IMAGE_FILE", "IMAGE_FILE_2A").map(\.text)
        let inside = listed.filter { !$0.hasPrefix("/") && !$0.split(separator: "/").contains("..") }
        return inside.compactMap { name in
            ["", ".jp2", ".tif", ".TIF"].map { "\(folder)/\(name)\($0)" }.first {
                FileManager.default.fileExists(atPath: $0) && !DurableFile.isFolder($0)
            }
        }
    }

    /// The size of pixels that a file name ends in, such as `_20m`; level 1C has one file a band and names none.
    private static func metres(_ path: String) -> Int {
        let last = stem(path).split(separator: "_").last ?? ""
        return last.hasSuffix("m") ? Int(last.dropLast()) ?? 0 : 0
    }

    /// `reflectance = (number + offset) / quantification`, the same for all bands in use.
    private func radiometry(_ bands: [BandRole: BandSource]) throws(Fault) -> Radiometry {
        let names = ["QUANTIFICATION_VALUE", "BOA_QUANTIFICATION_VALUE", "L2A_BOA_QUANTIFICATION_VALUE"]
        let stated = names.lazy.compactMap { metadata.first($0) }.first
        guard let text = stated, let quantification = Double(text), quantification > 0, quantification.isFinite else {
            throw Fault(
                path,
                zh: "没有可用的量化值（\(names.joined(separator: "、"))，现为 \(stated ?? "空")）；应为正数，如 10000。请重新下载元数据。",
                en: "has no usable quantification value (\(names.joined(separator: ", ")); found "
                    + "\(stated ?? "nothing")); a positive number such as 10000 is expected. Download it again."
            )
        }
        let offset = try offset(bands)
        return Radiometry(scale: 1 / quantification, offset: offset / quantification)
    }

    /// The offset of the bands in use; 0 for products before baseline 04.00, which state none.
    private func offset(_ bands: [BandRole: BandSource]) throws(Fault) -> Double {
        let stated = metadata.all("BOA_ADD_OFFSET", "RADIO_ADD_OFFSET")
        guard !stated.isEmpty else { return 0 }
        let used = Set(bands.keys.compactMap { Self.bandNumbers[$0] })
        let ofUsed = stated.filter { $0.attributes["band_id"].flatMap(Int.init).map(used.contains) ?? true }
        let offsets = ofUsed.map { Double($0.text) ?? .nan }
        guard let offset = offsets.first, offsets.allSatisfy({ $0 == offset && abs($0) < 1e6 }) else {
            let found = ofUsed.map(\.text).joined(separator: ", ")
            throw Fault(
                path,
                zh: "各波段的偏移量为 \(found)；应是相同的数，如 -1000。请重新下载元数据，或改用单波段文件并在配方中写 offset。",
                en: "the offsets of the bands are \(found); one number for all, such as -1000, is expected. Download "
                    + "it again, or name the band files and put ‘offset’ into the recipe."
            )
        }
        return offset
    }

    /// What metadata calls the bands: their places among all thirteen.
    private static let bandNumbers: [BandRole: Int] = [
        .blue: 1, .green: 2, .red: 3, .rededge1: 4, .rededge2: 5, .rededge3: 6, .nir: 7, .nirNarrow: 8, .swir1: 11,
        .swir2: 12,
    ]
}
