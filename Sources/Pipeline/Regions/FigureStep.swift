package import GeoModel
import Geometry
import LandRecords
import SafeFiles
package import WorkQueue

extension DataFolder {
    /// What the figures of the loop are shown and ranked by: this folder's own scheme, else the program's.
    /// - Throws: `Fault` where it can't be read.
    package func figureScheme() throws(Fault) -> FigureScheme {
        let file = try ownOrProgramFile("loop/figures.json5")
        return try FigureScheme(try DurableFile.json(of: file), named: file)
    }
}

/// The townships of a region, by which figures of the loop are told.
package struct Townships: Sendable {
    /// All of them, in the order of the register.
    package let all: [FigureTownship]
    private let layer: ShapeLayer

    /// The townships of a register of administrative areas; communities are left out.
    init(_ areas: [AdministrativeArea], system: CoordinateSystem) throws(Fault) {
        let algebra = PolygonAlgebra()
        let ellipsoid = try EllipsoidalArea(of: system)
        let townships = areas.filter { $0.level == .township }
        let shapes = try townships.map { area throws(Fault) in try algebra.repaired(area.shape, named: area.name) }
        all = zip(townships, shapes).map { area, shape in
            FigureTownship(code: area.code, name: area.name, area: try? ellipsoid.area(of: shape))
        }
        layer = ShapeLayer(shapes)
    }

    /// The township that has the largest share of an outline, the first of equal ones; nil where none has any.
    func township(of shape: MultiPolygon, _ algebra: PolygonAlgebra, named name: String) throws(Fault) -> Int? {
        guard let box = shape.bounds else { return nil }
        var best: (record: Int, area: Double)?
        for candidate in layer.candidates(near: box) {
            let common = try algebra.intersections(of: shape, with: candidate.parts, named: name)
            let area = common.reduce(0) { $0 + $1.planarArea }
            if area > best?.area ?? 0 { best = (candidate.record, area) }
        }
        return best?.record
    }
}

/// The figures of the loop with the townships they are told by.
package struct RegionFigures: Sendable {
    /// The figures.
    package let figures: LoopFigures
    /// The townships; none where the register has none.
    package let townships: Townships
    /// What they are shown and ranked by.
    package let scheme: FigureScheme
}

extension Region {
    /// Draws up the figures of the loop.
    ///
    /// - Parameters:
    ///   - span: The latest span.
    ///   - today: The day that it is.
    /// - Returns: The figures.
    /// - Throws: `Fault` where the span has not begun, or the store or a data file can't be read.
    package func loopFigures(
        of span: ReportSpan, today: CalendarDate
    ) throws(Fault) -> RegionFigures {
        guard span.firstDay <= today else {
            throw Fault(
                span.description, zh: "\(span.label.zh)尚未开始（今天 \(today)）。请用 --at 给出已开始的一期。",
                en: "this span has not begun (today is \(today)). Name one with --at that has.")
        }
        let scheme = try data.figureScheme()
        let basis = FigureBasis(try data.deadlineRules(), try data.workingCalendar(), try data.loopCodes())
        let townships = try Townships(try store.records(AdministrativeArea.self), system: settings.system)
        let hasPlaces = !townships.all.isEmpty
        let algebra = PolygonAlgebra()
        var figures = LoopFigures(endingWith: span, count: scheme.shown, today: today, basis)
        try store.forEachHistory(openedBy: figures.last.day, withShapes: hasPlaces) { history, shape throws(Fault) in
            let place = try shape.flatMap { shape throws(Fault) in
                try townships.township(of: shape, algebra, named: history.id)
            }
            figures.add(history, in: place)
        }
        return RegionFigures(figures: figures, townships: townships, scheme: scheme)
    }
}
