import GeoModel

/// The parcels: farmed blocks, villages, the town's blocks, every lot of the industrial zone.
enum ParcelTable {
    static let fields = [
        Field("zdh", .text, width: 19), Field("dlbm", .text, width: 5), Field("dlmc", .text, width: 20),
        Field("qlr", .text, width: 80), Field("zl", .text, width: 60), Field("mj", .real),
    ]

    static func make(_ plan: DistrictPlan, _ titles: LandTitles) -> RecordTable {
        let lotBlocks = Set(plan.lots.map(\.block.key))
        let open = plan.cover.layout.innerBlocks.filter { !lotBlocks.contains($0.key) && $0.role != .industrial }
        var rows: [RecordRow] = []
        for block in open {
            for part in parts(of: block) { rows.append(row(plan, block, part, serial: rows.count + 1)) }
        }
        for title in titles.all where !title.isSingleSite {
            let land = title.isIndustrial ? ("0601", "工业用地") : ("0507", "其他商服用地")
            rows.append(
                RecordRow(
                    outlines: [title.outline],
                    values: [
                        .text(title.parcelCode), .text(land.0), .text(land.1),
                        title.contract == nil ? .text("示例县土地储备中心") : .text(title.firm),
                        .text("示例县经济开发区"), plan.squareMetres([title.outline]),
                    ]
                )
            )
        }
        makeMess(&rows)
        return RecordTable(name: "parcels", fields: fields, rows: rows)
    }

    /// What every cadastre has somewhere: a polygon that crosses itself, a row without a shape, a class not entered.
    private static func makeMess(_ rows: inout [RecordRow]) {
        guard rows.count > 12 else { return }
        rows[5].outlines[0].swapAt(1, 2)
        rows[8].outlines = []
        rows[11].values[1] = .null
        rows[11].values[2] = .null
    }

    /// Half of the farmed blocks are two parcels, cut along a track between fields.
    private static func parts(of block: Block) -> [[Spot]] {
        guard block.role == .farmland || block.role == .orchard, block.key >> 20 & 1 == 0 else {
            return [block.corners]
        }
        let cut = PlotGrid.fields(block.key).down.start(1)
        return [block.corners(u: 0...1, v: 0...cut), block.corners(u: 0...1, v: cut...1)]
    }

    private static func row(_ plan: DistrictPlan, _ block: Block, _ part: [Spot], serial: Int) -> RecordRow {
        let outline = plan.onRaster(part)
        let land = landClass(plan, block)
        let village = Names.village(block)
        let holder = land.feature.hasPrefix("G") ? land.holder : "示例镇\(village)村民委员会"
        return RecordRow(
            outlines: [outline],
            values: [
                .text(ParcelCode.text(block, feature: land.feature, serial: serial)), .text(land.code),
                .text(land.name), .text(holder), .text("示例镇\(village)"), plan.squareMetres([outline]),
            ]
        )
    }

    private struct LandClass {
        let code: String
        let name: String
        let feature: String
        var holder = "示例镇人民政府"
    }

    /// The class after GB/T 21010-2017 and the letters of the right.
    private static func landClass(_ plan: DistrictPlan, _ block: Block) -> LandClass {
        let terrain = plan.cover.layout.terrain
        if block.role == .town { return LandClass(code: "0701", name: "城镇住宅用地", feature: "GB") }
        if block.role == .village { return LandClass(code: "0702", name: "农村宅基地", feature: "JC") }
        let shore = terrain.shore(block.centre)
        if shore.distance < 0 {
            return shore.body == .reservoir
                ? LandClass(code: "1103", name: "水库水面", feature: "GY", holder: "示例县水务局")
                : LandClass(code: "1101", name: "河流水面", feature: "GY", holder: "示例县水务局")
        }
        if terrain.elevation(block.centre) > 0.05 {
            return LandClass(code: "0301", name: "乔木林地", feature: "GE", holder: "示例县国有林场")
        }
        switch block.role {
        case .orchard: return LandClass(code: "0201", name: "果园", feature: "JD")
        case .rough where plan.cover.layout.isBrickyard(block):
            return LandClass(code: "0602", name: "采矿用地", feature: "JB")
        case .rough: return LandClass(code: "0404", name: "其他草地", feature: "JF")
        case .pond: return LandClass(code: "1104", name: "坑塘水面", feature: "JD")
        default: return LandClass(code: "0102", name: "水浇地", feature: "JD")
        }
    }
}
