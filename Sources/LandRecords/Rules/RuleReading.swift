package import GeoModel
package import SafeFiles

/// Shares of an area, and how sure the machine is.
private let shares = 0.0...1.0

extension RuleBook {
    /// The rules of a data file, `themes/*.json5`.
    ///
    /// - Parameters:
    ///   - json: The document.
    ///   - name: What to call it in a message, usually its path.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong, or the template's unknown field.
    package init(_ json: JSONValue, named name: String) throws(Fault) {
        let object = try StrictObject(
            json,
            named: name,
            keys: ["name", "source", "caveat", "slivers", "seasonal", "themes", "landClasses", "rules", "ledger"]
        )
        self.name = try object.required("name", object.string("name"))
        source = try object.required("source", object.string("source"))
        caveat = try object.bilingual("caveat")
        let slivers = try object.required("slivers", object.object("slivers", keys: ["underSquareMetres"]))
        let size = try slivers.number("underSquareMetres", in: 0...1e12)
        sliver = Area(squareMetres: try slivers.required("underSquareMetres", size))
        themes = try object.elements("themes", keys: ["code", "label", "priority", "source"]) {
            element throws(Fault) in try Theme(element)
        }
        landClasses = try object.elements("landClasses", keys: ["code", "label", "prefixes", "except", "column"]) {
            element throws(Fault) in try LandClassGroup(element)
        }
        let (themes, groups) = (themes, landClasses.map(\.code))
        seasonal = try object.object("seasonal", keys: ["source", "putBackBy", "noFieldsOn"]).map {
            rule throws(Fault) in try SeasonalRule(rule, groups)
        }
        rules = try object.elements("rules", keys: PatchRule.keys) { element throws(Fault) in
            try PatchRule(element, themes: themes, groups: groups)
        }
        ledger = try object.object("ledger", keys: LedgerRule.keys).map { rule throws(Fault) in
            try LedgerRule(rule, themes: themes)
        }
    }
}

extension Theme {
    init(_ object: StrictObject) throws(Fault) {
        self.init(
            code: try object.required("code", object.string("code")),
            label: try object.bilingual("label"),
            priority: try object.required("priority", object.integer("priority", in: 1...5)),
            source: try object.required("source", object.string("source"))
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
            column: try object.string("column").map { word throws(Fault) in
                guard let column = LandColumn(rawValue: word) else {
                    let known = Bilingual(listing: LandColumn.allCases.map(\.rawValue))
                    throw object.wrong("column", .string(word), zh: "其一：\(known.zh)", en: "one of \(known.en)")
                }
                return column
            }
        )
    }
}

extension SeasonalRule {
    init(_ object: StrictObject, _ known: [String]) throws(Fault) {
        _ = try object.required("source", object.string("source"))
        putBackBy = try object.required("putBackBy", object.integer("putBackBy", in: 0...4))
        noFieldsOn = try object.groups("noFieldsOn", among: known) ?? []
    }
}

extension PatchRule {
    static let keys = [
        "code", "theme", "outcome", "changes", "approval", "supply", "majorProject", "zones", "landClass", "reason",
    ]

    init(_ object: StrictObject, themes: [Theme], groups: [String]) throws(Fault) {
        code = try object.required("code", object.string("code"))
        theme = try object.theme(among: themes)
        let word = try object.string("outcome") ?? RuleOutcome.flag.rawValue
        guard let outcome = RuleOutcome(rawValue: word) else {
            let known = Bilingual(listing: RuleOutcome.allCases.map(\.rawValue))
            throw object.wrong("outcome", .string(word), zh: "其一：\(known.zh)", en: "one of \(known.en)")
        }
        self.outcome = outcome
        changes = try object.changes()
        approval = try object.limits("approval", in: shares)
        supply = try object.limits("supply", in: shares)
        majorProject = try object.limits("majorProject", in: shares)
        zones = try object.zoneCondition()
        landClass = try object.landClassCondition(groups)
        reason = try object.reason(fields: PatchFindings.fields)
    }
}

extension LedgerRule {
    static let keys = ["theme", "tolerance", "changes", "reason"]

    init(_ object: StrictObject, themes: [Theme]) throws(Fault) {
        theme = try object.theme(among: themes)
        let tolerance = try object.required("tolerance", object.object("tolerance", keys: ["underMu", "underShare"]))
        toleranceMu = try tolerance.required("underMu", tolerance.number("underMu", in: 0...1e9))
        toleranceShare = try tolerance.required("underShare", tolerance.number("underShare", in: shares))
        changes = try object.changes()
        reason = try object.reason(fields: SupplyBalance.fields)
    }
}

extension StrictObject {
    /// The texts `zh` and `en` under a key.
    fileprivate func bilingual(_ key: String) throws(Fault) -> Bilingual {
        let text = try required(key, object(key, keys: ["zh", "en"]))
        return Bilingual(
            zh: try text.required("zh", text.string("zh")),
            en: try text.required("en", text.string("en"))
        )
    }

    /// The objects of a list, each read strictly and named by its place.
    fileprivate func elements<Element>(
        _ key: String,
        keys: [String],
        _ read: (StrictObject) throws(Fault) -> Element
    ) throws(Fault) -> [Element] {
        var elements: [Element] = []
        for (index, value) in try required(key, array(key)).enumerated() {
            let title = value["code"]?.string ?? String(index + 1)
            elements.append(try read(try StrictObject(value, named: "\(name): \(key)[\(title)]", keys: keys)))
        }
        return elements
    }

    fileprivate func theme(among themes: [Theme]) throws(Fault) -> Theme {
        let code = try required("theme", string("theme"))
        guard let theme = themes.first(where: { $0.code == code }) else {
            let known = Bilingual(listing: themes.map(\.code))
            throw wrong("theme", .string(code), zh: "themes 中的一个：\(known.zh)", en: "one of the themes \(known.en)")
        }
        return theme
    }

    fileprivate func reason(fields: [String]) throws(Fault) -> ReasonTemplate {
        try ReasonTemplate(try required("reason", object("reason", keys: ["zh", "en"])), fields: fields)
    }

    fileprivate func changes() throws(Fault) -> [ChangeCondition] {
        let keys = ["before", "after", "squareMetres", "confidence", "meanScore", "ndvi", "ndbi", "mndwi", "bsi"]
        return try elements("changes", keys: keys) { change throws(Fault) in
            ChangeCondition(
                before: try change.states("before"),
                after: try change.states("after"),
                squareMetres: try change.limits("squareMetres", in: 0...1e12) ?? Limits(),
                confidence: try change.limits("confidence", in: shares) ?? Limits(),
                meanScore: try change.limits("meanScore", in: 0...256) ?? Limits(),
                ndvi: try change.limits("ndvi", in: -2...2) ?? Limits(),
                ndbi: try change.limits("ndbi", in: -2...2) ?? Limits(),
                mndwi: try change.limits("mndwi", in: -2...2) ?? Limits(),
                bsi: try change.limits("bsi", in: -2...2) ?? Limits()
            )
        }
    }

    private func states(_ key: String) throws(Fault) -> Set<LandState> {
        var states: Set<LandState> = []
        for word in try required(key, strings(key)) {
            guard let state = LandState(code: word) else {
                let known = Bilingual(listing: LandState.allCases.map(\.code))
                throw wrong(key, .string(word), zh: "其中之一：\(known.zh)", en: "one of \(known.en)")
            }
            states.insert(state)
        }
        return states
    }

    fileprivate func limits(_ key: String, in range: ClosedRange<Double>) throws(Fault) -> Limits? {
        guard let limits = try object(key, keys: ["atLeast", "atMost", "below"]) else { return nil }
        return try limits.ownLimits(in: range)
    }

    /// Limits that no number meets would switch a rule off in silence.
    private func ownLimits(in range: ClosedRange<Double>) throws(Fault) -> Limits {
        let limits = Limits(
            atLeast: try number("atLeast", in: range),
            atMost: try number("atMost", in: range),
            below: try number("below", in: range)
        )
        if let least = limits.atLeast, !limits.contains(least) {
            throw wrong("atLeast", .number(least), zh: "不超过 atMost、小于 below", en: "no more than atMost, under below")
        }
        return limits
    }

    fileprivate func zoneCondition() throws(Fault) -> ZoneCondition? {
        guard let zones = try object("zones", keys: ["kinds", "atLeast", "atMost", "below"]) else { return nil }
        var kinds: Set<ZoneKind> = []
        for word in try zones.required("kinds", zones.strings("kinds")) {
            guard let kind = ZoneKind(rawValue: word) else {
                let known = Bilingual(listing: ZoneKind.allCases.map(\.rawValue))
                throw zones.wrong("kinds", .string(word), zh: "其中之一：\(known.zh)", en: "one of \(known.en)")
            }
            kinds.insert(kind)
        }
        return ZoneCondition(kinds: kinds, share: try zones.ownLimits(in: shares))
    }

    fileprivate func landClassCondition(_ known: [String]) throws(Fault) -> LandClassCondition? {
        guard let classes = try object("landClass", keys: ["groups", "atLeast", "atMost", "below"]) else { return nil }
        let groups = try classes.required("groups", classes.groups("groups", among: known))
        return LandClassCondition(groups: groups, share: try classes.ownLimits(in: shares))
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
