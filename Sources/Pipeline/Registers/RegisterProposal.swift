import Foundation
import GeoIO
package import GeoModel
import Geometry
package import LandRecords
import SafeFiles

/// A first mapping for a layer, by its columns and its first rows.
///
/// - Parameters:
///   - path: The file.
///   - layerName: The layer; nil takes the only one.
///   - kind: The register, where it is known.
///   - data: Where the mapping files are.
/// - Returns: The proposal; whether it is right a person decides.
/// - Throws: `Fault` where the file can't be read or a mapping file is wrong.
package func proposeMapping(
    for path: String, layer layerName: String?, kind: RecordKind?, in data: DataFolder
) throws(Fault) -> MappingProposal {
    let layer = try LayerFile(path, layer: layerName)
    var rows: [Feature] = []
    do throws(Fault) {
        try layer.forEachFeature { row throws(Fault) in
            rows.append(row)
            guard rows.count < mostSampledRows else { throw enough }
        }
    } catch {
        guard error == enough else { throw error }
    }
    let measure = try layer.system.map { system throws(Fault) in try EllipsoidalArea(of: system) }
    var bases: [MappingProposal.Base] = []
    for kind in RecordKind.allCases {
        let path = try mappingPath(of: kind, in: data)
        let document = try DurableFile.json(of: path)
        bases.append(.init(mapping: try RegisterMapping(document, named: path), document: document))
    }
    let file = URL(fileURLWithPath: path).lastPathComponent
    return MappingProposal(
        .init(
            name: layerName.map { "\(file):\($0)" } ?? file, fields: layer.fields, rows: rows,
            area: { shape in try? measure?.area(of: shape).squareMetres }),
        bases: bases, kind: kind)
}

private let mostSampledRows = 500
/// Ends the reading of a sample.
private let enough = Fault("sample", zh: "样本已足。", en: "the sample is large enough.")
