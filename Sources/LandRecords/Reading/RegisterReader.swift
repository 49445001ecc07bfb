package import GeoModel
package import Geometry

/// Reads one register row by row; every row ends as a record or in a list.
///
/// A row without an outline where one is needed, or with an outline that can't be mended, is rejected. An invalid
/// outline is mended and listed. A missing key, a missing or unreadable date is listed and the row is kept. Rows with
/// the same key and the same values are parts of one record; rows with the same key and other values are kept apart,
/// the later one under `KEY#ROW`, and listed. Make one per worker.
package final class RegisterReader {
    private let kind: RecordKind
    private let schema: RecordSchema
    private let algebra = PolygonAlgebra()
    private var rows: RowReader
    private var drafts: [DraftRecord] = []
    private var byKey: [String: Int] = [:]
    private var furtherParts: [Int: [MultiPolygon]] = [:]
    private var rowsRead = 0
    private var rowsUnited = 0
    private var rejected: [RowNote] = []
    private var repaired: [RowNote] = []
    private var warnings: [RowNote] = []

    /// A reader of the register that a mapping is for.
    package init(_ mapping: RegisterMapping) {
        kind = mapping.kind
        schema = mapping.kind.schema
        rows = RowReader(mapping)
    }

    /// The register of some rows of one layer.
    package static func read(
        _ features: some Sequence<Feature>,
        from layer: String,
        mapping: RegisterMapping,
        through transformation: CoordinateTransformation? = nil
    ) -> RegisterImport {
        let reader = RegisterReader(mapping)
        for feature in features {
            reader.add(feature, from: layer, through: transformation)
        }
        return reader.finish()
    }

    /// Takes a row.
    ///
    /// - Parameters:
    ///   - feature: The row. Its column names may differ from those of other layers, not within its layer.
    ///   - layer: The layer or table, for messages and for code lists that go by the layer's name.
    ///   - transformation: From the layer's coordinate system to the region's; nil where they are the same.
    package func add(_ feature: Feature, from layer: String, through transformation: CoordinateTransformation? = nil) {
        rowsRead += 1
        let source = RecordSource(layer: layer, row: feature.row)
        let reading = rows.read(feature, from: source)
        if let refusal = reading.refusal {
            rejected.append(refusal)
            return
        }
        do throws(Fault) {
            guard let shape = try shape(of: feature, source, transformation) else { return }
            warnings += reading.warnings
            keep(DraftRecord(cells: reading.cells, shape: shape, source: source))
        } catch {
            rejected.append(RowNote(source, error))
        }
    }

    /// The register, once all rows were added.
    package func finish() -> RegisterImport {
        var records = LandRecordSet()
        for (index, draft) in drafts.enumerated() {
            var draft = draft
            if let parts = furtherParts[index] {
                do throws(Fault) {
                    draft.shape = try algebra.union(of: [draft.shape] + parts, named: draft.source.name)
                } catch {
                    warnings.append(RowNote(draft.source, error))
                }
            }
            records.append(draft, of: kind)
        }
        return RegisterImport(
            kind: kind,
            rowsRead: rowsRead,
            rowsUnited: rowsUnited,
            records: records,
            rejected: rejected,
            repaired: repaired,
            warnings: warnings,
            columns: rows.columns
        )
    }

    /// The outline in the region's system, mended where needed; nil where the row was rejected here.
    private func shape(
        of feature: Feature,
        _ source: RecordSource,
        _ transformation: CoordinateTransformation?
    ) throws(Fault) -> MultiPolygon? {
        guard schema.needsShape else { return MultiPolygon([]) }
        guard let given = feature.geometry, !given.isEmpty else {
            rejected.append(
                RowNote(
                    source,
                    zh: "没有面状图形。应为面；请补绘图形后重新导入。",
                    en: "there is no outline; an area is expected. Draw it and import again."
                )
            )
            return nil
        }
        let shape = try transformation?.transformed(given) ?? given
        guard let defect = try algebra.defect(of: shape, named: source.name) else { return shape }
        return try mended(shape, defect, source)
    }

    private func mended(
        _ shape: MultiPolygon,
        _ defect: ShapeDefect,
        _ source: RecordSource
    ) throws(Fault) -> MultiPolygon? {
        let mended = try algebra.repaired(shape, named: source.name)
        if mended.isEmpty {
            rejected.append(
                RowNote(
                    source,
                    zh: "图形无效：\(defect.label.zh)，修复后没有面积。请重绘后重新导入。",
                    en: "the outline is invalid: \(defect.label.en), and nothing with an area is left of it. "
                        + "Draw it again and import again."
                )
            )
            return nil
        }
        repaired.append(
            RowNote(
                source,
                zh: "图形无效：\(defect.label.zh)。已自动修复并使用，请核对源数据。",
                en: "the outline was invalid: \(defect.label.en). It was mended and is used; check the source."
            )
        )
        return mended
    }

    private func keep(_ draft: DraftRecord) {
        guard !schema.sharesKeys else {
            drafts.append(draft)
            return
        }
        guard let first = byKey[draft.key] else {
            byKey[draft.key] = drafts.count
            drafts.append(draft)
            return
        }
        if drafts[first].cells == draft.cells {
            unite(draft, with: first)
        } else {
            keepApart(draft, from: drafts[first])
        }
    }

    private func unite(_ draft: DraftRecord, with first: Int) {
        rowsUnited += 1
        if schema.needsShape { furtherParts[first, default: []].append(draft.shape) }
        warnings.append(
            RowNote(
                draft.source,
                zh: "“\(draft.key)”与第 \(drafts[first].source.row) 行键值相同、内容一致，已并为一条记录。",
                en: "‘\(draft.key)’ has the same key and values as row \(drafts[first].source.row); "
                    + "the two are one record now."
            )
        )
    }

    private func keepApart(_ draft: DraftRecord, from first: DraftRecord) {
        let fields = zip(schema.fields, zip(draft.cells, first.cells)).filter { $1.0 != $1.1 }.map(\.0.name)
        let differing = Bilingual(listing: fields)
        guard schema.needsShape else {
            rejected.append(
                RowNote(
                    draft.source,
                    zh: "“\(draft.key)”与第 \(first.source.row) 行重复，但 \(differing.zh) 不同。请只保留一条。",
                    en: "‘\(draft.key)’ was in row \(first.source.row) already, with another \(differing.en). Keep one."
                )
            )
            return
        }
        var apart = draft
        let short = "\(draft.key)#\(draft.source.row)"
        apart.cells[0] = .text(byKey[short] == nil ? short : "\(draft.key)#\(draft.source.layer)#\(draft.source.row)")
        byKey[apart.key] = drafts.count
        drafts.append(apart)
        warnings.append(
            RowNote(
                draft.source,
                zh: "“\(draft.key)”与第 \(first.source.row) 行键值相同，但 \(differing.zh) 不同。分别保留，本行记为“\(apart.key)”。请核对。",
                en:
                    "‘\(draft.key)’ was in row \(first.source.row) already, with another \(differing.en). Both are "
                    + "kept, this one as ‘\(apart.key)’. Check them."
            )
        )
    }
}
