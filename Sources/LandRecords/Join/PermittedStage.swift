package import GeoModel
import Patches

extension ConstructionStage {
    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .earthwork: Bilingual(zh: "土方开挖和基坑支护", en: "earthwork and pit")
        case .piling: Bilingual(zh: "桩基", en: "piling")
        case .mainStructure: Bilingual(zh: "主体", en: "main structure")
        }
    }

    /// Whether building at this stage is more than a permit allows; all of it is where there is no permit.
    func exceeds(_ permitted: ConstructionStage?) -> Bool { rank > (permitted?.rank ?? -1) }

    private var rank: Int { ConstructionStage.allCases.firstIndex(of: self) ?? 0 }

    /// The furthest of some stages; nil of none.
    static func furthest(_ stages: [ConstructionStage]) -> ConstructionStage? { stages.max { $0.rank < $1.rank } }
}

extension Patch {
    /// The least stage of construction that the images show: moved earth may be a pit, what is built stands on one.
    /// Piles can't be seen from above. Nil where nothing is built.
    var observedStage: ConstructionStage? {
        switch transition.after {
        case .built: .mainStructure
        case .bare: .earthwork
        case .vegetation, .water, .unknown: nil
        }
    }
}

extension PatchFindings {
    /// Ground where more is built than its permits allow at the observed date. Ground that a permit allows it on speaks
    /// against that. A contract without a permit counts only where that is asked for: registers may have gaps.
    func footings(beyondPermitOrNone countsWithoutPermit: Bool) -> [Footing] {
        guard let observed = patch.observedStage else { return [] }
        var footings: [Footing] = []
        for share in supplies {
            let supply = register.records.supplies[share.record]
            let permits = permitsInForce(ofContract: supply.contract)
            guard countsWithoutPermit || !permits.isEmpty else { continue }
            let permitted = ConstructionStage.furthest(permits.map(\.stage))
            let names = permits.map { "\($0.number) \($0.stage.rawValue) [\($0.source.name)]" }
            footings.append(
                Footing(
                    share: share, key: ([supply.contract] + names).joined(separator: ", "), source: supply.source.name,
                    isAgainst: !observed.exceeds(permitted)))
        }
        for share in further.permits {
            let permit = register.records.permits[share.record]
            guard permit.isIssued(by: observedOn) else { continue }
            footings.append(
                Footing(
                    share: share, key: "\(permit.number) \(permit.stage.rawValue)", source: permit.source.name,
                    isAgainst: !observed.exceeds(permit.stage)))
        }
        return footings
    }

    /// The permits of a contract that were issued by the observed date; one without a date was.
    func permitsInForce(ofContract contract: String) -> [Permit] {
        (permits[contract] ?? []).map { register.records.permits[$0] }.filter { $0.isIssued(by: observedOn) }
    }

    /// All permits that speak of the patch: of its contracts, and those whose outline it meets.
    var permitsThere: [Permit] {
        var found = supplies.flatMap { permitsInForce(ofContract: register.records.supplies[$0.record].contract) }
        for share in further.permits {
            let permit = register.records.permits[share.record]
            if permit.isIssued(by: observedOn), !found.contains(permit) { found.append(permit) }
        }
        return found
    }
}

extension Permit {
    /// Whether it was issued by a day; one without a date was.
    func isIssued(by day: CalendarDate) -> Bool { issuedOn.map { $0 <= day } ?? true }
}
