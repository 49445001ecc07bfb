package import GeoModel
import LandRecords
import SafeFiles
package import WorkQueue

extension LoopFigureReport {
    /// Writes the bulletin: one page for screens, of a few sheets of A4.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - region: The region's name.
    ///   - groupings: What the figures are told by.
    ///   - head: How far the record of the loop had come when this was written.
    ///   - time: When it is written.
    /// - Throws: `Fault` where the disk is full.
    package func writePage(
        to path: String, region: String, by groupings: [FigureGrouping], head: ChainHead, at time: Timestamp
    ) throws(Fault) {
        let report = LoopFigureReport(figures, townships, scheme, language: .zh)
        try DurableFile.write(report.page(region, groupings, head, time).text, to: path)
    }

    private func page(_ region: String, _ groupings: [FigureGrouping], _ head: ChainHead, _ time: Timestamp) -> HTML {
        let (last, span) = (figures.last, figures.last.span)
        let title = scheme.titles[span.cadence] ?? Bilingual(zh: "通报", en: "bulletin")
        return """
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>\(region) 闭环\(title.zh) \(span.description)</title>
            <style>
            \(ChangeListStyle.css)
            \(Self.css)
            </style>
            </head>
            <body>
            <h1>\(region) 监测—核查—处置—反馈 \(title.zh) <small lang="en">\(title.en)</small></h1>
            <p>\(span.label.zh)（\(span.firstDay.description) 至 \(span.lastDay.description)），数字截至 \
            \(last.day.description)\(last.isRunning ? "" : " 24 时（北京时间）")</p>
            <div class="tiles">\(FigureRate.service.map(tile))</div>
            \(counts)
            <div class="charts"><figure><figcaption>四率走势</figcaption>\(RateChart(spans: figures.spans).html)</figure>
            <figure><figcaption>期末在办与超期</figcaption>\(BacklogChart(spans: figures.spans).html)</figure></div>
            \(notes.map { note -> HTML in "<p class=\"note\">\(note.zh)</p>\n" })
            \([rateTable, trendTable].map(\.html))
            <div class="beside"><div>\(backlogTable.html)</div><div>\(ageTable.html)</div></div>
            \((groupings.map(groupTable) + [precisionTable, burdenTable]).map(\.html))
            <p class="key">† 分母少于 \(scheme.few)，一件之差影响较大，仅供参考。\
            “无任务”指分母为零，不作 0% 或 100% 计。名次并列者同名次。</p>
            \(meanings)
            \(faults)
            <footer><p>流转记录链尾（\(head.count) 条，\(time.bureauDay.description) 制表时核验无改动）：<code>\(head.hash)</code></p>
            <p>日后核验：<code>tuban audit verify --against</code>。卫星监测线索不作为认定依据；本页为内部管理数字。</p></footer>
            </body>
            </html>

            """
    }

    private func tile(_ rate: FigureRate) -> HTML {
        let share = figures.last.whole[rate: rate]
        let old = figures.before?.whole[rate: rate]
        let shown = change(share, old)
        let change = shown == "—" ? "上期无可比数" : "较上期 \(shown) 个百分点"
        let few = mark(share).isEmpty ? "" : "†"
        return """
            <div class="tile"><span>\(rate.label.zh)</span><b>\(percent(share))\(few)</b>\
            <small>\(share.hits) / \(share.all) · \(change)</small></div>
            """
    }

    private var counts: HTML {
        let tally = figures.last.whole
        let median = tally.medianAge.map { "案龄中位数 \(decimal($0, 1)) 天，最长 \(tally.oldestAge ?? 0) 天；" } ?? ""
        return """
            <p class="counts">本期新增 <b>\(tally[.opened])</b> 件，下发 <b>\(tally[.issued])</b> 件，办结 \
            <b>\(tally[.ended])</b> 件；期末在办 <b>\(tally.atWork)</b> 件，其中超期 <b>\(tally.overdue)</b> 件，\
            待下发 <b>\(tally.waiting)</b> 件。\(median)外业 <b>\(tally.visits)</b> 次，内业核查 \
            <b>\(tally[.deskSurveys])</b> 件。</p>

            """
    }

    private var meanings: HTML {
        let rates = FigureRate.allCases.map { rate -> HTML in
            "<dt>\(rate.label.zh)</dt><dd>\(rate.meaning.zh)。</dd>\n"
        }
        let measures = scheme.measures.map { "\($0.code.label.zh) \(decimal($0.weight, 0))（≥\($0.least) 件）" }
        return """
            <h2>口径 <small lang="en">Definitions</small></h2>
            <dl>\(rates)<dt>得分</dt><dd>\(measures.joined(separator: "、"))，按权重平均，件数不足的项不计；\
            计入权重不足 \(decimal(scheme.leastWeight, 0)) 的不排名。</dd>
            <dt>乡镇</dt><dd>按图斑面积占比最大者归属；率已按件数、密度已按面积（每百平方公里）、在办已按人数折算。</dd>
            <dt>依据</dt><dd>\(scheme.source)</dd></dl>

            """
    }

    private var faults: HTML {
        guard !figures.faults.isEmpty else { return "" }
        let items = figures.faults.map { fault -> HTML in "<li>\(fault.text(.zh))</li>\n" }
        return "<h2>需要核对 <small lang=\"en\">To be checked</small></h2>\n<ul>\n\(items)</ul>\n"
    }

    private static let css: HTML = """
        body { max-width: 78rem; }
        h2 { display: block; margin-top: 1.1rem; }
        thead th { border-bottom: 1px solid #999; vertical-align: bottom; }
        tbody tr:nth-child(even) { background: #f3f3f3; }
        .report { overflow-x: auto; }
        .report table { word-break: keep-all; overflow-wrap: normal; }
        .report th.n { white-space: normal; }
        .beside { display: flex; flex-wrap: wrap; gap: 0 4rem; align-items: flex-start; }
        .report td.n { font-variant-numeric: tabular-nums; }
        .note { border-left: 0.3rem solid #8a5a00; padding-left: 0.5rem; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 0.6rem;
          margin: 0.7rem 0; }
        .tile { border: 1px solid #777; padding: 0.4rem 0.7rem; }
        .tile span, .tile b, .tile small { display: block; }
        .tile b { font-size: 1.9rem; line-height: 1.2; }
        .counts { font-size: 1.05rem; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem;
          margin: 0.6rem 0; }
        .charts svg { display: block; width: 100%; height: auto; font-size: 13px; }
        .charts figcaption { font-size: 1rem; font-weight: bold; }
        dl { display: grid; grid-template-columns: 6rem 1fr; gap: 0.15rem 0.6rem; font-size: 0.85rem; }
        dd { margin: 0; }
        .key, footer { font-size: 0.85rem; }
        footer { border-top: 1px solid #777; margin-top: 1rem; }
        code { overflow-wrap: anywhere; }
        @media print {
          .tiles { grid-template-columns: repeat(4, 1fr); }
          .charts { grid-template-columns: 1fr 1fr; }
          .tile b { font-size: 1.6rem; }
          .beside { flex-wrap: nowrap; gap: 0 8mm; }
          .report { overflow: visible; font-size: 0.86rem; break-inside: avoid; }
          .report th, .report td { padding-right: 0.35rem; }
          .report [lang=en], .beside [lang=en] { display: none; }
          .charts, .tiles, svg, rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          h2 { break-after: avoid; }
          dl, footer { break-inside: avoid; }
        }
        """
}
