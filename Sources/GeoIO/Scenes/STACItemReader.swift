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
    func scene(at path: String) throws(Fault) -> (Scene, SensorProfile) {
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
        let properties = item["properties"]
        let name = item["id"]?.string ?? stem(path)
        let product = "\(name) \(properties?["s2:product_uri"]?.string ?? "")"
        guard
            let match = ProfileMatch(
                best: profiles, assets.map { names(of: $0) }, product: product, metres: properties?["gsd"]?.double)
        else {
            let names = assets.map(\.key).joined(separator: ", ")
            throw unknownSensor(
                path, found: Bilingual(zh: "资产为 \(names)", en: "the assets are \(names)"), profiles)
        }
        let bands = match.places.compactMapValues { places in
            preferred(places.compactMap { asset(assets[$0], item: path) })
        }
        if let remote = bands.values.filter({ isRemote($0.path) }).min(by: { $0.key < $1.key }) {
            throw remoteFault("\(path): assets: \(remote.key): \(remote.path)")
        }
        guard !bands.isEmpty else {
            throw Fault(
                path, zh: "各波段的资产都没有 href。请改正条目。", en: "no asset of a band has an href. Correct the item.")
        }
        let radiometry = self.radiometry(assets, bands, match.profile)
        var scene = try Scene(
            name,
            bands.mapValues { BandSource(path: $0.path, band: 1) },
            match.profile,
            date: properties?["datetime"]?.string.flatMap { CalendarDate($0) },
            radiometry: radiometry
        )
        scene.sensor = properties?["platform"]?.string ?? match.profile.name
        scene.cloudFraction = properties?["eo:cloud_cover"]?.double.map { $0 / 100 }
        for asset in bands.values {
            if let checksum = asset.checksum { scene.checksums[asset.path] = checksum }
        }
        return (scene, match.profile)
    }

    private struct Asset {
        let key: String
        let path: String
        /// The SHA-256 the item states, as hexadecimal digits.
        let checksum: String?
    }

    /// Where an asset's file is; nil where it does not tell.
    private func asset(_ member: JSONValue.Member, item: String) -> Asset? {
        guard let href = member.value["href"]?.string else { return nil }
        let folder = URL(fileURLWithPath: item).deletingLastPathComponent()
        let isWhole = href.hasPrefix("/") || isRemote(href)
        let path = isWhole ? href : folder.appendingPathComponent(href).standardized.path
        return Asset(key: member.key, path: path, checksum: sha256(member.value))
    }

    /// A catalogue may offer a band twice: the first of this machine, else the first.
    private func preferred(_ assets: [Asset]) -> Asset? {
        assets.first { !isRemote($0.path) } ?? assets.first
    }

    /// What an asset is called, and what it says its only band is called.
    private func names(of asset: JSONValue.Member) -> [String] {
        let described = asset.value["eo:bands"]?.array ?? asset.value["bands"]?.array ?? []
        guard described.count == 1, let band = described.first else { return [asset.key] }
        return [asset.key] + [band["name"], band["common_name"], band["eo:common_name"]].compactMap { $0?.string }
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
