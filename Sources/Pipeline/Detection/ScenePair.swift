import ChangeDetection
import GeoIO
package import GeoModel

/// The scenes of two dates made ready to be compared: one grid, the same bands in the same order.
package struct ScenePair: Sendable {
    /// What shows the earlier date.
    package let before: SceneStack
    /// What shows the later date.
    package let after: SceneStack
    /// The grid of the comparison.
    package let grid: Grid
    /// What all sources' bands measure, in their order.
    package let roles: [BandRole]
    /// A window around the pixels that both dates cover.
    package let overlap: PixelWindow
    /// How many numbers a score is the length of at most: the degrees of freedom of its square; nil where a score is
    /// no length.
    let freedom: Int?
    private let method: ScoreMethod
    private let smoothing: Double
    private let guidedRadius: Int
    /// How far, in pixels, what masks hide is grown.
    let maskDilation: Int
    /// What counts as cloud in scenes that bring no mask; nil where nothing does.
    let cloudTest: CloudTest?
    /// What the recipe says that numbers mean; nil leaves it to the scenes.
    let radiometry: Radiometry?
    let beforeSources: [AlignedSource]
    let afterSources: [AlignedSource]
    /// How far from where it says it lies each scene is read: those of the earlier date, then those of the later.
    let displacements: [PixelShift]
    /// How the scenes were found to lie on each other; nil before that was measured.
    package internal(set) var registration: PairRegistration?

    /// How far, in pixels, what lies around a pixel counts in its score.
    var reach: Int { method.reach(smoothing: smoothing, guidedRadius: guidedRadius) }

    /// The bytes that a worker keeps while it scores a tile of so many columns.
    func bytesOfScoring(columns: Int) -> Int {
        method.bytesOfScoring(columns: columns, smoothing: smoothing, guidedRadius: guidedRadius)
    }

    /// Whether tiles are read row by row with a margin, and blocks shared among them.
    private var isOfRows: Bool { reach > 0 && method != .learned }

    /// Of how many pixels one may reach the floor of scores that are kept.
    var pixelsPerCandidate: Int { isOfRows && !method.isFusion ? 3 : 10 }

    /// What workers keep for each other's tiles.
    var bytesShared: Int {
        isOfRows ? (beforeSources + afterSources).reduce(0) { $0 + $1.bytesShared(margin: reach + maskDilation) } : 0
    }

    /// What one worker's readers keep, with tiles of so many columns.
    func bytesOfReaders(columns: Int) -> Int {
        (beforeSources + afterSources).reduce(0) {
            $0 + (isOfRows ? $1.bytesOfRowReader(columns: columns) : $1.bytesOfReader)
        }
    }

    /// The scenes of two dates on one grid; without one, on that of the first scene of the earlier date, extended to
    /// where the others of that date lie.
    ///
    /// - Throws: `Fault` where a band that the recipe needs is missing, a scene can't be brought to the grid, or the
    ///   dates do not meet.
    package init(before: SceneStack, after: SceneStack, recipe: DetectRecipe, grid: Grid? = nil) throws(Fault) {
        let none = [PixelShift](repeating: .zero, count: before.scenes.count + after.scenes.count)
        try self.init(before: before, after: after, recipe: recipe, grid: grid, displacements: none)
    }

    /// The same with each scene read so far from where it says it lies: those of the earlier date first.
    init(
        before: SceneStack,
        after: SceneStack,
        recipe: DetectRecipe,
        grid: Grid?,
        displacements: [PixelShift],
        interpolates: Bool = true
    ) throws(Fault) {
        precondition(displacements.count == before.scenes.count + after.scenes.count)
        self.displacements = displacements
        // Most methods take whatever bands both dates have; one that the indices need and only one date has is amiss.
        let ofIndices = Set(recipe.indices.flatMap(\.roles))
        let needed = recipe.method.usesAllBands ? ofIndices.intersection(before.roles.union(after.roles)) : ofIndices
        for scene in before.scenes + after.scenes { try Self.check(scene, has: needed) }
        let both = before.roles.intersection(after.roles)
        let isOfAllBands = recipe.method.usesAllBands
        let scored = isOfAllBands ? recipe.spectrum : SpectralIndex.allCases.flatMap(\.roles)
        let spectral = both.filter { $0 != .mask && (needed.contains($0) || scored.contains($0)) }
        let hasMask = recipe.cloudTest != nil || (before.scenes + after.scenes).contains { $0.bands[.mask] != nil }
        roles = spectral.sorted() + (hasMask ? [.mask] : [])
        let bandCount = roles.count(where: { $0 != .mask })
        freedom = !recipe.method.isLength ? nil : isOfAllBands ? bandCount : recipe.indices.count
        guard !recipe.method.isFusion || !both.isDisjoint(with: [.red, .green, .blue]) else {
            throw Fault(
                after.id,
                zh: "与 \(before.id) 没有共同的可见光波段；方法 \(recipe.method.rawValue) 至少需要一个。请检查影像，或改用其他方法。",
                en: "has no band of visible light in common with \(before.id); the method \(recipe.method.rawValue) "
                    + "needs one at least. Check the images, or take another method."
            )
        }
        guard !isOfAllBands || bandCount >= 2 else {
            throw Fault(
                after.id,
                zh: "与 \(before.id) 只有 \(bandCount) 个共同波段；方法 \(recipe.method.rawValue) 至少需要两个。请检查影像。",
                en:
                    "has \(bandCount) bands in common with \(before.id); the method "
                    + "\(recipe.method.rawValue) needs two at least. Check the images."
            )
        }
        let common: Grid
        if let grid { common = grid } else { common = try before.first.grid.extended(over: before.scenes.map(\.grid)) }
        try recipe.model?.check(before.scenes + after.scenes, recipe, pixelMetres: common.pixelMetres)
        self.grid = common
        self.before = before
        self.after = after
        maskDilation = recipe.maskDilation
        cloudTest = recipe.cloudTest
        radiometry = recipe.radiometry
        (method, smoothing, guidedRadius) = (recipe.method, recipe.smoothing, recipe.guidedRadius)
        let sources = try Self.sources(
            before.scenes + after.scenes, roles, common, displacements,
            interpolates ? recipe.registration?.correctAbove : nil)
        beforeSources = Array(sources.prefix(before.scenes.count))
        afterSources = Array(sources.suffix(after.scenes.count))
        overlap = Self.cover(beforeSources).intersection(Self.cover(afterSources))
        guard !overlap.isEmpty else {
            throw Fault(
                after.id,
                zh: "与 \(before.id) 没有重叠区域。请检查两期影像是否为同一地区。",
                en: "does not overlap \(before.id). Check that both images show the same place."
            )
        }
    }

    /// Where a band of one scene has to be interpolated, coarser bands of all are, so that both dates are as smooth.
    private static func sources(
        _ scenes: [Scene], _ roles: [BandRole], _ grid: Grid, _ displacements: [PixelShift], _ limit: Double?
    ) throws(Fault) -> [AlignedSource] {
        let codes = Set(roles.indices.filter { roles[$0] == .mask })
        func sources(coarse: Bool) throws(Fault) -> [AlignedSource] {
            var sources: [AlignedSource] = []
            for (scene, displacement) in zip(scenes, displacements) {
                let resampling = Resampling(
                    displacement: displacement, interpolatesAbove: limit, interpolatesCoarse: coarse)
                let bands = roles.compactMap { scene.bands[$0] }
                sources.append(
                    try AlignedSource(bands, on: grid, noData: scene.noData, codes: codes, resampling: resampling))
            }
            return sources
        }
        let plain = try sources(coarse: false)
        return plain.contains { $0.isInterpolated } ? try sources(coarse: true) : plain
    }

    /// A window around what any of the sources covers.
    private static func cover(_ sources: [AlignedSource]) -> PixelWindow {
        sources.map(\.overlap).filter { !$0.isEmpty }.reduce(PixelWindow(column: 0, row: 0, columns: 0, rows: 0)) {
            $0.isEmpty ? $1 : $0.union($1)
        }
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

    /// Scenes of the pair with no other bands than those that are compared.
    func used(_ stack: SceneStack) -> SceneStack {
        SceneStack(
            stack.scenes.map { scene in
                var used = scene
                used.bands = scene.bands.filter { roles.contains($0.key) }
                return used
            })
    }

    /// Whether GDAL keeps blocks of the files.
    var usesBlockCache: Bool { (beforeSources + afterSources).contains { $0.usesBlockCache } }

}

extension SceneStack {
    /// The mask codes of usable pixels as the stack's reader tells them.
    var usableMaskCodes: MaskCodes { isMosaic ? [PeriodMosaic.usableCode] : first.screenedMaskCodes }
}

extension Scene {
    /// The mask codes of usable pixels, where a mask is made for a scene that brings none.
    var screenedMaskCodes: MaskCodes { bands[.mask] == nil ? [CloudScreen.usableCode] : usableMaskCodes }
}
