import Foundation
import GeoIO
import GeoModel
import Geometry
import SafeFiles
import WorkQueue

/// Looks photos of a report over: whether they are there, can be seen, and were taken at the place.
struct PhotoCheck {
    let region: Region
    let rules: PhotoRules
    private let degrees: CoordinateTransformation
    private let scale: GroundScale

    init(_ region: Region, _ rules: PhotoRules) throws(Fault) {
        self.region = region
        self.rules = rules
        degrees = try CoordinateTransformation(from: .wgs84, to: region.settings.system)
        scale = try GroundScale(region.settings.system)
    }

    /// A photo as evidence.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - object: What to call it in a message.
    ///   - shape: The outline it is to show.
    ///   - facts: What is told of it beside it; what the photo itself tells comes first.
    /// - Returns: The evidence, which is not kept yet.
    /// - Throws: `Fault` where it is too large, can't be decoded, or was taken elsewhere.
    func evidence(_ path: String, named object: String, of shape: MultiPolygon, _ facts: PhotoFacts) throws(Fault)
        -> Evidence
    {
        let size = DurableFile.size(of: path) ?? 0
        guard size <= rules.largestBytes else {
            let (found, most) = (size >> 20, rules.largestBytes >> 20)
            throw Fault(
                object, zh: "照片有 \(found) MiB，超过 \(most) MiB。请用相机的标准画质重拍或导出后放回原名。",
                en: "the photo has \(found) MiB, more than \(most) MiB. Save it smaller under the same name.")
        }
        var evidence: Evidence
        let photo: PhotoFile
        do throws(Fault) {
            evidence = try region.evidence(at: path)
            photo = try PhotoFile(path, largestPixels: rules.largestPixels)
        } catch {
            throw Fault(
                object, zh: "照片无法读取：\(error.message.zh)", en: "the photo can't be read: \(error.message.en)")
        }
        evidence.takenAt = [photo.clock, facts.clock].compactMap { $0.flatMap(rules.moment) }.first
        // To a centimetre, and a hundredth of a degree.
        let place = photo.place ?? facts.place
        evidence.longitude = place.map { ($0.x * 1e7).rounded() / 1e7 }
        evidence.latitude = place.map { ($0.y * 1e7).rounded() / 1e7 }
        let azimuths = [photo.azimuth, facts.azimuth].compactMap { $0 }
        evidence.azimuth = azimuths.first { (0...360).contains($0) }.map { ($0 * 100).rounded() / 100 }
        evidence.takenBy = facts.takenBy
        if let place { try check(place, of: shape, object) }
        return evidence
    }

    /// - Throws: `Fault` where a place in degrees is too far from an outline.
    func check(_ place: MapPoint, of shape: MultiPolygon, _ object: String) throws(Fault) {
        // A place that the region's map does not reach is as far as can be.
        let point = try? degrees.transformed(place)
        let metres = point.map { shape.metres(from: $0, scale) } ?? .infinity
        guard metres > rules.farthestMetres else { return }
        let (far, most) = (Bilingual.metres(metres), Int(rules.farthestMetres))
        throw Fault(
            object, zh: "照片拍摄位置距图斑\(far.zh)，超过 \(most) 米。请核对是否拍错图斑；确为此处的，由核查员另行说明后经 tuban queue advance 提交。",
            en:
                "the photo was taken \(far.en) from the outline, more than \(most) m. Check whether it shows another "
                + "place; if not, the inspector explains it and reports by tuban queue advance.")
    }
}

extension Bilingual {
    /// A distance in words.
    fileprivate static func metres(_ metres: Double) -> Bilingual {
        guard metres.isFinite else { return Bilingual(zh: "不在本区域", en: "out of the region") }
        let text = metres < 10_000 ? "\(Int(metres.rounded()))" : "\(Int((metres / 1000).rounded()))"
        return metres < 10_000
            ? Bilingual(zh: " \(text) 米", en: "\(text) m") : Bilingual(zh: " \(text) 公里", en: "\(text) km")
    }
}
