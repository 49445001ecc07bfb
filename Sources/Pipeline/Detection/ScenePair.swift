import ChangeDetection
import GeoIO
package import GeoModel

/// Two scenes made ready to be compared: one grid, the same bands in the same order.
package struct ScenePair: Sendable {
    /// The earlier scene.
    package let before: Scene
    /// The later scene.
    package let after: Scene
    /// The grid of the comparison.
    package let grid: Grid
    /// What both sources' bands measure, in their order.
    package let roles: [BandRole]
    /// The pixels that both scenes cover.
    package let overlap: PixelWindow
    let beforeSource: AlignedSource
    let afterSource: AlignedSource

    /// Two scenes on one grid; without one, on the earlier scene's.
    ///
    /// - Throws: `Fault` where a band that the recipe needs is missing, the coordinate systems differ, or the scenes do
    ///   not meet.
    package init(before: Scene, after: Scene, recipe: DetectRecipe, grid: Grid? = nil) throws(Fault) {
        let needed = Set(recipe.indices.flatMap(\.roles))
        for scene in [before, after] { try Self.check(scene, has: needed) }
        let both = Set(before.bands.keys).intersection(after.bands.keys)
        let useful = needed.union([.mask]).union(both.intersection([.blue, .green, .red, .nir, .swir1]))
        roles = both.intersection(useful).sorted()
        let grid = grid ?? before.grid
        self.grid = grid
        self.before = before
        self.after = after
        beforeSource = try Self.source(before, roles, grid)
        afterSource = try Self.source(after, roles, grid)
        overlap = beforeSource.overlap.intersection(afterSource.overlap)
        guard !overlap.isEmpty else {
            throw Fault(
                after.id,
                zh: "与 \(before.id) 没有重叠区域。请检查两期影像是否为同一地区。",
                en: "does not overlap \(before.id). Check that both images show the same place."
            )
        }
    }

    /// Whether GDAL keeps blocks of the files.
    var usesBlockCache: Bool { beforeSource.usesBlockCache || afterSource.usesBlockCache }

    private static func source(_ scene: Scene, _ roles: [BandRole], _ grid: Grid) throws(Fault) -> AlignedSource {
        let codes = roles.indices.filter { roles[$0] == .mask }
        return try AlignedSource(
            roles.compactMap { scene.bands[$0] }, on: grid, noData: scene.noData, codes: Set(codes))
    }

    private static func check(_ scene: Scene, has needed: Set<BandRole>) throws(Fault) {
        let missing = needed.subtracting(scene.bands.keys).sorted().map(\.rawValue)
        guard !missing.isEmpty else { return }
        let found = scene.bands.keys.sorted().map(\.rawValue).joined(separator: ", ")
        throw Fault(
            scene.id,
            zh: "缺少波段 \(missing.joined(separator: ", "))；现有 \(found)。请补上文件，或改用不需要这些波段的配方（indices）。",
            en:
                "band \(missing.joined(separator: ", ")) is missing; there are \(found). Add the files, or use a "
                + "recipe whose indices do without."
        )
    }

    /// What the user should know before trusting the comparison.
    package var remarks: [Fault] {
        var remarks: [Fault] = []
        if before.grid != grid || after.grid != grid || overlap != grid.size.window {
            let share = Int((100 * Double(overlap.pixelCount) / Double(grid.size.pixelCount)).rounded(.down))
            remarks.append(
                Fault(
                    after.id,
                    zh: "两期格网（\(Self.text(before.grid))、\(Self.text(after.grid))）与比较格网（\(Self.text(grid))）不全相同；"
                        + "按坐标对齐，比较重叠部分（\(share)%）。",
                    en:
                        "the grids of the dates (\(Self.text(before.grid)), \(Self.text(after.grid))) are not both "
                        + "the one compared on (\(Self.text(grid))); "
                        + "aligned by coordinates, comparing the overlap (\(share) %)."
                )
            )
        }
        for (scene, source) in [(before, beforeSource), (after, afterSource)] where source.isWarped {
            remarks.append(
                Fault(
                    scene.id,
                    zh: "坐标系为 \(scene.grid.system?.name ?? "无")，比较格网为 \(grid.system?.name ?? "无")；"
                        + "读取时重投影（掩膜取最近像元，其余双线性内插），用时较长。",
                    en:
                        "coordinate system \(scene.grid.system?.name ?? "none"), while the grid compared on has "
                        + "\(grid.system?.name ?? "none"); warped while it is read (the mask by nearest pixel, the rest "
                        + "bilinear), which takes longer."
                )
            )
        }
        if !roles.contains(.mask) {
            remarks.append(
                Fault(
                    before.id,
                    zh: "两期影像没有共同的掩膜波段（如 SCL）；云与阴影不会被排除。",
                    en: "the two scenes share no mask band (such as SCL); clouds and shadows are not left out."
                )
            )
        }
        return remarks
    }

    private static func text(_ grid: Grid) -> String {
        "\(grid.size.columns)×\(grid.size.rows)"
    }
}
