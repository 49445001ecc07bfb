package import GeoModel
import LandRecords
import SafeFiles
import WorkQueue

/// The report on an import as one page that opens anywhere, with its pictures in it.
package struct ImportReportPage {
    private let report: ImportReport
    private let map: RegisterMap?
    private let outlines: (BoundingBox) throws(Fault) -> [MultiPolygon]
    /// The least half width of a close-up: 15 m.
    private let least: (x: Double, y: Double)

    private static let colours: [(label: Bilingual, colour: String)] = [
        (Bilingual(zh: "重叠", en: "overlaps"), "#c2185b"), (Bilingual(zh: "缝隙", en: "gaps"), "#0b6fb8"),
        (Bilingual(zh: "面积不符", en: "areas that disagree"), "#b26a00"),
        (Bilingual(zh: "修复", en: "repaired"), "#2e7d32"), (Bilingual(zh: "重复", en: "duplicates"), "#6a1b9a"),
    ]
    private static let mostRows = 100
    private static let mostCloseUps = 4

    /// Writes the page.
    ///
    /// - Parameters:
    ///   - report: What was found.
    ///   - map: The outline of the register; nil where no record has a place.
    ///   - unitsPerMetre: How long a metre is in the coordinate system, to the east and to the north.
    ///   - path: The file.
    ///   - outlines: The outlines of records that meet a rectangle.
    /// - Throws: `Fault` where the disk is full or a record can't be read.
    package static func write(
        _ report: ImportReport, map: RegisterMap?, unitsPerMetre: (x: Double, y: Double), to path: String,
        outlines: @escaping (BoundingBox) throws(Fault) -> [MultiPolygon]
    ) throws(Fault) {
        let page = ImportReportPage(
            report: report, map: map, outlines: outlines, least: (15 * unitsPerMetre.x, 15 * unitsPerMetre.y))
        try DurableFile.write(try page.html().text, to: path)
    }

    private func html() throws(Fault) -> HTML {
        let title = "\(report.kind.label.zh)导入报告"
        return """
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>\(title) \(report.region)</title>
            <style>
            \(QualityStyle.css)
            \(Self.css)
            </style>
            </head>
            <body>
            <h1>\(title) <small lang="en">Import of \(report.kind.label.en)</small></h1>
            <p>\(report.region) · \(report.system.name) · \(versionText)</p>
            \(verdict)
            \(tiles)
            \(mapPart)
            \(try closeUps(.overlap))
            \(try closeUps(.gap))
            \(try closeUps(.statedArea))
            \(try notePart(.rejected))
            \(try notePart(.repaired))
            \(try notePart(.duplicate))
            \(try notePart(.warning))
            \(sourcePart)
            </body>
            </html>

            """
    }

    private static let css: HTML = """
        .figures { grid-template-columns: repeat(6, 1fr); }
        .closeups { display: grid; grid-template-columns: repeat(4, 1fr); gap: 0.5rem; margin: 0.3rem 0; }
        .closeups svg { border: 1px solid #bbb; }
        svg.map { border: 1px solid #bbb; max-height: 34rem; }
        .dot { display: inline-block; width: 0.7em; height: 0.7em; border-radius: 50%; margin: 0 0.2em 0 0.8em; }
        @media (max-width: 45rem) { .figures, .closeups { grid-template-columns: 1fr 1fr; } }
        """

    private var versionText: String {
        guard let version = report.version else { return "试读，未写入监测库 (trial)" }
        return "第 \(version.number) 版，\(version.importedAt.text) 起有效；新增 \(version.added)，其中变更 "
            + "\(version.changed)，终止 \(version.ended)"
    }

    private var verdict: HTML {
        let remarks = report.remarks
        let odd = Oddity.Kind.allCases.reduce(0) { $0 + (report.oddities[$1]?.count ?? 0) }
        let rows = RowOutcome.allCases.filter { $0 != .warning }.reduce(0) { $0 + report.count($1) }
        let items = remarks.map { remark -> HTML in
            "<li>\(remark.zh)<small lang=\"en\">\(remark.en)</small></li>\n"
        }
        guard remarks.isEmpty, odd == 0, rows == 0 else {
            return """
                <p class="verdict look">有需要核对之处 <small lang="en">there is something to check</small></p>
                <ol class="remarks">
                \(items)</ol>
                """
        }
        return "<p class=\"verdict\">未见异常 <small lang=\"en\">nothing odd was seen</small></p>"
    }

    private var tiles: HTML {
        func area(_ kind: Oddity.Kind) -> String { "\(decimal((report.oddities[kind]?.area ?? .zero).mu, 2)) 亩" }
        func count(_ kind: Oddity.Kind) -> String { "\(report.oddities[kind]?.count ?? 0)" }
        let unit = report.unit.map { "单位：\($0.name.zh)" } ?? "无面积列或单位不明"
        let items: [(zh: String, en: String, value: String, note: String)] = [
            ("读入行", "rows read", "\(report.rows)", "\(report.imports.count) 个来源"),
            ("记录", "records", "\(report.records)", "并入 \(report.imports.reduce(0) { $0 + $1.rowsUnited }) 行"),
            ("拒收", "rejected", "\(report.count(.rejected))", "未使用"),
            ("修复", "repaired", "\(report.count(.repaired))", "图形已修复"),
            ("重复", "duplicates", "\(report.count(.duplicate))", "键值相同"),
            ("提示", "warnings", "\(report.count(.warning))", "缺项或读不懂"),
            ("重叠", "overlaps", count(.overlap), area(.overlap)),
            ("缝隙", "gaps", count(.gap), area(.gap)),
            ("面积不符", "stated areas", count(.statedArea), "\(report.statedCount) 行写有面积"),
            ("面积单位", "unit of areas", report.unit?.name.zh ?? "—", unit),
            ("偏移", "shift", shiftText, "与 \(report.shifts.count) 个登记册比对"),
            ("坐标系", "CRS", report.system.name.count > 16 ? "WKT" : report.system.name, ""),
        ]
        let boxes = items.map { item -> HTML in
            "<div>\(item.zh) <small lang=\"en\">\(item.en)</small><b>\(item.value)</b>\(item.note)</div>\n"
        }
        return "<div class=\"figures\">\n\(boxes)</div>"
    }

    private var shiftText: String {
        if let finding = report.shifts.compactMap(\.finding).first { return "\(decimal(finding.metres, 0)) 米" }
        return report.shifts.isEmpty ? "无可比对" : "未见"
    }

    private var mapPart: HTML {
        guard let map else { return "" }
        func places(_ kind: Oddity.Kind) -> [MapPoint] {
            (report.oddities[kind]?.largest ?? []).compactMap { $0.oddity.shape.bounds?.centre }
        }
        let lists = [
            places(.overlap), places(.gap), places(.statedArea), report.notes(.repaired).compactMap(\.place),
            report.notes(.duplicate).compactMap(\.place),
        ]
        let marks = zip(Self.colours, lists).map { RegisterMap.Marks(label: $0.label, colour: $0.colour, places: $1) }
        let legend = marks.map { mark -> HTML in
            """
            <span class="dot" style="background:\(mark.colour)"></span>\(mark.label.zh) \
            <small lang="en">\(mark.label.en)</small> \(mark.places.count)
            """
        }
        return """
            <h2>异常位置 <small lang="en">where the odd ones are</small></h2>
            \(map.html(marks))
            <p class="legend">灰色为登记册范围。\(legend)；面积最大者在先，最多各 \(Self.mostMarks) 处，其余见 findings.csv。</p>
            """
    }

    private static let mostMarks = ImportReport.mostListed

    private func closeUps(_ kind: Oddity.Kind) throws(Fault) -> HTML {
        guard let tally = report.oddities[kind], tally.count > 0 else { return "" }
        let colour = Self.colours[kind == .overlap ? 0 : kind == .gap ? 1 : 2]
        var pictures: [HTML] = []
        for entry in tally.largest.prefix(Self.mostCloseUps) {
            guard let window = CloseUp.window(around: entry.oddity.shape, or: nil, least: least) else { continue }
            let picture = CloseUp(
                window: window, around: try outlines(window), odd: entry.oddity.shape, mark: nil, colour: colour.colour)
            pictures.append(
                """
                <figure>\(picture.html)<figcaption>\(entry.names.prefix(3).joined(separator: "、"))：\
                \(decimal(entry.oddity.area.squareMetres, 2)) m²</figcaption></figure>
                """)
        }
        let rows = tally.largest.prefix(Self.mostRows).map { row($0.oddity, $0.names) }
        let stated: HTML = kind == .statedArea ? "<th class=\"n\">登记 m² <small lang=\"en\">stated</small></th>" : ""
        return """
            <h2>\(colour.label.zh) <small lang="en">\(colour.label.en)</small>：\(tally.count) 处，\
            \(decimal(tally.area.mu, 2)) 亩</h2>
            <div class="closeups">\(pictures)</div>
            <table><thead><tr><th>记录 <small lang="en">records</small></th><th class="n">面积 m²</th>\
            <th class="n">亩 <small lang="en">mu</small></th>\(stated)\
            <th class="n">位置 <small lang="en">place</small></th>\
            </tr></thead><tbody>\(rows)</tbody></table>
            \(more(tally.count, "findings.csv"))
            """
    }

    private func row(_ oddity: Oddity, _ names: [String]) -> HTML {
        let stated: HTML = oddity.stated.map { "<td class=\"n\">\(decimal($0.squareMetres, 2))</td>" } ?? ""
        return """
            <tr><td>\(names.prefix(4).joined(separator: "、"))</td>\
            <td class="n">\(decimal(oddity.area.squareMetres, 2))</td><td class="n">\(decimal(oddity.area.mu, 4))</td>\
            \(stated)<td class="n">\(spot(oddity.shape.bounds?.centre))</td></tr>

            """
    }

    private func spot(_ place: MapPoint?) -> String {
        guard let place else { return "—" }
        let digits = abs(place.x) <= 180 ? 6 : 1
        return "\(decimal(place.x, digits)), \(decimal(place.y, digits))"
    }

    private func more(_ count: Int, _ file: String) -> HTML {
        guard count > Self.mostRows else { return "" }
        return """
            <p class="legend">只列前 \(Self.mostRows) 条，全部 \(count) 条见 \(file)。 \
            <small lang="en">the first \(Self.mostRows) of \(count); all are in \(file)</small></p>
            """
    }

    private func notePart(_ outcome: RowOutcome) throws(Fault) -> HTML {
        let notes = report.notes(outcome)
        guard !notes.isEmpty else { return "" }
        let words =
            switch outcome {
            case .rejected: Bilingual(zh: "拒收的行", en: "rows rejected")
            case .repaired: Bilingual(zh: "修复的图形", en: "outlines repaired")
            case .duplicate: Bilingual(zh: "重复的键值", en: "keys that come again")
            case .warning: Bilingual(zh: "提示", en: "warnings")
            }
        let colour = outcome == .repaired ? Self.colours[3].colour : Self.colours[4].colour
        var pictures: [HTML] = []
        for note in notes where note.place != nil && pictures.count < Self.mostCloseUps {
            let least = (x: least.x * 3, y: least.y * 3)
            guard let window = CloseUp.window(around: MultiPolygon([]), or: note.place, least: least) else { continue }
            let picture = CloseUp(
                window: window, around: try outlines(window), odd: MultiPolygon([]), mark: note.place, colour: colour)
            pictures.append(
                "<figure>\(picture.html)<figcaption>\(Language.zh.place(note.source.name))</figcaption></figure>")
        }
        let rows = notes.prefix(Self.mostRows).map { note -> HTML in
            """
            <tr><td>\(Language.zh.place(note.source.name))</td><td>\(note.fault.message.zh)\
            <br/><small lang="en">\(note.fault.message.en)</small></td></tr>

            """
        }
        let strip: HTML = pictures.isEmpty ? "" : "<div class=\"closeups\">\(pictures)</div>"
        return """
            <h2>\(words.zh) <small lang="en">\(words.en)</small>：\(report.count(outcome))</h2>
            \(strip)
            <table><tbody>\(rows)</tbody></table>
            \(more(report.count(outcome), "rows.csv"))
            """
    }

    private var sourcePart: HTML {
        let rows = report.imports.flatMap { read in
            read.columns.map { use -> HTML in
                """
                <tr><td>\(read.layer)</td><td>\(use.field)</td><td>\(use.column)</td>\
                <td class="n">\(use.rows) / \(read.rowsRead)</td></tr>

                """
            }
        }
        return """
            <h2>来源与所用的列 <small lang="en">sources and columns used</small></h2>
            <table><thead><tr><th>来源 <small lang="en">source</small></th><th>字段 <small lang="en">field</small></th>\
            <th>列 <small lang="en">column</small></th>\
            <th class="n">有值的行 <small lang="en">rows with a value</small></th>\
            </tr></thead><tbody>\(rows)</tbody></table>
            """
    }
}
