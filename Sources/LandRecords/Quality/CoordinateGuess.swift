package import GeoModel

/// What coordinate system the numbers of a layer without one look like: for a message, never for use.
///
/// Source: EPSG:4513–4533, 3-degree Gauss–Krüger of CGCS2000, zones 25–45 (75…135° E, every 3°), whose false easting is
/// the zone's number × 10⁶ + 500 000; EPSG:4534–4554, the same with 500 000 alone; EPSG:4490, longitude and latitude.
package struct CoordinateGuess: Sendable, Hashable {
    /// The code that it looks like; nil where the numbers do not tell the zone.
    package let code: String?
    /// What was seen.
    package let reason: Bilingual

    /// A guess by the rectangle around all shapes; nil where the numbers look like nothing known.
    package init?(extent: BoundingBox) {
        let zones = (Int((extent.minX / 1e6).rounded(.down)), Int((extent.maxX / 1e6).rounded(.down)))
        let isNorthing = extent.minY > 0 && extent.maxY < 6_100_000
        if zones.0 == zones.1, (25...45).contains(zones.0), isNorthing {
            code = "EPSG:\(4513 + zones.0 - 25)"
            reason = Bilingual(
                zh: "像是 8 位横坐标，带号 \(zones.0)（CGCS2000 3 度带，中央经线 \(zones.0 * 3)°）",
                en: "eastings of 8 digits with the zone \(zones.0) in front (CGCS2000, 3-degree zone, "
                    + "meridian \(zones.0 * 3)° E)"
            )
        } else if extent.minX >= 73, extent.maxX <= 136, extent.minY >= 3, extent.maxY <= 54 {
            code = "EPSG:4490"
            reason = Bilingual(zh: "像是经纬度", en: "they look like longitude and latitude")
        } else if extent.minX >= 300_000, extent.maxX <= 700_000, extent.minY > 300_000, isNorthing {
            code = nil
            reason = Bilingual(
                zh: "像是不带带号的高斯－克吕格坐标，中央经线无从得知",
                en: "Gauss–Krüger coordinates without a zone; they do not tell the meridian")
        } else {
            return nil
        }
    }
}
