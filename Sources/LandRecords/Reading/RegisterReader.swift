package import GeoModel
package import Geometry

/// Reads one register row by row; every row ends as a record or in a list.
///
/// A row without an outline where one is needed, or with an outline that can't be mended, is rejected. An invalid
/// outline is mended and listed. A missing key, a missing or unreadable date is listed and the row is kept. Rows with
/// the same key and the same values are parts of one record; rows with the same key and other values are kept apart,
/// the later one under `KEY#ROW`, and listed. Make one per worker.
///
/// Records go to a sink as they are read. What stays in memory is under 100 bytes a record, to know keys again, and the
/// outlines of rows that are further parts of a record.
package final class RegisterReader {
    private let kind: RecordKind
    private let schema: RecordSchema
    private let algebra = PolygonAlgebra()
    private let sink: any RegisterSink
    private var rows: RowReader
    private let keys: KeyBook
    private let layer: String
    private var furtherParts: [Int: [MultiPolygon]] = [:]
    private var rowsRead = 0
    private var recordCount = 0
    private var rowsUnited = 0
    private var notes: [RowOutcome: [RowNote]] = [:]
    private var counts: [RowOutcome: Int] = [:]
    private var pending: [(RowNote, RowOutcome)] = []

    /// A reader of one layer of the register that a mapping is for.
    ///
    /// - Parameters:
    ///   - layer: The layer or table, for messages and for code lists that go by the layer's name.
    ///   - mapping: How its columns become our fields.
    ///   - sink: Where the records go, behind those of layers read before.
    ///   - keys: What those layers entered; nil for a register of one layer.
    package init(
        _ layer: String, mapping: RegisterMapping, into sink: any RegisterSink = MemoryRegister(), keys: KeyBook? = nil
    ) {
        self.layer = layer
        kind = mapping.kind
        schema = mapping.kind.schema
        rows = RowReader(mapping)
        self.keys = keys ?? KeyBook(of: mapping.kind)
        self.sink = sink
    }

    /// The register of some rows of one layer.
    package static func read(
        _ features: some Sequence<Feature>,
        from layer: String,
        mapping: RegisterMapping,
        through transformation: CoordinateTransformation? = nil
    ) throws(Fault) -> RegisterImport {
        let reader = RegisterReader(layer, mapping: mapping)
        for feature in features { try reader.add(feature, through: transformation) }
        return try reader.finish()
    }

    /// Takes a row.
    ///
    /// - Parameters:
    ///   - feature: The row.
    ///   - transformation: From the layer's coordinate system to the region's; nil where they are the same.
    /// - Throws: `Fault` where the sink can't keep it.
    package func add(_ feature: Feature, through transformation: CoordinateTransformation? = nil) throws(Fault) {
        rowsRead += 1
        let source = RecordSource(layer: layer, row: feature.row)
        var reading = rows.read(feature, from: source)
        // A point counts as the columns that it could have been said in: two records at two places are no one record.
        if schema.takesPoint, let said = feature.point {
            reading.cells[schema.place(of: "x")] = .number(said.x)
            reading.cells[schema.place(of: "y")] = .number(said.y)
        }
        var draft: DraftRecord?
        if let refusal = reading.refusal {
            note(refusal, .rejected)
        } else {
            do throws(Fault) {
                let shape = try shape(of: feature, source, transformation)
                let point = shape.map { $0.isEmpty } == true ? try point(reading, source, transformation) : nil
                if let shape, isPlaced(shape, point, source) {
                    for warning in reading.warnings { note(warning, .warning) }
                    draft = DraftRecord(kind: kind, cells: reading.cells, shape: shape, point: point, source: source)
                }
            } catch {
                note(RowNote(source, error), .rejected)
            }
        }
        if let draft { try keep(draft) }
        try tellSink()
    }

    /// The register, once all rows were added.
    /// - Throws: `Fault` where the sink can't be read or written.
    package func finish() throws(Fault) -> RegisterImport {
        for (index, parts) in furtherParts.sorted(by: { $0.key < $1.key }) {
            let first = try sink.shape(at: index)
            let source = keys.source(at: index)
            var united: MultiPolygon?
            do throws(Fault) {
                united = try algebra.union(of: [first] + parts, named: source.name)
            } catch {
                note(RowNote(source, error), .warning)
            }
            if let united { try sink.replaceShape(at: index, with: united) }
        }
        try tellSink()
        return RegisterImport(
            kind: kind,
            layer: layer,
            rowsRead: rowsRead,
            rowsUnited: rowsUnited,
            recordCount: recordCount,
            records: (sink as? MemoryRegister)?.records ?? LandRecordSet(),
            notes: notes,
            counts: counts,
            columns: rows.columns
        )
    }

    private func note(_ note: RowNote, _ outcome: RowOutcome) {
        counts[outcome, default: 0] += 1
        if notes[outcome, default: []].count < RegisterImport.mostNotes { notes[outcome, default: []].append(note) }
        pending.append((note, outcome))
    }

    private func tellSink() throws(Fault) {
        guard !pending.isEmpty else { return }
        for (note, outcome) in pending { try sink.list(note, as: outcome) }
        pending.removeAll(keepingCapacity: true)
    }

    /// The outline in the region's system, mended where needed, empty where there is none; nil where the row was
    /// rejected here.
    private func shape(
        of feature: Feature,
        _ source: RecordSource,
        _ transformation: CoordinateTransformation?
    ) throws(Fault) -> MultiPolygon? {
        guard schema.hasShapes else { return MultiPolygon([]) }
        if schema.needsShape, let damage = feature.damage {
            throw Fault(
                source.name,
                zh: "图形记录已损坏，无法读取（GDAL：\(damage)）；应为面。请重新获取该文件，或修复此行。",
                en: "the shape is damaged and can't be read (GDAL: \(damage)); an area is expected. Fetch the file "
                    + "again or mend the row."
            )
        }
        guard let given = feature.geometry, !given.isEmpty else { return MultiPolygon([]) }
        let shape = try transformation?.transformed(given) ?? given
        guard let defect = try algebra.defect(of: shape, named: source.name) else { return shape }
        return try mended(shape, defect, source)
    }

    /// The point that `x` and `y` say, in the region's system.
    private func point(
        _ reading: RowReader.Reading,
        _ source: RecordSource,
        _ transformation: CoordinateTransformation?
    ) throws(Fault) -> MapPoint? {
        guard schema.takesPoint, let x = reading.cells[schema.place(of: "x")].number,
            let y = reading.cells[schema.place(of: "y")].number
        else { return nil }
        let said = MapPoint(x: x, y: y)
        let point = try transformation?.transformed(said) ?? said
        guard point.isOnEarth else {
            throw Fault(
                source.name,
                zh: "坐标 (\(point.x), \(point.y)) 在地球上没有这样的位置。请改正坐标或坐标系。",
                en: "the point (\(point.x), \(point.y)) is no place on the Earth. Correct it, or the CRS."
            )
        }
        return point
    }

    /// Whether the row has the place that its register needs; one that has not is rejected here.
    private func isPlaced(_ shape: MultiPolygon, _ point: MapPoint?, _ source: RecordSource) -> Bool {
        guard schema.needsShape, shape.isEmpty, point == nil else { return true }
        note(
            RowNote(
                source,
                zh: "没有面状图形。应为面；请补绘图形后重新导入。",
                en: "there is no outline; an area is expected. Draw it and import again."
            ),
            .rejected
        )
        return false
    }

    private func mended(
        _ shape: MultiPolygon,
        _ defect: ShapeDefect,
        _ source: RecordSource
    ) throws(Fault) -> MultiPolygon? {
        let mended = try algebra.repaired(shape, named: source.name)
        if mended.isEmpty {
            note(
                RowNote(
                    source,
                    zh: "图形无效：\(defect.label.zh)，修复后没有面积。请重绘后重新导入。",
                    en: "the outline is invalid: \(defect.label.en), and nothing with an area is left of it. "
                        + "Draw it again and import again."
                ),
                .rejected
            )
            return nil
        }
        note(
            RowNote(
                source,
                zh: "图形无效：\(defect.label.zh)。已自动修复并使用，请核对源数据。",
                en: "the outline was invalid: \(defect.label.en). It was mended and is used; check the source.",
                at: defect.place ?? mended.bounds?.centre
            ),
            .repaired
        )
        return mended
    }

    private func keep(_ draft: DraftRecord) throws(Fault) {
        guard !schema.sharesKeys else { return try take(draft) }
        guard let first = keys.index(of: draft.key) else { return try take(draft) }
        let differing = keys.fieldsDiffering(draft.cells, at: first)
        if differing.isEmpty {
            unite(draft, with: first)
        } else {
            try keepApart(draft, from: first, differing)
        }
    }

    private func take(_ draft: DraftRecord) throws(Fault) {
        keys.append(draft)
        recordCount += 1
        try sink.append(draft)
    }

    private func unite(_ draft: DraftRecord, with first: Int) {
        rowsUnited += 1
        if !draft.shape.isEmpty { furtherParts[first, default: []].append(draft.shape) }
        note(
            RowNote(
                draft.source,
                zh: "“\(draft.key)”与\(row(first).zh)键值相同、内容一致，已并为一条记录。",
                en: "‘\(draft.key)’ has the same key and values as \(row(first).en); the two are one record now.",
                at: draft.shape.bounds?.centre
            ),
            .duplicate
        )
    }

    private func keepApart(_ draft: DraftRecord, from first: Int, _ places: [Int]) throws(Fault) {
        let differing = Bilingual(listing: places.map { schema.fields[$0].name })
        let row = row(first)
        guard schema.needsShape else {
            note(
                RowNote(
                    draft.source,
                    zh: "“\(draft.key)”与\(row.zh)重复，但 \(differing.zh) 不同。请只保留一条。",
                    en: "‘\(draft.key)’ was in \(row.en) already, with another \(differing.en). Keep one."
                ),
                .rejected
            )
            return
        }
        var apart = draft
        let short = "\(draft.key)#\(draft.source.row)"
        apart.cells[0] = .text(
            keys.index(of: short) == nil ? short : "\(draft.key)#\(draft.source.layer)#\(draft.source.row)")
        try take(apart)
        note(
            RowNote(
                draft.source,
                zh: "“\(draft.key)”与\(row.zh)键值相同，但 \(differing.zh) 不同。分别保留，本行记为“\(apart.key)”。请核对。",
                en:
                    "‘\(draft.key)’ was in \(row.en) already, with another \(differing.en). Both are "
                    + "kept, this one as ‘\(apart.key)’. Check them.",
                at: draft.shape.bounds?.centre
            ),
            .duplicate
        )
    }

    /// What messages call the row of a record.
    private func row(_ index: Int) -> Bilingual {
        let source = keys.source(at: index)
        let own = Bilingual(zh: "第 \(source.row) 行", en: "row \(source.row)")
        return source.layer == layer ? own : Bilingual(zh: " \(source.layer) \(own.zh)", en: source.name)
    }
}
