import Foundation
import GeoModel
import Publishing

extension MethodTrial {
    /// A page with the figures and, for each place and method, the pictures that stand beside it.
    var page: HTML {
        """
        <!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>方法对照 · Methods side by side</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5em; color: #222 }
        table { border-collapse: collapse; margin: 1em 0 } td, th { padding: .2em .7em; text-align: right }
        th:first-child, td:first-child { text-align: left } tr:nth-child(even) { background: #f4f4f4 }
        figure { display: inline-block; margin: 0 .6em 1em 0; width: 240px; vertical-align: top }
        img { width: 100% }
        span { white-space: nowrap }
        figcaption { font-size: 13px; white-space: normal } b { padding: 0 .5em; color: #fff; font-weight: 600 }
        </style>
        <h1>方法对照 · Methods side by side</h1>
        <p>得分图以中灰为阈值。Mid-grey in the scores is the threshold.
        <b style="background:#28aa3c">检出 found</b> <b style="background:#ffbe00">漏检 missed</b>
        <b style="background:#dc2828">误检 false alarm</b></p>
        <p>无真值时按后期地类着色 Without a truth, flags are coloured by what is there afterwards:
        <b style="background:#dc2828">建筑 built</b> <b style="background:#e1963c">裸地 bare</b>
        <b style="background:#28aa3c">植被 vegetation</b> <b style="background:#326edc">水体 water</b>
        <b style="background:#8c46a0">裸地或建筑 bare or built</b></p>
        \(table)
        \(places.map(section))
        </html>

        """
    }

    private var places: [String] {
        var seen: [String] = []
        for result in results where !seen.contains(result.place) { seen.append(result.place) }
        return seen
    }

    private var table: HTML {
        let rows = methods.compactMap { method in summary(of: method).map { Self.row(method, $0) } }
        return """
            <table><tr><th>方法 method<th>κ<th>F1<th>最佳 best F1<th>AP<th>标出 flagged %<th>变为建筑 became built %\
            <th>变为裸地或建筑 became bare or built %\(rows)</table>
            """
    }

    private static func row(_ method: String, _ figures: Figures) -> HTML {
        let truth = figures.agreement.map { [$0.kappa, $0.f1, $0.bestF1, $0.averagePrecision] }
        let cells = truth.map { $0.map { String(format: "%.3f", $0) } } ?? ["—", "—", "—", "—"]
        let shares = [figures.flagged, figures.built, figures.cleared].map { String(format: "%.2f", 100 * $0) }
        return "<tr><td>\(method)\((cells + shares).map { text -> HTML in "<td>\(text)" })"
    }

    private func section(_ place: String) -> HTML {
        let own = results.filter { $0.place == place }
        let shown = own.first { (try? $0.figures.get()) != nil }
        let dates = shown.map { result -> [HTML] in
            [("before", "前期 before"), ("after", "后期 after")].map { name, label in
                figure("\(place)/\(result.method)/\(name).png", label)
            }
        }
        return "<h2>\(place)</h2>\(dates ?? [])<br>\(own.map { "\(pictures($0))\n" as HTML })"
    }

    private func pictures(_ result: Result) -> HTML {
        switch result.figures {
        case .failure(let fault): return "<p>\(result.method): \(fault.text(.zh))</p>"
        case .success(let figures):
            let shares = String(
                format: "标出 flagged %.2f %% · 变为建筑 became built %.2f %% · 变为裸地或建筑 became bare or built %.2f %%",
                100 * figures.flagged, 100 * figures.built, 100 * figures.cleared)
            let numbers = figures.agreement.map {
                String(format: "F1 %.3f · 最佳 best %.3f · AP %.3f", $0.f1, $0.bestF1, $0.averagePrecision)
            }
            return """
                <span>\(figure("\(result.place)/\(result.method)/score.png", result.method))\
                \(figure("\(result.place)/\(result.method)/verdict.png", numbers ?? shares))</span>
                """
        }
    }

    private func figure(_ path: String, _ caption: String) -> HTML {
        "<figure><img src=\"\(path)\" alt=\"\"><figcaption>\(caption)</figcaption></figure>"
    }
}
