import Foundation
import GeoModel
import SafeFiles

/// Reads a STAC item: its date, its bands, their scale, what it says of clouds and checksums.
///
/// Source: STAC specification 1.0 and 1.1 with the extensions eo, raster, projection and file.
struct STACItemReader {
    let profiles: [SensorProfile]

    /// The scene an item describes.
    ///
    /// - Throws: `Fault` where it is no STAC item, an asset's file is missing or its checksum differs.
    func scene(at path: String) throws(Fault) -> Scene {
        let item = try DurableFile.json(of: path)
        guard item["type"]?.string == "Feature", item["stac_version"]?.string != nil,
            let assets = item["assets"]?.members
        else {
            throw Fault(
                path,
                zh: "不是 STAC 条目；应含 type \"Feature\"、stac_version 与 assets。",
                en: "not a STAC item; type ‘Feature’, stac_version and assets are expected."
            )
        }
        let found = profiles.map { (profile: $0, bands: bands(of: assets, $0, item: path)) }
        guard let best = found.max(by: { $0.bands.count < $1.bands.count }), !best.bands.isEmpty else {
            let names = assets.map(\.key).joined(separator: ", ")
            throw Fault(
                path,
                zh: "资产（\(names)）中认不出任何波段；应有 B02 … B12、SCL 之类的名称或 eo:bands。",
                en:
                    "no band is recognised among its assets (\(names)); names such as B02 … SCL or eo:bands are "
                    + "expected."
            )
        }
        if let remote = best.bands.values.filter({ isRemote($0.path) }).min(by: { $0.key < $1.key }) {
            throw remoteFault("\(path): assets: \(remote.key): \(remote.path)")
        }
        let properties = item["properties"]
        let name = item["id"]?.string ?? URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        let radiometry = self.radiometry(assets, best.bands, best.profile)
        var scene = try Scene(
            name,
            best.bands.mapValues { BandSource(path: $0.path, band: 1) },
            best.profile,
            date: properties?["datetime"]?.string.flatMap { CalendarDate($0) },
            radiometry: radiometry
        )
        scene.sensor = properties?["platform"]?.string ?? best.profile.name
        scene.cloudFraction = properties?["eo:cloud_cover"]?.double.map { $0 / 100 }
        for asset in best.bands.values {
            if let checksum = asset.checksum { scene.checksums[asset.path] = checksum }
        }
        return scene
    }

    private struct Asset {
        let key: String
        let path: String
        /// The SHA-256 the item states, as hexadecimal digits.
        let checksum: String?
    }

    private func bands(of assets: [JSONValue.Member], _ profile: SensorProfile, item: String) -> [BandRole: Asset] {
        let folder = URL(fileURLWithPath: item).deletingLastPathComponent()
        var bands: [BandRole: Asset] = [:]
        for asset in assets {
            guard let href = asset.value["href"]?.string, let role = role(of: asset, profile),
                bands[role].map({ isRemote($0.path) && !isRemote(href) }) ?? true
            else { continue }
            let isWhole = href.hasPrefix("/") || isRemote(href)
            let path = isWhole ? href : folder.appendingPathComponent(href).standardized.path
            bands[role] = Asset(key: asset.key, path: path, checksum: sha256(asset.value))
        }
        return bands
    }

    private func role(of asset: JSONValue.Member, _ profile: SensorProfile) -> BandRole? {
        if let role = profile.role(inName: asset.key) { return role }
        let described = asset.value["eo:bands"]?.array ?? asset.value["bands"]?.array ?? []
        guard described.count == 1, let band = described.first else { return nil }
        let names = [band["name"], band["common_name"], band["eo:common_name"]].compactMap { $0?.string }
        return names.lazy.compactMap { profile.role(inName: $0) }.first
    }

    /// A multihash of SHA-256 is the bytes 12 20 and the digest.
    private func sha256(_ asset: JSONValue) -> String? {
        guard let multihash = asset["file:checksum"]?.string?.lowercased(), multihash.hasPrefix("1220"),
            multihash.count == 68
        else { return nil }
        return String(multihash.dropFirst(4))
    }

    /// The scale that the first spectral asset states, else the profile's.
    private func radiometry(_ assets: [JSONValue.Member], _ bands: [BandRole: Asset], _ profile: SensorProfile)
        -> Radiometry
    {
        let spectral = bands.filter { $0.key != .mask }.min { $0.key < $1.key }?.value.key
        guard let asset = assets.first(where: { $0.key == spectral })?.value,
            let band = (asset["raster:bands"] ?? asset["bands"])?.array?.first,
            let scale = (band["scale"] ?? band["raster:scale"])?.double
        else { return profile.radiometry }
        return Radiometry(scale: scale, offset: (band["offset"] ?? band["raster:offset"])?.double ?? 0)
    }
}
