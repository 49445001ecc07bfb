package import GeoModel
import Patches
package import SafeFiles

extension RuleCases {
    /// The schema of `themes/cases/*.json5`.
    package static var schema: JSONValue {
        DataShape.document(title: "tuban: cases that rules are tried on", id: "tuban:rule-cases", CaseShape.file)
    }

    /// The cases of a data file, `themes/cases/*.json5`.
    /// - Throws: `Fault` naming the key that is unknown, missing or wrong.
    package init(_ json: JSONValue, named name: String) throws(Fault) {
        let object = try CaseShape.file.checked(json, named: name)
        self.name = try object.required("name", object.string("name"))
        source = try object.required("source", object.string("source"))
        rules = try object.required("rules", object.strings("rules"))
        patches = try object.elements("cases", CaseShape.patch) { item throws(Fault) in try PatchCase(item) }
        ledger = try object.elements("ledger", CaseShape.ledger) { item throws(Fault) in try LedgerCase(item) }
        supplies = try object.elements("supplies", CaseShape.suppliesJudged) { item throws(Fault) in
            try SupplyCase(item)
        }
    }
}

/// What a file of cases may hold.
enum CaseShape {
    private static let share = DataField.required("share", .number(0...1), "The share of the patch.")
    private static let states = DataShape.word(LandState.allCases.map(\.code))

    static let file: [DataField] = [
        .required("name", .text, "The file's name for itself."),
        .required("source", .text, "Where the cases come from."),
        .required("rules", .list(.text, atLeast: 1), "Files of rules by their names in the data folder, in order."),
        DataField("cases", .list(.object(patch)), "Patches with what lies under them."),
        DataField("ledger", .list(.object(ledger)), "Approvals with what is not supplied of them."),
        DataField("supplies", .list(.object(suppliesJudged)), "Supplies with their papers and what was seen."),
    ]

    static let patch: [DataField] = [
        .required("code", .text, "The case's name."),
        .required("change", .object(change), "What the images show."),
        DataField("observedOn", .day, "The day of the later image; 2026-06-13 where it does not matter."),
        DataField("approvals", .list(.object(approval)), "Approvals under the patch."),
        DataField("supplies", .list(.object(supply)), "Supplies under the patch."),
        DataField("projects", .list(.object(project)), "Projects' sites under the patch."),
        DataField("zones", .list(.object(zone)), "Zones under the patch."),
        DataField("parcels", .list(.object(parcel)), "Parcels under the patch, with their class before."),
        DataField("landUses", .list(.object(parcel)), "The land-use layer under the patch; it counts before parcels."),
        DataField("permits", .list(.object(permit)), "Construction permits of a contract, or with an outline."),
        DataField("temporaryLands", .list(.object(temporaryLand)), "Land lent for a term under the patch."),
        DataField("earlier", .list(.object(earlier)), "Flags of earlier periods under the patch."),
        .required("expect", .text, "The outcome and the rule that decides, such as ‘flag construction’; or ‘none’."),
    ]

    static let change: [DataField] =
        [.required("before", states, "Cover before."), .required("after", states, "Cover after.")]
        + PatchQuantity.allCases.map { quantity in
            let needed = quantity == .squareMetres || quantity == .confidence
            let shape = DataShape.number(quantity.range)
            return needed
                ? .required(quantity.rawValue, shape, quantity.label.en)
                : DataField(quantity.rawValue, shape, quantity.label.en)
        }

    static let approval: [DataField] = [
        share, DataField("approvedOn", .day, "The day of approval."),
        DataField("withdrawnOn", .day, "The day it was withdrawn."),
    ]
    static let supply: [DataField] = [
        share, DataField("contract", .text, "The contract's number."),
        DataField("signedOn", .day, "The day of signing."),
    ]
    static let project: [DataField] = [
        share, .required("major", .flag, "Whether it is on the list of major projects."),
    ]
    static let zone: [DataField] = [
        share, .required("kind", .word(ZoneKind.allCases.map(\.rawValue)), "Its kind."),
    ]
    static let parcel: [DataField] = [share, .required("landClass", .text, "The class before.")]

    static let permit: [DataField] = [
        .required("stage", .word(ConstructionStage.allCases.map(\.rawValue)), "Up to which stage it permits building."),
        DataField("contract", .text, "The contract that it is for."),
        DataField("share", .number(0...1), "The share of the patch under its own outline."),
        DataField("issuedOn", .day, "The day of issue."),
    ]
    static let temporaryLand: [DataField] = [
        share, DataField("from", .day, "The first day."), DataField("until", .day, "The last day."),
    ]
    static let earlier: [DataField] = [
        share, .required("theme", .text, "Its theme."),
        .required("verdict", .word(EarlierVerdict.allCases.map(\.rawValue)), "What people found."),
        .required("months", .integer(1...1200), "How many months earlier."),
    ]

    static let ledger: [DataField] = [
        .required("code", .text, "The case's name."),
        .required("approvedMu", .number(0...1e9), "The approved land in mu."),
        .required("unsuppliedMu", .number(0...1e9), "What no supply covers, in mu."),
        DataField("observedOn", .day, "The day of the run; 2026-06-13 where it does not matter."),
        DataField("approvedOn", .day, "The day of approval."),
        DataField("withdrawnOn", .day, "The day it was withdrawn."),
        .required("expect", .word(["flag ledger", "none"]), "What comes of it."),
    ]
}

extension StrictObject {
    func day(_ key: String) throws(Fault) -> CalendarDate? {
        try string(key).flatMap { CalendarDate($0) }
    }

    /// The observed day of a case; a day in 2026 where it does not matter.
    func observedDay() throws(Fault) -> CalendarDate {
        guard let day = try day("observedOn") ?? CalendarDate(year: 2026, month: 6, day: 13) else {
            preconditionFailure("there is such a day")
        }
        return day
    }

    /// The row that a case's records name.
    var row: RecordSource { RecordSource(layer: name, row: 0) }

    fileprivate func approval() throws(Fault) -> Approval {
        Approval(
            number: "approval",
            batchName: nil,
            approvedOn: try day("approvedOn"),
            shape: MultiPolygon([]),
            source: row,
            terms: ApprovalTerms(withdrawnOn: try day("withdrawnOn"))
        )
    }

    fileprivate func share() throws(Fault) -> Double { try required("share", number("share")) }
}

extension PatchCase {
    init(_ object: StrictObject) throws(Fault) {
        code = try object.required("code", object.string("code"))
        expected = try object.required("expect", object.string("expect"))
        observedOn = try object.observedDay()
        let change = try object.required("change", object.object("change", keys: CaseShape.change.keys))
        patch = try PatchCase.patch(change, observedOn, named: code)
        for item in try object.elements("approvals", CaseShape.approval, { item throws(Fault) in item }) {
            records.approvals.append(try item.approval())
            add(.approval, try item.share())
        }
        for item in try object.elements("projects", CaseShape.project, { item throws(Fault) in item }) {
            let isMajor = try item.flag("major") ?? false
            records.projects.append(
                Project(code: "p", name: "p", isMajor: isMajor, shape: MultiPolygon([]), source: item.row))
            add(.project, try item.share())
        }
        for item in try object.elements("zones", CaseShape.zone, { item throws(Fault) in item }) {
            guard let kind = try item.string("kind").flatMap(ZoneKind.init(rawValue:)) else { continue }
            records.zones.append(Zone(kind: kind, name: "z", shape: MultiPolygon([]), source: item.row))
            add(.zone, try item.share())
        }
        for item in try object.elements("parcels", CaseShape.parcel, { item throws(Fault) in item }) {
            let landClass = try item.string("landClass")
            records.parcels.append(
                Parcel(code: "c", landClass: landClass, holder: nil, shape: MultiPolygon([]), source: item.row))
            add(.parcel, try item.share())
        }
        try addSupplies(object)
        try addFurther(object)
    }

    private mutating func addFurther(_ object: StrictObject) throws(Fault) {
        for item in try object.elements("landUses", CaseShape.parcel, { item throws(Fault) in item }) {
            let landClass = try item.string("landClass")
            records.landUses.append(
                LandUse(
                    code: "dltb", landClass: landClass, statedArea: nil, deductedShare: nil, shape: MultiPolygon([]),
                    source: item.row))
            add(.landUse, try item.share())
        }
        for item in try object.elements("permits", CaseShape.permit, { item throws(Fault) in item }) {
            guard let stage = try item.string("stage").flatMap(ConstructionStage.init(rawValue:)) else { continue }
            records.permits.append(
                Permit(
                    number: "permit", contract: try item.string("contract"), stage: stage,
                    issuedOn: try item.day("issuedOn"), shape: MultiPolygon([]), source: item.row))
            if let share = try item.number("share") { add(.permit, share) }
        }
        for item in try object.elements("temporaryLands", CaseShape.temporaryLand, { item throws(Fault) in item }) {
            records.temporaryLands.append(
                TemporaryLand(
                    number: "temporary", holder: nil, from: try item.day("from"), until: try item.day("until"),
                    shape: MultiPolygon([]), source: item.row))
            add(.temporaryLand, try item.share())
        }
        for item in try object.elements("earlier", CaseShape.earlier, { item throws(Fault) in item }) {
            let theme = try item.required("theme", item.string("theme"))
            let flag = EarlierFlag(
                caseID: "case", theme: theme, themeLabel: Wording.same(theme),
                period: Period(of: observedOn).advanced(by: -(try item.integer("months") ?? 1)),
                verdict: try item.string("verdict").flatMap(EarlierVerdict.init(rawValue:)) ?? .undecided,
                seenOn: nil, shape: MultiPolygon([]))
            add(flag, try item.share())
        }
    }

    private mutating func addSupplies(_ object: StrictObject) throws(Fault) {
        for item in try object.elements("supplies", CaseShape.supply, { item throws(Fault) in item }) {
            records.supplies.append(
                Supply(
                    contract: try item.string("contract") ?? "contract", parcelCode: nil, mode: nil,
                    signedOn: try item.day("signedOn"), agreedStart: nil, agreedCompletion: nil,
                    shape: MultiPolygon([]), source: item.row
                )
            )
            add(.supply, try item.share())
        }
    }

    private static func patch(_ change: StrictObject, _ day: CalendarDate, named code: String) throws(Fault) -> Patch {
        func state(_ key: String) throws(Fault) -> LandState {
            try change.string(key).flatMap(LandState.init) ?? .unknown
        }
        func value(_ quantity: PatchQuantity) throws(Fault) -> Double { try change.number(quantity.rawValue) ?? 0 }
        let score = try value(.meanScore)
        return Patch(
            number: code,
            before: SceneStamp(id: "before", date: nil),
            after: SceneStamp(id: "after", date: day),
            firstPixel: PixelPlace(column: 0, row: 0),
            pixelCount: 1,
            area: Area(squareMetres: try value(.squareMetres)),
            shape: MultiPolygon([]),
            transition: Transition(before: try state("before"), after: try state("after")),
            transitionShare: 1,
            differences: IndexDifferences(
                ndvi: try value(.ndvi), ndbi: try value(.ndbi), mndwi: try value(.mndwi), bsi: try value(.bsi)),
            meanScore: score,
            largestScore: score,
            confidence: try value(.confidence)
        )
    }
}

extension LedgerCase {
    init(_ object: StrictObject) throws(Fault) {
        code = try object.required("code", object.string("code"))
        expected = try object.required("expect", object.string("expect"))
        observedOn = try object.observedDay()
        func area(_ key: String) throws(Fault) -> Area {
            Area(squareMetres: try object.required(key, object.number(key)) * 2000 / 3)
        }
        let (approved, unsupplied) = (try area("approvedMu"), try area("unsuppliedMu"))
        balance = SupplyBalance(
            approval: try object.approval(),
            approved: approved,
            supplied: Area(squareMetres: approved.squareMetres - unsupplied.squareMetres),
            unsupplied: unsupplied,
            builtUnsupplied: .zero,
            supplies: [],
            unsuppliedShape: MultiPolygon([])
        )
    }
}
