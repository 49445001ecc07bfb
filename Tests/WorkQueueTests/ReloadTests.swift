import GeoModel
import LandRecords
import Patches
import SafeFiles
import Testing

@testable import WorkQueue

/// What goes in comes out, after closing and opening again.
@Suite struct ReloadTests {
    let district: District

    init() throws { district = try District() }

    private func reopened(_ fill: (RegionStore) throws -> Void) throws -> RegionStore {
        try fill(try district.create())
        return try RegionStore.open(district.path)
    }

    private let source = RecordSource(layer: "/data/宗地.shp", row: 9_007_199_254_740_993)

    @Test func theCoordinateSystem() throws {
        let store = try reopened { _ in }
        #expect(store.reference == District.reference)
        #expect(store.reference.name == "CGCS2000 / 3-degree Gauss-Kruger CM 117E")
        #expect(try store.schemaVersion() == Migration.current)
    }

    @Test func scenes() throws {
        let transform = GeoTransform(originX: 499_980.1, originY: 3_900_000, pixelWidth: 10, pixelHeight: 1.0 / 3)
        let full = Scene(
            id: "S2A_20260512",
            date: CalendarDate("2026-05-12"),
            sensor: "Sentinel-2A",
            grid: Grid(
                system: CoordinateSystem("EPSG:32650"),
                transform: transform,
                size: GridSize(columns: 10_980, rows: 10_979)
            ),
            bands: [.nir: BandSource(path: "影像/B08.tif", band: 1), .mask: BandSource(path: "SCL.tif", band: 3)],
            checksums: ["影像/B08.tif": "ab", "SCL.tif": "cd"],
            cloudFraction: 0.1,
            validFraction: 0.9
        )
        let bare = Scene(
            id: "picture",
            date: nil,
            sensor: "",
            grid: Grid(system: nil, transform: transform, size: GridSize(columns: 1, rows: 1)),
            bands: [:]
        )
        let store = try reopened { try $0.saveScenes([full, bare], at: District.time(1)) }
        #expect(try store.scenes() == [bare, full])
        #expect(try store.scene("picture") == bare)
        #expect(try store.scene("none") == nil)
        var again = full
        again.validFraction = nil
        try store.saveScenes([again], at: District.time(2))
        #expect(try store.scenes() == [bare, again])
    }

    @Test func runs() throws {
        let run = try District.run()
        let store = try reopened { try $0.saveRun(run) }
        #expect(try store.runs() == [run])
    }

    @Test func patches() throws {
        let patches = try (1...3).map { try District.patch($0) }
        let store = try reopened {
            try $0.saveRun(try District.run())
            #expect(try $0.savePatches(patches, run: "2026-06", at: District.time(1)).saved == 3)
        }
        #expect(try store.patches(run: "2026-06") == patches)
    }

    /// An index that a scene can't have is not a number, which SQLite keeps as null.
    @Test func aPatchWithoutShortWaveInfrared() throws {
        let whole = try District.patch(1)
        let patch = Patch(
            number: whole.number,
            before: SceneStamp(id: "a", date: nil),
            after: SceneStamp(id: "b", date: nil),
            firstPixel: whole.firstPixel,
            pixelCount: 1,
            area: .zero,
            shape: whole.shape,
            transition: Transition(before: .unknown, after: .water),
            transitionShare: 1,
            differences: IndexDifferences(ndvi: 0.5, ndbi: .nan, mndwi: .nan, bsi: .infinity),
            meanScore: 0,
            largestScore: -0.5,
            confidence: 0
        )
        let store = try reopened {
            try $0.saveRun(try District.run())
            try $0.savePatches([patch], run: "2026-06", at: District.time(1))
        }
        let found = try #require(try store.patches(run: "2026-06").first)
        #expect(found.differences.ndbi.isNaN && found.differences.mndwi.isNaN)
        #expect(found.differences.ndvi == 0.5 && found.differences.bsi == .infinity)
        #expect(found.before == patch.before && found.transition == patch.transition)
    }

    @Test func flagsWithAndWithoutAPatch() throws {
        let flags = try (1...6).map { try District.flag($0, theme: $0 % 2 == 0 ? "even" : "odd") }
        let store = try reopened {
            try $0.saveRun(try District.run())
            try $0.saveFlags(flags, run: "2026-06", at: District.time(1))
        }
        #expect(try store.flags() == flags)
        #expect(try store.flags(FlagFilter(theme: "even")) == [flags[1], flags[3], flags[5]])
        #expect(try store.flags(FlagFilter(period: Period("2026-05"))) == [])
        #expect(try store.flags(FlagFilter(run: "2026-06")).count == 6)
    }

    @Test func parcels() throws {
        let parcels = [
            Parcel(
                code: "370402001001GB00001", landClass: "0101", holder: "村委会", shape: District.island(1), source: source
            ),
            Parcel(code: "370402001001GB00001", landClass: nil, holder: nil, shape: MultiPolygon([]), source: source),
        ]
        let store = try reopened { try $0.replaceRecords(with: parcels, at: District.time(1)) }
        #expect(try store.records(Parcel.self) == parcels)
        #expect(try store.recordCount(.parcel) == 2)
        try store.replaceRecords(with: [parcels[1]], at: District.time(2))
        #expect(try store.records(Parcel.self) == [parcels[1]])
    }

    @Test func approvals() throws {
        let approvals = [
            Approval(
                number: "鲁政土字〔2018〕1号", batchName: "第一批次", approvedOn: CalendarDate("2018-03-01"),
                shape: District.square(1), source: source),
            Approval(number: "", batchName: nil, approvedOn: nil, shape: District.square(2), source: source),
        ]
        let store = try reopened { try $0.replaceRecords(with: approvals, at: District.time(1)) }
        #expect(try store.records(Approval.self) == approvals)
    }

    @Test func supplies() throws {
        let supplies = [
            Supply(
                contract: "C1", parcelCode: "P1", mode: "出让", signedOn: CalendarDate("2020-01-02"),
                agreedStart: CalendarDate("2020-06-01"), agreedCompletion: CalendarDate("2022-06-01"),
                shape: District.square(1), source: source),
            Supply(
                contract: "C2", parcelCode: nil, mode: nil, signedOn: nil, agreedStart: nil, agreedCompletion: nil,
                shape: District.square(2), source: source),
        ]
        let store = try reopened { try $0.replaceRecords(with: supplies, at: District.time(1)) }
        #expect(try store.records(Supply.self) == supplies)
    }

    @Test func standardLand() throws {
        let contracts = [
            StandardLand(
                contract: "C1", enterprise: "某某公司", investmentPerMu: 350, taxPerMu: 0.1 + 0.2, plotRatio: 1.2,
                agreedStart: CalendarDate("2020-06-01"), source: source),
            StandardLand(
                contract: "C2", enterprise: nil, investmentPerMu: nil, taxPerMu: nil, plotRatio: nil,
                agreedStart: nil, source: source),
        ]
        let store = try reopened { try $0.replaceRecords(with: contracts, at: District.time(1)) }
        #expect(try store.records(StandardLand.self) == contracts)
    }

    @Test func whatLedgersSay() throws {
        let day = CalendarDate("2024-02-29")
        let terms = SupplyTerms(
            use: "工业用地", statedArea: Area(squareMetres: 12_345.6), landPrice: 880, agreedDelivery: day,
            actualStart: CalendarDate("2025-03-01"), leastPlotRatio: 1.2, agreedInvestment: 0.1 + 0.2,
            startedArea: .zero, delayedFrom: day, isMortgaged: .yes, isSeized: .no)
        let supplies = [
            Supply(
                contract: "C1", parcelCode: nil, mode: nil, signedOn: day, agreedStart: nil, agreedCompletion: nil,
                shape: District.square(1), source: source, terms: terms)
        ]
        let approvals = ApprovalKind.allCases.map {
            Approval(
                number: $0.rawValue, batchName: nil, approvedOn: nil, shape: District.square(2), source: source,
                terms: ApprovalTerms(
                    statedArea: Area(squareMetres: 1), withdrawnOn: day, kind: $0, isCompensated: .no))
        }
        let agreed = Milestones(delivery: day, start: day, completion: nil, production: nil, fullProduction: day)
        let contracts = [
            StandardLand(
                contract: "C1", enterprise: nil, investmentPerMu: 1, taxPerMu: 2, plotRatio: 3, agreedStart: day,
                source: source,
                terms: StandardLandTerms(
                    energyPerOutput: 0.1, researchShare: 0.03, reportedTaxPerMu: 7, reportedResearchShare: 0.04,
                    agreed: agreed,
                    actual: Milestones(completion: day)))
        ]
        let projects = Answer.allCases.map {
            Project(
                code: "X", name: "项目", isMajor: false, shape: District.square(1), source: source,
                terms: ProjectTerms(
                    builder: "某某公司", grade: "A", totalInvestment: 5e4, landDemand: Area(squareMetres: 10),
                    neededBy: day, isReady: $0))
        }
        let store = try reopened {
            try $0.replaceRecords(with: supplies, at: District.time(1))
            try $0.replaceRecords(with: approvals, at: District.time(1))
            try $0.replaceRecords(with: contracts, at: District.time(1))
            try $0.replaceRecords(with: projects, at: District.time(1))
        }
        #expect(try store.records(Supply.self) == supplies)
        #expect(try store.records(Approval.self) == approvals)
        #expect(try store.records(StandardLand.self) == contracts)
        #expect(try store.records(Project.self) == projects)
    }

    @Test func furtherRegisters() throws {
        let (day, area, shape) = (CalendarDate("2024-02-29"), Area(squareMetres: 0.3), District.island(2))
        let landUses = [
            LandUse(
                code: "B1", landClass: "0101", statedArea: area, deductedShare: 0.1234, shape: shape, source: source),
            LandUse(code: "B2", landClass: nil, statedArea: nil, deductedShare: nil, shape: shape, source: source),
        ]
        let areas = AdministrativeLevel.allCases.map {
            AdministrativeArea(code: "370402001", name: "示例镇", level: $0, shape: shape, source: source)
        }
        let permits = ConstructionStage.allCases.map {
            Permit(number: "S1", contract: "C1", stage: $0, issuedOn: day, shape: MultiPolygon([]), source: source)
        }
        let terms = [TemporaryLand(number: "L1", holder: "甲", from: nil, until: day, shape: shape, source: source)]
        let complaints = [
            Complaint(
                number: "T1", receivedOn: day, subject: "违建", place: "村东", shape: MultiPolygon([]), source: source)
        ]
        let issued = [
            IssuedPatch(
                number: "J1", type: "DT", before: day, after: day, issuedOn: nil, statedArea: area, shape: shape,
                source: source)
        ]
        let store = try reopened {
            try $0.replaceRecords(with: landUses, at: District.time(1))
            try $0.replaceRecords(with: areas, at: District.time(1))
            try $0.replaceRecords(with: permits, at: District.time(1))
            try $0.replaceRecords(with: terms, at: District.time(1))
            try $0.replaceRecords(with: complaints, at: District.time(1))
            try $0.replaceRecords(with: issued, at: District.time(1))
        }
        #expect(try store.records(LandUse.self) == landUses)
        #expect(try store.records(AdministrativeArea.self) == areas)
        #expect(try store.records(Permit.self) == permits)
        #expect(try store.records(TemporaryLand.self) == terms)
        #expect(try store.records(Complaint.self) == complaints)
        #expect(try store.records(IssuedPatch.self) == issued)
        #expect(try store.integrityReport().isSound)
    }

    @Test func enterprises() throws {
        let full = Dictionary(
            uniqueKeysWithValues: EnterpriseFigure.allCases.enumerated().map { ($1, 0.1 + Double($0)) })
        let rows = EnterpriseScale.allCases.map {
            Enterprise(
                code: "91350100M000100Y43", name: "某某公司", contract: "C1", parcelCode: "P1", year: 2025, scale: $0,
                land: Area(squareMetres: 6666.7), figures: full, incidents: "环保", source: source)
        }
        let bare = Enterprise(
            code: "X", name: nil, contract: nil, parcelCode: nil, year: nil, scale: .unknown, land: nil,
            figures: [.emission: 0], incidents: nil, source: source)
        let store = try reopened { try $0.replaceRecords(with: rows + [bare], at: District.time(1)) }
        #expect(try store.records(Enterprise.self) == rows + [bare])
    }

    @Test func zonesAndProjects() throws {
        let zones = ZoneKind.allCases.map {
            Zone(kind: $0, name: "区\u{0}\u{1F33E}", shape: District.island(3), source: source)
        }
        let projects = [true, false].map {
            Project(code: "X1", name: "项目", isMajor: $0, shape: District.square(1), source: source)
        }
        let store = try reopened {
            try $0.replaceRecords(with: zones, at: District.time(1))
            try $0.replaceRecords(with: projects, at: District.time(1))
        }
        #expect(try store.records(Zone.self) == zones)
        #expect(try store.records(Project.self) == projects)
    }

    @Test func aReplacementThatIsNeverPutInForceLeavesTheOldRecords() throws {
        let old = [Project(code: "X1", name: "项目", isMajor: true, shape: District.square(1), source: source)]
        let store = try reopened { try $0.replaceRecords(with: old, at: District.time(1)) }
        let staged = try store.stage(.project)
        try staged.append(Project(code: "X2", name: "新", isMajor: false, shape: District.square(2), source: source))
        #expect(try store.records(Project.self) == old)
    }
}
