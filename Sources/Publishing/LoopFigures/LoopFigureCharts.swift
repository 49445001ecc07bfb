import GeoModel
import WorkQueue

/// How each rate is drawn: told apart by colour, and in black and white by dashes and marks.
private let strokes: [(rate: FigureRate, colour: HTML, dash: HTML)] = [
    (.answered, "#0b4f8a", "none"), (.onTime, "#2e7d32", "6 3"), (.solved, "#b3261e", "2 3"),
    (.satisfied, "#8a5a00", "9 3 2 3"),
]

/// The four rates over the spans.
struct RateChart {
    let spans: [SpanFigures]

    private static let (width, height) = (420.0, 170.0)

    var html: HTML {
        let lines = strokes.map(line)
        let grid = [0, 50, 100].map { share -> HTML in
            let y = decimal(Self.y(Double(share) / 100), 1)
            return """
                <path d="M0 \(y)h\(decimal(Self.width, 0))" stroke="#ccc"/>\
                <text x="-6" y="\(y)" dy="4" text-anchor="end">\(share)%</text>
                """
        }
        let keys = strokes.enumerated().map { place, stroke -> HTML in
            """
            <path d="M\(place * 105) -22h24" stroke="\(stroke.colour)" stroke-width="2.5" \
            stroke-dasharray="\(stroke.dash)"/><text x="\(place * 105 + 30)" y="-18">\(stroke.rate.label.zh)</text>
            """
        }
        return """
            <svg viewBox="-46 -36 \(decimal(Self.width + 74, 0)) \(decimal(Self.height + 64, 0))" role="img" \
            aria-label="四率走势">\(grid)\(keys)\(lines)\(spans.ticks(Self.width, y: Self.height))</svg>
            """
    }

    private static func y(_ share: Double) -> Double { (1 - share) * height }

    /// A span without cases leaves a gap.
    private func line(_ stroke: (rate: FigureRate, colour: HTML, dash: HTML)) -> HTML {
        var (path, marks): (String, [HTML]) = ("", [])
        var isDrawing = false
        for (place, span) in spans.enumerated() {
            guard let share = span.whole[rate: stroke.rate].value else {
                isDrawing = false
                continue
            }
            let (x, y) = (decimal(spans.x(place, Self.width), 1), decimal(Self.y(share), 1))
            path += "\(isDrawing ? "L" : "M")\(x) \(y)"
            isDrawing = true
            marks.append("<circle cx=\"\(x)\" cy=\"\(y)\" r=\"3\" fill=\"\(stroke.colour)\"/>")
        }
        return """
            <path d="\(path)" fill="none" stroke="\(stroke.colour)" stroke-width="2.5" \
            stroke-dasharray="\(stroke.dash)"/>\(marks)
            """
    }
}

/// The cases at work at the end of each span, and those of them that are overdue.
struct BacklogChart {
    let spans: [SpanFigures]

    private static let (width, height) = (420.0, 170.0)

    var html: HTML {
        let most = Double(max(1, spans.map(\.whole.atWork).max() ?? 1))
        let bars = spans.enumerated().map { place, span -> HTML in
            let tally = span.whole
            let tall = Double(tally.atWork) / most * Self.height
            let late = Double(tally.overdue) / most * Self.height
            let (x, wide) = (spans.x(place, Self.width), min(44, Self.width / Double(spans.count) * 0.6))
            let left = decimal(x - wide / 2, 1)
            return """
                <rect x="\(left)" y="\(decimal(Self.height - tall, 1))" width="\(decimal(wide, 1))" \
                height="\(decimal(tall - late, 1))" fill="#8aa5bd"/>\
                <rect x="\(left)" y="\(decimal(Self.height - late, 1))" width="\(decimal(wide, 1))" \
                height="\(decimal(late, 1))" fill="#b3261e"/>\
                <text x="\(decimal(x, 1))" y="\(decimal(Self.height - tall - 5, 1))" \
                text-anchor="middle">\(tally.atWork)\(tally.overdue > 0 ? "（\(tally.overdue)）" : "")</text>
                """
        }
        return """
            <svg viewBox="-46 -36 \(decimal(Self.width + 74, 0)) \(decimal(Self.height + 64, 0))" role="img" \
            aria-label="期末在办任务"><rect x="0" y="-28" width="12" height="12" fill="#8aa5bd"/>\
            <text x="17" y="-18">在办</text><rect x="70" y="-28" width="12" height="12" fill="#b3261e"/>\
            <text x="87" y="-18">其中超期（括号内）</text>\(bars)\
            <path d="M0 \(decimal(Self.height, 0))h\(decimal(Self.width, 0))" stroke="#333"/>\
            \(spans.ticks(Self.width, y: Self.height))</svg>
            """
    }
}

extension [SpanFigures] {
    /// Where the middle of a span is drawn.
    fileprivate func x(_ place: Int, _ width: Double) -> Double { (Double(place) + 0.5) * width / Double(count) }

    fileprivate func ticks(_ width: Double, y: Double) -> [HTML] {
        enumerated().map { place, span in
            """
            <text x="\(decimal(x(place, width), 1))" y="\(decimal(y + 18, 0))" \
            text-anchor="middle">\(span.span.description)\(span.isRunning ? "*" : "")</text>
            """
        }
    }
}
