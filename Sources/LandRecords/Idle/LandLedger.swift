package import GeoModel
import Geometry

/// One approval with the pieces that its land fell into.
package struct LedgerEntry: Sendable, Hashable {
    /// The approval.
    package let approval: Approval
    /// The area of its outline.
    package let outline: Area
    /// What earlier approvals cover of it: counted there and not here.
    package let alreadyApproved: Area
    /// What is left, measured as one: the pieces have to add up to it.
    package let approved: Area
    /// The pieces.
    package let parts: [LedgerPart]

    /// The pieces' sums.
    package var figures: LedgerFigures {
        var figures = LedgerFigures()
        for part in parts { figures.add(part) }
        return figures
    }

    /// How far the pieces are from the whole, mu; up to 0.01 is balanced.
    package var gapMu: Double { abs(approved.mu - figures.approved.mu) }
}

/// The ledger of approved, supplied and built land (批–供–用) on one day, with the judgement of every supply.
package struct LandLedger: Sendable {
    /// The day.
    package let day: CalendarDate
    /// Approvals given by the day, in the order of their days.
    package let entries: [LedgerEntry]
    /// Every supply signed by the day, in the order of the register.
    package let judgements: [IdleJudgement]
    /// Supplied land that no approval covers, by contract.
    package let unapproved: [(contract: String, area: Area)]
    /// What was counted once though it is on record twice.
    package let remarks: [Fault]
    /// Where the ledger does not balance, and records that could not be laid over the others.
    package let rejected: [Fault]

    /// All figures.
    package var total: LedgerFigures { entries.reduce(LedgerFigures()) { $0 + $1.figures } }

    /// Draws up the ledger.
    ///
    /// - Parameters:
    ///   - register: All registers.
    ///   - idle: The law on idle land.
    ///   - rules: The programme, which says what patches count as building.
    ///   - runs: What satellites found.
    ///   - day: Records and images after it don't count.
    ///   - progress: Told how many approvals and supplies of all are done.
    /// - Throws: `Fault` where the region's coordinate system is unknown; a record at fault is listed instead.
    package init(
        _ register: LandRegister,
        idle: IdleRules,
        rules: RuleBook,
        runs: [WatchedRun],
        on day: CalendarDate,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(Fault) {
        let overlayer = try Overlayer(register, sliver: .zero)
        let sites = SeenSites(runs, by: day, rules, overlayer)
        let supplies = register.supplies(signedBy: day)
        let order = ApprovalOrder(register.records.approvals, by: day)
        let count = supplies.count + order.approvals.count
        let judged = JudgedSupplies(register, idle, sites, overlayer, on: day) { progress($0, count) }
        var faults = judged.faults
        var cutting = ApprovalCutting(
            register: register, rules: idle, sites: sites, overlayer: overlayer, order: order,
            judgements: judged.byRecord, day: day)
        var entries: [LedgerEntry] = []
        for (done, index) in order.approvals.enumerated() {
            do throws(Fault) {
                entries.append(try cutting.entry(index))
            } catch {
                faults.append(error)
            }
            progress(supplies.count + done + 1, count)
        }
        var unapproved: [(contract: String, area: Area)] = []
        for index in supplies {
            do throws(Fault) {
                let area = try cutting.unapproved(index)
                if area.mu >= Self.toleranceMu { unapproved.append((register.records.supplies[index].contract, area)) }
            } catch {
                faults.append(error)
            }
        }
        self.day = day
        self.entries = entries
        judgements = judged.judgements
        self.unapproved = unapproved
        remarks = cutting.overlaps
        rejected = faults + entries.compactMap(\.gap)
    }

    /// What the ledger balances to, and what is worth telling, mu.
    static let toleranceMu = 0.01
}

extension LedgerEntry {
    /// The fault of pieces that don't add up.
    fileprivate var gap: Fault? {
        guard gapMu > LandLedger.toleranceMu else { return nil }
        return Fault(
            "\(approval.number) (\(approval.source.name))",
            zh: "各部分之和与批准范围相差 \(decimal(gapMu, 3)) 亩，超过 0.01 亩。请检查批次与供地的图形。",
            en: "its parts differ from the whole by \(decimal(gapMu, 3)) mu, more than 0.01 mu. "
                + "Check the outlines of the approval and its supplies.")
    }
}

extension Supply {
    var name: String { "\(contract) (\(source.name))" }
}

/// The approvals given by a day, in the order in which they take land: the earlier first, of the same day in the order
/// of the register. One without a day counts as the earliest.
struct ApprovalOrder {
    let approvals: [Int]
    private let places: [Int: Int]

    init(_ all: [Approval], by day: CalendarDate) {
        approvals = all.indices.filter { all[$0].isApproved(by: day) }.sorted {
            (all[$0].approvedOn?.daysSinceEpoch ?? Int.min, $0) < (all[$1].approvedOn?.daysSinceEpoch ?? Int.min, $1)
        }
        places = Dictionary(uniqueKeysWithValues: approvals.enumerated().map { ($0.element, $0.offset) })
    }

    func contains(_ approval: Int) -> Bool { places[approval] != nil }

    func isBefore(_ left: Int, _ right: Int) -> Bool {
        guard let left = places[left], let right = places[right] else { return false }
        return left < right
    }
}
