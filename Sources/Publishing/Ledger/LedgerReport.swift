package import GeoModel
package import LandRecords
package import SafeFiles

/// The ledger of approved, supplied and idle land as tables, files and a page.
package struct LedgerReport: Sendable {
    private let ledger: LandLedger
    private let rules: IdleRules
    private let register: LandRegister
    private let language: Language

    /// A report.
    package init(_ ledger: LandLedger, _ rules: IdleRules, _ register: LandRegister, language: Language) {
        self.ledger = ledger
        self.rules = rules
        self.register = register
        self.language = language
    }

    /// The ledger's rows and, at the end, the whole.
    /// - Throws: `Fault` where land can't be laid over townships or zones.
    package func ledgerTable(by grouping: LedgerGrouping) throws(Fault) -> ReportTable {
        let lines = try ledger.lines(by: grouping, register)
        var whole = WrittenFigures()
        for line in lines { whole += line.written }
        // The rows of each kind of zone add up to the whole, so all rows together do not.
        if grouping == .zone { whole = WrittenFigures(ledger.total) }
        let all = Bilingual(zh: "合计", en: "all").text(language)
        let rows = lines.map { line in
            let set = line.set.text(language)
            let label = line.label.text(language)
            return row(grouping == .zone ? "\(set) · \(label)" : label, line.approvals, line.written)
        }
        return ReportTable(
            name: "ledger-by-\(grouping.rawValue)",
            title: Bilingual(
                zh: "批供用台账（亩，截至 \(ledger.day)）", en: "approved, supplied and used land, mu, \(ledger.day)"),
            columns: Self.ledgerColumns(grouping), rows: rows + [row(all, ledger.entries.count, whole)])
    }

    private static func ledgerColumns(_ grouping: LedgerGrouping) -> [ReportTable.Column] {
        let first: Bilingual =
            switch grouping {
            case .year: Bilingual(zh: "批准年份", en: "approved in")
            case .batch: Bilingual(zh: "批次", en: "approval")
            case .township: Bilingual(zh: "乡镇", en: "township")
            case .zone: Bilingual(zh: "控制线", en: "zone")
            }
        return [
            .init(grouping.rawValue, zh: first.zh, en: first.en),
            .init("approvals", zh: "批次数", en: "approvals", isNumber: true),
            .mu("approved", zh: "批准", en: "approved"), .mu("supplied", zh: "已供", en: "supplied"),
            .mu("not_started", zh: "未开工", en: "not started"), .mu("started", zh: "已开工", en: "started"),
            .mu("completed", zh: "已竣工", en: "completed"), .mu("unsupplied", zh: "未供", en: "unsupplied"),
            .mu("untouched", zh: "未动", en: "untouched"), .mu("partly_built", zh: "部分建", en: "partly built"),
            .mu("built_unsupplied", zh: "已建未供", en: "built"), .mu("withdrawn", zh: "已撤回", en: "withdrawn"),
            .mu("suspected_idle", zh: "疑似闲置", en: "idle?"),
            .mu("suspected_underused", zh: "疑似低效", en: "underused?"),
        ]
    }

    private func row(_ label: String, _ approvals: Int, _ figures: WrittenFigures) -> [FieldValue] {
        let mu = [
            figures.approved, figures.supplied, figures.mu(.notStarted), figures.mu(.started), figures.mu(.completed),
            figures.unsupplied, figures.mu(.untouched), figures.mu(.partlyBuilt), figures.mu(.builtUnsupplied),
            figures.mu(.withdrawn), figures.idle, figures.underused,
        ]
        return [.text(label), .integer(Int64(approvals))] + mu.map { .real($0) }
    }

    /// The supplies to look at, or of one standing, the most serious first.
    package func supplies(of standing: IdleStanding?) -> [IdleJudgement] {
        let rank: [IdleStanding] = [
            .suspectedIdle, .suspectedUnderused, .lateStart, .lateCompletion, .unjudged, .normal,
        ]
        let chosen = ledger.judgements.filter { judgement in
            standing.map { $0 == judgement.standing } ?? (judgement.standing != .normal || !judgement.findings.isEmpty)
        }
        return chosen.sorted { left, right in
            (rank.firstIndex(of: left.standing) ?? 0, left.suspectedSince?.daysSinceEpoch ?? 0, left.supply.contract)
                < (
                    rank.firstIndex(of: right.standing) ?? 0, right.suspectedSince?.daysSinceEpoch ?? 0,
                    right.supply.contract
                )
        }
    }

    /// Supplies with what is to be said of them.
    package func idleTable(_ judgements: [IdleJudgement]) -> ReportTable {
        ReportTable(
            name: "idle", title: Bilingual(zh: "供地研判（疑似，由人认定）", en: "supplies (suspected; a person decides)"),
            columns: [
                .init("contract", zh: "合同号", en: "contract"), .mu("area", zh: "亩", en: "mu"),
                .init("standing", zh: "研判", en: "standing"), .init("papers", zh: "台账", en: "papers"),
                .init("seen", zh: "遥感", en: "seen"), .init("start_due", zh: "应开工", en: "start due"),
                .init("suspected_since", zh: "疑似起始", en: "suspected since"),
                .init("investigation_due", zh: "调查截止", en: "investigate by"),
                .init("one_year", zh: "满一年", en: "one year"), .init("two_years", zh: "满两年", en: "two years"),
                .init("fee_10k_yuan", zh: "闲置费估算（万元）", en: "fee (10 000 yuan)", isNumber: true),
                .init("reclaim", zh: "可收回", en: "reclaim"), .init("delayed", zh: "政府延期", en: "delayed"),
                .init("findings", zh: "不一致", en: "findings", isLong: true),
            ],
            rows: judgements.map(idleRow))
    }

    private func idleRow(_ judgement: IdleJudgement) -> [FieldValue] {
        let yes = Bilingual(zh: "是", en: "yes").text(language)
        let findings = judgement.findings.map { $0.label.text(language) }
            .joined(separator: language == .zh ? "；" : "; ")
        return [
            .text(judgement.supply.contract), .real(rounded(judgement.area.mu, 2)),
            .text(judgement.standing.label.text(language)), .text(judgement.legal.state.label.text(language)),
            .text(judgement.satellite.state.label.text(language)), FieldValue(judgement.legal.startDue),
            FieldValue(judgement.suspectedSince), FieldValue(judgement.investigationDue),
            FieldValue(judgement.legal.oneYear), FieldValue(judgement.legal.twoYears),
            judgement.feeEstimate.map { .real(rounded($0, 2)) } ?? .null,
            judgement.mayBeReclaimed ? .text(yes) : .null, judgement.legal.isSuspended ? .text(yes) : .null,
            findings.isEmpty ? .null : .text(findings),
        ]
    }

    /// What became of the land that was unsupplied on an earlier day.
    package func disposalTable(since then: LandLedger) -> ReportTable {
        let lines = ledger.disposal(since: then)
        func values(_ label: String, _ line: DisposalLine) -> [FieldValue] {
            let since = line.since
            let mu = [
                line.before.unsupplied, since.supplied, since.mu(.withdrawn), since.disposed, line.after.unsupplied,
            ]
            return [.text(label)] + mu.map { .real($0) }
        }
        let unknown = Bilingual(zh: "年份不详", en: "unknown").text(language)
        let rows = lines.map { line in values(line.year.map(String.init) ?? unknown, line) }
        return ReportTable(
            name: "disposal",
            title: Bilingual(
                zh: "批而未供处置（亩，\(then.day) 至 \(ledger.day)）",
                en: "unsupplied land disposed of, mu, \(then.day)…\(ledger.day)"),
            columns: [
                .init("year", zh: "批准年份", en: "approved in"), .mu("unsupplied_then", zh: "当时未供", en: "unsupplied then"),
                .mu("supplied_since", zh: "此后供出", en: "supplied since"),
                .mu("withdrawn_since", zh: "此后撤回", en: "withdrawn since"), .mu("disposed", zh: "已处置", en: "disposed"),
                .mu("unsupplied_now", zh: "现仍未供", en: "unsupplied now"),
            ],
            rows: rows + [values(Bilingual(zh: "合计", en: "all").text(language), lines.total)])
    }

    /// Approvals that may be withdrawn, by whether compensation was paid.
    package var withdrawalTable: ReportTable {
        let candidates = ledger.withdrawalCandidates(rules)
        let words: [(Answer, Bilingual)] = [
            (.no, Bilingual(zh: "未补偿", en: "not paid")), (.yes, Bilingual(zh: "已补偿", en: "paid")),
            (.unknown, Bilingual(zh: "未填", en: "not entered")),
        ]
        let rows = words.flatMap { answer, label in
            candidates.filter { $0.approval.terms.isCompensated == answer }.map { candidate -> [FieldValue] in
                let whole = Bilingual(zh: candidate.isWhole ? "整批" : "部分", en: candidate.isWhole ? "whole" : "part")
                return [
                    .text(label.text(language)), .text(candidate.approval.number),
                    FieldValue(candidate.approval.batchName), FieldValue(candidate.approval.approvedOn),
                    .real(rounded(candidate.untouched.mu, 2)), .text(whole.text(language)),
                ]
            }
        }
        return ReportTable(
            name: "withdrawal", title: Bilingual(zh: "可申请撤回的批文", en: "approvals that may be withdrawn"),
            columns: [
                .init("compensation", zh: "征地补偿", en: "compensation"), .init("approval", zh: "批准文号", en: "approval"),
                .init("batch", zh: "批次", en: "batch"), .init("approved_on", zh: "批准日期", en: "approved on"),
                .mu("untouched", zh: "未动", en: "untouched"), .init("extent", zh: "范围", en: "extent"),
            ],
            rows: rows)
    }

    /// One judgement with every fact, its source and its clause.
    package func json(_ judgement: IdleJudgement) -> JSONValue {
        let facts = judgement.facts.map { fact -> JSONValue in
            [
                "name": .string(fact.fact.name.text(language)), "value": .string(fact.fact.value.text(language)),
                "source": .string(fact.fact.source), "clause": JSONValue(fact.clause?.text(language)),
            ]
        }
        return [
            "contract": .string(judgement.supply.contract), "standing": .string(judgement.standing.rawValue),
            "ground": JSONValue(judgement.ground?.rawValue), "papers": .string(judgement.legal.state.rawValue),
            "seen": .string(judgement.satellite.state.rawValue), "area_mu": .number(rounded(judgement.area.mu, 2)),
            "start_due": JSONValue(judgement.legal.startDue?.description),
            "one_year": JSONValue(judgement.legal.oneYear?.description),
            "two_years": JSONValue(judgement.legal.twoYears?.description),
            "suspected_since": JSONValue(judgement.suspectedSince?.description),
            "investigation_due": JSONValue(judgement.investigationDue?.description),
            "fee_10k_yuan": JSONValue(judgement.feeEstimate), "reclaim": .bool(judgement.mayBeReclaimed),
            "delayed": .bool(judgement.legal.isSuspended),
            "findings": .array(judgement.findings.map { .string($0.rawValue) }), "facts": .array(facts),
        ]
    }

    /// Writes every table as CSV, and `idle.json` and `idle.html` with all of them.
    ///
    /// - Returns: The paths.
    /// - Throws: `Fault` where the disk is full.
    package func write(to folder: String, disposal: ReportTable?, region: String) throws(Fault) -> [String] {
        var tables: [ReportTable] = []
        for grouping in LedgerGrouping.allCases where register.has(grouping) {
            tables.append(try ledgerTable(by: grouping))
        }
        let listed = supplies(of: nil)
        tables += [idleTable(listed), withdrawalTable] + (disposal.map { [$0] } ?? [])
        let remarks = ledger.remarks + ledger.rejected
        let page = ReportPage(
            heading: Bilingual(zh: "批供用台账与闲置土地研判", en: "Approved, supplied and idle land"), region: region,
            day: ledger.day, source: rules.source,
            caveat: Bilingual(
                zh: "机器只作疑似提示；闲置、低效由人调查后认定。",
                en: "The machine only suspects; that land is idle or underused is a person's finding."),
            tables: tables, remarks: remarks, cards: listed.map(\.card))
        let document: [JSONValue.Member] = [
            .init("region", .string(region)), .init("day", .string(ledger.day.description)),
            .init("rules", .string(rules.name)), .init("source", .string(rules.source)),
            .init("supplies", .array(ledger.judgements.map(json))),
            .init("remarks", .array(remarks.map { .string($0.text(language)) })),
        ]
        return try tables.write("idle", document, page, to: folder)
    }
}

extension LandRegister {
    fileprivate func has(_ grouping: LedgerGrouping) -> Bool {
        switch grouping {
        case .year, .batch: true
        case .township: records.administrativeAreas.contains { $0.level == .township }
        case .zone: !records.zones.isEmpty
        }
    }
}
