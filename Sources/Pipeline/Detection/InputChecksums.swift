package import GeoModel
import SafeFiles
import TileEngine

/// The SHA-256 of every file of some scenes, by path; read on several threads.
///
/// - Throws: `Fault` where a file can't be read, or differs from the checksum that its metadata states.
package func inputChecksums(of scenes: [Scene], workers: Int) throws(Fault) -> [String: String] {
    let paths = Set(scenes.flatMap { $0.bands.values.map(\.path) }).sorted()
    var stated: [String: String] = [:]
    for scene in scenes { stated.merge(scene.checksums) { first, _ in first } }
    var checksums: [String: String] = [:]
    let plan = TilePlan(size: GridSize(columns: paths.count, rows: 1), side: 1)
    try sweep(plan, workers: workers) {
    } compute: { _, tile throws(Fault) in
        try Checksum.sha256(ofFile: paths[tile.index])
    } consume: { tile, checksum throws(Fault) in
        let path = paths[tile.index]
        if let expected = stated[path], expected != checksum {
            throw Fault(
                path,
                zh: "SHA-256 为 \(checksum.prefix(12))…，而元数据写的是 \(expected.prefix(12))…。文件已损坏或被改动；请重新获取。",
                en:
                    "SHA-256 is \(checksum.prefix(12))…, but the metadata states \(expected.prefix(12))…. The file "
                    + "is damaged or was changed; fetch it again."
            )
        }
        checksums[path] = checksum
    }
    return checksums
}
