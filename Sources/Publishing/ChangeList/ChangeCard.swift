import GeoIO
import GeoModel
import LandRecords
import Patches
import WorkQueue

/// One flag on a change list.
struct ChangeCard {
    let summary: CaseSummary
    let flag: Flag
    /// What there is to be found of this theme alone; the three outcomes where that is nothing.
    let findings: [Finding]
    let colour: Colour
    /// The coordinate system of the region's maps.
    let system: CoordinateSystem
    /// A point of the flag in map coordinates; nil for an empty outline, and where maps are in degrees too.
    let place: MapPoint?
    /// The same in longitude and latitude; nil for an empty outline.
    let degrees: MapPoint?
    let images: ImagePair?
    let chips: ChipPair?
    /// The cases it is a relapse of, or came back as, each with what it is to this one.
    let relapses: [(other: String, label: Bilingual)]

    /// More facts than this are folded away, on paper too, so that two cards fit on a page.
    private static let openFacts = 12

    /// Where a link to a case leads.
    static func anchor(_ caseID: String) -> String { "case-" + CardPictures.safe(caseID) }

    /// Its pictures.
    var pictures: CardPictures {
        CardPictures(id: summary.id, folder: ChangeList.pictureFolder, images: images, chips: chips)
    }

    /// The card.
    var html: HTML {
        """
        <article id="\(ChangeCard.anchor(summary.id))" style="border-color:\(colour.hexText)">
        <h2><span><b class="no">\(summary.id)</b> \(flag.themeLabel.zh) \
        <small lang="en">\(flag.themeLabel.en)</small></span><span class="mu">\(decimal(flag.area.mu, 2)) 亩</span></h2>
        \(meta)
        <div class="body">
        \(pair)
        <div class="words">
        <p>\(flag.reason.zh)</p>
        <p lang="en">\(flag.reason.en)</p>
        </div>
        </div>
        \(factList)
        \(verdict)
        </article>

        """
    }

    private var meta: HTML {
        var items: [HTML] = ["优先级 <b>\(flag.priority)</b>", "状态 <b>\(stateText)</b>"]
        if let score = flag.score { items.append("评分 <b>\(score.value.zh.prefix { $0 != "：" }.description)</b>") }
        if let degrees {
            let (lon, lat) = (decimal(degrees.x, 5), decimal(degrees.y, 5))
            items.append("经纬度 <a href=\"geo:\(lat),\(lon)\"><b>\(lon), \(lat)</b></a>")
        }
        if let place { items.append("坐标 <b>\(decimal(place.x, 1)), \(decimal(place.y, 1))</b>（\(system.name)）") }
        if let patch = flag.patch { items.append("监测编号 \(patch.number)") }
        for relapse in relapses {
            items.append("\(relapse.label.zh) <b>\(relapse.other)</b> <small lang=\"en\">\(relapse.label.en)</small>")
        }
        return "<p class=\"meta\">\(items.map { item -> HTML in "<span>\(item)</span> " })</p>"
    }

    private var stateText: String {
        summary.state.label.zh + (summary.outcome.map { "（\($0.label.zh)）" } ?? "")
    }

    private var pair: HTML {
        guard let chips else {
            return """
                <div class="pair"><p class="none">本线索来自台账，无影像对比。\
                <small lang="en">From the registers; no images to compare.</small></p></div>
                """
        }
        let note = flag.images == nil ? "线索来自台账，影像为本期所用。" : ""
        let inner = flag.patch.map { $0.shape != flag.shape } ?? false ? "青线：变化图斑。" : ""
        return """
            <div class="pair">\(pictures.figures)
            <p class="legend">\(chips.colours?.label.zh ?? "")。上北。黄线：线索范围。\(inner)\(note)</p></div>
            """
    }

    private var factList: HTML {
        let facts = flag.facts.filter { $0 != flag.score }
        let open = facts.prefix(ChangeCard.openFacts)
        let rest = facts.dropFirst(ChangeCard.openFacts)
        let folded: HTML = """
            <details><summary>另有 \(rest.count) 条依据 <small lang="en">more facts</small></summary>\
            <ul class="facts">\(rest.map(item))</ul></details>
            """
        return """
            <ul class="facts">\(flag.score.map { [item($0)] } ?? [])\(open.map(item))\
            <li><b>规则 <small lang="en">rule</small></b> \(flag.rule)</li></ul>
            \(rest.isEmpty ? "" : folded)
            """
    }

    private func item(_ fact: Fact) -> HTML {
        let english: HTML = "<small lang=\"en\">\(fact.value.en)</small> "
        return """
            <li><b>\(fact.name.zh) <small lang="en">\(fact.name.en)</small></b> \
            \(fact.value.zh) \(fact.value.zh == fact.value.en ? "" : english)<cite>\(source(of: fact))</cite></li>

            """
    }

    /// The captions name the images already.
    private func source(of fact: Fact) -> String {
        guard let images, fact.source == "\(images.before.id) → \(images.after.id)" else {
            return Language.zh.place(fact.source)
        }
        return "两时相影像"
    }

    private var boxes: HTML {
        let words = findings.isEmpty ? [Outcome.legal.label.zh, Outcome.illegal.label.zh] : findings.map(\.label.zh)
        return "\((words + [Outcome.other.label.zh]).map { "☐ \($0)" }.joined(separator: " "))"
    }

    /// To be filled in by hand.
    private var verdict: HTML {
        """
        <p class="verdict"><span>核查结论 <small lang="en">finding</small> \(boxes)<i class="long"></i></span> \
        <span>日期 <small lang="en">date</small><i></i></span> \
        <span>签名 <small lang="en">signed</small><i></i></span> <a class="up" href="#top">↑ 目录</a></p>
        """
    }
}
