internal import CGDAL
import GeoModel
import Synchronization

/// The coordinate system that GDAL holds, as the definition that PROJ understands; nil where there is none.
///
/// - Throws: `Fault` where GDAL can't write it as WKT.
func coordinateSystem(_ reference: OGRSpatialReferenceH?, path: String) throws(Fault) -> CoordinateSystem? {
    guard let reference = unsafe reference else { return nil }
    return try GDALMessages.collect { messages throws(Fault) in
        if let name = unsafe OSRGetAuthorityName(reference, nil), let code = unsafe OSRGetAuthorityCode(reference, nil)
        {
            return unsafe CoordinateSystem("\(String(cString: name)):\(String(cString: code))")
        }
        let wkt = try unsafe wkt(of: reference, path, messages)
        // ENVI and Esri WKT carry no code, though most name a system of the registry.
        return CoordinateSystem(unsafe RegisteredCodes.shared.code(of: reference, wkt) ?? wkt)
    }
}

private func wkt(of reference: OGRSpatialReferenceH, _ path: String, _ messages: GDALMessages) throws(Fault) -> String {
    var text: UnsafeMutablePointer<CChar>?
    let status = unsafe withOptions(["FORMAT=WKT2_2018", "MULTILINE=NO"]) { options in
        unsafe OSRExportToWktEx(reference, &text, readOnly(options))
    }
    defer { unsafe VSIFree(text) }
    guard status == OGRERR_NONE, let wkt = unsafe text.map({ unsafe String(cString: $0) }), !wkt.isEmpty else {
        throw Fault(
            path,
            zh: "坐标系无法识别（\(messages.firstFailure ?? "未知")）。请用 gdal_edit.py -a_srs 指定。",
            en: "unknown coordinate system (\(messages.firstFailure ?? "?")). Set it with gdal_edit.py -a_srs."
        )
    }
    return wkt
}

/// The codes found for systems that carry none, by their WKT: a search goes through the whole registry, which takes up
/// to seconds, and every worker opens every file.
private final class RegisteredCodes: Sendable {
    static let shared = RegisteredCodes()
    private let known = Mutex<[String: String?]>([:])

    func code(of reference: OGRSpatialReferenceH, _ wkt: String) -> String? {
        if let known = known.withLock({ $0[wkt] }) { return known }
        let code = unsafe matchedCode(reference)
        known.withLock { $0[wkt] = .some(code) }
        return code
    }
}

/// The EPSG code of the one registered system that is surely the same; nil where none is.
private func matchedCode(_ reference: OGRSpatialReferenceH) -> String? {
    var confidences: UnsafeMutablePointer<Int32>?
    var count: Int32 = 0
    guard let matches = unsafe OSRFindMatches(reference, nil, &count, &confidences) else { return nil }
    defer {
        unsafe OSRFreeSRSArray(matches)
        unsafe VSIFree(confidences)
    }
    guard count > 0, let best = unsafe matches[0], let confidence = unsafe confidences?[0], confidence >= 90,
        let name = unsafe OSRGetAuthorityName(best, nil), let code = unsafe OSRGetAuthorityCode(best, nil)
    else { return nil }
    return unsafe "\(String(cString: name)):\(String(cString: code))"
}

/// Hands a spatial reference made from a definition to `body`, in traditional axis order.
///
/// - Throws: `Fault` where GDAL does not know the definition.
func withReference<Result>(
    _ system: CoordinateSystem,
    path: String,
    _ body: (OGRSpatialReferenceH) throws(Fault) -> Result
) throws(Fault) -> Result {
    guard let reference = unsafe OSRNewSpatialReference(nil) else { preconditionFailure("GDAL is out of memory") }
    defer { unsafe OSRDestroySpatialReference(reference) }
    let status = try GDALMessages.collect { _ throws(Fault) in
        unsafe OSRSetFromUserInput(reference, system.definition)
    }
    guard status == OGRERR_NONE else {
        throw Fault(
            path,
            zh: "坐标系“\(system.name)”无法识别。请写成 EPSG:4548 之类的代码。",
            en: "unknown coordinate system ‘\(system.name)’. Write a code such as EPSG:4548."
        )
    }
    unsafe OSRSetAxisMappingStrategy(reference, OAMS_TRADITIONAL_GIS_ORDER)
    return try unsafe body(reference)
}

/// The box around another one's edges in another coordinate system.
///
/// - Throws: `Fault` where there is no way from one system to the other, or a place has none in the other.
func transformed(_ box: BoundingBox, from: CoordinateSystem, to: CoordinateSystem, path: String) throws(Fault)
    -> BoundingBox
{
    try unsafe withReference(from, path: path) { from throws(Fault) in
        try unsafe withReference(to, path: path) { to throws(Fault) in
            try GDALMessages.collect { messages throws(Fault) in
                let way = unsafe OCTNewCoordinateTransformation(from, to)
                defer { unsafe OCTDestroyCoordinateTransformation(way) }
                var (minX, minY, maxX, maxY) = (0.0, 0.0, 0.0, 0.0)
                // So many points on each edge, which may bend.
                let points: Int32 = 21
                let isDone = unsafe way.map { way in
                    unsafe OCTTransformBounds(
                        way, box.minX, box.minY, box.maxX, box.maxY, &minX, &minY, &maxX, &maxY, points) != 0
                }
                guard isDone == true, MapPoint(x: minX, y: minY).isOnEarth,
                    MapPoint(x: maxX, y: maxY).isOnEarth
                else {
                    throw unwarpable(path, messages)
                }
                return BoundingBox(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
            }
        }
    }
}

/// The fault of a file that can't be brought to another coordinate system.
func unwarpable(_ path: String, _ messages: GDALMessages) -> Fault {
    Fault(
        path,
        zh: "无法转换到比较格网的坐标系（GDAL：\(messages.firstFailure ?? "未知")）。请核对坐标系与位置。",
        en: "can't be brought to the coordinate system compared in (GDAL: \(messages.firstFailure ?? "?")). "
            + "Check its coordinate system and place."
    )
}
