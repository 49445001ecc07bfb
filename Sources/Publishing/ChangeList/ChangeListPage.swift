import GeoModel
import Patches

/// The parts of a change list around its cards.
struct ChangeListPage {
    let region: String
    /// What it lists, such as a month.
    let subject: String
    /// The same as users read it.
    let subjectText: String
    let overview: ChangeListOverview

    /// Everything before the first card.
    var head: HTML {
        """
        <!DOCTYPE html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>图斑变化清单 \(region) \(subject)</title>
        <style>
        \(ChangeListStyle.css)
        </style>
        </head>
        <body>
        <header id="top">
        <h1>图斑变化清单 <small lang="en">Change list</small></h1>
        <p class="where">\(region) · \(subjectText)</p>
        <p class="caveat">卫星线索，不作为认定依据，须实地核查。
        <small lang="en">Clues from satellite images, not findings: verify on site.</small></p>
        \(themeTable)
        \(imageTable)
        </header>
        \(contents)
        <main>

        """
    }

    /// Everything after the last card.
    var foot: HTML {
        """
        </main>
        <footer><p>图斑面积为椭球面积，1 亩 = 2000/3 平方米；经纬度按 CGCS2000 与 WGS 84 一致书写。
        <small lang="en">Areas are ellipsoidal; 1 mu = 2000/3 m². CGCS2000 is taken as equal to WGS 84.</small></p>
        </footer>
        </body>
        </html>

        """
    }

    private var themeTable: HTML {
        let total = overview.themes.reduce(Area.zero) { $0 + $1.area }
        let most = overview.themes.map(\.count).max() ?? 1
        return """
            <table class="themes">
            <thead><tr><th>专题 <small lang="en">theme</small></th><th class="n">件数 <small lang="en">flags</small></th>\
            <th class="n">面积（亩） <small lang="en">mu</small></th>\
            <th class="chart">件数 <small lang="en">flags</small></th></tr></thead>
            <tbody>
            \(overview.themes.enumerated().map { row($1, Colour.ofTheme($0), most: most) })
            </tbody>
            <tfoot><tr><th>合计 <small lang="en">total</small></th><td class="n">\(overview.lines.count)</td>\
            <td class="n">\(decimal(total.mu, 2))</td><td></td></tr></tfoot>
            </table>
            """
    }

    private func row(_ theme: ThemeTally, _ colour: Colour, most: Int) -> HTML {
        let width = decimal(Double(theme.count) / Double(max(1, most)) * 100, 1)
        return """
            <tr><th>\(theme.label.zh) <small lang="en">\(theme.label.en)</small></th><td class="n">\(theme.count)</td>\
            <td class="n">\(decimal(theme.area.mu, 2))</td><td class="chart">\
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="\(theme.count)">\
            <rect width="\(width)" height="10" fill="\(colour.hexText)"/></svg></td></tr>

            """
    }

    private var imageTable: HTML {
        """
        <table class="images">
        <tr><th>前时相影像 <small lang="en">image before</small></th><td>\(stamps(overview.scenes(\.before)))</td></tr>
        <tr><th>后时相影像 <small lang="en">image after</small></th><td>\(stamps(overview.scenes(\.after)))</td></tr>
        </table>
        """
    }

    private func stamps(_ scenes: [SceneStamp]) -> [HTML] {
        guard !scenes.isEmpty else { return ["—"] }
        return scenes.map { "<span class=\"stamp\"><b>\($0.day)</b> \($0.id)</span> " }
    }

    private var contents: HTML {
        let lines = overview.lines.map { line -> HTML in
            let label = overview.themes.first { $0.code == line.theme }?.label.zh ?? line.theme
            return """
                <li><a href="#\(ChangeCard.anchor(line.caseID))">\(line.caseID)</a> \
                <span style="border-color:\(overview.colour(of: line.theme).hexText)">\(label)</span> \
                <b>\(decimal(line.area.mu, 2))</b> 亩</li>

                """
        }
        let none: HTML = "<p>本期没有线索。 <small lang=\"en\">No flags in this period.</small></p>"
        return """
            <nav>
            <details open="open"><summary><b>目录</b> <small lang="en">Contents</small></summary>
            \(lines.isEmpty ? none : "<ol>\n\(lines)</ol>")
            </details>
            </nav>
            """
    }
}
