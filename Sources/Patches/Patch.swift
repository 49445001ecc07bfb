package import GeoModel

/// Which image a judgement stands on.
package struct SceneStamp: Sendable, Hashable {
    /// The catalogue's name of the scene.
    package let id: String
    /// The day it was taken; nil where nothing tells.
    package let date: CalendarDate?

    /// A scene by its name and day.
    package init(id: String, date: CalendarDate?) {
        self.id = id
        self.date = date
    }
}

/// Mean differences (after − before) of the spectral indices over a patch; each index lies in −1…1.
package struct IndexDifferences: Sendable, Hashable {
    /// Vegetation: rises with green cover.
    package let ndvi: Double
    /// Built-up: rises with roofs and bare ground.
    package let ndbi: Double
    /// Water: rises with open water.
    package let mndwi: Double
    /// Bare soil: rises with bare ground.
    package let bsi: Double

    /// Four differences.
    package init(ndvi: Double, ndbi: Double, mndwi: Double, bsi: Double) {
        self.ndvi = ndvi
        self.ndbi = ndbi
        self.mndwi = mndwi
        self.bsi = bsi
    }
}

/// A change patch (图斑): one connected area that changed between two dates.
package struct Patch: Sendable, Hashable {
    /// The patch number (监测编号 JCBH): the same change found again by the same comparison has the same number.
    package let number: String
    /// The image before.
    package let before: SceneStamp
    /// The image after.
    package let after: SceneStamp
    /// Its first pixel in row order, from which the number comes.
    package let firstPixel: PixelPlace
    /// How many pixels it has.
    package let pixelCount: Int
    /// Its area on the ellipsoid.
    package let area: Area
    /// Its outline in the grid's coordinate system; 8-connected, so it may have several parts that touch at corners.
    package let shape: MultiPolygon
    /// What became what over most of it, pixels weighed by their score.
    package let transition: Transition
    /// The part of its score that made that transition, 0…1.
    package let transitionShare: Double
    /// Mean index differences.
    package let differences: IndexDifferences
    /// The mean change score, in the score's unit.
    package let meanScore: Double
    /// The largest change score.
    package let largestScore: Double
    /// How far the machine trusts it, 0…1.
    package let confidence: Double
    /// What speaks for the season having made it; nil where nothing does.
    package internal(set) var season: SeasonSign?

    /// A patch.
    package init(
        number: String,
        before: SceneStamp,
        after: SceneStamp,
        firstPixel: PixelPlace,
        pixelCount: Int,
        area: Area,
        shape: MultiPolygon,
        transition: Transition,
        transitionShare: Double,
        differences: IndexDifferences,
        meanScore: Double,
        largestScore: Double,
        confidence: Double
    ) {
        self.number = number
        self.before = before
        self.after = after
        self.firstPixel = firstPixel
        self.pixelCount = pixelCount
        self.area = area
        self.shape = shape
        self.transition = transition
        self.transitionShare = transitionShare
        self.differences = differences
        self.meanScore = meanScore
        self.largestScore = largestScore
        self.confidence = confidence
    }
}
