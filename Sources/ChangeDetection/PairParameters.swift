package import GeoModel

/// What turns the bands of two dates into a change score.
package struct PairParameters: Sendable {
    /// What each band of both tile sources measures, in the sources' order.
    package let roles: [BandRole]
    /// What the score is made from.
    package let method: ScoreMethod
    /// How far scores are smoothed, as the standard deviation of a Gaussian in pixels; 0 leaves them as they are.
    package let smoothing: Double
    /// How the bands of the second date follow from those of the first on ground that did not change; what
    /// `ScoreMethod.invariantBands` needs.
    package var relations: [BandRole: BandRelation]
    /// Where values stand among those of the scene; what `ScoreMethod.rankFusion` needs.
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
    /// For each mask code 0…255 of the first date, 1 where pixels with it may be used.
    let usableBefore: [UInt8]
    /// The same of the second date.
    let usableAfter: [UInt8]
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

    /// All of it as text, the same for the same parameters.
    package var text: String {
        let shift = indices.map { "\($0) \(commonShift[$0] ?? 0)" }
        let rule =
            "\(method.rawValue) \(smoothing) \(relations.sorted { $0.key < $1.key }) \(ranks?.bits ?? []) "
            + "\(model?.checksum ?? "") \(tables?.bits ?? [])"
        let usable = "\(usableBefore) \(usableAfter) \(maskDilation) \(maskDilationAfter)"
        return "\(rule) \(roles) \(shift) \(beforeRadiometry) \(afterRadiometry) \(usable) \(states) \(candidateFloor) "
            + "\(keepsSquaresOnly) \(isDense)"
    }

    /// Parameters of one comparison; `usableBefore` and `usableAfter` are the mask codes of pixels that may be used.
    package init(
        roles: [BandRole],
        method: ScoreMethod = .indexDifferences,
        smoothing: Double = 0,
        relations: [BandRole: BandRelation] = [:],
        ranks: RankTables? = nil,
        model: SceneModel? = nil,
        tables: FeatureTables? = nil,
        indices: [SpectralIndex],
        beforeRadiometry: Radiometry,
        afterRadiometry: Radiometry,
        usableBefore: some Sequence<Int>,
        usableAfter: some Sequence<Int>,
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
        self.relations = relations
        self.ranks = ranks
        self.model = model
        self.tables = tables
        self.indices = indices
        self.beforeRadiometry = beforeRadiometry
        self.afterRadiometry = afterRadiometry
        self.usableBefore = maskTable(usableBefore)
        self.usableAfter = maskTable(usableAfter)
        self.maskDilation = maskDilation
        self.maskDilationAfter = maskDilationAfter ?? maskDilation
        self.commonShift = commonShift
        self.states = states
        self.candidateFloor = candidateFloor
        self.keepsSquaresOnly = keepsSquaresOnly
        self.isDense = isDense
    }
}
