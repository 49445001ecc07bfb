import GeoModel

/// One row of a register: outlines on the raster, and one value a field.
struct RecordRow: Sendable {
    /// No outline is a row without a shape.
    var outlines: [[Spot]]
    var values: [FieldValue]
}

/// One register of the district.
struct RecordTable: Sendable {
    let name: String
    let fields: [Field]
    var rows: [RecordRow]
}

/// The registers of the district, made to fit its events, with the mess that real ones carry.
///
/// Field names are the pinyin initials that county tables use; areas `mj` are square metres.
/// - `records/parcels.shp` (EPSG:4548, GBK, no `.cpg`): `zdh` parcel code, `dlbm` `dlmc` land class, `qlr` holder,
///   `zl` place, `mj`. One polygon crosses itself, one row has no shape, one has no land class.
/// - `records/approvals.gpkg`, layer `approvals` (EPSG:4548): `pcmc` batch, `pzwh` approval number, `pzrq` day,
///   `pzlx` kind, `mj`, `chrq` withdrawn on, `sfbc` compensated.
/// - `records/supplies.geojson` (longitude and latitude): `crhth` contract, `zdh`, `xmmc` project, `gdfs` mode,
///   `tdyt` use, `qdrq` signed, `ydjdsj` agreed delivery, `ydkgsj` agreed start, `ydjgsj` agreed completion, `mj`,
///   `tdjk` price, `sjjdsj` `sjkgsj` `sjjgsj` actual delivery, start and completion, `gdzctz` agreed and `sjtz` actual
///   investment (10 000 yuan), `ykgmj` area begun, `zfyyqs` `zfyyjz` delayed by the government from and until. One is
///   not dated, one date is written out, one has slashes; one contract names no start, one price is not entered.
/// - `records/standard_land.csv` (UTF-8, no shape): `crhth`, `qymc` enterprise, `tzqd` investment and `mjss` tax
///   (10 000 yuan a mu), `rjl` plot ratio, `dwnh` energy, `dwpf` emissions, `yftrzb` research, the same reported with
///   `sj` in front, and the agreed (`yd…`) and reported (`sj…`) days of delivery, start, completion, production (`tc`)
///   and full production (`dc`). One row belongs to no contract, one has no start.
/// - `records/zones.gpkg`, layer `zones` (EPSG:4548): `lx` kind, `mc` name, `bh` number.
/// - `records/enterprises.csv` (UTF-8, no shape): `tyshxydm` credit code, `qymc`, `crhth`, `zdh`, `nd` year, `qygm`
///   scale, `ydmj` mu, `sjss` tax, `zjz` value added, `yysr` revenue, `zhnh` energy, `pfl` emissions, `yfjf` research,
///   `ygrs` staff, `ypfj` incidents. Some figures are not entered, one code has a wrong check digit, one stands twice.
/// - `records/projects.shp` (EPSG:4548, GBK with `.cpg`): `xmdm` code, `xmmc` name, `sfzd` major (是/否), `jsdw`
///   builder, `ztz` investment (10 000 yuan), `xmdj` grade, `bbzy` officer, `jsjd` stage, `ndjh` `ndwc` this year's
///   plan and what was done of it (10 000 yuan), `ydxq` land asked for in square metres, `ydxqsj` by when, `jbkg` ready
///   (是/否); with gaps.
/// - `records/townships.gpkg`, layer `townships` (EPSG:4548): `xzqdm` code, `xzqmc` name. One overlaps its neighbour.
struct RecordTables: Sendable {
    let parcels: RecordTable
    let approvals: RecordTable
    let supplies: RecordTable
    let standardLand: RecordTable
    let zones: RecordTable
    let projects: RecordTable
    let townships: RecordTable
    let enterprises: RecordTable

    init(_ plan: DistrictPlan) {
        let register = LandTitles(plan)
        parcels = ParcelTable.make(plan, register)
        approvals = ApprovalTable.make(plan, register)
        supplies = SupplyTable.make(register)
        standardLand = StandardLandTable.make(plan, register)
        zones = ZoneTable.make(plan)
        projects = ProjectTable.make(plan, register)
        townships = TownshipTable.make(plan)
        enterprises = EnterpriseTable.make(plan, register)
    }
}

extension RecordTables {
    /// The table of one register.
    func table(_ kind: DistrictFile.RegisterKind) -> RecordTable {
        switch kind {
        case .parcel: parcels
        case .approval: approvals
        case .supply: supplies
        case .standardLand: standardLand
        case .zone: zones
        case .project: projects
        case .administrativeArea: townships
        case .enterprise: enterprises
        }
    }
}

extension DistrictPlan {
    /// An outline of the plan on the raster.
    func onRaster(_ corners: [Spot]) -> [Spot] { corners.map(cover.layout.orientation.raster) }

    /// The area of an outline in square metres, to whole ones.
    func squareMetres(_ outlines: [[Spot]]) -> FieldValue {
        let pixels = outlines.reduce(0) { $0 + Site(outline: $1).pixelArea }
        return .real((pixels * 100).rounded())
    }

    /// Half a year before the last month.
    var halfYearBefore: CalendarDate {
        let month = options.lastMonth.advanced(by: -6)
        guard let day = CalendarDate(year: month.year, month: month.month, day: 12) else {
            preconditionFailure("every month has a 12th")
        }
        return day
    }

    var dice: Dice { cover.layout.dice }
}
