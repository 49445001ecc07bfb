import Foundation
import GeoModel
import Patches
import SafeFiles
import Testing

@testable import Publishing

@Suite struct ChangeListTests {
    private func write(_ township: Township, region: String = "示例县") throws -> ChangeListReport {
        try ChangeList.write(township.store, region: region, period: Township.period, findings: [], to: township.folder)
    }

    private func pictures(_ township: Township) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: township.folder + "/change-list").sorted()
    }

    @Test func cardsComeByPriorityThenArea() throws {
        let township = try Township(flags: [
            Township.flag(1, priority: 2), Township.flag(2, area: 1000), Township.flag(3, area: 2000),
        ])
        let report = try write(township)
        #expect(report == ChangeListReport(cards: 3, missingPictures: []))
        let page = try township.text("change-list.html")
        let cards = page.matches(of: /<article id="case-([0-9-]+)"/).map { String($0.1) }
        #expect(cards == ["202606-0003", "202606-0002", "202606-0001"])
        let links = page.matches(of: /href="#case-([0-9-]+)"/).map { String($0.1) }
        #expect(links == cards)
        #expect(try pictures(township).count == 6)
    }

    @Test func aCardSaysWhatAnInspectorNeeds() throws {
        let township = try Township(flags: [Township.flag(1)])
        _ = try write(township)
        let page = try township.text("change-list.html")
        for text in [
            "卫星线索，不作为认定依据，须实地核查", "示例县 · 2026 年 6 月", "60.00 亩", "117.00546, 34.78", "500500.0, 3850500.0",
            "植被变为建筑", "2026-05-12", "S2B_20260611", "☐ 合法 ☐ 违法 ☐ 其他", "parcels.shp 第 1 行",
            "five-themes#farmland-change", "评分 <b>56.4</b>", "56.4：面积 60 → +20.0",
            "src=\"change-list/202606-0001-before.png\"", ">200 m</span>", "监测编号 370402202606-0001",
        ] { #expect(page.contains(text), "\(text)") }
    }

    @Test func thePageIsWellFormedAndStandsAlone() throws {
        let township = try Township(flags: [Township.flag(1), Township.flag(2, hasPatch: false)])
        _ = try write(township)
        let page = try township.text("change-list.html")
        #expect(unbalancedTags(page).isEmpty)
        #expect(strayMarkup(page) == 0)
        for word in ["<script", "http:", "https:", "javascript:", "@import", "url("] { #expect(!page.contains(word)) }
    }

    @Test func hostileTextsStayTexts() throws {
        let hostile = "<script>alert(1)</script>\"' onload=x &lt; \u{0}\u{1B}"
        let flag = Township.flag(1, theme: hostile, label: hostile, reason: hostile, key: hostile)
        let township = try Township(flags: [flag])
        _ = try write(township, region: hostile)
        let page = try township.text("change-list.html")
        #expect(unbalancedTags(page).isEmpty)
        #expect(strayMarkup(page) == 0)
        #expect(!page.contains("<script"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload=x &amp;lt; "))
        #expect(!page.unicodeScalars.contains("\u{1B}") && !page.unicodeScalars.contains("\u{0}"))
    }

    @Test func aSceneThatIsGoneLeavesACardWithoutThatPicture() throws {
        let township = try Township(flags: [Township.flag(1), Township.flag(2)])
        try FileManager.default.removeItem(atPath: "\(township.folder)/\(Township.before.id).tif")
        let report = try write(township)
        #expect(report.cards == 2)
        #expect(report.missingPictures.count == 2)
        #expect(report.missingPictures.first?.object.hasPrefix("202606-0001 before: ") == true)
        #expect(try pictures(township) == ["202606-0001-after.png", "202606-0002-after.png"])
        let page = try township.text("change-list.html")
        #expect(page.contains("影像缺失"))
        #expect(!page.contains(township.folder), "a list that is handed out names no path of the bureau's machines")
        #expect(unbalancedTags(page).isEmpty && strayMarkup(page) == 0)
    }

    @Test func aDamagedSceneLeavesACardWithoutThatPicture() throws {
        let township = try Township(flags: [Township.flag(1)])
        let path = "\(township.folder)/\(Township.after.id).tif"
        let bytes = try #require(FileManager.default.contents(atPath: path))
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: path))
        let report = try write(township)
        #expect(report.missingPictures.map { $0.object.hasPrefix("202606-0001 after: ") } == [true])
    }

    @Test func aSceneThatTheCatalogueLacksIsNamed() throws {
        let township = try Township(flags: [Township.flag(1)])
        let renderer = try ChipRenderer(system: Township.system, shelf: SceneShelf(township.store))
        let images = ImagePair(before: .init(id: "lost", date: nil), after: Township.after)
        let chips = try #require(renderer.chips(Township.square, inner: nil, on: images))
        guard case .failure(let fault) = chips.before, case .success = chips.after else {
            Issue.record("one picture is expected")
            return
        }
        #expect(fault.object == "lost")
    }

    @Test func aFlagOfTheRegistersIsShownOnThePeriodsImages() throws {
        let township = try Township(flags: [Township.flag(1), Township.flag(2, hasPatch: false)])
        #expect(try write(township).missingPictures.isEmpty)
        #expect(try pictures(township).contains("202606-0002-after.png"))
        #expect(try township.text("change-list.html").contains("线索来自台账，影像为本期所用"))
        let alone = try Township(flags: [Township.flag(1, hasPatch: false)])
        #expect(try write(alone).missingPictures.isEmpty)
        #expect(try alone.text("change-list.html").contains("本线索来自台账，无影像对比"))
    }

    /// Where no flag of the month has images, or the first image does not show the place, the run tells of others.
    @Test func aFlagOfTheRegistersIsShownOnTheRunsImages() throws {
        func input(_ stamp: SceneStamp) -> JSONValue {
            ["scene": "lost", "date": "2026-01-01", "others": [["scene": .string(stamp.id), "date": "2026-06-11"]]]
        }
        let manifest: JSONValue = ["inputs": ["before": input(Township.before), "after": input(Township.after)]]
        let township = try Township(flags: [Township.flag(1, hasPatch: false)], manifest: manifest)
        #expect(try write(township).missingPictures.isEmpty)
        #expect(try pictures(township) == ["202606-0001-after.png", "202606-0001-before.png"])
        let page = try township.text("change-list.html")
        #expect(page.contains("S2A_20260512") && page.contains("线索来自台账，影像为本期所用") && !page.contains("lost"))
    }

    @Test func picturesOfALongerListAreRemoved() throws {
        let township = try Township(flags: [Township.flag(1)])
        try FileManager.default.createDirectory(
            atPath: township.folder + "/change-list", withIntermediateDirectories: true)
        try DurableFile.write("", to: township.folder + "/change-list/202606-0099-after.png")
        _ = try write(township)
        #expect(try pictures(township) == ["202606-0001-after.png", "202606-0001-before.png"])
    }

    @Test func noFlagsMakeAPageThatSaysSo() throws {
        let township = try Township()
        #expect(try write(township).cards == 0)
        let page = try township.text("change-list.html")
        #expect(page.contains("本期没有线索"))
        #expect(unbalancedTags(page).isEmpty)
    }

    @Test func theSameCasesAreTheSameBytes() throws {
        let township = try Township(flags: [
            Township.flag(1), Township.flag(2, theme: "a"), Township.flag(3, theme: "b"),
        ])
        func digest() throws -> [String] {
            _ = try write(township)
            let files = ["change-list.html"] + (try pictures(township)).map { "change-list/" + $0 }
            return try files.map { try Checksum.sha256(ofFile: township.folder + "/" + $0) }
        }
        #expect(try digest() == digest())
    }

    @Test func thePageEscapesWhatIsInterpolated() {
        let text = "a<b>&\"'"
        let piece: HTML = "<i>\(text)</i>"
        let page: HTML = "<p title=\"\(text)\">\(piece)\([piece, piece])\(7)</p>"
        #expect(piece.text == "<i>a&lt;b&gt;&amp;&quot;&#39;</i>")
        #expect(page.text == "<p title=\"a&lt;b&gt;&amp;&quot;&#39;\">\(piece.text)\(piece.text)\(piece.text)7</p>")
    }
}
