import GeoModel
import LandRecords

/// The ledger on one page: its tables, then every supply to look at with its facts and the clauses they matter for.
struct LedgerPage {
    let title: String
    let day: CalendarDate
    let rules: IdleRules
    let tables: [ReportTable]
    let judgements: [IdleJudgement]

    func html(remarks: [Fault]) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>批供用台账 \(title) \(day.description)</title>
        <style>
        \(ChangeListStyle.css)
        body { max-width: 90rem; }
        thead th { border-bottom: 1px solid #999; vertical-align: bottom; }
        tbody tr:nth-child(even) { background: #f3f3f3; }
        </style>
        </head>
        <body>
        <h1>批供用台账与闲置土地研判 <small lang="en">Approved, supplied and idle land</small></h1>
        <p>\(title) · \(day.description) · \(rules.source)</p>
        <p class="caveat">机器只作疑似提示；闲置、低效由人调查后认定。\
        <small lang="en">The machine only suspects; that land is idle or underused is a person's finding.</small></p>
        \(tables.map(\.html))
        \(remarks.isEmpty ? "" : remarkPart(remarks))
        \(judgements.map(card))
        </body>
        </html>

        """
    }

    private func remarkPart(_ remarks: [Fault]) -> HTML {
        let items = remarks.map { fault -> HTML in "<li>\(fault.text(.zh))</li>\n" }
        return "<h2>需要核对 <small lang=\"en\">To be checked</small></h2>\n<ul>\n\(items)</ul>\n"
    }

    private func card(_ judgement: IdleJudgement) -> HTML {
        let facts = judgement.facts.map { fact -> HTML in
            let clause = fact.clause.map { clause -> HTML in "<br/><small>\(clause.zh)</small>" } ?? ""
            return """
                <tr><th>\(fact.fact.name.zh)</th><td>\(fact.fact.value.zh)\(clause)</td>\
                <td><small>\(fact.fact.source)</small></td></tr>

                """
        }
        let findings = judgement.findings.map { finding -> HTML in "<p class=\"where\">\(finding.label.zh)</p>\n" }
        return """
            <article><h2><span>\(judgement.supply.contract) \(judgement.standing.label.zh)</span>\
            <span class="mu">\(decimal(judgement.area.mu, 2)) 亩</span></h2>
            \(findings)<table>
            \(facts)</table></article>

            """
    }
}
