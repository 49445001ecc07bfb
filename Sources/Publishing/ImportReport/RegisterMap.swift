package import GeoModel
import LandRecords

/// The outline of a register as small squares that some record meets, and where odd things are on it.
package struct RegisterMap {
    private let box: BoundingBox
    private let columns: Int
    private let rows: Int
    private var isCovered: [Bool]
    /// A degree of longitude is shorter than one of latitude.
    private let aspect: Double

    private static let side = 160
    private static let width = 640.0

    /// The outline of records by the rectangles around them; nil where none has a place.
    package init?(_ boxes: [BoundingBox?], metresAspect aspect: Double) {
        guard let whole = BoundingBox.around(boxes) else { return nil }
        let pad = max(whole.maxX - whole.minX, (whole.maxY - whole.minY) / aspect, 1e-6) * 0.02
        box = BoundingBox(
            minX: whole.minX - pad, minY: whole.minY - pad * aspect, maxX: whole.maxX + pad,
            maxY: whole.maxY + pad * aspect)
        self.aspect = aspect
        let ratio = (box.maxY - box.minY) / aspect / (box.maxX - box.minX)
        columns = ratio > 1 ? max(1, Int(Double(Self.side) / ratio)) : Self.side
        rows = ratio > 1 ? Self.side : max(1, Int(Double(Self.side) * ratio))
        isCovered = Array(repeating: false, count: columns * rows)
        for case let record? in boxes { cover(record) }
    }

    private mutating func cover(_ record: BoundingBox) {
        let across = column(record.minX)...column(record.maxX)
        for row in row(record.maxY)...row(record.minY) {
            for column in across { isCovered[row * columns + column] = true }
        }
    }

    private func column(_ x: Double) -> Int {
        min(columns - 1, max(0, Int((x - box.minX) / (box.maxX - box.minX) * Double(columns))))
    }

    private func row(_ y: Double) -> Int {
        min(rows - 1, max(0, Int((box.maxY - y) / (box.maxY - box.minY) * Double(rows))))
    }

    /// A mark for each place, in the colour of its kind.
    struct Marks {
        let label: Bilingual
        let colour: String
        let places: [MapPoint]
    }

    /// More than so many marks of one colour only cover each other.
    private static let mostMarks = 1500

    func html(_ marks: [Marks]) -> HTML {
        let height = Self.width * Double(rows) / Double(columns)
        let scale = Self.width / Double(columns)
        var squares = ""
        for row in 0..<rows {
            var start: Int?
            for column in 0...columns {
                let isIn = column < columns && isCovered[row * columns + column]
                if isIn, start == nil { start = column }
                if !isIn, let from = start {
                    squares += "M\(from) \(row)h\(column - from)v1h-\(column - from)z"
                    start = nil
                }
            }
        }
        let dots = marks.map { mark -> HTML in
            let circles = mark.places.prefix(Self.mostMarks).map { place -> HTML in
                let x = (place.x - box.minX) / (box.maxX - box.minX) * Self.width
                let y = (box.maxY - place.y) / (box.maxY - box.minY) * height
                return "<circle cx=\"\(decimal(x, 1))\" cy=\"\(decimal(y, 1))\" r=\"3.5\"/>"
            }
            return "<g fill=\"\(mark.colour)\" fill-opacity=\"0.75\">\(circles)</g>"
        }
        return """
            <svg class="map" viewBox="0 0 \(decimal(Self.width, 0)) \(decimal(height, 0))" role="img" \
            aria-label="登记册轮廓与异常位置"><g transform="scale(\(decimal(scale, 4)))"><path d="\(squares)" \
            fill="#d9dee3"/></g>\(dots)</svg>
            """
    }
}

/// A close look at one place: the outlines around it, and what is odd.
struct CloseUp {
    let window: BoundingBox
    let around: [MultiPolygon]
    let odd: MultiPolygon
    let mark: MapPoint?
    let colour: String

    private static let side = 220.0

    /// A window around a shape or a place, with some ground on each side; no smaller than `least`.
    static func window(around shape: MultiPolygon, or place: MapPoint?, least: (x: Double, y: Double)) -> BoundingBox? {
        guard
            let box = shape.bounds
                ?? place.map({ BoundingBox(minX: $0.x, minY: $0.y, maxX: $0.x, maxY: $0.y) })
        else { return nil }
        let half = max((box.maxX - box.minX) * 0.8 / least.x, (box.maxY - box.minY) * 0.8 / least.y, 0.5)
        return BoundingBox(
            minX: box.centre.x - half * least.x, minY: box.centre.y - half * least.y,
            maxX: box.centre.x + half * least.x, maxY: box.centre.y + half * least.y)
    }

    var html: HTML {
        let lines = around.map { shape -> HTML in
            "<path d=\"\(path(shape))\" fill=\"#eef1f4\" stroke=\"#56616b\" stroke-width=\"0.8\"/>"
        }
        let dot: HTML =
            mark.map {
                """
                <circle cx="\(x($0.x))" cy="\(y($0.y))" r="9" fill="none" stroke="\(colour)" stroke-width="2"/>
                """
            } ?? ""
        return """
            <svg viewBox="0 0 \(decimal(Self.side, 0)) \(decimal(Self.side, 0))" role="img" aria-label="局部">\(lines)\
            <path d="\(path(odd))" fill="\(colour)" fill-opacity="0.55" fill-rule="evenodd" stroke="\(colour)" \
            stroke-width="1.5"/>\(dot)</svg>
            """
    }

    private func path(_ shape: MultiPolygon) -> String {
        shape.polygons.flatMap { [$0.exterior] + $0.holes }.map { ring in
            "M" + ring.points.dropLast().map { "\(x($0.x)) \(y($0.y))" }.joined(separator: "L") + "z"
        }.joined()
    }

    private func x(_ x: Double) -> String {
        decimal((x - window.minX) / (window.maxX - window.minX) * Self.side, 1)
    }

    private func y(_ y: Double) -> String {
        decimal((window.maxY - y) / (window.maxY - window.minY) * Self.side, 1)
    }
}
