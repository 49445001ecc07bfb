package import GeoModel
import Patches
import SafeFiles

/// The sheet on the quality of a pair: one page, with its pictures in it, that opens anywhere.
package struct QualitySheet {
    private let figures: QualityFigures

    /// Writes the sheet.
    /// - Throws: `Fault` where the disk is full.
    package static func write(_ figures: QualityFigures, to path: String) throws(Fault) {
        let pictures = try QualityPictures(figures)
        try DurableFile.write(QualitySheet(figures: figures).html(pictures).text, to: path)
    }

    private func html(_ pictures: QualityPictures?) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>影像对质量检查表 \(days)</title>
        <style>
        \(QualityStyle.css)
        </style>
        </head>
        <body>
        <h1>影像对质量检查表 <small lang="en">Quality of a pair of images</small></h1>
        <p>\(names(figures.before)) → \(names(figures.after)) · \(gridText)</p>
        \(verdict)
        \(tiles)
        \(pictures.map(pictureRow) ?? "")
        <div class="two"><section>\(shiftPart)</section><section>\(scorePart)</section></div>
        \(bandTable)
        </body>
        </html>

        """
    }

    private var days: String { "\(figures.before.scenes[0].day) → \(figures.after.scenes[0].day)" }

    private func names(_ side: QualityFigures.Side) -> HTML {
        let more = side.scenes.count > 1 ? " 等 \(side.scenes.count) 景" : ""
        return "<b>\(side.scenes[0].day)</b> \(side.scenes[0].id)\(more)"
    }

    private var gridText: String {
        let (size, transform) = (figures.grid.size, figures.grid.transform)
        let name = figures.grid.system?.name ?? "无坐标系"
        let pixel = transform.pixelWidth < 0.01 ? "" : "，像元 \(decimal(transform.pixelWidth, 2))"
        return "\(size.columns)×\(size.rows)，\(name)\(pixel)"
    }

    private var verdict: HTML {
        let remarks = figures.remarks
        guard !remarks.isEmpty else {
            return "<p class=\"verdict\">未见需要留意的问题 <small lang=\"en\">nothing to look at</small></p>"
        }
        let items = remarks.map { remark -> HTML in
            "<li>\(remark.text(.zh))<small lang=\"en\">\(remark.text(.en))</small></li>\n"
        }
        return """
            <p class="verdict look">有 \(remarks.count) 处需要留意 <small lang="en">\(remarks.count) to look at</small></p>
            <ol class="remarks">
            \(items)</ol>
            """
    }

    private var tiles: HTML {
        let shift = figures.placings.last.map { "\(decimal($0.shift.length, 2)) 像元" } ?? "未检验"
        let chosen = figures.thresholds[0]
        let items: [(zh: String, en: String, value: String, note: String)] = [
            ("位移", "shift", shift, figures.placings.last?.verdict.zh ?? "配方未要求配准"),
            (
                "可比面积", "compared", percent(figures.comparedShare),
                "前 \(percent(figures.before.validShare))，后 \(percent(figures.after.validShare))"
            ),
            ("超过阈值", "above threshold", percent(chosen.share), "阈值 \(decimal(chosen.score, 3))"),
            ("图斑", "patches", "\(figures.patchCount) 个", "\(decimal(figures.area.mu, 1)) 亩"),
        ]
        let boxes = items.map { item -> HTML in
            "<div>\(item.zh) <small lang=\"en\">\(item.en)</small><b>\(item.value)</b>\(item.note)</div>\n"
        }
        return "<div class=\"figures\">\n\(boxes)</div>"
    }

    private func pictureRow(_ pictures: QualityPictures) -> HTML {
        let captions: [HTML] = [
            "<b>前 \(figures.before.scenes[0].day)</b>", "<b>后 \(figures.after.scenes[0].day)</b>",
            "<b>后，紫红线为图斑</b> <small lang=\"en\">patches outlined</small>",
        ]
        let row = zip(pictures.sources, captions).map { source, caption -> HTML in
            "<figure><img src=\"\(source)\" alt=\"\"/><figcaption>\(caption)</figcaption></figure>\n"
        }
        return """
            <div class="pictures">
            \(row)</div>
            <p class="legend">\(pictures.label.zh)，两期同一拉伸，按 \(figures.pictureSize.columns)×\
            \(figures.pictureSize.rows) 抽样。灰色：任一期被掩膜或无数据，未比较。 \
            <small lang="en">\(pictures.label.en); grey: masked or without data, not compared</small></p>
            """
    }

    private var shiftPart: HTML {
        guard let last = figures.placings.last else {
            return "<h2>配准 <small lang=\"en\">registration</small></h2><p>配方没有 registration 一节，未检验。</p>"
        }
        let rows = figures.placings.map { placing -> HTML in
            let good = placing.points.count(where: \.agrees)
            return """
                <tr><td>\(placing.scene)</td><td class="n">\(decimal(placing.shift.columns, 2)), \
                \(decimal(placing.shift.rows, 2))</td><td class="n">\(decimal(placing.spread, 2))</td>\
                <td class="n">\(good) / \(placing.places)</td><td>\(placing.verdict.zh)</td></tr>

                """
        }
        let chart = ShiftChart(placing: last, size: figures.grid.size)
        return """
            <h2>配准：同名点残差 <small lang="en">registration: residuals of tie points</small></h2>
            \(chart.html)
            <p class="legend">箭头：去掉共同位移后的残差，放大 \(chart.magnification) 倍；灰圈：与多数不一致的点。\
            位移以比较格网的像元计，东、南为正。</p>
            <table><thead><tr><th>影像 <small lang="en">scene</small></th>\
            <th class="n">位移 <small lang="en">shift</small></th>\
            <th class="n">离散 <small lang="en">spread</small></th>\
            <th class="n">同名点 <small lang="en">points</small></th><th>处理</th></tr></thead>
            <tbody>\(rows)</tbody></table>
            """
    }

    private var scorePart: HTML {
        let rows = figures.thresholds.enumerated().map { number, threshold -> HTML in
            """
            <tr class="\(number == 0 ? "on" : "")"><td>\(ScoreChart.mark(number)) \(threshold.rule)\
            \(number == 0 ? "（采用）" : "")</td><td class="n">\(decimal(threshold.score, 3))</td>\
            <td class="n">\(percent(threshold.share))</td></tr>

            """
        }
        return """
            <h2>得分直方图与阈值 <small lang="en">scores and thresholds</small></h2>
            \(ScoreChart(histogram: figures.histogram, thresholds: figures.thresholds).html)
            <p class="legend">纵轴为像元数的对数；紫红为达到阈值的像元。</p>
            <table><thead><tr><th>阈值规则 <small lang="en">rule</small></th><th class="n">阈值</th>\
            <th class="n">达到的像元 <small lang="en">share</small></th></tr></thead>
            <tbody>\(rows)</tbody></table>
            """
    }

    private var bandTable: HTML {
        let rows = figures.bands.map { band -> HTML in
            let relation = band.relation.map {
                [decimal($0.gain, 3), decimal($0.offset, 4), decimal($0.residual, 4)]
            }
            let cells = (relation ?? ["—", "—", "—"]).map { cell -> HTML in "<td class=\"n\">\(cell)</td>" }
            return """
                <tr><td>\(band.role.rawValue)</td><td class="n">\(decimal(band.darkBefore, 4))</td>\
                <td class="n">\(decimal(band.darkAfter, 4))</td>\
                <td class="n">\(decimal(band.darkAfter - band.darkBefore, 4))</td>\(cells)</tr>

                """
        }
        return """
            <h2>各波段：霾与辐射一致性 <small lang="en">bands: haze, gain and offset on unchanged ground</small></h2>
            <table><thead><tr><th>波段 <small lang="en">band</small></th><th class="n">暗目标 前</th>\
            <th class="n">暗目标 后</th><th class="n">差（霾） <small lang="en">haze</small></th>\
            <th class="n">增益 <small lang="en">gain</small></th><th class="n">偏移 <small lang="en">offset</small></th>\
            <th class="n">残差 <small lang="en">residual</small></th></tr></thead>
            <tbody>\(rows)</tbody></table>
            <p class="legend">暗目标：最暗百分之一像元的反射率，两期之差近似霾的差别。增益、偏移：不变地物上\
            后期对前期的正交回归（IR-MAD 加权）；残差为均方根。</p>
            """
    }

    private func percent(_ share: Double) -> String { decimal(share * 100, share < 0.1 ? 2 : 1) + "%" }
}
