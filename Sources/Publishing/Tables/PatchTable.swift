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
        Field("scene_hsx", .text),
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
        ]
    }

    /// Writes patches as a GeoPackage layer `patches` in the grid's coordinate system.
    /// - Throws: `Fault` where the disk is full.
    package static func writeGeoPackage(_ patches: [Patch], system: CoordinateSystem?, to path: String) throws(Fault) {
        let writer = try LayerWriter(path, format: .geoPackage)
        try writer.beginLayer("patches", system: system, fields: fields)
        for patch in patches { try writer.append(patch.shape, values(of: patch)) }
        try writer.close()
    }

    /// Writes patches as RFC 7946 GeoJSON.
    ///
    /// - Throws: `Fault` where the disk is full or the coordinate system can't be turned into longitude and latitude.
    ///   Patches without a coordinate system are written with a null geometry, as RFC 7946 has no other way to say it.
    package static func writeGeoJSON(_ patches: [Patch], system: CoordinateSystem?, to path: String) throws(Fault) {
        let transformation = try system.map { system throws(Fault) in
            try CoordinateTransformation(from: system, to: .wgs84)
        }
        let writer = try GeoJSONWriter(path)
        for patch in patches {
            let members = zip(fields, values(of: patch)).map { JSONValue.Member($0.name, $1.json) }
            let shape = try transformation?.transformed(patch.shape)
            try writer.append(id: patch.number, shape: shape, properties: members)
        }
        try writer.close()
    }
}
