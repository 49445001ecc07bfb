import Foundation
import GeoModel

/// The residuals of tie points as arrows on the outline of the raster.
struct ShiftChart {
    let placing: QualityFigures.Placing
    let size: GridSize

    private static let width = 300.0

    /// How much longer than true an arrow is drawn: a round number by which a usual residual can be seen.
    var magnification: Int {
        let lengths = placing.points.filter(\.agrees).map(\.rest.length).sorted()
        let usual = max(lengths.isEmpty ? 0 : lengths[lengths.count * 9 / 10], 0.02)
        // A usual residual is a twentieth of the picture long.
        let wanted = Self.width / 20 / (usual * scale)
        let steps = [1, 2, 5].flatMap { digit in (0..<6).map { digit * Int(pow(10, Double($0))) } }.sorted()
        return steps.last { Double($0) <= wanted } ?? 1
    }

    private var scale: Double { Self.width / Double(max(size.columns, 1)) }

    var html: HTML {
        let height = Double(size.rows) * scale
        let strays = placing.points.filter { !$0.agrees }.map { point -> HTML in
            "<circle cx=\"\(x(point.place))\" cy=\"\(y(point.place))\" r=\"2\" fill=\"none\" stroke=\"#999\"/>"
        }
        let arrows = placing.points.filter(\.agrees).map { arrow($0.place, $0.rest) }
        return """
            <svg viewBox="-6 -6 \(decimal(Self.width + 12, 0)) \(decimal(height + 12, 0))" role="img" \
            aria-label="同名点残差"><rect width="\(decimal(Self.width, 0))" height="\(decimal(height, 1))" \
            fill="#f6f6f6" stroke="#777"/>\(strays)\(arrows)</svg>
            """
    }

    private func x(_ place: PixelPlace) -> String { decimal(Double(place.column) * scale, 1) }
    private func y(_ place: PixelPlace) -> String { decimal(Double(place.row) * scale, 1) }

    private func arrow(_ place: PixelPlace, _ rest: PixelShift) -> HTML {
        let factor = scale * Double(magnification)
        let (across, down) = (rest.columns * factor, rest.rows * factor)
        return """
            <circle cx="\(x(place))" cy="\(y(place))" r="1.4" fill="#0b4f8a"/>\
            <path d="M\(x(place)) \(y(place))l\(decimal(across, 1)) \(decimal(down, 1))" stroke="#0b4f8a" \
            stroke-width="1.2"/>
            """
    }
}

/// How many pixels have which score, with the thresholds marked; heights are logarithms, since change is rare.
struct ScoreChart {
    let histogram: (width: Double, counts: [Int])
    let thresholds: [QualityFigures.Threshold]

    private static let (width, height) = (300.0, 150.0)

    var html: HTML {
        let count = max(1, histogram.counts.count)
        let most = log10(Double((histogram.counts.max() ?? 0) + 1))
        let bar = Self.width / Double(count)
        let chosen = thresholds.first?.score ?? .infinity
        let bars = histogram.counts.enumerated().map { place, pixels -> HTML in
            let tall = most > 0 ? log10(Double(pixels + 1)) / most * Self.height : 0
            let isFlagged = (Double(place) + 0.5) * histogram.width >= chosen
            return """
                <rect x="\(decimal(Double(place) * bar, 1))" y="\(decimal(Self.height - tall, 1))" \
                width="\(decimal(bar, 1))" height="\(decimal(tall, 1))" fill="\(isFlagged ? "#c2185b" : "#8aa5bd")"/>
                """
        }
        let end = histogram.width * Double(count)
        return """
            <svg viewBox="-6 -14 \(decimal(Self.width + 12, 0)) \(decimal(Self.height + 30, 0))" role="img" \
            aria-label="得分直方图">\(bars)<path d="M0 \(decimal(Self.height, 0))h\(decimal(Self.width, 0))" \
            stroke="#333"/><text x="0" y="163" class="tick">0</text>\
            <text x="\(decimal(Self.width, 0))" y="163" class="tick" text-anchor="end">\(decimal(end, 2))</text>\
            \(thresholds.enumerated().reversed().map { line($0.offset, $0.element.score / end) })</svg>
            """
    }

    private func line(_ number: Int, _ share: Double) -> HTML {
        guard share <= 1 else { return "" }
        let x = decimal(share * Self.width, 1)
        let style: HTML =
            number == 0 ? "stroke=\"#c2185b\" stroke-width=\"2\"" : "stroke=\"#333\" stroke-dasharray=\"3 3\""
        return """
            <path d="M\(x) 0v\(decimal(Self.height, 0))" \(style)/>\
            <text x="\(x)" y="-3" class="tick" text-anchor="middle">\(Self.mark(number))</text>
            """
    }

    /// How a threshold is called in the chart and its table.
    static func mark(_ number: Int) -> String { ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧"][min(number, 7)] }
}
