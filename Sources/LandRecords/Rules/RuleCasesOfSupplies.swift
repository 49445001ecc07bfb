import GeoModel
import SafeFiles

/// A supply with its papers and what satellites saw of it.
struct SupplyCase: Sendable {
    let code: String
    let expected: String
    let observedOn: CalendarDate
    let supply: Supply
    let view: SiteView?

    func outcome(_ book: RuleBook, _ law: IdleRules) -> String {
        let area = supply.terms.statedArea ?? .zero
        let judgement = IdleEngine(law).judge(supply, area: area, seen: view, on: observedOn)
        return book.deciding(judgement).map { "flag \($0.code)" } ?? "none"
    }
}

extension CaseShape {
    static let suppliesJudged: [DataField] = [
        .required("code", .text, "The case's name."),
        .required("mu", .number(0...1e9), "The area in mu."),
        DataField("observedOn", .day, "The day of the run; 2026-06-13 where it does not matter."),
        DataField("agreedStart", .day, "The agreed start."),
        DataField("agreedCompletion", .day, "The agreed completion."),
        DataField("delivered", .day, "The delivery."),
        DataField("started", .day, "The start by the ledger."),
        DataField("completed", .day, "The completion by the ledger."),
        DataField("startedMu", .number(0...1e9), "The area begun by the ledger, in mu."),
        DataField("investedShare", .number(0...10), "What was invested, as a share of what was agreed."),
        DataField("delayedFrom", .day, "The first day of a delay that the government caused."),
        DataField("delayedUntil", .day, "The last day of it."),
        DataField("watchedSince", .day, "The day of the first image; without it nobody looked."),
        DataField("seen", .list(.object(seen)), "What the images showed by a day."),
        .required("expect", .text, "‘flag’ and the rule that decides, or ‘none’."),
    ]

    static let seen: [DataField] = [
        .required("on", .day, "The day of the image."),
        DataField("moved", .number(0...1), "The share that had become bare; none if left out."),
        DataField("built", .number(0...1), "The share that had become built-up; none if left out."),
        DataField("changed", .number(0...1), "The share on which anything changed; moved and built if left out."),
        DataField("standing", .number(0...1), "The share that is built-up, whenever that was; as built if left out."),
        DataField("clear", .number(0...1), "The share that both images show; all if left out."),
    ]
}

extension SupplyCase {
    init(_ object: StrictObject) throws(Fault) {
        code = try object.required("code", object.string("code"))
        expected = try object.required("expect", object.string("expect"))
        observedOn = try object.observedDay()
        supply = Supply(
            contract: "contract", parcelCode: nil, mode: nil, signedOn: nil,
            agreedStart: try object.day("agreedStart"), agreedCompletion: try object.day("agreedCompletion"),
            shape: MultiPolygon([]), source: object.row, terms: try SupplyCase.terms(object))
        let seen = try object.elements("seen", CaseShape.seen) { item throws(Fault) in try SiteObservation(item) }
        view = try object.day("watchedSince").map { SiteView(watchedSince: $0, observations: seen) }
    }

    private static func terms(_ object: StrictObject) throws(Fault) -> SupplyTerms {
        func area(_ key: String) throws(Fault) -> Area? {
            try object.number(key).map { Area(squareMetres: $0 * 2000 / 3) }
        }
        return SupplyTerms(
            statedArea: try area("mu"), actualDelivery: try object.day("delivered"),
            actualStart: try object.day("started"), actualCompletion: try object.day("completed"),
            agreedInvestment: 1, actualInvestment: try object.number("investedShare"),
            startedArea: try area("startedMu"), delayedFrom: try object.day("delayedFrom"),
            delayedUntil: try object.day("delayedUntil"))
    }
}

extension SiteObservation {
    fileprivate init(_ object: StrictObject) throws(Fault) {
        let built = try object.number("built") ?? 0
        self.init(
            day: try object.required("on", object.day("on")), movedShare: try object.number("moved") ?? 0,
            builtShare: built, source: object.name,
            cover: GroundCoverShares(
                clear: try object.number("clear") ?? 1, built: try object.number("standing") ?? built, pixels: 1000),
            changedShare: try object.number("changed"))
    }
}
