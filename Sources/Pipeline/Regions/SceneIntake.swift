import Foundation
import GeoIO
package import GeoModel
import SafeFiles
import TileEngine
package import WorkQueue

/// What became of scenes that were handed over.
package struct SceneReceipt: Sendable {
    /// Those that are in the catalogue now.
    package var accepted: [Scene] = []
    /// Why others are not.
    package var rejected: [Fault] = []
    /// How many were in the catalogue already with the same files.
    package var known = 0
}

extension Region {
    /// The places where the region's settings say that scenes are: each sub-folder and each STAC item of its scene
    /// folders.
    ///
    /// - Throws: `Fault` where a folder is not there.
    package func scenePlaces() throws(Fault) -> [String] {
        var places: [String] = []
        for folder in settings.sceneFolders {
            let path = resolved(folder)
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
                throw missingSceneFolder(path)
            }
            for name in names.sorted() where !name.hasPrefix(".") {
                let place = path + "/" + name
                if DurableFile.isFolder(place) || name.hasSuffix(".json") { places.append(place) }
            }
        }
        return places
    }

    func missingSceneFolder(_ path: String) -> Fault {
        Fault(
            path,
            zh: "影像文件夹不存在。请检查 region.json5 中的 sources.scenes。",
            en: "the folder of scenes is not there. Check sources.scenes in region.json5."
        )
    }

    /// Enters scenes in the catalogue: bands found, files hashed, every sampled block decoded, the usable share
    /// measured.
    ///
    /// - Parameters:
    ///   - places: Paths as `SceneReader` takes them.
    ///   - recipe: Which sensors to expect.
    ///   - workers: Threads.
    ///   - skipsKnown: Whether a scene that the catalogue has at the same place, understood in the same way, is not
    ///     decoded again. A file that was changed since is then found when it is compared.
    ///   - time: When.
    ///   - progress: Called with scenes done and in all.
    /// - Returns: What was accepted, and why the rest was not; one bad scene does not hold up the others.
    /// - Throws: `Fault` where the store can't be written.
    package func addScenes(
        _ places: [String],
        recipe: Recipe,
        workers: Int,
        skipsKnown: Bool = false,
        at time: Timestamp,
        progress: (Int, Int) -> Void
    ) throws(Fault) -> SceneReceipt {
        let reader = try recipe.sceneReader(data)
        var receipt = SceneReceipt()
        var seen: [String: Scene] = [:]
        for (index, place) in places.enumerated() {
            do throws(Fault) {
                let scene = try reader.scene(at: absolutePaths(place))
                if let twin = seen.updateValue(scene, forKey: scene.id) { try check(scene, isNoNamesakeOf: twin) }
                let known = try store.scene(scene.id)
                if skipsKnown, let known, known.isUnderstood(as: scene) {
                    receipt.known += 1
                } else {
                    let checked = try check(scene, workers: workers)
                    if known == checked { receipt.known += 1 } else { receipt.accepted.append(checked) }
                }
            } catch {
                receipt.rejected.append(error)
            }
            progress(index + 1, places.count)
        }
        if !receipt.accepted.isEmpty { try store.saveScenes(receipt.accepted, at: time) }
        return receipt
    }

    /// Two images under one name would take turns in the catalogue.
    private func check(_ scene: Scene, isNoNamesakeOf twin: Scene) throws(Fault) {
        guard scene.bands != twin.bands else { return }
        let places = [twin, scene].map { $0.bands.values.map(\.path).min() ?? "—" }
        throw Fault(
            scene.id,
            zh: "两景影像同名（\(places[0]) 与 \(places[1])）；名称应唯一。请改 STAC 条目的 id 或文件夹名，或移走其一。",
            en:
                "two scenes have this name (\(places[0]) and \(places[1])). "
                + "Change the id of a STAC item or the name of a "
                + "folder, or take one away."
        )
    }

    private func check(_ scene: Scene, workers: Int) throws(Fault) -> Scene {
        guard let date = scene.date else {
            throw Fault(
                scene.id,
                zh: "没有拍摄日期；应在 STAC 条目的 datetime 或文件名的八位数字中。请补上。",
                en: "has no date; it is expected in the STAC item’s datetime or as eight digits in the name. Add it."
            )
        }
        guard scene.grid.system != nil else {
            throw Fault(
                scene.id,
                zh: "没有坐标系。请用 gdal_edit.py -a_srs 指定。",
                en: "has no coordinate system. Set it with gdal_edit.py -a_srs."
            )
        }
        var checked = scene
        checked.date = date
        checked.checksums = try inputChecksums(of: [scene], workers: workers)
        checked.validFraction = try usableFraction(of: scene)
        return checked
    }

    /// The share of sampled pixels with data in every band and a usable mask code.
    private func usableFraction(of scene: Scene) throws(Fault) -> Double {
        let roles = scene.bands.keys.sorted()
        let source = try AlignedSource(roles.compactMap { scene.bands[$0] }, on: scene.grid, noData: scene.noData)
        let reader = try source.makeReader()
        let codes = scene.usableMaskCodes.table
        var usable = 0
        var seen = 0
        for window in sampleWindows(scene.grid.size) {
            var isUsable = [Bool](repeating: true, count: window.pixelCount)
            for (band, role) in roles.enumerated() {
                var values = [Float](repeating: 0, count: window.pixelCount)
                var span = values.mutableSpan
                try reader.read(band: band, window: window, into: &span)
                for pixel in values.indices {
                    let value = values[pixel]
                    let code = Int(exactly: value).map { codes.indices.contains($0) ? codes[$0] : 0 } ?? 0
                    let isSeen = role == .mask ? code != 0 : !value.isNaN
                    if !isSeen { isUsable[pixel] = false }
                }
            }
            usable += isUsable.count { $0 }
            seen += window.pixelCount
        }
        return Double(usable) / Double(seen)
    }

    private func sampleWindows(_ size: GridSize) -> [PixelWindow] {
        let lattice = 8
        let side = 128
        return (0..<lattice * lattice).map { index in
            PixelWindow(
                column: (index % lattice * 2 + 1) * size.columns / (2 * lattice),
                row: (index / lattice * 2 + 1) * size.rows / (2 * lattice),
                columns: side,
                rows: side
            ).intersection(size.window)
        }
    }
}

extension Scene {
    /// Whether files and sensor profile say the same of a scene as before it was checked: only what the check measures
    /// may differ.
    fileprivate func isUnderstood(as read: Scene) -> Bool {
        var unchecked = self
        unchecked.checksums = read.checksums
        unchecked.validFraction = read.validFraction
        return unchecked == read
    }

    /// How the scene is understood, for fingerprints: what each band is read from, wherever the file lies, and what its
    /// numbers mean.
    var understanding: String {
        let bands = bands.sorted { $0.key < $1.key }.map { role, source in
            "\(role.rawValue)=\(checksums[source.path] ?? source.path)#\(source.band)"
        }
        let numbers = "\(radiometry.scale) \(radiometry.offset) \(noData.map { "\($0)" } ?? "-")"
        return (bands + [numbers, "\(usableMaskCodes)"]).joined(separator: " ")
    }
}
