package import GeoModel
import Geometry

/// Standard land (标准地) of a region on one day: agreements, enterprises, development zones, shares of new supplies.
package struct StandardLandBook: Sendable {
    /// The day.
    package let day: CalendarDate
    /// Every agreement whose supply was signed by the day, in the order of the register.
    package let judgements: [AgreementJudgement]
    /// What enterprises make of their land.
    package let assessment: EnterpriseAssessment
    /// One a development zone, in the order of the register.
    package let zones: [ZoneScore]
    /// By year and zone; the zone's name is empty for land in none.
    package let shares: [StandardLandShare]
    /// All years and places: a supply that counts in two zones counts here once.
    package let share: StandardLandShare
    /// What to check though it counts.
    package let remarks: [Fault]
    /// Records that could not be laid over the zones.
    package let rejected: [Fault]

    /// Draws up the book.
    ///
    /// - Parameters:
    ///   - ledger: The ledger of the day, with the judgement of every supply.
    ///   - register: The registers the ledger was drawn from.
    ///   - rules: When terms of agreements count.
    ///   - idle: What counts as seen.
    ///   - scheme: How enterprises are assessed.
    ///   - year: The year of the assessment; nil for the latest on record.
    ///   - runs: What satellites found.
    /// - Throws: `Fault` where the region's coordinate system is unknown; a record at fault is listed instead.
    package init(
        _ ledger: LandLedger,
        _ register: LandRegister,
        rules: AgreementRules,
        idle: IdleRules,
        scheme: EnterpriseScheme,
        year: Int? = nil,
        runs: [WatchedRun]
    ) throws(Fault) {
        let overlayer = try Overlayer(register, sliver: .zero)
        let places = try ZonePlaces(register, overlayer)
        var rejected = ledger.rejected
        var supplies: [PlacedSupply] = []
        for judgement in ledger.judgements {
            do throws(Fault) {
                supplies.append(try PlacedSupply(judgement, places, overlayer, rules, register))
            } catch {
                rejected.append(error)
            }
        }
        let byContract = Dictionary(supplies.map { ($0.supply.contract, $0) }) { first, _ in first }
        let known = Set(register.records.supplies.map(\.contract))
        let engine = AgreementEngine(rules, idle: idle)
        judgements = register.records.standardLands.compactMap { agreement in
            let placed = byContract[agreement.contract]
            // Its supply is signed later than the day, or is at fault.
            guard placed != nil || !known.contains(agreement.contract) else { return nil }
            return engine.judge(
                agreement, supply: placed?.supply, area: placed?.judgement.area, seen: placed?.judgement.satellite,
                standing: placed?.judgement.standing, zones: placed?.homes.map { places.zones[$0].name } ?? [],
                on: ledger.day)
        }
        let assessment = EnterpriseAssessment(register.records.enterprises, scheme, year: year)
        self.assessment = assessment
        remarks = assessment.remarks
        day = ledger.day
        var work = ZoneScoring(
            places: places, supplies: supplies, judgements: judgements, assessment: assessment, scheme: scheme,
            register: register, runs: runs.filter { $0.after <= ledger.day }.sorted { $0.after < $1.after })
        zones = try work.scores(&rejected)
        shares = StandardLandShare.lines(supplies, zones: places.zones.map(\.name))
        share = StandardLandShare(nil, "", supplies.filter(\.isIndustrial))
        self.rejected = rejected
    }
}

/// A supply with where it lies.
struct PlacedSupply {
    let judgement: IdleJudgement
    let outline: Area
    let parts: [ZonePart]
    /// The zones that have more than half of it.
    let homes: [Int]
    let isIndustrial: Bool
    let isStandard: Bool

    var supply: Supply { judgement.supply }

    init(
        _ judgement: IdleJudgement, _ places: ZonePlaces, _ overlayer: Overlayer, _ rules: AgreementRules,
        _ register: LandRegister
    ) throws(Fault) {
        self.judgement = judgement
        let supply = judgement.supply
        let shape = try overlayer.valid(supply.shape, named: supply.name)
        outline = try overlayer.area(of: shape)
        parts = try places.parts(of: shape, named: supply.name)
        let half = outline.squareMetres / 2
        homes = parts.filter { $0.area.squareMetres > half }.map(\.zone)
        isIndustrial = rules.isIndustrial(supply)
        isStandard = register.standardLand(ofContract: supply.contract) != nil
    }
}

extension StandardLandShare {
    static func lines(_ supplies: [PlacedSupply], zones: [String]) -> [StandardLandShare] {
        let industrial = supplies.filter(\.isIndustrial)
        let years = Dictionary(grouping: industrial) { $0.supply.signedOn?.year }
        return years.sorted { ($0.key ?? Int.max) < ($1.key ?? Int.max) }.flatMap { year, supplies in
            let rows = zones.indices.map { zone in (zones[zone], supplies.filter { $0.homes.contains(zone) }) }
            let elsewhere = ("", supplies.filter(\.homes.isEmpty))
            return (rows + [elsewhere]).filter { !$0.1.isEmpty }.map { StandardLandShare(year, $0.0, $0.1) }
        }
    }

    fileprivate init(_ year: Int?, _ zone: String, _ supplies: [PlacedSupply]) {
        let standard = supplies.filter(\.isStandard)
        self.init(
            year: year, zone: zone, contracts: supplies.count, standardContracts: standard.count,
            area: supplies.reduce(.zero) { $0 + $1.outline },
            standardArea: standard.reduce(.zero) { $0 + $1.outline })
    }
}

/// Scores in the making.
struct ZoneScoring {
    let places: ZonePlaces
    let supplies: [PlacedSupply]
    let judgements: [AgreementJudgement]
    let assessment: EnterpriseAssessment
    let scheme: EnterpriseScheme
    let register: LandRegister
    /// Of which the later image is not after the day, the latest last.
    let runs: [WatchedRun]
    private var classes: [Int: [String: Int]] = [:]

    init(
        places: ZonePlaces, supplies: [PlacedSupply], judgements: [AgreementJudgement],
        assessment: EnterpriseAssessment, scheme: EnterpriseScheme, register: LandRegister, runs: [WatchedRun]
    ) {
        self.places = places
        self.supplies = supplies
        self.judgements = judgements
        self.assessment = assessment
        self.scheme = scheme
        self.register = register
        self.runs = runs
    }

    mutating func scores(_ rejected: inout [Fault]) throws(Fault) -> [ZoneScore] {
        placeEnterprises(&rejected)
        var scores: [ZoneScore] = []
        for (number, zone) in places.zones.enumerated() {
            let figures = try landFigures(number) + agreementFigures(number) + classFigures(number)
            scores.append(ZoneScore(zone: zone, figures: figures))
        }
        return scores
    }

    // MARK: - Land

    private func landFigures(_ zone: Int) throws(Fault) -> [ZoneFigure] {
        let here = supplies.flatMap { supply in supply.parts.filter { $0.zone == zone }.map { (supply, $0) } }
        let area = places.area(of: zone)
        let supplied = try places.union(here.map(\.1.shape))
        let idle = try places.union(
            here.filter { $0.0.judgement.standing == .suspectedIdle }.map(\.1.shape))
        let seen = here.compactMap { supply, part in
            PlotCoverage(supply.judgement.satellite)?.built.map { (built: $0 * part.area.mu, all: part.area.mu) }
        }
        var figures = [
            ZoneFigure(.mu, "supplied", "已供土地 / 开发区面积", "supplied / the zone", supplied.mu, area.mu, isShare: true)
        ]
        let cover = try lastCover(zone)
        figures.append(
            ZoneFigure(
                .mu, "built_as_seen", "建成（建筑与硬化，遥感）/ 有效观测面积", "built-up as seen / clear ground",
                cover.map { $0.built * $0.clear * area.mu }, cover.map { $0.clear * area.mu }, isShare: true))
        figures.append(
            ZoneFigure(
                .mu, "supplied_built_as_seen", "已供地中建成（遥感）/ 已供且有效观测", "built-up as seen / supplied land seen",
                seen.isEmpty ? nil : seen.reduce(0) { $0 + $1.built },
                seen.isEmpty ? nil : seen.reduce(0) { $0 + $1.all }, isShare: true))
        figures.append(
            ZoneFigure(.mu, "idle", "疑似闲置 / 已供土地", "suspected idle / supplied", idle.mu, supplied.mu, isShare: true))
        let industrial = supplies.filter { $0.isIndustrial && $0.homes.contains(zone) }
        let standard = industrial.filter(\.isStandard)
        figures.append(
            ZoneFigure(
                .count, "standard_contracts", "标准地宗数 / 工业供地宗数", "standard land / industrial supplies",
                Double(standard.count), Double(industrial.count), isShare: true))
        figures.append(
            ZoneFigure(
                .mu, "standard_land", "标准地面积 / 工业供地面积", "standard land / industrial land supplied",
                standard.reduce(0) { $0 + $1.outline.mu }, industrial.reduce(0) { $0 + $1.outline.mu }, isShare: true))
        return figures
    }

    /// What covers a zone in the last comparison whose ground is at hand.
    private func lastCover(_ zone: Int) throws(Fault) -> GroundCoverShares? {
        guard let ground = runs.last(where: { $0.cover != nil })?.cover else { return nil }
        let cover = try ground.cover(of: places.zones[zone].shape)
        return cover.clear > 0 ? cover : nil
    }

    // MARK: - Agreements

    private func agreementFigures(_ zone: Int) -> [ZoneFigure] {
        let name = places.zones[zone].name
        let here = judgements.filter { $0.zones.contains(name) }
        var figures: [ZoneFigure] = []
        for (indicator, zh, en) in [
            (AgreementIndicator.investmentPerMu, "投资强度", "investment"), (.taxPerMu, "亩均税收", "tax"),
        ] {
            let outcomes = here.compactMap { judgement in
                judgement.indicators.first { $0.indicator == indicator }.map { (judgement, $0) }
            }
            let due = outcomes.filter { item in
                item.1.agreed != nil && item.1.due.map { item.0.day > $0 } ?? false
            }
            figures.append(
                ZoneFigure(
                    .count, "\(indicator.rawValue)_met", "\(zh)达标协议 / 到期协议", "\(en) met / agreements due",
                    Double(due.count { $0.1.standing == .met }), Double(due.count), isShare: true))
            let reported = outcomes.compactMap { judgement, outcome -> (yuan: Double, mu: Double)? in
                guard let value = outcome.reported, let area = judgement.area else { return nil }
                return (value * area.mu, area.mu)
            }
            figures.append(
                ZoneFigure(
                    .yuanAndMu, indicator.rawValue, "\(zh)（万元/亩，已报协议）", "\(en) per mu, of agreements that report",
                    reported.reduce(0) { $0 + $1.yuan }, reported.reduce(0) { $0 + $1.mu }, isShare: false))
        }
        return figures
    }

    // MARK: - Enterprises

    /// Puts every assessed enterprise where its contract's land, else its parcel is.
    private mutating func placeEnterprises(_ rejected: inout [Fault]) {
        // A county has a million parcels, of which these are a few.
        let wanted = Set(assessment.groups.flatMap(\.members).compactMap(\.enterprise.parcelCode))
        let hosts = register.records.parcels.lazy.filter { wanted.contains($0.code) }
        let parcels = Dictionary(hosts.map { ($0.code, $0.shape) }) { first, _ in first }
        let contracts = Dictionary(register.records.supplies.map { ($0.contract, $0.shape) }) { first, _ in first }
        for member in assessment.groups.flatMap(\.members) {
            let enterprise = member.enterprise
            let own = enterprise.contract.flatMap { contracts[$0] }
            guard let shape = own ?? enterprise.parcelCode.flatMap({ parcels[$0] }), let given = member.given else {
                continue
            }
            do throws(Fault) {
                for zone in try places.homes(of: shape, named: enterprise.source.name) {
                    classes[zone, default: [:]][given.code, default: 0] += 1
                }
            } catch {
                rejected.append(error)
            }
        }
    }

    private func classFigures(_ zone: Int) -> [ZoneFigure] {
        let counts = classes[zone] ?? [:]
        let all = counts.values.reduce(0, +)
        return scheme.classes.map { grade in
            ZoneFigure(
                .count, "class_\(grade.code)", "\(grade.code) 类企业 / 已评企业", "class \(grade.code) / enterprises classed",
                Double(counts[grade.code] ?? 0), Double(all), isShare: true)
        }
    }
}

extension ZoneFigure {
    fileprivate enum Unit {
        case mu, count, yuanAndMu

        var label: Bilingual {
            switch self {
            case .mu: Bilingual(zh: "亩", en: "mu")
            case .count: Bilingual(zh: "个", en: "count")
            case .yuanAndMu: Bilingual(zh: "万元、亩", en: "10 000 yuan, mu")
            }
        }
    }

    fileprivate init(
        _ unit: Unit, _ code: String, _ zh: String, _ en: String, _ numerator: Double?, _ denominator: Double?,
        isShare: Bool
    ) {
        self.init(
            code: code, label: Bilingual(zh: zh, en: en), numerator: numerator, denominator: denominator,
            unit: unit.label, isShare: isShare, isCount: unit == .count)
    }
}
