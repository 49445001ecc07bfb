import GeoModel
import SafeFiles

/// A report on one page: its tables, what to check, then a card for every matter with all that it rests on.
struct ReportPage {
    let heading: Bilingual
    let region: String
    let day: CalendarDate
    let source: String
    /// What the reader must not take it for.
    let caveat: Bilingual
    let tables: [ReportTable]
    let remarks: [Fault]
    let cards: [HTML]

    var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>\(heading.zh) \(region) \(day.description)</title>
        <style>
        \(ChangeListStyle.css)
        body { max-width: 90rem; }
        thead th { border-bottom: 1px solid #999; vertical-align: bottom; }
        tbody tr:nth-child(even) { background: #f3f3f3; }
        .report { overflow-x: auto; margin-bottom: 1.2rem; }
        .report table { word-break: keep-all; overflow-wrap: normal; }
        .report .day { white-space: nowrap; }
        .report .long { word-break: normal; overflow-wrap: anywhere; min-width: 12rem; }
        @page { size: A4 landscape; }
        @media print {
          body { max-width: none; }
          .report { overflow: visible; font-size: 0.8rem; }
          .report th, .report td { padding-right: 0.3rem; }
          .report .long { min-width: 0; }
          .report [lang=en] { display: none; }
        }
        </style>
        </head>
        <body>
        <h1>\(heading.zh) <small lang="en">\(heading.en)</small></h1>
        <p>\(region) · \(day.description) · \(source)</p>
        <p class="caveat">\(caveat.zh)<small lang="en">\(caveat.en)</small></p>
        \(tables.map(\.html))
        \(remarks.isEmpty ? "" : remarkPart)
        \(cards)
        </body>
        </html>

        """
    }

    private var remarkPart: HTML {
        let items = remarks.map { fault -> HTML in "<li>\(fault.text(.zh))</li>\n" }
        return "<h2>需要核对 <small lang=\"en\">To be checked</small></h2>\n<ul>\n\(items)</ul>\n"
    }
}

extension [ReportTable] {
    /// Writes every table as CSV, a document with all of them and a page.
    ///
    /// - Returns: The paths.
    /// - Throws: `Fault` where the disk is full.
    func write(_ name: String, _ document: [JSONValue.Member], _ page: ReportPage, to folder: String) throws(Fault)
        -> [String]
    {
        try DurableFile.makeFolder(folder)
        var paths: [String] = []
        for table in self {
            paths.append("\(folder)/\(table.name).csv")
            try table.write(to: "\(folder)/\(table.name).csv")
        }
        let tables = JSONValue.Member("tables", .object(map { .init($0.name, $0.json) }))
        let text = JSONValue.object(document + [tables]).text(indented: true) + "\n"
        try DurableFile.write(text, to: "\(folder)/\(name).json")
        try DurableFile.write(page.html.text, to: "\(folder)/\(name).html")
        return paths + ["\(folder)/\(name).json", "\(folder)/\(name).html"]
    }
}
