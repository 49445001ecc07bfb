import GeoModel
import Geometry
import LandRecords
import Patches
import Testing

/// Two development zones of 300 m × 100 m, 45 mu each, on a hand-made district.
@Suite struct StandardLandBookTests {
    private typealias D = District
    private let idle: IdleRules
    private let themes: RuleBook
    private let rules: AgreementRules
    private let scheme: EnterpriseScheme

    init() throws {
        idle = try IdleRules(try D.data("idle/order-53.json5"), named: "order-53.json5")
        themes = try RuleBook(try D.data("themes/five-themes.json5"), named: "five-themes.json5")
        rules = try AgreementRules(try D.data("standard-land/agreements.json5"), named: "agreements.json5")
        scheme = try EnterpriseScheme(try D.data("standard-land/enterprises.json5"), named: "enterprises.json5")
    }

    /// Ground of which the western part is built-up, and all or a part is clear.
    private struct MadeGround: LandCover {
        let builtWestOf: Double
        let clear: Double

        func cover(of shape: MultiPolygon) -> GroundCoverShares {
            guard let box = shape.bounds else { return .nothing }
            let built = min(max(500_000 + builtWestOf - box.minX, 0), box.maxX - box.minX) / (box.maxX - box.minX)
            return GroundCoverShares(clear: clear, built: built, pixels: 100)
        }
    }

    private func supply(
        _ contract: String, _ shape: MultiPolygon, _ day: String? = "2024-03-01", use: String = "工业用地",
        start: String? = nil
    ) -> Supply {
        Supply(
            contract: contract, parcelCode: nil, mode: nil, signedOn: day.map(D.day), agreedStart: start.map(D.day),
            agreedCompletion: nil, shape: shape, source: D.source(3), terms: SupplyTerms(use: use))
    }

    private func agreement(_ contract: String, tax: Double? = nil) -> StandardLand {
        StandardLand(
            contract: contract, enterprise: nil, investmentPerMu: 300, taxPerMu: 20, plotRatio: nil,
            agreedStart: nil, source: D.source(7),
            terms: StandardLandTerms(
                reportedInvestmentPerMu: 320, reportedTaxPerMu: tax,
                agreed: Milestones(
                    completion: D.day("2024-01-01"), fullProduction: tax == nil ? nil : D.day("2024-01-01"))))
    }

    private func enterprise(_ number: Int, contract: String?, parcel: String? = nil) -> Enterprise {
        Enterprise(
            code: "E\(number)", name: nil, contract: contract, parcelCode: parcel, year: 2025, scale: .below,
            land: Area(squareMetres: 5000), figures: [.tax: 100 - Double(number), .revenue: 500], incidents: nil,
            source: D.source(Int64(number)))
    }

    private var records: LandRecordSet {
        var records = LandRecordSet.of(
            parcels: [D.parcel("P1", "0601", D.block(300, 0, 10, 10))],
            supplies: [
                supply("west", D.block(0, 0, 100, 100)),
                // Idle since a year after the start; a quarter of it lies in the other zone.
                supply("middle", D.block(225, 0, 100, 100), start: "2024-06-01"),
                supply("east", D.block(400, 0, 100, 100), "2025-05-01"),
                supply("shop", D.block(500, 0, 50, 100), use: "商服用地"),
                supply("outside", D.block(0, 500, 100, 100), nil),
                supply("later", D.block(120, 0, 50, 100), "2026-12-01"),
            ],
            zones: [
                Zone(kind: .developmentZone, name: "某某经济开发区", shape: D.block(0, 0, 300, 100), source: D.source(1)),
                Zone(kind: .developmentZone, name: "某某高新区", shape: D.block(300, 0, 300, 100), source: D.source(2)),
                D.zone(.urbanBoundary, D.block(0, 0, 900, 900)),
            ])
        records.standardLands = [
            agreement("west", tax: 25), agreement("middle", tax: 5), agreement("east"), agreement("later"),
            agreement("nowhere"),
        ]
        records.enterprises = [
            enterprise(1, contract: "west"), enterprise(2, contract: "middle"),
            enterprise(3, contract: nil, parcel: "P1"),
            enterprise(4, contract: nil, parcel: "P9"),
        ]
        return records
    }

    private func book(
        clear: Double = 1, on day: String = "2026-06-15", others: LandRecordSet? = nil
    ) throws -> StandardLandBook {
        let register = LandRegister(others ?? records, system: D.system)
        let run = WatchedRun(
            before: D.day("2025-06-10"), after: D.day("2026-06-13"), name: "2026-06/monthly", patches: [],
            cover: MadeGround(builtWestOf: 150, clear: clear))
        let ledger = try LandLedger(register, idle: idle, rules: themes, runs: [run], on: D.day(day))
        return try StandardLandBook(ledger, register, rules: rules, idle: idle, scheme: scheme, runs: [run])
    }

    private func parts(_ score: ZoneScore) -> [String: [Double?]] {
        Dictionary(
            uniqueKeysWithValues: score.figures.map { figure in
                (figure.code, [figure.numerator, figure.denominator].map { $0.map { ($0 * 100).rounded() / 100 } })
            })
    }

    @Test func aZonesFiguresAreSumsOfWhatLiesInIt() throws {
        let book = try book()
        #expect(book.rejected.isEmpty && book.zones.map(\.zone.name) == ["某某经济开发区", "某某高新区"])
        let (west, east) = (parts(book.zones[0]), parts(book.zones[1]))
        // 100 m and 75 m of 300 m; half of the zone is built-up, and the 100 m are, the 75 m are not.
        #expect(west["supplied"] == [26.25, 45] && west["built_as_seen"] == [22.5, 45])
        #expect(west["supplied_built_as_seen"] == [15, 26.25] && west["idle"] == [11.25, 26.25])
        #expect(west["standard_contracts"] == [2, 2] && west["standard_land"] == [30, 30])
        // The shop is supplied and not industrial.
        #expect(east["supplied"] == [26.25, 45] && east["standard_contracts"] == [1, 1])
        #expect(east["built_as_seen"] == [0, 45] && east["idle"] == [3.75, 26.25])
        #expect(west["investmentPerMu_met"] == [2, 2] && west["taxPerMu_met"] == [1, 2])
        // 320 on 30 mu; tax of 25 on 15 mu and 5 on 15 mu.
        #expect(west["investmentPerMu"] == [9600, 30] && west["taxPerMu"] == [450, 30])
        #expect(east["taxPerMu_met"] == [0, 0] && book.zones[1].figures.first { $0.code == "taxPerMu" }?.value == nil)
        // Four enterprises: A and B by their contracts' land, C by its parcel; D's parcel is unknown.
        #expect(west["class_A"] == [1, 2] && west["class_B"] == [1, 2] && west["class_D"] == [0, 2])
        #expect(east["class_C"] == [1, 1])
    }

    @Test func cloudedGroundIsNotSeen() throws {
        let (west, zone) = (try parts(book(clear: 0.5).zones[0]), try parts(book(clear: 0).zones[0]))
        // Half of the zone is clear, and half of that is built-up; no plot shows enough.
        #expect(west["built_as_seen"] == [11.25, 22.5] && west["supplied_built_as_seen"] == [nil, nil])
        #expect(zone["built_as_seen"] == [nil, nil])
        #expect(try book(clear: 0.5).judgements[0].coverage?.built == nil)
        #expect(try book().judgements[0].coverage?.built == 1)
        // Before the image was taken nobody had looked.
        #expect(try parts(book(on: "2026-06-12").zones[0])["built_as_seen"] == [nil, nil])
    }

    @Test func onlySignedSuppliesAreJudged() throws {
        let judgements = try book().judgements
        #expect(judgements.map(\.agreement.contract) == ["west", "middle", "east", "nowhere"])
        #expect(judgements[0].zones == ["某某经济开发区"] && judgements[2].zones == ["某某高新区"])
        #expect(judgements[1].findings == [.land(.suspectedIdle)])
        #expect(judgements[3].findings == [.noSupply] && judgements[3].tier == nil && judgements[3].area == nil)
        #expect(try book(on: "2026-12-01").judgements.count == 5)
    }

    @Test func sharesGoByYearAndZone() throws {
        let lines = try book().shares.map { line in
            "\(line.year ?? 0) \(line.zone) \(line.standardContracts)/\(line.contracts) "
                + "\(decimal(line.standardArea.mu, 1))/\(decimal(line.area.mu, 1))"
        }
        #expect(
            lines == ["2024 某某经济开发区 2/2 30.0/30.0", "2025 某某高新区 1/1 15.0/15.0", "0  0/1 0.0/15.0"])
    }

    /// A zone of two parts has two rows under one name, and a supply in two zones is one supply of all.
    @Test func aZoneOfSeveralRowsIsOneZoneAndASupplyCountsOnce() throws {
        var several = records
        let (west, further) = (D.block(0, 0, 300, 100), D.block(0, 0, 120, 100))
        several.zones = [
            Zone(kind: .developmentZone, name: "某某经济开发区", shape: D.block(150, 0, 150, 100), source: D.source(1)),
            Zone(kind: .developmentZone, name: "某某高新区", shape: further, source: D.source(2)),
            Zone(kind: .developmentZone, name: "某某经济开发区", shape: D.block(0, 0, 150, 100), source: D.source(3)),
        ]
        let book = try book(others: several)
        #expect(book.zones.map(\.zone.name) == ["某某经济开发区", "某某高新区"])
        #expect(book.zones[0].zone.shape.planarArea == west.planarArea)
        #expect(book.shares.reduce(0) { $0 + $1.contracts } == 5 && book.share.contracts == 4)
        #expect(book.share.standardContracts == 3)
    }
}
