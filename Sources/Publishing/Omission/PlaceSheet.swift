import GeoIO
package import GeoModel
import Geometry
import Patches
import SafeFiles

/// The sheet that an inspector takes along: `omission.html` with its pictures in the folder `omission` beside it. The
/// page needs no network and no script.
package struct PlaceSheet {
    private let head: SampleHead
    private let chips: ChipRenderer
    private let degrees: CoordinateTransformation

    static let fileName = "omission.html"
    static let pictureFolder = "omission"

    /// Writes the sheet.
    ///
    /// - Parameters:
    ///   - places: In the order of the list.
    ///   - head: What it says of all.
    ///   - folder: Where to; made where it is not there.
    ///   - progress: Called with cards done and in all.
    /// - Returns: The sheet's path, and why pictures are missing: such a card says so instead.
    /// - Throws: `Fault` where a place has no longitude and latitude, or the disk is full.
    package static func write(
        _ places: [SamplePlace], _ head: SampleHead, to folder: String, progress: (Int, Int) -> Void
    ) throws(Fault) -> (path: String, missingPictures: [Fault]) {
        try DurableFile.makeFolder(folder + "/" + pictureFolder)
        let sheet = PlaceSheet(
            head: head,
            chips: try ChipRenderer(system: head.system, shelf: SceneShelf(head.before + head.after)),
            degrees: try CoordinateTransformation(from: head.system, to: .wgs84))
        let writer = try DurableTextWriter(folder + "/" + fileName)
        try writer.write(sheet.top(places).text)
        var missing: [Fault] = []
        for (number, place) in places.enumerated() {
            let card = sheet.pictures(of: place)
            for (name, picture) in card.files { try picture.writePNG("\(folder)/\(pictureFolder)/\(name)") }
            missing += card.faults
            try writer.write(try sheet.card(place, card).text)
            progress(number + 1, places.count)
        }
        try writer.write("</main>\n</body>\n</html>\n")
        try writer.finish()
        return (folder + "/" + fileName, missing)
    }

    /// On the preferred scene of each date that has data at the place.
    private func pictures(of place: SamplePlace) -> CardPictures {
        let pairs = head.before.flatMap { before in
            head.after.map { ImagePair(before: before.stamp, after: $0.stamp) }
        }
        let shown = chips.chips(place.shape, inner: nil, onFirstOf: pairs)
        return CardPictures(
            id: place.id, folder: PlaceSheet.pictureFolder, images: shown?.images, chips: shown?.chips)
    }

    private func top(_ places: [SamplePlace]) -> HTML {
        let mean = places.reduce(0) { $0 + $1.area.squareMetres } / Double(max(1, places.count))
        return """
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>漏检抽样核查表 \(head.title)</title>
            <style>
            \(ChangeListStyle.css)
            \(PlaceSheet.css)
            </style>
            </head>
            <body>
            <header id="top">
            <h1>漏检抽样核查表 <small lang="en">Omission sample</small></h1>
            <p class="where">\(head.title)</p>
            <p class="caveat">\(places.count) 个样地均未被系统报出，随机抽取，请逐一核查，不得更换、不得跳过。
            <small lang="en">The machine flagged none of these \(places.count) places. They were drawn at random: look \
            at every one, and at no other instead.</small></p>
            <ul class="how">
            <li><b>有变化</b>：黄框内（约 \(decimal(mean, 0)) 平方米）一半以上在两期影像之间改变了地类或地物。\
            <small lang="en">changed: at least half of the square became another cover between both dates</small></li>
            <li><b>未变化</b>：不足一半；作物轮作、季节差异不算变化。\
            <small lang="en">unchanged: less than half; crops and seasons are no change</small></li>
            <li><b>无法判断</b>：到不了现场，或无从得知当时情况。\
            <small lang="en">unclear: out of reach, or nobody knows how it was</small></li>
            <li>结论填入 omission.csv 或 omission.gpkg 的 verdict 列（有变化、未变化、无法判断），再运行 \
            tuban omission estimate。<small lang="en">Enter verdicts in the column verdict of either file, then \
            run the command.</small></li>
            </ul>
            <table class="images">
            <tr><th>前时相影像 <small lang="en">image before</small></th><td>\(head.before.map(stamp))</td></tr>
            <tr><th>后时相影像 <small lang="en">image after</small></th><td>\(head.after.map(stamp))</td></tr>
            <tr><th>样本号 <small lang="en">sample</small></th><td>\(head.sample)</td></tr>
            </table>
            </header>
            <main>

            """
    }

    private func stamp(_ scene: Scene) -> HTML {
        "<span class=\"stamp\"><b>\(scene.stamp.day)</b> \(scene.id)</span> "
    }

    private func card(_ place: SamplePlace, _ pictures: CardPictures) throws(Fault) -> HTML {
        var where_: HTML = ""
        if let centre = place.shape.bounds?.centre {
            let point = try degrees.transformed(centre)
            let (lon, lat) = (decimal(point.x, 6), decimal(point.y, 6))
            where_ = "<a href=\"geo:\(lat),\(lon)\">\(lon), \(lat)</a>"
        }
        let choices = PlaceVerdict.allCases.map { verdict -> HTML in
            "<li>☐ \(verdict.label.zh) <small lang=\"en\">\(verdict.label.en)</small></li>"
        }
        return """
            <article class="place">
            <h2><b class="no">\(place.id)</b><span>\(where_)</span></h2>
            <div class="body">
            <div class="pair">\(pictures.figures)
            <p class="legend">\(pictures.chips?.colours?.label.zh ?? "")。上北。黄框：样地。</p></div>
            <div class="words">
            <ul class="choices">\(choices)</ul>
            <p>现状 <small lang="en">what it is now</small><i></i></p>
            <p>日期 <small lang="en">date</small><i></i></p>
            <p>签名 <small lang="en">signed</small><i></i></p>
            </div>
            </div>
            </article>

            """
    }

    private static let css: HTML = """
        .how { margin: 0.5rem 0; padding-left: 1.2rem; }
        .place h2 span { font-size: 0.85rem; font-weight: normal; }
        .choices { list-style: none; margin: 0; padding: 0; font-size: 1.15rem; line-height: 1.9; }
        .place .words p { white-space: nowrap; display: flex; gap: 0.4em; margin-top: 0.7rem; }
        .place .words i { flex: 1; border-bottom: 1px solid #111; }
        @media print {
          .place .body { grid-template-columns: 86mm minmax(0, 1fr); }
          .place { margin-bottom: 4mm; }
          .place .words [lang=en] { font-size: 0.75rem; line-height: inherit; }
        }
        """
}

extension Scene {
    fileprivate var stamp: SceneStamp { SceneStamp(id: id, date: date) }
}
