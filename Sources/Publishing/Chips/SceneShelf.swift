import GeoIO
import GeoModel
import WorkQueue

/// A scene with its files open.
final class OpenScene {
    let scene: Scene
    private var files: [String: RasterFile] = [:]

    init(_ scene: Scene) { self.scene = scene }

    /// One band's reflectance under a frame, `NaN` where there is no data.
    ///
    /// - Throws: `Fault` where the file can't be opened or decoded, or lacks the band or a coordinate system.
    func reflectance(_ role: BandRole, _ frame: ChipFrame, system: CoordinateSystem) throws(Fault) -> [Float] {
        guard let source = scene.bands[role] else { preconditionFailure("\(scene.id) has no band \(role)") }
        let file = try file(source.path)
        guard file.grid.system != nil, file.bands.indices ~= source.band - 1 else {
            throw Fault(
                source.path,
                zh: "与登记的影像不符（应有坐标系和波段 \(source.band)）。请重新登记影像。",
                en: "not the image on record (a coordinate system and band \(source.band) expected). Register it again."
            )
        }
        let (scale, offset) = (Float(scene.radiometry.scale), Float(scene.radiometry.offset))
        let samples =
            file.grid.system == system
            ? try chipSamples(file, band: source.band, frame: frame, noData: scene.noData)
            : try warpedSamples(file, band: source.band, frame.grid(in: system), noData: scene.noData)
        return samples.map { $0 * scale + offset }
    }

    private func file(_ path: String) throws(Fault) -> RasterFile {
        if let open = files[path] { return open }
        let opened = try RasterFile(path)
        files[path] = opened
        return opened
    }
}

/// The scenes last used, so that hundreds of chips from the same images don't open them hundreds of times.
final class SceneShelf {
    private let find: (String) throws(Fault) -> Scene?
    private var scenes: [(id: String, scene: Result<OpenScene, Fault>)] = []
    /// Six files a scene stay open at most, far below what a process may have.
    private static let capacity = 12

    /// The scenes of a catalogue.
    init(_ store: RegionStore) { find = { id throws(Fault) in try store.scene(id) } }

    /// Scenes that no catalogue holds.
    init(_ scenes: [Scene]) { find = { id in scenes.first { $0.id == id } } }

    /// The scene of that name.
    /// - Throws: `Fault` where the catalogue has none.
    func scene(_ id: String) throws(Fault) -> OpenScene {
        let place = scenes.firstIndex { $0.id == id }
        let found = place.map { scenes.remove(at: $0).scene } ?? open(id)
        scenes.append((id, found))
        if scenes.count > SceneShelf.capacity { scenes.removeFirst() }
        return try found.get()
    }

    private func open(_ id: String) -> Result<OpenScene, Fault> {
        Result { () throws(Fault) in
            guard let scene = try find(id) else {
                throw Fault(
                    id,
                    zh: "影像目录中没有此景。请用 tuban scenes add 重新登记。",
                    en: "the catalogue has no such scene. Register it again with tuban scenes add."
                )
            }
            return OpenScene(scene)
        }
    }
}
