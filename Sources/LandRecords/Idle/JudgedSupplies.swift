package import GeoModel

/// Every supply signed by a day, judged by the law on idle land and by what satellites saw.
package struct JudgedSupplies: Sendable {
    /// By the supply's place in the register.
    let byRecord: [Int: IdleJudgement]
    /// Supplies that could not be judged.
    package let faults: [Fault]

    /// In the order of the register.
    package var judgements: [IdleJudgement] { byRecord.sorted { $0.key < $1.key }.map(\.value) }

    /// Judges the supplies of a register.
    ///
    /// - Parameters:
    ///   - register: All registers.
    ///   - idle: The law on idle land.
    ///   - rules: The programme, which says what patches count as building.
    ///   - runs: What satellites found.
    ///   - day: Records and images after it don't count.
    /// - Throws: `Fault` where the region's coordinate system is unknown; a supply at fault is listed instead.
    package init(
        _ register: LandRegister, idle: IdleRules, rules: RuleBook, runs: [WatchedRun], on day: CalendarDate
    ) throws(Fault) {
        let overlayer = try Overlayer(register, sliver: .zero)
        let sites = SeenSites(runs, by: day, rules, overlayer)
        self.init(register, idle, sites, overlayer, on: day) { _ in }
    }

    /// The same with what a caller has at hand; `progress` is told how many supplies are done.
    init(
        _ register: LandRegister, _ idle: IdleRules, _ sites: SeenSites, _ overlayer: Overlayer,
        on day: CalendarDate, progress: (Int) -> Void
    ) {
        let engine = IdleEngine(idle)
        var (judged, faults): ([Int: IdleJudgement], [Fault]) = ([:], [])
        for (done, index) in register.supplies(signedBy: day).enumerated() {
            let supply = register.records.supplies[index]
            do throws(Fault) {
                let area = try overlayer.area(of: supply.shape)
                let view = try sites.view(of: supply.shape, area, named: supply.name)
                judged[index] = engine.judge(supply, area: area, seen: view, on: day)
            } catch {
                faults.append(error)
            }
            progress(done + 1)
        }
        (byRecord, self.faults) = (judged, faults)
    }
}

extension LandRegister {
    /// The places of the supplies signed by a day.
    func supplies(signedBy day: CalendarDate) -> [Int] {
        records.supplies.indices.filter { records.supplies[$0].isSigned(by: day) }
    }
}
