package import GeoModel
import Geometry
package import Patches

/// Tells what covers land in one comparison.
package protocol LandCover {
    /// What covers an outline in the region's coordinate system; pixels count whose middle lies in it.
    /// - Throws: `Fault` where the comparison can't be read.
    func cover(of shape: MultiPolygon) throws(Fault) -> GroundCoverShares
}

/// A comparison of two dates with the patches that it found.
package struct WatchedRun {
    /// The day of the earlier image.
    package let before: CalendarDate
    /// The day of the later image.
    package let after: CalendarDate
    /// The run, for messages.
    package let name: String
    /// Its patches.
    package let patches: [Patch]
    /// Tells what covers land in it; nil where only its patches are at hand.
    let cover: (any LandCover)?

    /// A run.
    package init(
        before: CalendarDate, after: CalendarDate, name: String, patches: [Patch], cover: (any LandCover)? = nil
    ) {
        self.cover = cover
        self.before = before
        self.after = after
        self.name = name
        self.patches = patches
    }
}

/// What runs show of work on places: patches of ground that became bare or built-up, found by place.
struct SeenSites {
    private let runs: [WatchedRun]
    /// Of all runs that count, each with the place of its run in `runs`.
    private let patches: [SeenPatch]
    private let layer: ShapeLayer
    private let overlayer: Overlayer

    private struct SeenPatch {
        let run: Int
        let patch: Patch
        /// Whether the programme's ledger takes it for work.
        let isWork: Bool
    }

    /// The runs whose later image is not after a day.
    init(_ runs: [WatchedRun], by day: CalendarDate, _ rules: RuleBook, _ overlayer: Overlayer) {
        let seen = runs.filter { $0.after <= day }.sorted { ($0.after, $0.name) < ($1.after, $1.name) }
        let changes = rules.ledger?.changes ?? []
        self.runs = seen
        self.overlayer = overlayer
        patches = seen.enumerated().flatMap { number, run in
            run.patches.compactMap { patch in
                let isWork = changes.contains { $0.matches(patch) }
                guard isWork || [.bare, .built].contains(patch.transition.after) else { return nil }
                return SeenPatch(run: number, patch: patch, isWork: isWork)
            }
        }
        layer = ShapeLayer(patches.map(\.patch.shape))
    }

    /// What was seen on a place, run by run; nil where no run looked.
    func view(of shape: MultiPolygon, _ area: Area, named object: String) throws(Fault) -> SiteView? {
        guard let watch = runs.map(\.before).min(), let box = shape.bounds, area > .zero else { return nil }
        let found = layer.candidates(near: box).map { patches[$0.record] }
        var (touched, built, changed) = (MultiPolygon([]), MultiPolygon([]), MultiPolygon([]))
        var observations: [SiteObservation] = []
        for (number, run) in runs.enumerated() {
            var sources: [String] = []
            for (patch, isWork) in found.filter({ $0.run == number }).map({ ($0.patch, $0.isWork) }) {
                let common = try common(shape, patch, object)
                guard !common.isEmpty else { continue }
                changed = try joined(changed, common, object)
                guard isWork else { continue }
                sources.append(patch.number)
                touched = try joined(touched, common, object)
                if patch.transition.after == .built { built = try joined(built, common, object) }
            }
            let (all, high) = (try overlayer.area(of: touched), try overlayer.area(of: built))
            observations.append(
                SiteObservation(
                    day: run.after,
                    movedShare: max(0, all.squareMetres - high.squareMetres) / area.squareMetres,
                    builtShare: min(1, high.squareMetres / area.squareMetres),
                    source: ([run.name] + sources.sorted()).joined(separator: ", "),
                    cover: try run.cover?.cover(of: shape),
                    changedShare: try overlayer.area(of: changed).squareMetres / area.squareMetres))
        }
        return SiteView(watchedSince: watch, observations: observations)
    }

    /// What all runs together show on a place: touched at all, and built on.
    func work(on shape: MultiPolygon, named object: String) throws(Fault) -> (touched: Area, built: Area) {
        guard let box = shape.bounds else { return (.zero, .zero) }
        var (touched, built): ([MultiPolygon], [MultiPolygon]) = ([], [])
        for candidate in layer.candidates(near: box) {
            guard patches[candidate.record].isWork else { continue }
            let patch = patches[candidate.record].patch
            let common = try common(shape, patch, object)
            guard !common.isEmpty else { continue }
            touched.append(common)
            if patch.transition.after == .built { built.append(common) }
        }
        let algebra = overlayer.algebra
        return (
            try overlayer.area(of: try algebra.union(of: touched, named: object)),
            try overlayer.area(of: try algebra.union(of: built, named: object))
        )
    }

    private func common(_ shape: MultiPolygon, _ patch: Patch, _ object: String) throws(Fault) -> MultiPolygon {
        let outline = try overlayer.valid(patch.shape, named: patch.number)
        return try overlayer.algebra.intersection(shape, outline, named: object)
    }

    private func joined(_ all: MultiPolygon, _ more: MultiPolygon, _ object: String) throws(Fault) -> MultiPolygon {
        more.isEmpty ? all : try overlayer.algebra.union(all, more, named: object)
    }
}
