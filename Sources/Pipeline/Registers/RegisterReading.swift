import Foundation
import GeoIO
package import GeoModel
import Geometry
package import LandRecords

/// Reads a register from a file of any supported format.
///
/// - Parameters:
///   - source: The file with its layer.
///   - path: Where the file is.
///   - mapping: How its columns become our fields.
///   - system: The region's coordinate system.
///   - sink: Where the records go.
///   - keys: What other files of the same register entered, and this one will; nil for a register of one file.
///   - progress: Called now and then with the rows read and the rows that the file claims.
/// - Returns: What was rejected, repaired or worth a warning, row by row; the records too where memory keeps them.
/// - Throws: `Fault` where the file can't be opened, has no coordinate system, or breaks off.
package func readRegister(
    _ source: RegisterSource,
    at path: String,
    mapping: RegisterMapping,
    system: CoordinateSystem,
    into sink: any RegisterSink = MemoryRegister(),
    keys: KeyBook? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
) throws(Fault) -> RegisterImport {
    let layer = try LayerFile(path, layer: source.layer)
    let reader = RegisterReader(source.name(at: path), mapping: mapping, into: sink, keys: keys)
    let transformation = try transformation(of: layer, source, to: system)
    let claimed = max(layer.claimedRows ?? 0, 1)
    var rows = 0
    try layer.forEachFeature { feature throws(Fault) in
        try reader.add(feature, through: transformation)
        rows += 1
        if rows.isMultiple(of: 1000) { progress(min(rows, claimed), claimed) }
    }
    progress(claimed, claimed)
    return try reader.finish()
}

extension RegisterSource {
    /// What rows of the source are called: the file's name, with the layer's where one is named.
    func name(at path: String) -> String {
        URL(fileURLWithPath: path).lastPathComponent + (layer.map { ":" + $0 } ?? "")
    }
}

/// From the layer's coordinate system to the region's; nil where there is nothing to transform.
private func transformation(of layer: LayerFile, _ source: RegisterSource, to system: CoordinateSystem) throws(Fault)
    -> CoordinateTransformation?
{
    guard source.kind.hasShapes else { return nil }
    guard let own = source.system ?? layer.system else {
        if !layer.hasShapes, source.kind.isKeptWithoutShape { return nil }
        throw missingSystem(of: layer)
    }
    return own == system ? nil : try CoordinateTransformation(from: own, to: system)
}

/// The fault of a layer that does not say its coordinate system, with a guess by its numbers: a guess is named, never
/// used.
private func missingSystem(of layer: LayerFile) -> Fault {
    let guess = layer.extent().flatMap { CoordinateGuess(extent: $0) }
    let zh = guess.map { "坐标数值\($0.reason.zh)。" } ?? ""
    let en = guess.map { " By its numbers: \($0.reason.en)." } ?? ""
    return Fault(
        layer.path,
        zh: "图层没有坐标系。\(zh)请核实后用 --crs 指明，或在 region.json5 该登记册的 crs 中写明，如 \(guess?.code ?? "EPSG:4548")。",
        en: "the layer does not say its coordinate system.\(en) Make sure, then state it with --crs, or as crs of "
            + "this register in region.json5, such as \(guess?.code ?? "EPSG:4548")."
    )
}
