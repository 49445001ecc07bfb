import GeoModel
import Patches

/// What the registers beyond the first six say of one patch, and what earlier periods do.
struct FurtherFindings {
    /// The land-use layer's patches under it.
    let landUses: [Share]
    /// Land lent for a term, whatever the term.
    let temporaryLands: [Share]
    /// Construction permits with an outline of their own.
    let permits: [Share]
    /// Complaints with an outline.
    let complaints: [Share]
    /// Patches that the superior authority issued.
    let issuedPatches: [Share]
    /// Flags of earlier periods.
    let earlier: [Share]

    init(_ ground: Ground) throws(Fault) {
        landUses = try ground.shares(.landUse)
        temporaryLands = try ground.shares(.temporaryLand)
        permits = try ground.shares(.permit)
        complaints = try ground.shares(.complaint)
        issuedPatches = try ground.shares(.issuedPatch)
        earlier = try ground.earlier()
    }
}

/// One record that an answer rests on.
struct Footing {
    let share: Share
    /// The record's own key.
    let key: String
    /// The row it was read in.
    let source: String
    /// Whether it speaks against what is asked for: ground that it covers does not count.
    var isAgainst = false
}

extension PatchFindings {
    /// The share of the patch that a rule asks for, 0…1.
    func share(of subject: ShareSubject) throws(Fault) -> Double {
        switch subject {
        case .approval: return approvedShare
        case .supply: return suppliedShare
        case .majorProject: return majorProjectShare
        default: break
        }
        let footings = footings(of: subject)
        let against = try ground.covered(footings.filter(\.isAgainst).map(\.share))
        guard footings.contains(where: { !$0.isAgainst }) else { return 0 }
        let all = try ground.covered(footings.map(\.share))
        return overlay.share(of: Area(squareMetres: max(0, all.squareMetres - against.squareMetres)))
    }

    /// The records that a share is made of.
    func footings(of subject: ShareSubject) -> [Footing] {
        let records = register.records
        switch subject {
        case .approval: return footings(.approval, approvals)
        case .supply: return footings(.supply, supplies)
        case .majorProject: return footings(.project, overlay.projects.filter { records.projects[$0.record].isMajor })
        case .zones(let kinds):
            return footings(.zone, overlay.zones.filter { kinds.contains(records.zones[$0.record].kind) })
        case .landClass(let groups): return footings(ofClasses: groups)
        case .beyondPermit(let countsWithoutPermit): return footings(beyondPermitOrNone: countsWithoutPermit)
        case .temporaryLand(let term): return footings(ofTerm: term)
        case .earlier(let question):
            return further.earlier.filter { question.holds(earlier[$0.record], in: period) }.map { share in
                Footing(share: share, key: earlier[share.record].text.en, source: earlier[share.record].caseID)
            }
        }
    }

    private func footings(_ kind: RecordKind, _ shares: [Share]) -> [Footing] {
        shares.map { share in
            let (key, source) = register.records.identity(kind, share.record)
            return Footing(share: share, key: key, source: source.name)
        }
    }

    /// The land class before: of the land-use layer where the region has one, else of the parcels.
    static func classShares(
        _ records: LandRecordSet, _ overlay: PatchOverlay, _ further: FurtherFindings
    ) -> [(landClass: String?, share: Share)] {
        guard records.landUses.isEmpty else {
            return further.landUses.map { (records.landUses[$0.record].landClass, $0) }
        }
        return overlay.parcels.map { (records.parcels[$0.record].landClass, $0) }
    }

    private func footings(ofClasses groups: [String]) -> [Footing] {
        let met = PatchFindings.classShares(register.records, overlay, further).filter { item in
            guard let landClass = item.landClass else { return false }
            return landClasses.first { $0.contains(landClass) }.map { groups.contains($0.code) } ?? false
        }
        return footings(register.records.landUses.isEmpty ? .parcel : .landUse, met.map(\.share))
    }

    /// Land whose term is as asked at the observed date; land that is lent on at that date speaks against a term past.
    private func footings(ofTerm asked: TermState) -> [Footing] {
        let shares = further.temporaryLands
        let records = register.records.temporaryLands
        let met = footings(.temporaryLand, shares.filter { records[$0.record].term(on: observedOn) == asked })
        guard asked == .past else { return met }
        var running = footings(.temporaryLand, shares.filter { records[$0.record].term(on: observedOn) == .running })
        for index in running.indices { running[index].isAgainst = true }
        return met + running
    }
}

/// Where the observed date lies in the term that land is lent for.
enum TermState: String, Sendable, CaseIterable {
    /// Before the first day.
    case ahead
    /// From the first day to the last; also where no last day was entered.
    case running
    /// After the last day.
    case past
}

extension TemporaryLand {
    /// Where a day lies in its term.
    func term(on day: CalendarDate) -> TermState {
        if let from, day < from { return .ahead }
        if let until, day > until { return .past }
        return .running
    }

    /// `2024-06-14 … 2026-06-13`.
    var termText: Bilingual {
        let (first, last) = (Wording.day(from), Wording.day(until))
        return Bilingual(zh: "\(first.zh) 至 \(last.zh)", en: "\(first.en) to \(last.en)")
    }

    /// The land in short: number, term.
    var text: Bilingual { Bilingual(zh: "\(number)（\(termText.zh)）", en: "\(number) (\(termText.en))") }
}

extension EarlierFlag {
    /// The flag in short: case, theme, finding.
    var text: Bilingual {
        Bilingual(
            zh: "\(caseID)（\(themeLabel.zh)，\(verdict.label.zh)）",
            en: "\(caseID) (\(themeLabel.en), \(verdict.label.en))")
    }
}
