package import GeoModel

/// What turns the bands of two dates into a change score.
package struct PairParameters: Sendable {
    /// What each band of both tile sources measures, in the sources' order.
    package let roles: [BandRole]
    /// What the score is made from.
    package let method: ScoreMethod
    /// How far scores are smoothed, as the standard deviation of a Gaussian in pixels; 0 leaves them as they are.
    package let smoothing: Double
    /// How far, in pixels, fused scores are smoothed along the edges of both pictures; 0 leaves them.
    package let guidedRadius: Int
    /// How the bands of the second date follow from those of the first on ground that did not change; what
    /// `ScoreMethod.usesRelations` asks for.
    package var relations: [BandRole: BandRelation]
    /// What the score is the length of, where `ScoreMethod.usesVariates`.
    package var variates: ChangeVariates?
    /// Where values stand among those of the scene; what fusions need.
    package var ranks: RankTables?
    /// The model of `ScoreMethod.learned`.
    package var model: SceneModel?
    /// What the model's features are measured against in this scene.
    package var tables: FeatureTables?
    /// The indices whose differences a patch tells, and which make the score of `ScoreMethod.indexDifferences`.
    package let indices: [SpectralIndex]
    /// The scale of the first date.
    package let beforeRadiometry: Radiometry
    /// The scale of the second date.
    package let afterRadiometry: Radiometry
    /// The mask codes of pixels of the first date that may be used.
    let usableBefore: MaskCodes
    /// The same of the second date.
    let usableAfter: MaskCodes
    /// How far, in pixels, what the mask of the first date hides is grown.
    package let maskDilation: Int
    /// The same of the second date; a mosaic has grown its scenes' masks already.
    package let maskDilationAfter: Int
    /// What is taken off each index difference before the score is made: the shift that all land shares.
    package var commonShift: [SpectralIndex: Float]
    /// Where one land cover ends and the next begins.
    package let states: StateThresholds
    /// Pixels with at least this quantised score are handed on one by one.
    package var candidateFloor: UInt16
    /// Whether pixels that no 2 × 2 square of such pixels holds may be left out.
    package let keepsSquaresOnly: Bool
    /// Whether score, class and validity of every pixel are wanted too.
    package var isDense: Bool

    /// How far, in pixels, is read around a pixel to rank it, to whole blocks of means and grown masks.
    package var rankMargin: Int { (method.ranked.fusion?.margin ?? 0) + beyond }

    /// How far, in pixels, is read around a pixel to score it.
    package var scoreMargin: Int { reach > 0 ? reach + beyond : 0 }

    private var beyond: Int { SmoothingPlan.largestBlock + max(maskDilation, maskDilationAfter) }

    /// How far, in pixels, what lies around a pixel counts in its score.
    var reach: Int { method.reach(smoothing: smoothing, guidedRadius: guidedRadius) }

    /// The smoothing of fused scores along edges; nil where none is wanted.
    var guided: GuidedSmoothing? {
        guard guidedRadius > 0, let ranks else { return nil }
        return GuidedSmoothing(radius: guidedRadius, flatVariance: Self.flatShare * ranks.guideVariance)
    }

    /// The share of the guide's variance over the scene below which a square counts as flat.
    static let flatShare: Float = 0.05

    /// All of it as text, the same for the same parameters.
    package var text: String {
        let shift = indices.map { "\($0) \(commonShift[$0] ?? 0)" }
        let learnt = "\(relations.sorted { $0.key < $1.key }) \(variates?.bits ?? []) \(ranks?.bits ?? [])"
        let model = "\(model?.checksum ?? "") \(tables?.bits ?? [])"
        let rule = "\(method.rawValue) \(smoothing) \(guidedRadius) \(learnt) \(model)"
        let usable = "\(usableBefore) \(usableAfter) \(maskDilation) \(maskDilationAfter)"
        return "\(rule) \(roles) \(shift) \(beforeRadiometry) \(afterRadiometry) \(usable) \(states) \(candidateFloor) "
            + "\(keepsSquaresOnly) \(isDense)"
    }

    /// Parameters of one comparison; `usableBefore` and `usableAfter` are the mask codes of pixels that may be used.
    package init(
        roles: [BandRole],
        method: ScoreMethod = .indexDifferences,
        smoothing: Double = 0,
        guidedRadius: Int = 0,
        relations: [BandRole: BandRelation] = [:],
        variates: ChangeVariates? = nil,
        ranks: RankTables? = nil,
        model: SceneModel? = nil,
        tables: FeatureTables? = nil,
        indices: [SpectralIndex],
        beforeRadiometry: Radiometry,
        afterRadiometry: Radiometry,
        usableBefore: MaskCodes,
        usableAfter: MaskCodes,
        maskDilation: Int,
        maskDilationAfter: Int? = nil,
        commonShift: [SpectralIndex: Float] = [:],
        states: StateThresholds,
        candidateFloor: UInt16 = .max,
        keepsSquaresOnly: Bool = false,
        isDense: Bool = true
    ) {
        self.roles = roles
        self.method = method
        self.smoothing = smoothing
        self.guidedRadius = guidedRadius
        self.relations = relations
        self.variates = variates
        self.ranks = ranks
        self.model = model
        self.tables = tables
        self.indices = indices
        self.beforeRadiometry = beforeRadiometry
        self.afterRadiometry = afterRadiometry
        self.usableBefore = usableBefore
        self.usableAfter = usableAfter
        self.maskDilation = maskDilation
        self.maskDilationAfter = maskDilationAfter ?? maskDilation
        self.commonShift = commonShift
        self.states = states
        self.candidateFloor = candidateFloor
        self.keepsSquaresOnly = keepsSquaresOnly
        self.isDense = isDense
    }
}
