import Foundation
package import GeoModel
package import LandRecords
import Patches
package import SafeFiles
import WorkQueue

/// Why a flag was raised: every rule that is asked of its patch or record, with every answer.
package struct FlagExplanation: Sendable {
    /// The flag.
    package let flag: Flag
    /// The rules, in the order in which they are asked.
    package let rules: [AskedRule]

    /// The rule that decides with the registers and rules of today; nil where none is met any more.
    package var decidingRule: String? { rules.first(where: \.decides)?.rule }

    /// Whether today's registers and rules would still raise it by the same rule.
    package var isStillRaised: Bool { decidingRule == flag.rule }

    /// The explanation as JSON.
    package var document: JSONValue {
        [
            "flag": .string(flag.id), "theme": .string(flag.theme), "rule": .string(flag.rule),
            "period": .string(flag.period.description), "patch": JSONValue(flag.patch?.number),
            "still_raised": .bool(isStillRaised), "rules": .array(rules.map(\.json)),
        ]
    }
}

extension Region {
    /// Why a flag of the store was raised, asked anew of the registers as they are now.
    ///
    /// - Parameters:
    ///   - id: The flag's id, or the number of its case.
    ///   - rules: The programme's rules.
    /// - Returns: The flag with every rule and answer.
    /// - Throws: `Fault` where there is no such flag, or a row can't be read.
    package func explain(_ id: String, rules: RuleBook) throws(Fault) -> FlagExplanation {
        let flagID = try store.cases().first { $0.id == id }?.flagID ?? id
        for run in try store.runs() {
            var found: Flag?
            try store.forEachFlag(FlagFilter(run: run.id)) { flag throws(Fault) in
                if flag.id == flagID { found = flag }
            }
            guard let flag = found else { continue }
            let (register, day) = (try landRegister(), try observedOn(run))
            let isOfSupply = rules.supplies.contains { $0.reference == flag.rule }
            let joining = PatchJoin(
                register: register, rules: rules, period: run.period, earlier: try earlierFlags(before: run.period),
                judged: isOfSupply ? try judgedSupplies(register, rules, on: day) : nil, observedOn: day)
            // What came back after its case had ended stands under another id than the rules raise it under.
            let raised = isOfSupply ? flag.under(try store.originalID(ofLasting: flag.id)) : flag
            return FlagExplanation(
                flag: flag, rules: try joining.explain(raised, among: try store.patches(run: run.id)))
        }
        throw unknownFlag(id, hint: Bilingual(zh: "tuban queue list", en: "tuban queue list"))
    }
}

extension Region {
    /// The flags of all periods before one, with what people found them to be.
    /// - Throws: `Fault` where a row can't be read.
    func earlierFlags(before period: Period) throws(Fault) -> [EarlierFlag] {
        var earlier: [EarlierFlag] = []
        try store.forEachCase { summary, flag throws(Fault) in
            // A supply's flag moves on from month to month; its case stays in the month that opened it.
            guard summary.period < period else { return }
            earlier.append(
                EarlierFlag(
                    caseID: summary.id, theme: flag.theme, themeLabel: flag.themeLabel, period: summary.period,
                    verdict: EarlierVerdict(summary), seenOn: flag.patch?.after.date, shape: flag.shape))
        }
        return earlier
    }
}

extension EarlierVerdict {
    fileprivate init(_ summary: CaseSummary) {
        switch summary.outcome {
        case _ where summary.state == .closed: self = .settled
        case .legal: self = .legal
        case .illegal: self = .illegal
        case .other: self = .other
        case nil: self = .undecided
        }
    }
}

extension FreeJoin {
    /// Why a flag of an earlier join was raised: its inputs, as its `join.json` names them, are joined again.
    ///
    /// - Parameters:
    ///   - id: The flag's id, or the number of its patch.
    ///   - folder: What the join left.
    ///   - data: Where the mapping files are.
    /// - Returns: The flag with every rule and answer.
    /// - Throws: `Fault` where the folder holds no join, an input is gone, or there is no such flag.
    package static func explain(_ id: String, in folder: String, data: DataFolder) throws(Fault) -> FlagExplanation {
        let path = folder + "/join.json"
        let inputs = try JoinInputs(try DurableFile.json(of: path)["inputs"] ?? .null, named: path + ": inputs")
        let join = try FreeJoin(inputs, data: data)
        if let fault = join.registers.rejected.first { throw fault }
        let flags = join.outcome.flags + join.outcome.heldBack.flatMap(\.flags)
        guard let flag = flags.first(where: { $0.id == id || $0.patch?.number == id }) else {
            throw unknownFlag(id, hint: Bilingual(zh: "\(folder)/flags.geojson", en: "\(folder)/flags.geojson"))
        }
        return FlagExplanation(flag: flag, rules: try join.explain(flag))
    }
}

private func unknownFlag(_ id: String, hint: Bilingual) -> Fault {
    Fault(id, zh: "没有此线索。请在 \(hint.zh) 中查看编号。", en: "there is no such flag. See \(hint.en) for the ids.")
}

/// What a join without a region is made from, as its `join.json` keeps it so that its flags can be explained later.
package struct JoinInputs: Sendable {
    /// The file of patches.
    package let patches: String
    /// The registers.
    package let sources: [RegisterSource]
    /// The files of rules, in the order in which they are asked.
    package let themes: [String]
    /// The coordinate system to work in.
    package let system: CoordinateSystem
    /// The day at which records count as in force.
    package let observedOn: CalendarDate

    /// The inputs of a join.
    package init(
        patches: String, sources: [RegisterSource], themes: [String], system: CoordinateSystem, observedOn: CalendarDate
    ) {
        self.patches = patches
        self.sources = sources
        self.themes = themes
        self.system = system
        self.observedOn = observedOn
    }

    private static let register: [DataField] = [
        .required("kind", .word(RecordKind.allCases.map(\.rawValue)), "Which register."),
        .required("path", .text, "Its file."),
        DataField("layer", .text, "Its layer, where the file has several."),
    ]
    private static let fields: [DataField] = [
        .required("patches", .text, "The file of patches."),
        .required("registers", .list(.object(register)), "The registers."),
        .required("themes", .list(.text), "The files of rules."),
        .required("crs", .text, "The coordinate system."),
        .required("on", .day, "The observed day."),
    ]

    /// The inputs as `join.json` tells them.
    /// - Throws: `Fault` where they are missing or damaged.
    init(_ json: JSONValue, named name: String) throws(Fault) {
        let object = try JoinInputs.fields.checked(json, named: name)
        patches = try object.required("patches", object.string("patches"))
        sources = (try object.array("registers") ?? []).compactMap { source in
            guard let kind = source["kind"]?.string.flatMap(RecordKind.init), let path = source["path"]?.string else {
                return nil
            }
            return RegisterSource(kind: kind, path: path, layer: source["layer"]?.string)
        }
        themes = try object.strings("themes") ?? []
        system = CoordinateSystem(try object.required("crs", object.string("crs")))
        observedOn = try object.required("on", object.string("on").flatMap { CalendarDate($0) })
    }

    /// The inputs as `join.json` keeps them, with whole paths.
    var document: JSONValue {
        func whole(_ path: String) -> JSONValue { .string(URL(fileURLWithPath: path).standardizedFileURL.path) }
        return [
            "patches": whole(patches),
            "registers": .array(
                sources.map { source in
                    [
                        "kind": .string(source.kind.rawValue), "path": whole(source.path),
                        "layer": JSONValue(source.layer),
                    ]
                }),
            "themes": .array(themes.map(whole)), "crs": .string(system.definition),
            "on": .string(observedOn.description),
        ]
    }
}
