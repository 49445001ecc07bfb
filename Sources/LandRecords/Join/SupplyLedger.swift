import GeoModel
import Geometry
import Patches

/// The ledger of approved and supplied land (批–供): one balance per approval, one flag per approval with land left.
struct SupplyLedger {
    private let register: LandRegister
    private let rules: RuleBook
    private let period: Period
    private let day: CalendarDate
    private let overlayer: Overlayer

    struct Result {
        var flags: [Flag] = []
        var balances: [SupplyBalance] = []
        /// The patches that an approval's flag carries, by the approval's row.
        var carried: [RecordSource: [String]] = [:]
        var faults: [Fault] = []
    }

    /// A patch with what it covers of an approval's unsupplied land.
    private struct BuiltPart {
        let patch: Patch
        let shape: MultiPolygon
        let area: Area
    }

    init(
        _ register: LandRegister,
        _ rules: RuleBook,
        period: Period,
        day: CalendarDate,
        _ overlayer: Overlayer
    ) {
        self.register = register
        self.rules = rules
        self.period = period
        self.day = day
        self.overlayer = overlayer
    }

    /// The balances and flags of all approvals in force, or of some of them by their numbers. Patches that wait for
    /// their approval's flag get one, however little land is left.
    func settle(_ patches: [Patch], carrying waiting: [SettledPatch], of numbers: Set<String>? = nil) -> Result {
        guard let rule = rules.ledger else { return Result() }
        let built = patches.filter { patch in rule.changes.contains { $0.matches(patch) } }
        let layer = ShapeLayer(built.map(\.shape))
        var toCarry = Set(waiting.map(\.patch.number))
        let waitingNumbers = toCarry
        var result = Result()
        for approval in register.records.approvals
        where approval.isInForce(on: day) && numbers?.contains(approval.number) ?? true {
            do throws(Fault) {
                let (balance, parts) = try balance(of: approval, built, layer)
                result.balances.append(balance)
                let carried = parts.map(\.patch.number).filter(waitingNumbers.contains)
                result.carried[approval.source] = carried
                guard !carried.isEmpty || rule.flags(balance) else { continue }
                toCarry.subtract(parts.map(\.patch.number))
                result.flags.append(flag(balance, parts, rule))
            } catch {
                result.faults.append(error)
            }
        }
        result.faults += waiting.filter { toCarry.contains($0.patch.number) }.map { orphan($0.patch) }
        return result
    }

    private func balance(
        of approval: Approval,
        _ built: [Patch],
        _ layer: ShapeLayer
    ) throws(Fault) -> (SupplyBalance, [BuiltPart]) {
        let object = "\(approval.number) (\(approval.source.name))"
        let supplies = try overlayer.shares(.supply, approval.shape, object)
            .filter { register.records.supplies[$0.record].isSigned(by: day) }
        let algebra = overlayer.algebra
        let covered = try overlayer.union(of: supplies, named: object)
        let rest = try algebra.difference(approval.shape, covered, named: object)
        let parts = try builtParts(of: rest, built, layer, object)
        let seen = try algebra.union(of: parts.map(\.shape), named: object)
        let balance = SupplyBalance(
            approval: approval,
            approved: try overlayer.area(of: approval.shape),
            supplied: try overlayer.area(of: covered),
            unsupplied: try overlayer.area(of: rest),
            builtUnsupplied: try overlayer.area(of: seen),
            supplies: supplies.map { share in
                let contract = register.records.supplies[share.record].contract
                return RecordLink(kind: .supply, key: contract, sharedArea: share.area)
            },
            unsuppliedShape: try drawable(rest, object)
        )
        try balance.check(object)
        return (balance, parts)
    }

    /// What is shown of the land that is left: without the hair-thin strips where borders drawn by different hands
    /// don't meet. Areas are those of the whole.
    private func drawable(_ rest: MultiPolygon, _ object: String) throws(Fault) -> MultiPolygon {
        let unit = try GroundScale(register.system).metresNorth
        let thick = try overlayer.algebra.withoutThinParts(rest, distance: 0.5 / unit, named: object)
        return thick.isEmpty ? rest : thick
    }

    private func builtParts(
        of rest: MultiPolygon,
        _ built: [Patch],
        _ layer: ShapeLayer,
        _ object: String
    ) throws(Fault) -> [BuiltPart] {
        guard let box = rest.bounds else { return [] }
        var parts: [BuiltPart] = []
        for candidate in layer.candidates(near: box) {
            let patch = built[candidate.record]
            let shape = try overlayer.valid(patch.shape, named: patch.number)
            let common = try overlayer.algebra.intersection(rest, shape, named: object)
            let area = try overlayer.area(of: common)
            if area.squareMetres > 0, area >= rules.sliver {
                parts.append(BuiltPart(patch: patch, shape: common, area: area))
            }
        }
        return parts
    }

    private func flag(_ balance: SupplyBalance, _ parts: [BuiltPart], _ rule: LedgerRule) -> Flag {
        let approval = balance.approval
        let largest = parts.max { ($0.area, $1.patch.number) < ($1.area, $0.patch.number) }?.patch
        let values = balance.fieldValues(period: period, day: day, patchCount: parts.count)
        return Flag(
            id: FlagIdentity.uuid(rule.theme.code, period.description, approval.number),
            theme: rule.theme.code,
            themeLabel: rule.theme.label,
            rule: rule.reference,
            period: period,
            patch: largest,
            shape: balance.unsuppliedShape,
            area: balance.unsupplied,
            priority: rule.theme.priority,
            reason: rules.withCaveat(rule.reason.filled(values)),
            facts: balance.facts
                + parts.map { part in
                    Fact(
                        name: Bilingual(zh: "未供地内的变化图斑", en: "patch on unsupplied land"),
                        value: Bilingual(zh: "\(Wording.mu(part.area)) 亩", en: "\(Wording.mu(part.area)) mu"),
                        source: part.patch.number
                    )
                },
            links: [RecordLink(kind: .approval, key: approval.number, sharedArea: balance.approved)] + balance.supplies
        )
    }

    private func orphan(_ patch: Patch) -> Fault {
        Fault(
            patch.number,
            zh: "按规则由其批次的批而未供线索承载，但没有批次与其未供部分相交。请检查批次与供地的图形是否重叠。",
            en: "its approval's flag was to carry it, but it meets no approval's unsupplied land. "
                + "Check whether approvals and supplies overlap as they should."
        )
    }
}

extension LedgerRule {
    /// Whether so much is left that it is worth a flag.
    func flags(_ balance: SupplyBalance) -> Bool {
        balance.unsupplied.mu >= toleranceMu && balance.unsuppliedShare >= toleranceShare
    }
}
