import GeoModel
import Geometry

/// Cuts an approval into pieces that share no ground: what earlier approvals have, what supplies cover, and the plots
/// that are left.
struct ApprovalCutting {
    let register: LandRegister
    let rules: IdleRules
    let sites: SeenSites
    let overlayer: Overlayer
    let order: ApprovalOrder
    let judgements: [Int: IdleJudgement]
    let day: CalendarDate
    private(set) var overlaps: [Fault] = []

    init(
        register: LandRegister, rules: IdleRules, sites: SeenSites, overlayer: Overlayer, order: ApprovalOrder,
        judgements: [Int: IdleJudgement], day: CalendarDate
    ) {
        self.register = register
        self.rules = rules
        self.sites = sites
        self.overlayer = overlayer
        self.order = order
        self.judgements = judgements
        self.day = day
    }

    private var algebra: PolygonAlgebra { overlayer.algebra }

    mutating func entry(_ index: Int) throws(Fault) -> LedgerEntry {
        let approval = register.records.approvals[index]
        let object = "\(approval.number) (\(approval.source.name))"
        var own = try overlayer.valid(approval.shape, named: object)
        var shared = Area.zero
        for earlier in candidates(.approval, own) where order.isBefore(earlier, index) {
            let other = register.records.approvals[earlier]
            var outline = try overlayer.valid(other.shape, named: other.number)
            // Land whose approval was withdrawn before may be approved anew, but for what had been supplied by then.
            if let withdrawn = other.terms.withdrawnOn, let given = approval.approvedOn, withdrawn <= given {
                outline = try algebra.intersection(outline, try supplied(by: withdrawn, on: outline), named: object)
            }
            let common = try overlayer.area(of: try algebra.intersection(own, outline, named: object))
            guard common > .zero else { continue }
            own = try algebra.difference(own, outline, named: object)
            shared += common
            tellOverlap(object, other.number, common)
        }
        let (supplied, rest) = try supplied(own, until: approval.terms.withdrawnOn, object)
        let left = approval.isWithdrawn(by: day) ? try withdrawn(rest) : try plots(rest, object)
        return LedgerEntry(
            approval: approval,
            outline: try overlayer.area(of: approval.shape),
            alreadyApproved: shared,
            approved: try overlayer.area(of: own),
            parts: supplied + left
        )
    }

    /// What of a supply no approval covers.
    func unapproved(_ index: Int) throws(Fault) -> Area {
        let supply = register.records.supplies[index]
        var left = try overlayer.valid(supply.shape, named: supply.name)
        for approval in candidates(.approval, left) where order.contains(approval) {
            let other = register.records.approvals[approval]
            // What was supplied after a withdrawal was not supplied under that approval.
            if let end = other.terms.withdrawnOn, !supply.isSigned(by: end) { continue }
            let outline = try overlayer.valid(other.shape, named: supply.name)
            left = try algebra.difference(left, outline, named: supply.name)
        }
        return try overlayer.area(of: left)
    }

    private func candidates(_ kind: RecordKind, _ shape: MultiPolygon) -> [Int] {
        guard let box = shape.bounds, let layer = register.layer(kind) else { return [] }
        return layer.candidates(near: box).map(\.record)
    }

    /// The supplies near some land that count, signed by a day.
    private func supplies(near land: MultiPolygon, until end: CalendarDate?) -> [Int] {
        candidates(.supply, land).filter { index in
            judgements[index] != nil && end.map { register.records.supplies[index].isSigned(by: $0) } ?? true
        }
    }

    /// What supplies signed by a day cover, near some land.
    private func supplied(by end: CalendarDate, on land: MultiPolygon) throws(Fault) -> MultiPolygon {
        var outlines: [MultiPolygon] = []
        for index in supplies(near: land, until: end) {
            let supply = register.records.supplies[index]
            outlines.append(try overlayer.valid(supply.shape, named: supply.name))
        }
        return try algebra.union(of: outlines, named: "\(outlines.count) supplies")
    }

    /// The pieces that supplies signed by a day cover, each place given to the supply signed first, and what is left.
    private mutating func supplied(
        _ land: MultiPolygon, until end: CalendarDate?, _ object: String
    ) throws(Fault) -> (parts: [LedgerPart], rest: MultiPolygon) {
        let supplies = register.records.supplies
        let inOrder = self.supplies(near: land, until: end).sorted {
            (supplies[$0].signedOn?.daysSinceEpoch ?? Int.min, $0)
                < (supplies[$1].signedOn?.daysSinceEpoch ?? Int.min, $1)
        }
        var rest = land
        var taken: [(contract: String, shape: MultiPolygon)] = []
        var parts: [LedgerPart] = []
        for index in inOrder {
            guard let judgement = judgements[index] else { continue }
            let outline = try overlayer.valid(supplies[index].shape, named: supplies[index].name)
            let here = try algebra.intersection(land, outline, named: object)
            for other in taken {
                let common = try algebra.intersection(here, other.shape, named: object)
                tellOverlap(supplies[index].name, other.contract, try overlayer.area(of: common))
            }
            let piece = try algebra.intersection(rest, outline, named: object)
            taken.append((supplies[index].contract, here))
            let area = try overlayer.area(of: piece)
            guard area > .zero else { continue }
            rest = try algebra.difference(rest, outline, named: object)
            parts.append(
                LedgerPart(
                    state: judgement.legal.state.onLedger, contract: judgement.supply.contract,
                    standing: judgement.standing, shape: piece, area: area))
        }
        return (parts, rest)
    }

    private func withdrawn(_ rest: MultiPolygon) throws(Fault) -> [LedgerPart] {
        let area = try overlayer.area(of: rest)
        guard area > .zero else { return [] }
        return [LedgerPart(state: .withdrawn, contract: nil, standing: nil, shape: rest, area: area)]
    }

    /// The unsupplied plots, told apart by what is seen on them; splinters go with the largest.
    private func plots(_ rest: MultiPolygon, _ object: String) throws(Fault) -> [LedgerPart] {
        var plots: [(shape: MultiPolygon, area: Area)] = []
        for polygon in rest.polygons {
            let shape = MultiPolygon([polygon])
            plots.append((shape, try overlayer.area(of: shape)))
        }
        plots.sort { $0.area > $1.area }
        let least = plots.firstIndex { $0.area.mu < rules.unsupplied.leastMu } ?? plots.count
        for splinter in plots.dropFirst(max(1, least)) {
            plots[0].shape.polygons += splinter.shape.polygons
            plots[0].area += splinter.area
        }
        var parts: [LedgerPart] = []
        for plot in plots.prefix(max(1, least)) where plot.area > .zero {
            let work = try sites.work(on: plot.shape, named: object)
            let share = { (area: Area) in area.squareMetres / plot.area.squareMetres }
            let state: LandUseState =
                share(work.built) >= rules.unsupplied.builtFrom
                ? .builtUnsupplied : share(work.touched) < rules.unsupplied.untouchedBelow ? .untouched : .partlyBuilt
            parts.append(
                LedgerPart(state: state, contract: nil, standing: nil, shape: plot.shape, area: plot.area))
        }
        return parts
    }

    private mutating func tellOverlap(_ object: String, _ other: String, _ area: Area) {
        guard area.mu >= LandLedger.toleranceMu else { return }
        let mu = Wording.mu(area)
        overlaps.append(
            Fault(
                object,
                zh: "与“\(other)”重叠 \(mu) 亩，只计入先批准或先签订的一方。请核对两者的图形。",
                en: "overlaps ‘\(other)’ by \(mu) mu, counted once, with the earlier of the two. Check both outlines."))
    }
}

extension PaperState {
    fileprivate var onLedger: LandUseState {
        switch self {
        case .notStarted: .notStarted
        case .started: .started
        case .completed: .completed
        }
    }
}
