import GeoModel
import LandRecords

extension IdleJudgement {
    /// Every fact of the judgement with its clause and source.
    var card: HTML {
        let rows = facts.map { fact -> HTML in
            let clause = fact.clause.map { clause -> HTML in "<br/><small>\(clause.zh)</small>" } ?? ""
            return """
                <tr><th>\(fact.fact.name.zh)</th><td>\(fact.fact.value.zh)\(clause)</td>\
                <td><small>\(fact.fact.source)</small></td></tr>

                """
        }
        let lines = findings.map { finding -> HTML in "<p class=\"where\">\(finding.label.zh)</p>\n" }
        return """
            <article><h2><span>\(supply.contract) \(standing.label.zh)</span>\
            <span class="mu">\(decimal(area.mu, 2)) 亩</span></h2>
            \(lines)<table>
            \(rows)</table></article>

            """
    }
}
