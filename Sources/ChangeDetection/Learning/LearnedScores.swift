package import GeoModel
package import Learning

/// A model with all that it needs in one scene.
package struct SceneModel: Sendable, Hashable {
    /// What learnt.
    package let model: PixelModel
    /// The features it knows.
    package let features: FeatureSet
    /// The bands they are made of.
    package let bands: [BandRole]
    /// The checksum of its file.
    package let checksum: String

    /// A model as its file has it.
    package init(_ model: PixelModel, features: FeatureSet, bands: [BandRole], checksum: String) {
        self.model = model
        self.features = features
        self.bands = bands
        self.checksum = checksum
    }
}

extension PairDetector {
    /// The probabilities of change of a window, smoothed, over the window with the margin of the method; `NaN` where a
    /// pixel can't be compared or lies in the margin.
    func learnedScores(
        _ window: PixelWindow, in wide: PixelWindow, visit: (PixelWindow, Scratch) -> Void
    ) throws(Fault) -> [Float] {
        guard let scene = parameters.model else { preconditionFailure("a model is planned before anything is scored") }
        let smoothing = parameters.smoothing > 0 ? GaussianSmoothing(sigma: parameters.smoothing) : nil
        let guided = scene.features.guided(parameters.ranks)
        let inner = window.expanded(by: (smoothing?.radius ?? 0) + (guided?.reach ?? 0), within: gridSize)
        let frame = FeatureFrame(inner, margin: scene.features.margin, within: gridSize)
        let pair = try densePair(frame.wide, visit: visit)
        let planes = scene.features.planes(pair, frame, context(scene.bands)).planes
        var probabilities = scene.model.probabilities(planes)
        if let guided {
            let light = pair.visibleLight(bandChange)
            let guides = (frame.inner(light.before), frame.inner(light.after))
            probabilities = guided.means(of: probabilities, along: guides, columns: inner.columns)
        }
        let means = smoothing?.means(of: probabilities, columns: inner.columns) ?? probabilities
        var scores = [Float](repeating: .nan, count: wide.pixelCount)
        for row in 0..<inner.rows {
            let target = (inner.row + row - wide.row) * wide.columns + inner.column - wide.column
            let valid = (inner.row + row - frame.wide.row) * frame.wide.columns + inner.column - frame.wide.column
            for column in 0..<inner.columns where pair.valid[valid + column] {
                scores[target + column] = max(0, means[row * inner.columns + column])
            }
        }
        return scores
    }

    private func context(_ bands: [BandRole]) -> FeatureContext {
        FeatureContext(
            bands: bands, change: bandChange, score: score, ranks: parameters.ranks, tables: parameters.tables)
    }

    /// The spread of what features are measured against, from a sample of all bands.
    package func standards(_ set: FeatureSet, _ sample: PairSample) -> FeatureTables {
        FeatureTables(standards: set.quantities(sample, context(sample.roles)).map(standard))
    }

    /// The features that are ranked of every `step`th pixel of every `step`th row of a window that can be compared,
    /// before they are ranked.
    ///
    /// - Returns: For each such feature the values of the same pixels.
    /// - Throws: `Fault` where a file can't be decoded.
    package func rankedFeatures(_ set: FeatureSet, _ bands: [BandRole], _ window: PixelWindow, step: Int) throws(Fault)
        -> [[Float]]
    {
        let frame = FeatureFrame(window, margin: set.margin, within: gridSize)
        let pair = try densePair(frame.wide) { _, _ in }
        let features = set.planes(pair, frame, context(bands))
        var places: [Int] = []
        for row in stride(from: 0, to: window.rows, by: step) {
            for column in stride(from: 0, to: window.columns, by: step)
            where pair.valid[frame.place(column: window.column + column, row: window.row + row)] {
                places.append(row * window.columns + column)
            }
        }
        return features.ranked.map { feature in places.map { features.planes[feature][$0] } }
    }

    /// The features of a window.
    ///
    /// - Returns: Their names, and of those pixels that can be compared where they are and the value of each feature.
    /// - Throws: `Fault` where a file can't be decoded.
    package func features(_ set: FeatureSet, _ bands: [BandRole], _ window: PixelWindow) throws(Fault) -> WindowFeatures
    {
        let frame = FeatureFrame(window, margin: set.margin, within: gridSize)
        let pair = try densePair(frame.wide) { _, _ in }
        let features = set.planes(pair, frame, context(bands))
        let valid = (0..<window.pixelCount).map { pixel in
            pair.valid[
                frame.place(
                    column: window.column + pixel % window.columns, row: window.row + pixel / window.columns)]
        }
        return WindowFeatures(names: features.names, planes: features.planes, valid: valid)
    }
}

/// The features of a window, plane by plane.
package struct WindowFeatures: Sendable {
    /// What each feature is called.
    package let names: [String]
    /// For each feature the value of every pixel, row by row.
    package let planes: [[Float]]
    /// Whether each pixel can be compared.
    package let valid: [Bool]
}
