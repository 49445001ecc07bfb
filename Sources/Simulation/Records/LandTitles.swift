import GeoModel

/// One piece of land with its way from approval to contract.
struct LandTitle: Sendable {
    /// On the raster.
    let outline: [Spot]
    let parcelCode: String
    let firm: String
    let approvalNumber: String
    let batchName: String
    let approvedOn: CalendarDate
    /// nil where the land was not supplied.
    var contract: LandContract?
    let event: DistrictEvent?
    /// Supplied long ago and built on.
    let isOldFactory: Bool
    let isIndustrial: Bool
    /// Approved for one project alone, not in a batch.
    let isSingleSite: Bool

    /// The area in mu.
    var mu: Double { Site(outline: outline).pixelArea * 0.15 }
}

/// A supply contract.
struct LandContract: Sendable {
    let number: String
    let mode: String
    let signedOn: CalendarDate
    let agreedStart: CalendarDate
    let agreedCompletion: CalendarDate
    /// What became of it.
    var story = ContractStory()
}

/// All land of the district that was ever approved for construction.
struct LandTitles: Sendable {
    let all: [LandTitle]
    private let firstMonth: Period
    private let dice: Dice

    init(_ plan: DistrictPlan) {
        let firstMonth = plan.options.period(0)
        let dice = plan.dice
        self.firstMonth = firstMonth
        self.dice = dice
        let maker = TitleMaker(plan: plan, firstMonth: firstMonth, dice: dice)
        let lots = plan.lots.enumerated().map { maker.title(of: $1, number: $0) }
        let onLots = Set(plan.lots.compactMap(\.event))
        let sites = plan.events.indices.filter { plan.events[$0].kind.isApproved && !onLots.contains($0) }
        let titles = lots + sites.enumerated().map { maker.singleSite(plan.events[$1], number: plan.lots.count + $0) }
        all = StoryTeller(plan).told(titles)
    }

    /// The numbers of approvals that nobody used, in their order.
    var unusedApprovals: [String] {
        var order: [String] = []
        var used: Set<String> = []
        for title in all {
            if !order.contains(title.approvalNumber) { order.append(title.approvalNumber) }
            if title.contract != nil || title.event != nil { used.insert(title.approvalNumber) }
        }
        return order.filter { !used.contains($0) }
    }

    /// Those that were withdrawn half a year before the last scene: every third that nobody used.
    var withdrawnApprovals: Set<String> {
        Set(unusedApprovals.enumerated().filter { $0.offset % 3 == 1 }.map(\.element))
    }
}

private struct TitleMaker {
    let plan: DistrictPlan
    let firstMonth: Period
    let dice: Dice

    func title(of lot: Lot, number: Int) -> LandTitle {
        let event = lot.event.map { plan.events[$0] }
        let year = approvalYear(lot)
        // The lots of one block were approved together.
        let batch = 1 + (lot.block.column + 300 + 37 * (lot.block.row + 300)) % 89
        let span = 0.03
        let corners = lot.block.corners(u: shrunk(lot.u, span), v: shrunk(lot.v, span))
        return LandTitle(
            outline: plan.onRaster(corners),
            parcelCode: ParcelCode.text(lot.block, feature: "GB", serial: number + 1),
            firm: Names.firm(dice.bits(number, 0, .record)),
            approvalNumber: "示政土字〔\(year)〕\(batch)号",
            batchName: "示例县\(year)年第\(batch)批次城市建设用地",
            approvedOn: day(year: year, lot.block.column + 40 * lot.block.row),
            contract: lot.tenure == .unsupplied ? nil : contract(lot, event, number: number, approvalYear: year),
            event: event,
            isOldFactory: lot.tenure == .oldFactory,
            isIndustrial: lot.isIndustrial,
            isSingleSite: false
        )
    }

    /// The land of a major project outside of the zone: a little more than its site.
    func singleSite(_ event: DistrictEvent, number: Int) -> LandTitle {
        let centre = event.site.centre
        let year = firstMonth.year - 1
        let spot = plan.cover.layout.orientation.plan(centre)
        let block = plan.cover.layout.mesh.blocks[
            plan.cover.layout.mesh.locate(spot, guess: plan.cover.layout.mesh.guess(spot))]
        return LandTitle(
            outline: event.site.outline.map { centre + ($0 - centre) * 1.12 },
            parcelCode: ParcelCode.text(block, feature: "GB", serial: number + 1),
            firm: Names.firm(dice.bits(number, 0, .record)),
            approvalNumber: "示自然资函〔\(year)〕\(number % 60 + 1)号",
            batchName: "重大项目\(number % 60 + 1)号单独选址用地",
            approvedOn: day(year: year, number),
            contract: contract(signedBefore: event.start, mode: "划拨", number: number),
            event: event,
            isOldFactory: false,
            isIndustrial: false,
            isSingleSite: true
        )
    }

    /// One year a block: factories long ago, vacant land in the vintages that ledgers still carry.
    private func approvalYear(_ lot: Lot) -> Int {
        let draw = dice.choice(of: 6, lot.block.column, lot.block.row, .record)
        if lot.tenure == .oldFactory { return firstMonth.year - 17 + draw }
        return firstMonth.year - 8 + draw
    }

    private func contract(_ lot: Lot, _ event: DistrictEvent?, number: Int, approvalYear: Int) -> LandContract {
        let mode = dice.unit(number, 1, .record) < 0.75 ? "挂牌出让" : "先租后让"
        if lot.tenure == .oldFactory {
            return contract(signedOn: day(year: approvalYear + 1, number), mode: "挂牌出让", number: number)
        }
        if let event { return contract(signedBefore: event.start, mode: mode, number: number) }
        return contract(signedOn: day(year: firstMonth.year - 1, number), mode: mode, number: number)
    }

    private func contract(signedBefore month: Int, mode: String, number: Int) -> LandContract {
        let signed = plan.options.period(month).advanced(by: -3 - dice.choice(of: 5, number, 2, .record))
        return contract(signedOn: day(in: signed, number), mode: mode, number: number)
    }

    private func contract(signedOn signed: CalendarDate, mode: String, number: Int) -> LandContract {
        let signedMonth = Period(of: signed)
        return LandContract(
            number: "\(Names.county)\(signed.year)CR" + padded(number + 1, to: 4),
            mode: mode,
            signedOn: signed,
            agreedStart: day(in: signedMonth.advanced(by: 4), number),
            agreedCompletion: day(in: signedMonth.advanced(by: 24), number)
        )
    }

    private func day(year: Int, _ salt: Int) -> CalendarDate {
        guard let month = Period(year: year, month: 1 + dice.choice(of: 12, year, salt, .place)) else {
            preconditionFailure("the year \(year) is in the calendar")
        }
        return day(in: month, salt)
    }

    private func day(in month: Period, _ salt: Int) -> CalendarDate {
        let day = 1 + dice.choice(of: 28, month.month, salt, .place)
        guard let date = CalendarDate(year: month.year, month: month.month, day: day) else {
            preconditionFailure("day \(day) is in every month")
        }
        return date
    }

    private func shrunk(_ span: ClosedRange<Double>, _ share: Double) -> ClosedRange<Double> {
        let margin = share * (span.upperBound - span.lowerBound)
        return span.lowerBound + margin...span.upperBound - margin
    }
}

/// Parcel codes (宗地代码): 6 digits county, 3 district, 3 sub-district, 2 letters for the kind of right, 5 digits.
///
/// Source: TD/T 1001-2012, cadastral survey code of practice, annex on parcel codes.
enum ParcelCode {
    static func text(_ block: Block, feature: String, serial: Int) -> String {
        let subdistrict = padded(Names.subdistrict(block), to: 3)
        return "\(Names.county)001\(subdistrict)\(feature)" + padded(serial % 100_000, to: 5)
    }
}
