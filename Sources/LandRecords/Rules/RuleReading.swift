package import GeoModel
package import SafeFiles

extension RuleBook {
    /// The rules of a data file, `themes/*.json5`.
    ///
    /// - Parameters:
    ///   - json: The document.
    ///   - name: What to call it in a message, usually its path.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong, or the template's unknown field.
    package init(_ json: JSONValue, named name: String) throws(Fault) {
        let object = try RuleShape.file.checked(json, named: name)
        let book = try object.required("name", object.string("name"))
        self.name = book
        source = try object.required("source", object.string("source"))
        caveat = try object.bilingual("caveat")
        let slivers = try object.required("slivers", object.object("slivers", keys: RuleShape.slivers.keys))
        sliver = Area(squareMetres: try slivers.required("underSquareMetres", slivers.number("underSquareMetres")))
        themes = try object.elements("themes", RuleShape.theme) { element throws(Fault) in try Theme(element) }
        landClasses = try object.elements("landClasses", RuleShape.landClassGroup) { element throws(Fault) in
            try LandClassGroup(element)
        }
        let (themes, groups) = (themes, landClasses.map(\.code))
        seasonal = try object.object("seasonal", keys: RuleShape.seasonal.keys).map { rule throws(Fault) in
            try SeasonalRule(rule, groups)
        }
        score = try object.object("score", keys: RuleShape.score.keys).map { score throws(Fault) in
            try ScoreRule(score, of: book)
        }
        rules = try object.elements("rules", RuleShape.rule) { element throws(Fault) in
            try PatchRule(element, of: book, themes: themes, groups: groups)
        }
        ledger = try object.object("ledger", keys: RuleShape.ledger.keys).map { rule throws(Fault) in
            try LedgerRule(rule, of: book, themes: themes)
        }
        standing = try object.elements("standing", RuleShape.standing) { element throws(Fault) in
            try StandingRule(element, of: book, themes: themes)
        }
        supplies = try object.elements("supplies", RuleShape.supplies) { element throws(Fault) in
            try SupplyRule(element, of: book, themes: themes)
        }
    }
}

extension Theme {
    init(_ object: StrictObject) throws(Fault) {
        self.init(
            code: try object.required("code", object.string("code")),
            label: try object.bilingual("label"),
            priority: try object.required("priority", object.integer("priority")),
            source: try object.required("source", object.string("source")),
            quota: try object.object("quota", keys: RuleShape.quota.keys).map { quota throws(Fault) in
                Quota(perPeriod: try quota.required("perPeriod", quota.integer("perPeriod")))
            }
        )
    }
}

extension LandClassGroup {
    init(_ object: StrictObject) throws(Fault) {
        self.init(
            code: try object.required("code", object.string("code")),
            label: try object.bilingual("label"),
            prefixes: try object.required("prefixes", object.strings("prefixes")).map { $0.lowercased() },
            except: (try object.strings("except") ?? []).map { $0.lowercased() },
            column: try object.string("column").flatMap(LandColumn.init(rawValue:))
        )
    }
}

extension SeasonalRule {
    init(_ object: StrictObject, _ known: [String]) throws(Fault) {
        putBackBy = try object.required("putBackBy", object.integer("putBackBy"))
        noFieldsOn = try object.groups("noFieldsOn", among: known) ?? []
    }
}

extension PatchRule {
    init(_ object: StrictObject, of book: String, themes: [Theme], groups: [String]) throws(Fault) {
        code = try object.required("code", object.string("code"))
        reference = "\(book)#\(code)"
        theme = try object.theme(among: themes)
        outcome = try object.string("outcome").flatMap(RuleOutcome.init(rawValue:)) ?? .flag
        changes = try object.changes()
        shares = try object.shareConditions(groups)
        reason = try object.reason(fields: PatchFindings.fields)
    }
}

extension LedgerRule {
    init(_ object: StrictObject, of book: String, themes: [Theme]) throws(Fault) {
        reference = book + LedgerRule.suffix
        theme = try object.theme(among: themes)
        let tolerance = try object.required("tolerance", object.object("tolerance", keys: RuleShape.tolerance.keys))
        toleranceMu = try tolerance.required("underMu", tolerance.number("underMu"))
        toleranceShare = try tolerance.required("underShare", tolerance.number("underShare"))
        changes = try object.changes()
        reason = try object.reason(fields: SupplyBalance.fields)
    }
}

extension StandingRule {
    init(_ object: StrictObject, of book: String, themes: [Theme]) throws(Fault) {
        code = try object.required("code", object.string("code"))
        reference = "\(book)#\(code)"
        theme = try object.theme(among: themes)
        let land = try object.object("temporaryLand", keys: RuleShape.standingLand.keys)
        let flag = try object.object("earlierFlag", keys: RuleShape.earlierQuestion.keys)
        switch (land, flag) {
        case (let land?, nil): subject = .temporaryLand(daysPast: try land.limits("daysPast") ?? Limits())
        case (nil, let flag?): subject = .earlierFlag(try flag.earlierQuestion())
        default:
            throw Fault(
                object.name, zh: "应有 temporaryLand 与 earlierFlag 之一，且仅一。请改正。",
                en: "either ‘temporaryLand’ or ‘earlierFlag’ is expected, and not both. Correct it.")
        }
        let gone = try object.required("goneIf", object.object("goneIf", keys: RuleShape.gone.keys))
        self.gone = try gone.changes()
        goneShare = try gone.required("share", gone.number("share"))
        reason = try object.reason(fields: StandingRule.fields)
    }
}

extension SupplyRule {
    init(_ object: StrictObject, of book: String, themes: [Theme]) throws(Fault) {
        code = try object.required("code", object.string("code"))
        reference = "\(book)#\(code)"
        theme = try object.theme(among: themes)
        standings = try object.strings("standings").map { Set($0.compactMap(IdleStanding.init(rawValue:))) }
        findings = try object.strings("findings").map { Set($0.compactMap(IdleFinding.init(rawValue:))) }
        guard standings != nil || findings != nil else {
            throw Fault(
                object.name, zh: "应有 standings 或 findings，或两者都有。请补写。",
                en: "‘standings’ or ‘findings’ is expected, or both. Add one.")
        }
        mu = try object.limits("mu") ?? Limits()
        reason = try object.reason(fields: IdleJudgement.fields)
    }
}

extension StrictObject {
    func theme(among themes: [Theme]) throws(Fault) -> Theme {
        let code = try required("theme", string("theme"))
        guard let theme = themes.first(where: { $0.code == code }) else {
            let known = Bilingual(listing: themes.map(\.code))
            throw wrong("theme", .string(code), zh: "themes 中的一个：\(known.zh)", en: "one of the themes \(known.en)")
        }
        return theme
    }

    func reason(fields: [String]) throws(Fault) -> ReasonTemplate {
        try ReasonTemplate(try required("reason", object("reason", keys: [DataField].bilingual.keys)), fields: fields)
    }

    func changes(_ key: String = "changes") throws(Fault) -> [ChangeCondition] {
        try elements(key, RuleShape.change) { change throws(Fault) in
            var bounds: [ChangeCondition.Bound] = []
            for quantity in PatchQuantity.allCases {
                guard let limits = try change.limits(quantity.rawValue) else { continue }
                bounds.append(.init(quantity: quantity, limits: limits))
            }
            return ChangeCondition(
                before: Set((try change.strings("before") ?? []).compactMap(LandState.init(code:))),
                after: Set((try change.strings("after") ?? []).compactMap(LandState.init(code:))),
                bounds: bounds
            )
        }
    }

    func limits(_ key: String) throws(Fault) -> Limits? {
        try object(key, keys: RuleShape.limits(0...1).keys).map { object throws(Fault) in try object.ownLimits() }
    }

    /// Limits that no number meets would switch a rule off in silence.
    func ownLimits() throws(Fault) -> Limits {
        let limits = Limits(
            atLeast: try number("atLeast"),
            atMost: try number("atMost"),
            below: try number("below")
        )
        if let least = limits.atLeast, !limits.contains(least) {
            throw wrong("atLeast", .number(least), zh: "不超过 atMost、小于 below", en: "no more than atMost, under below")
        }
        return limits
    }

    fileprivate func shareConditions(_ groups: [String]) throws(Fault) -> [ShareCondition] {
        var conditions: [ShareCondition] = []
        for subject in [ShareSubject.approval, .supply, .majorProject] {
            guard let limits = try limits(subject.key) else { continue }
            conditions.append(ShareCondition(subject: subject, limits: limits))
        }
        if let zones = try object("zones", keys: RuleShape.zones.keys) {
            let kinds = Set((try zones.strings("kinds") ?? []).compactMap(ZoneKind.init(rawValue:)))
            conditions.append(ShareCondition(subject: .zones(kinds), limits: try zones.ownLimits()))
        }
        if let classes = try object("landClass", keys: RuleShape.landClass.keys) {
            let groups = try classes.required("groups", classes.groups("groups", among: groups))
            conditions.append(ShareCondition(subject: .landClass(groups), limits: try classes.ownLimits()))
        }
        return try conditions + furtherConditions()
    }

    private func furtherConditions() throws(Fault) -> [ShareCondition] {
        var conditions: [ShareCondition] = []
        if let beyond = try object("beyondPermit", keys: RuleShape.beyondPermit.keys) {
            let counts = try beyond.flag("countsWithoutPermit") ?? false
            let subject = ShareSubject.beyondPermit(countsWithoutPermit: counts)
            conditions.append(ShareCondition(subject: subject, limits: try beyond.ownLimits()))
        }
        if let land = try object("temporaryLand", keys: RuleShape.temporaryLand.keys) {
            let term = try land.string("term").flatMap(TermState.init(rawValue:)) ?? .past
            conditions.append(ShareCondition(subject: .temporaryLand(term), limits: try land.ownLimits()))
        }
        if let earlier = try object("earlier", keys: RuleShape.earlier.keys) {
            let question = try earlier.earlierQuestion()
            conditions.append(ShareCondition(subject: .earlier(question), limits: try earlier.ownLimits()))
        }
        return conditions
    }

    fileprivate func earlierQuestion() throws(Fault) -> EarlierQuestion {
        EarlierQuestion(
            themes: try strings("themes").map { Set($0) },
            verdicts: try strings("verdicts").map { Set($0.compactMap(EarlierVerdict.init(rawValue:))) },
            months: try limits("months") ?? Limits()
        )
    }

    /// Codes of groups of land classes; nil where the key is not there.
    fileprivate func groups(_ key: String, among known: [String]) throws(Fault) -> [String]? {
        guard let groups = try strings(key) else { return nil }
        if let odd = groups.first(where: { !known.contains($0) }) {
            let list = Bilingual(listing: known)
            throw wrong(key, .string(odd), zh: "landClasses 中的代码：\(list.zh)", en: "one of \(list.en)")
        }
        return groups
    }
}
