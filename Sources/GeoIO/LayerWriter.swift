internal import CGDAL
package import GeoModel
import SafeFiles

/// A format that layers of areas are written in through OGR.
package enum LayerFormat: Sendable {
    /// OGC GeoPackage; the file may hold several layers.
    case geoPackage
    /// Esri Shapefile with its texts in GBK; `.cpg` is written by GDAL.
    case shapefileGBK
    /// A spreadsheet; rows have no shapes.
    case xlsx
    /// KML, in longitude and latitude of WGS 84; the first field is what a place is called.
    case kml

    var driver: String {
        switch self {
        case .geoPackage: "GPKG"
        case .shapefileGBK: "ESRI Shapefile"
        case .xlsx: "XLSX"
        case .kml: "KML"
        }
    }

    /// What a layer's rows are.
    fileprivate var shape: OGRwkbGeometryType {
        switch self {
        case .geoPackage, .kml: wkbMultiPolygon
        case .shapefileGBK: wkbPolygon
        case .xlsx: wkbNone
        }
    }

    /// Whether a full disk cuts its files without a word, so that they have to be read again.
    fileprivate var isReadAgain: Bool { self == .xlsx || self == .kml }

    var layerOptions: [String] {
        switch self {
        case .geoPackage: ["GEOMETRY_NAME=geom", "FID=fid", "SPATIAL_INDEX=YES"]
        // A fixed date in the header: the same rows are the same bytes on any day.
        case .shapefileGBK: ["ENCODING=CP936", "DBF_DATE_LAST_UPDATE=2000-01-01"]
        case .xlsx, .kml: []
        }
    }
}

/// Writes layers of areas into one file; the file takes its name when it is complete.
///
/// OGR makes the file and its empty layers. It also writes the rows of a shapefile; those of a GeoPackage are written
/// past it by `GeoPackageTable`.
@safe package final class LayerWriter {
    private let path: String
    private let temporary: String
    private let format: LayerFormat
    private var handle: DatasetHandle
    private var isComplete = false
    private var layer: OGRLayerH?
    private var fields: [Field] = []
    private var table: GeoPackageTable?
    /// How many rows each layer has, where they are read again at the end.
    private var counts: [(layer: String, rows: Int)] = []

    /// Starts a file. A shapefile is written in place, because it is several files.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - format: Its format.
    ///   - nameField: The field that KML calls a place by; nil takes the first text.
    /// - Throws: `Fault` where the folder can't be written.
    package init(_ path: String, format: LayerFormat, nameField: String? = nil) throws(Fault) {
        self.path = path
        self.format = format
        let temporary = format == .shapefileGBK ? path : DurableFile.temporaryPath(for: path)
        self.temporary = temporary
        let pointer = try unsafe GDALMessages.collect { messages throws(Fault) in
            if temporary != path { _ = unsafe VSIUnlink(temporary) }
            let created = unsafe withOptions(nameField.map { ["NameField=\($0)"] } ?? []) { options in
                unsafe GDALCreate(GDALGetDriverByName(format.driver), temporary, 0, 0, 0, GDT_Unknown, options)
            }
            guard let created = unsafe created else {
                throw writeFault(path, messages.firstFailure ?? "can't be created")
            }
            return unsafe created
        }
        handle = unsafe DatasetHandle(owning: pointer)
    }

    deinit {
        guard !isComplete, temporary != path else { return }
        table = nil
        handle.discard(temporary)
    }

    /// Enters a list of values that columns of the layers to come may name.
    ///
    /// - Throws: `Fault` where the file can't be written.
    /// - Precondition: the file is a GeoPackage.
    package func define(_ list: ValueList) throws(Fault) {
        precondition(format == .geoPackage, "only a GeoPackage keeps lists of values")
        try reopen()
        try GDALMessages.collect { messages throws(Fault) in
            try unsafe list.define(in: handle.pointer, messages, path: path)
        }
    }

    /// Starts the next layer; rows appended from now on go there.
    ///
    /// - Parameters:
    ///   - name: The layer.
    ///   - system: The coordinate system of its shapes.
    ///   - fields: Its columns.
    ///   - form: What a GeoPackage says of some of them, by name.
    /// - Throws: `Fault` where the coordinate system is unknown or the file can't be written.
    package func beginLayer(
        _ name: String, system: CoordinateSystem?, fields: [Field], form: [String: FormColumn] = [:]
    ) throws(Fault) {
        try reopen()
        if let system {
            try unsafe withReference(system, path: path) { reference throws(Fault) in
                try unsafe create(name, fields, form, format.shape, reference, format.layerOptions)
            }
        } else {
            try unsafe create(name, fields, form, format.shape, nil, format.layerOptions)
        }
        if format.isReadAgain { counts.append((name, 0)) }
        try beginRows(of: name, ["fid", "geom"])
    }

    /// Starts a table without shapes, with the key `id`; rows appended from now on go there.
    ///
    /// - Throws: `Fault` where the file can't be written.
    /// - Precondition: the file is a GeoPackage.
    package func beginTable(_ name: String, fields: [Field], form: [String: FormColumn] = [:]) throws(Fault) {
        precondition(format == .geoPackage, "only a GeoPackage has tables without shapes")
        try reopen()
        try unsafe create(name, fields, form, wkbNone, nil, ["FID=id", "ASPATIAL_VARIANT=GPKG_ATTRIBUTES"])
        try beginRows(of: name, ["id"])
    }

    /// Appends a row.
    ///
    /// - Parameters:
    ///   - shape: In the layer's coordinate system; nil for a row without a shape.
    ///   - values: One a field, in the fields' order.
    /// - Throws: `Fault` where the disk is full.
    package func append(_ shape: MultiPolygon?, _ values: [FieldValue]) throws(Fault) {
        precondition(values.count == fields.count)
        if let table { return try table.append(shape, values) }
        try GDALMessages.collect { messages throws(Fault) in
            guard let layer = unsafe layer else { preconditionFailure("a layer of \(path) has to be begun first") }
            let row = unsafe OGR_F_Create(OGR_L_GetLayerDefn(layer))
            defer { unsafe OGR_F_Destroy(row) }
            // KML has two fields of its own before those that were asked for.
            let first = unsafe Int(OGR_F_GetFieldCount(row)) - fields.count
            for (index, value) in values.enumerated() { unsafe set(value, Int32(first + index), of: row) }
            if let shape { unsafe withGeometry(shape) { _ = unsafe OGR_F_SetGeometry(row, $0) } }
            guard unsafe OGR_L_CreateFeature(layer, row) == OGRERR_NONE, messages.firstFailure == nil else {
                throw writeFault(path, messages.firstFailure ?? "write error")
            }
        }
        if format.isReadAgain { counts[counts.count - 1].rows += 1 }
    }

    /// Closes the file, checks that everything was written, and gives it its name.
    /// - Throws: `Fault` where the disk is full; no file of that name is then left.
    package func close() throws(Fault) {
        try table?.finish()
        table = nil
        if handle.isOpen { try handle.close(path: path) }
        for (layer, rows) in counts { try readAgain(layer, rows) }
        isComplete = true
        if temporary != path { try DurableFile.publish(temporary, as: path) }
    }

    private func readAgain(_ layer: String, _ rows: Int) throws(Fault) {
        var found = 0
        try LayerFile(temporary, layer: layer).forEachFeature { _ in found += 1 }
        guard found == rows else { throw writeFault(path, "\(found) of \(rows) rows are in the file") }
    }

    /// Hands the file back to OGR for its next layer.
    private func reopen() throws(Fault) {
        try table?.finish()
        table = nil
        guard !handle.isOpen else { return }
        handle = try DatasetHandle(
            opening: temporary,
            flags: GDAL_OF_VECTOR | GDAL_OF_UPDATE,
            drivers: [format.driver],
            kind: Bilingual(zh: "矢量文件", en: "a vector file")
        )
    }

    /// Takes a GeoPackage out of OGR's hands to fill the layer that it has just made.
    private func beginRows(of name: String, _ columns: [String]) throws(Fault) {
        guard format == .geoPackage else { return }
        unsafe layer = nil
        try handle.close(path: path)
        let columns = columns + fields.map(\.name)
        table = try GeoPackageTable(temporary, named: path, table: name, columns: columns)
    }

    private func create(
        _ name: String,
        _ fields: [Field],
        _ form: [String: FormColumn],
        _ type: OGRwkbGeometryType,
        _ reference: OGRSpatialReferenceH?,
        _ options: [String]
    ) throws(Fault) {
        self.fields = fields
        try GDALMessages.collect { messages throws(Fault) in
            unsafe layer = withOptions(options) { options in
                unsafe GDALDatasetCreateLayer(handle.pointer, name, reference, type, options)
            }
            guard let layer = unsafe layer else {
                throw writeFault(path, messages.firstFailure ?? "layer \(name) can't be created")
            }
            for field in fields { try unsafe create(field, form[field.name], in: layer, messages) }
        }
    }

    private func create(_ field: Field, _ form: FormColumn?, in layer: OGRLayerH, _ messages: GDALMessages)
        throws(Fault)
    {
        let type =
            switch field.kind {
            case .integer: OFTInteger64
            case .real: OFTReal
            case .text: OFTString
            case .date: OFTDate
            case .bytes: OFTBinary
            }
        let definition = unsafe OGR_Fld_Create(field.name, type)
        defer { unsafe OGR_Fld_Destroy(definition) }
        if field.width > 0 { unsafe OGR_Fld_SetWidth(definition, Int32(field.width)) }
        unsafe form?.apply(to: definition)
        guard unsafe OGR_L_CreateField(layer, definition, 0) == OGRERR_NONE else {
            throw writeFault(path, messages.firstFailure ?? "field \(field.name) can't be created")
        }
    }

    private func set(_ value: FieldValue, _ index: Int32, of row: OGRFeatureH?) {
        switch value {
        case .null: unsafe OGR_F_SetFieldNull(row, index)
        case .integer(let value): unsafe OGR_F_SetFieldInteger64(row, index, value)
        case .real(let value): unsafe OGR_F_SetFieldDouble(row, index, value)
        case .text(let value): unsafe OGR_F_SetFieldString(row, index, value)
        case .bytes(let value): unsafe OGR_F_SetFieldBinary(row, index, Int32(value.count), value)
        case .date(let day):
            unsafe OGR_F_SetFieldDateTime(row, index, Int32(day.year), Int32(day.month), Int32(day.day), 0, 0, 0, 0)
        }
    }
}
