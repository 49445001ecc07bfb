package import GeoModel
import Geometry

/// Compares the areas that rows state with those of their outlines on the ellipsoid, row by row.
package struct AreaCheck {
    private let limits: CheckLimits
    private let measure: EllipsoidalArea
    /// Of the first rows: the outline's area divided by the stated one.
    private var ratios: [Double] = []
    private var buffered: [Oddity] = []
    /// How many rows state an area.
    package private(set) var statedCount = 0
    /// The unit that the column seems to be in; nil where no row states an area or it is in none.
    package private(set) var unit: AreaUnit?
    private var isDecided = false

    /// The unit is known after so many rows.
    private static let rowsToDecide = 1000

    /// A check of outlines in one system.
    /// - Throws: `Fault` where the system is unknown.
    package init(limits: CheckLimits, system: CoordinateSystem) throws(Fault) {
        self.limits = limits
        measure = try EllipsoidalArea(of: system)
    }

    /// Takes a record with its order in the register.
    /// - Returns: What was found odd by now; early rows wait until the unit is known.
    package mutating func take(_ draft: DraftRecord, at index: Int) -> [Oddity] {
        guard let stated = draft.statedArea, stated.squareMetres > 0, !draft.shape.isEmpty,
            let area = try? measure.area(of: draft.shape)
        else { return [] }
        statedCount += 1
        let oddity = Oddity(kind: .statedArea, records: [index], shape: draft.shape, area: area, stated: stated)
        guard isDecided else {
            ratios.append(area.squareMetres / stated.squareMetres)
            buffered.append(oddity)
            return ratios.count < Self.rowsToDecide ? [] : decide()
        }
        return isOdd(oddity) ? [oddity] : []
    }

    /// Decides on the unit, if no row did before.
    /// - Returns: The odd ones among the rows that waited.
    package mutating func finish() -> [Oddity] { isDecided ? [] : decide() }

    private mutating func decide() -> [Oddity] {
        isDecided = true
        unit = AreaUnit(ratios: ratios)
        defer {
            buffered = []
            ratios = []
        }
        return buffered.filter(isOdd)
    }

    /// In the unit that the column seems to be in; whether that is ours is said once, not of each row.
    private func isOdd(_ oddity: Oddity) -> Bool {
        let stated = (oddity.stated?.squareMetres ?? 0) * (unit ?? .squareMetre).squareMetres
        let limit = max(limits.statedArea.squareMetres, limits.statedArea.share * stated)
        return abs(stated - oddity.area.squareMetres) > limit
    }
}
