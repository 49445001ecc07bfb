internal import CGDAL
import Foundation
package import GeoModel

/// An open vector layer, read once from first row to last.
@safe package final class LayerFile {
    /// Where it is.
    package let path: String
    /// The layer's name in its file.
    package let name: String
    /// The columns.
    package let fields: [Field]
    /// The coordinate system; nil where the file does not say.
    package let system: CoordinateSystem?
    /// Whether its rows have shapes at all.
    package let hasShapes: Bool
    /// How many rows the file claims; nil where it does not tell at once.
    package let claimedRows: Int?
    private let handle: DatasetHandle
    private let layer: OGRLayerH
    private let decoder: TextDecoder

    /// The GDAL drivers that registers are read with.
    package static let drivers = [
        "GPKG", "ESRI Shapefile", "GeoJSON", "OpenFileGDB", "FlatGeobuf", "CSV", "XLSX", "KML", "MapInfo File",
    ]

    /// How the names of files end that these drivers read, in lower case.
    package static let endings: Set<String> = [
        "csv", "fgb", "gdb", "geojson", "gpkg", "json", "kml", "mif", "shp", "tab", "xlsx",
    ]

    private static let kind = Bilingual(zh: "矢量图层", en: "a vector layer")

    /// Opens one layer of a file.
    ///
    /// - Parameters:
    ///   - path: A file, or a folder for FileGDB.
    ///   - layerName: The layer; nil takes the only one.
    ///   - isDatabase: Whether any SQLite database will do.
    ///   - keepsTimeOfDay: Whether a moment is a text with its time; else it is the day.
    /// - Throws: `Fault` where no allowed driver opens it, it broke off, or it has no such layer, or several and none
    ///   was named.
    package init(
        _ path: String, layer layerName: String? = nil, isDatabase: Bool = false, keepsTimeOfDay: Bool = false
    ) throws(Fault) {
        self.path = path
        try checkShapefile(path)
        let decoder = TextDecoder(forLayer: path)
        let handle = try DatasetHandle(
            opening: path,
            flags: GDAL_OF_VECTOR,
            drivers: Self.drivers + (isDatabase ? ["SQLite"] : []),
            options: decoder.openOptions,
            kind: Self.kind,
            orFolderNamed: ".gdb"
        )
        let layer = try unsafe Self.layer(of: handle, named: layerName, path: path)
        guard let definition = unsafe OGR_L_GetLayerDefn(layer) else {
            throw readFault(path, "no layer definition")
        }
        name = unsafe String(cString: OGR_L_GetName(layer))
        fields = unsafe (0..<OGR_FD_GetFieldCount(definition)).map { index in
            unsafe Self.field(OGR_FD_GetFieldDefn(definition, index), decoder, keepsTimeOfDay)
        }
        system = try unsafe coordinateSystem(OGR_L_GetSpatialRef(layer), path: path)
        hasShapes = unsafe OGR_FD_GetGeomType(definition) != wkbNone
        let count = unsafe OGR_L_GetFeatureCount(layer, 0)
        claimedRows = count >= 0 ? Int(count) : nil
        self.decoder = decoder
        self.handle = handle
        unsafe self.layer = layer
    }

    /// The rectangle around all shapes in the file's own coordinates; nil where it has none. May read the whole file.
    package func extent() -> BoundingBox? {
        var box = OGREnvelope()
        guard unsafe OGR_L_GetExtent(layer, &box, 1) == OGRERR_NONE, box.MinX.isFinite, box.MaxY.isFinite,
            box.MinX <= box.MaxX
        else { return nil }
        return BoundingBox(minX: box.MinX, minY: box.MinY, maxX: box.MaxX, maxY: box.MaxY)
    }

    /// Hands every row to `body` in the file's order.
    ///
    /// - Throws: `Fault` where the file breaks off or is damaged; the rows before have been handed over. Also what
    ///   `body` throws.
    package func forEachFeature(_ body: (Feature) throws(Fault) -> Void) throws(Fault) {
        unsafe OGR_L_ResetReading(layer)
        var count = 0
        while let feature = try next(after: count) {
            count += 1
            try body(feature)
        }
    }

    private func next(after count: Int) throws(Fault) -> Feature? {
        try GDALMessages.collect { messages throws(Fault) in
            guard let row = unsafe OGR_L_GetNextFeature(layer) else {
                guard let failure = messages.firstFailure else { return nil }
                throw readFault("\(path): row \(count + 1)", failure)
            }
            defer { unsafe OGR_F_Destroy(row) }
            return unsafe feature(row, messages)
        }
    }

    private func feature(_ row: OGRFeatureH, _ messages: GDALMessages) -> Feature {
        var attributes: [String: FieldValue] = [:]
        for (index, field) in fields.enumerated() {
            unsafe attributes[field.name] = value(of: row, index: Int32(index), kind: field.kind)
        }
        let geometry = unsafe OGR_F_GetGeometryRef(row)
        let shape = unsafe areas(of: geometry)
        return unsafe Feature(
            row: OGR_F_GetFID(row),
            geometry: shape,
            attributes: attributes,
            damage: geometry == nil ? messages.firstFailure : nil,
            point: shape == nil ? middle(of: geometry) : nil
        )
    }

    private func value(of row: OGRFeatureH, index: Int32, kind: FieldKind) -> FieldValue {
        guard unsafe OGR_F_IsFieldSetAndNotNull(row, index) != 0 else { return .null }
        switch kind {
        case .integer: return unsafe .integer(OGR_F_GetFieldAsInteger64(row, index))
        case .real: return unsafe .real(OGR_F_GetFieldAsDouble(row, index))
        case .text: return unsafe .text(decoder.text(OGR_F_GetFieldAsString(row, index)))
        case .bytes:
            var count: Int32 = 0
            guard let bytes = unsafe OGR_F_GetFieldAsBinary(row, index, &count) else { return .null }
            return unsafe .bytes([UInt8](UnsafeBufferPointer(start: bytes, count: Int(count))))
        case .date:
            var year: Int32 = 0, month: Int32 = 0, day: Int32 = 0
            var hour: Int32 = 0, minute: Int32 = 0, second: Int32 = 0, zone: Int32 = 0
            unsafe OGR_F_GetFieldAsDateTime(row, index, &year, &month, &day, &hour, &minute, &second, &zone)
            let date = CalendarDate(year: Int(year), month: Int(month), day: Int(day))
            if let date { return .date(date) }
            return unsafe .text(decoder.text(OGR_F_GetFieldAsString(row, index)))
        }
    }

    private static func field(_ definition: OGRFieldDefnH?, _ decoder: TextDecoder, _ keepsTimeOfDay: Bool) -> Field {
        let name = unsafe decoder.text(OGR_Fld_GetNameRef(definition))
        return switch unsafe OGR_Fld_GetType(definition) {
        case OFTInteger, OFTInteger64: Field(name, .integer)
        case OFTReal: Field(name, .real)
        case OFTDateTime where keepsTimeOfDay: Field(name, .text)
        case OFTDate, OFTDateTime: Field(name, .date)
        case OFTBinary: Field(name, .bytes)
        default: Field(name, .text)
        }
    }

    private static func layer(of handle: borrowing DatasetHandle, named name: String?, path: String) throws(Fault)
        -> OGRLayerH
    {
        let dataset = unsafe handle.pointer
        let layers = unsafe (0..<GDALDatasetGetLayerCount(dataset)).compactMap { index in
            unsafe GDALDatasetGetLayer(dataset, index)
        }
        let names = unsafe layers.map { unsafe String(cString: OGR_L_GetName($0)) }
        if let name {
            if let index = names.firstIndex(of: name) { return unsafe layers[index] }
        } else if let only = unsafe layers.first, unsafe layers.count == 1 {
            return unsafe only
        }
        let listed = names.isEmpty ? "—" : names.joined(separator: ", ")
        if let name {
            throw Fault(
                path, zh: "没有图层“\(name)”；现有：\(listed)。", en: "there is no layer ‘\(name)’; there are: \(listed).")
        }
        throw Fault(
            path,
            zh: "有 \(names.count) 个图层（\(listed)）；应指明其中一个，用 --layer，或写作 FILE:LAYER。",
            en: "has \(names.count) layers (\(listed)); name one of them, with --layer or written FILE:LAYER."
        )
    }
}

/// How the texts of one layer are encoded.
struct TextDecoder {
    /// Whether GDAL hands over raw bytes, because nothing beside the file tells their encoding.
    let isRaw: Bool

    /// Shapefiles without a `.cpg` come in GBK more often than in what GDAL would assume (ISO 8859-1).
    init(forLayer path: String) {
        let lower = path.lowercased()
        let stem = String(path.dropLast(4))
        let files = FileManager.default
        isRaw =
            (lower.hasSuffix(".shp") || lower.hasSuffix(".dbf"))
            && !files.fileExists(atPath: stem + ".cpg") && !files.fileExists(atPath: stem + ".CPG")
    }

    var openOptions: [String] { isRaw ? ["ENCODING="] : [] }

    /// A text as Swift holds it: UTF-8 where the bytes are, else GBK.
    func text(_ bytes: UnsafePointer<CChar>?) -> String {
        guard let bytes = unsafe bytes else { return "" }
        if let text = unsafe String(validatingCString: bytes) { return text }
        let recoded = unsafe CPLRecode(bytes, "CP936", "UTF-8")
        defer { unsafe VSIFree(recoded) }
        return unsafe String(cString: recoded)
    }
}
