import GeoIO
package import GeoModel
import Geometry
package import Patches
import SafeFiles

/// Patches as GIS programs read them: one column table for GeoPackage and GeoJSON.
package enum PatchTable {
    /// The columns, named after the issue fields of a patch list where it has them (JCBH, QSX, HSX, MJ); no name has
    /// more than the 10 bytes of a shapefile's.
    package static let fields = [
        Field("jcbh", .text), Field("qsx", .date), Field("hsx", .date), Field("bhlx", .text), Field("bhlx_zh", .text),
        Field("mj", .real), Field("mj_mu", .real), Field("confidence", .real), Field("score_mean", .real),
        Field("score_max", .real), Field("d_ndvi", .real), Field("d_ndbi", .real), Field("d_mndwi", .real),
        Field("d_bsi", .real), Field("share", .real), Field("pixels", .integer), Field("scene_qsx", .text),
        Field("scene_hsx", .text), Field("season", .text), Field("s_bright", .real), Field("s_shared", .real),
        Field("bz", .text),
    ]

    /// One patch in the order of the columns; areas in m² and mu with two decimals, scores with four.
    package static func values(of patch: Patch) -> [FieldValue] {
        [
            .text(patch.number), FieldValue(patch.before.date), FieldValue(patch.after.date),
            .text(patch.transition.text), .text(patch.transition.label.zh),
            .real(rounded(patch.area.squareMetres, 2)), .real(rounded(patch.area.mu, 2)),
            .real(rounded(patch.confidence, 3)), .real(rounded(patch.meanScore, 4)),
            .real(rounded(patch.largestScore, 4)), .real(rounded(patch.differences.ndvi, 4)),
            .real(rounded(patch.differences.ndbi, 4)), .real(rounded(patch.differences.mndwi, 4)),
            .real(rounded(patch.differences.bsi, 4)), .real(rounded(patch.transitionShare, 3)),
            .integer(Int64(patch.pixelCount)), .text(patch.before.id), .text(patch.after.id),
            patch.season.map { .text($0.kind.rawValue) } ?? .null,
            patch.season?.brightness.map { .real(rounded($0, 3)) } ?? .null,
            patch.season.map { .real(rounded($0.shared, 3)) } ?? .null, patch.season.map { .text($0.text.zh) } ?? .null,
        ]
    }
}

/// Writes patches one by one as a GeoPackage layer `patches`, in the grid's coordinate system, as RFC 7946 GeoJSON, or
/// both; the files take their names when they are closed.
package final class PatchWriter {
    private let geoPackage: LayerWriter?
    private let geoJSON: GeoJSONWriter?
    private let transformation: CoordinateTransformation?

    /// Starts the files.
    ///
    /// - Parameters:
    ///   - geoPackage: The path of the GeoPackage; nil for none.
    ///   - geoJSON: The path of the GeoJSON; nil for none.
    ///   - system: The patches' coordinate system; without one GeoJSON has null geometries, as RFC 7946 has no other
    ///     way to say it.
    /// - Throws: `Fault` where a folder can't be written or the coordinate system can't be turned into longitude and
    ///   latitude.
    package init(geoPackage: String?, geoJSON: String?, system: CoordinateSystem?) throws(Fault) {
        self.geoPackage = try geoPackage.map { path throws(Fault) in try LayerWriter(path, format: .geoPackage) }
        try self.geoPackage?.beginLayer("patches", system: system, fields: PatchTable.fields)
        self.geoJSON = try geoJSON.map { path throws(Fault) in try GeoJSONWriter(path) }
        let isPlaced = geoJSON == nil ? nil : system
        transformation = try isPlaced.map { system throws(Fault) in
            try CoordinateTransformation(from: system, to: .wgs84)
        }
    }

    /// Writes a patch.
    /// - Throws: `Fault` where the disk is full.
    package func append(_ patch: Patch) throws(Fault) {
        let values = PatchTable.values(of: patch)
        try geoPackage?.append(patch.shape, values)
        guard let geoJSON else { return }
        let members = zip(PatchTable.fields, values).map { JSONValue.Member($0.name, $1.json) }
        try geoJSON.append(id: patch.number, shape: try transformation?.transformed(patch.shape), properties: members)
    }

    /// Finishes the files.
    /// - Throws: `Fault` where the disk is full.
    package func close() throws(Fault) {
        try geoPackage?.close()
        try geoJSON?.close()
    }
}
