package import GeoModel
package import Patches

/// What a sheet on the quality of a pair tells, in the units that people read.
package struct QualityFigures: Sendable {
    /// One date.
    package struct Side: Sendable {
        /// Its scenes, the first one first.
        package let scenes: [SceneStamp]
        /// The share of the overlap that can be used, 0…1.
        package let validShare: Double
        /// The reflectance of each band at the pixels of the pictures, row by row; `NaN` is not compared.
        package let bands: [BandRole: [Float]]

        /// One date.
        package init(scenes: [SceneStamp], validShare: Double, bands: [BandRole: [Float]]) {
            self.scenes = scenes
            self.validShare = validShare
            self.bands = bands
        }
    }

    /// How one scene lies on another.
    package struct Placing: Sendable {
        /// The scene.
        package let scene: String
        /// What became of it, in words.
        package let verdict: Bilingual
        /// The common shift, in pixels.
        package let shift: PixelShift
        /// The scatter of tie points about it, in pixels.
        package let spread: Double
        /// Places that were looked at.
        package let places: Int
        /// Tie points: their place on the raster, their shift without the common one, whether they agree with it.
        package let points: [(place: PixelPlace, rest: PixelShift, agrees: Bool)]

        /// How one scene lies on another.
        package init(
            scene: String,
            verdict: Bilingual,
            shift: PixelShift,
            spread: Double,
            places: Int,
            points: [(place: PixelPlace, rest: PixelShift, agrees: Bool)]
        ) {
            self.scene = scene
            self.verdict = verdict
            self.shift = shift
            self.spread = spread
            self.places = places
            self.points = points
        }
    }

    /// One band of both dates, in reflectance.
    package struct Band: Sendable {
        /// The band.
        package let role: BandRole
        /// What the darkest hundredth of the ground does not exceed, before: haze brightens it.
        package let darkBefore: Double
        /// The same after.
        package let darkAfter: Double
        /// How the later date follows from the earlier on ground that did not change; nil where that is not known.
        package let relation: (gain: Double, offset: Double, residual: Double)?

        /// One band.
        package init(
            role: BandRole, darkBefore: Double, darkAfter: Double,
            relation: (gain: Double, offset: Double, residual: Double)?
        ) {
            self.role = role
            self.darkBefore = darkBefore
            self.darkAfter = darkAfter
            self.relation = relation
        }
    }

    /// A rule for the threshold and what it gives on these scores.
    package struct Threshold: Sendable {
        /// The rule as a recipe writes it.
        package let rule: String
        /// The score.
        package let score: Double
        /// The share of compared pixels that reach it, 0…1.
        package let share: Double

        /// A rule and what it gives.
        package init(rule: String, score: Double, share: Double) {
            self.rule = rule
            self.score = score
            self.share = share
        }
    }

    /// The raster compared on.
    package let grid: Grid
    /// The size of the pictures.
    package let pictureSize: GridSize
    /// The earlier date.
    package let before: Side
    /// The later date.
    package let after: Side
    /// The share of the overlap that can be compared, 0…1.
    package let comparedShare: Double
    /// How scenes lie on each other; empty where that was not measured.
    package let placings: [Placing]
    /// The bands of both dates.
    package let bands: [Band]
    /// Compared pixels by score: bars of the same width from 0.
    package let histogram: (width: Double, counts: [Int])
    /// The threshold taken, then others for comparison.
    package let thresholds: [Threshold]
    /// Patches found.
    package let patchCount: Int
    /// Their area.
    package let area: Area
    /// Where their outlines lie on the pictures.
    package let overlay: FlagOverlay
    /// What the user should know.
    package let remarks: [Fault]

    /// All figures of a pair.
    package init(
        grid: Grid,
        pictureSize: GridSize,
        before: Side,
        after: Side,
        comparedShare: Double,
        placings: [Placing],
        bands: [Band],
        histogram: (width: Double, counts: [Int]),
        thresholds: [Threshold],
        patchCount: Int,
        area: Area,
        overlay: FlagOverlay,
        remarks: [Fault]
    ) {
        self.grid = grid
        self.pictureSize = pictureSize
        self.before = before
        self.after = after
        self.comparedShare = comparedShare
        self.placings = placings
        self.bands = bands
        self.histogram = histogram
        self.thresholds = thresholds
        self.patchCount = patchCount
        self.area = area
        self.overlay = overlay
        self.remarks = remarks
    }
}
