import GeoModel

/// Land approved for construction: one row a batch, which may be several pieces of land.
enum ApprovalTable {
    static let fields = [
        Field("pcmc", .text), Field("pzwh", .text), Field("pzrq", .date), Field("pzlx", .text), Field("mj", .real),
        Field("chrq", .date), Field("sfbc", .text),
    ]

    static func make(_ plan: DistrictPlan, _ titles: LandTitles) -> RecordTable {
        var order: [String] = []
        var batches: [String: [LandTitle]] = [:]
        for title in titles.all {
            if batches[title.approvalNumber] == nil { order.append(title.approvalNumber) }
            batches[title.approvalNumber, default: []].append(title)
        }
        let (unused, withdrawn) = (titles.unusedApprovals, titles.withdrawnApprovals)
        let rows = order.compactMap { number -> RecordRow? in
            guard let batch = batches[number], let first = batch.first else { return nil }
            let outlines = batch.map(\.outline)
            let lapse = unused.firstIndex(of: number)
            return RecordRow(
                outlines: outlines,
                values: [
                    .text(first.batchName), .text(number), .date(first.approvedOn),
                    .text(first.isSingleSite ? "单独选址" : "批次"), plan.squareMetres(outlines),
                    withdrawn.contains(number) ? .date(plan.halfYearBefore) : .null,
                    lapse.map { [.text("是"), .null, .text("否")][$0 % 3] } ?? .text("是"),
                ]
            )
        }
        return RecordTable(name: "approvals", fields: fields, rows: rows)
    }
}

/// Land handed to users by contract.
enum SupplyTable {
    static let fields = [
        Field("crhth", .text), Field("zdh", .text), Field("xmmc", .text), Field("gdfs", .text), Field("tdyt", .text),
        Field("qdrq", .date), Field("ydjdsj", .date), Field("ydkgsj", .date), Field("ydjgsj", .date),
        Field("mj", .real), Field("tdjk", .real), Field("sjjdsj", .date), Field("sjkgsj", .date),
        Field("sjjgsj", .date), Field("gdzctz", .real), Field("sjtz", .real), Field("ykgmj", .real),
        Field("zfyyqs", .date), Field("zfyyjz", .date),
    ]

    static func make(_ titles: LandTitles) -> RecordTable {
        var rows = titles.all.compactMap { title -> RecordRow? in
            guard let contract = title.contract else { return nil }
            let area = (Site(outline: title.outline).pixelArea * 100).rounded()
            return RecordRow(
                outlines: [title.outline],
                values: [
                    .text(contract.number), .text(title.parcelCode), .text(title.firm + "项目"), .text(contract.mode),
                    .text(title.isIndustrial ? "工业用地" : "其他"), .date(contract.signedOn),
                    .date(contract.signedOn),
                    contract.story.lacksAgreedStart ? .null : .date(contract.agreedStart),
                    .date(contract.agreedCompletion), .real(area),
                ] + values(contract.story, area: area)
            )
        }
        // One contract was filed without its signing date, and one date was typed the long way.
        if let index = rows.indices.dropFirst(3).first { rows[index].values[5] = .null }
        if let index = rows.indices.dropFirst(6).first, case .date(let day) = rows[index].values[5] {
            rows[index].values[5] = .text("\(day.year)年\(day.month)月\(day.day)日")
        }
        // One start was typed with slashes, and what was spent on one factory was never entered.
        if let index = rows.indices.dropFirst(5).first, case .date(let day) = rows[index].values[12] {
            rows[index].values[12] = .text("\(day.year)/\(day.month)/\(day.day)")
        }
        if let index = rows.indices.dropFirst(8).first { rows[index].values[15] = .null }
        return RecordTable(name: "supplies", fields: fields, rows: rows)
    }

    private static func values(_ story: ContractStory, area: Double) -> [FieldValue] {
        func day(_ date: CalendarDate?) -> FieldValue { date.map { .date($0) } ?? .null }
        return [
            story.price.map { .real($0) } ?? .null, day(story.delivery), day(story.start), day(story.completion),
            .real(story.agreedInvestment), .real((story.agreedInvestment * story.spentShare).rounded()),
            .real((area * story.startedShare).rounded()), day(story.delayedFrom), day(story.delayedUntil),
        ]
    }
}

/// The register of projects: major ones, and ordinary ones on supplied lots.
enum ProjectTable {
    static let fields = [
        Field("xmdm", .text, width: 24), Field("xmmc", .text, width: 80), Field("sfzd", .text, width: 4),
        Field("jsdw", .text, width: 80), Field("ztz", .real),
    ]

    static func make(_ plan: DistrictPlan, _ titles: LandTitles) -> RecordTable {
        let known = titles.all.filter { title in
            guard let kind = title.event?.kind else { return false }
            return kind == .majorProject || kind == .approvedBuilding || kind == .haltedBuilding
        }
        // One major project of the list has land and no sign of work.
        let waiting = titles.all.filter { $0.event == nil && $0.contract != nil && $0.isIndustrial }.suffix(1)
        let rows = (known + waiting).enumerated().map { index, title in
            let isMajor = title.event == nil || title.event?.kind == .majorProject
            return RecordRow(
                outlines: [title.outline],
                values: [
                    .text(
                        "\(plan.options.period(0).year - 1)-\(Names.county)-04-01-"
                            + padded(index * 37 % 100_000, to: 5)),
                    .text(title.firm + (isMajor ? "重大项目" : "建设项目")), .text(isMajor ? "是" : "否"), .text(title.firm),
                    .real((Site(outline: title.outline).pixelArea * 0.15 * 320).rounded()),
                ]
            )
        }
        return RecordTable(name: "projects", fields: fields, rows: rows)
    }
}

/// The control lines, the protected forest and the development zones.
enum ZoneTable {
    static let fields = [Field("lx", .text), Field("mc", .text), Field("bh", .text)]

    static func make(_ plan: DistrictPlan) -> RecordTable {
        let layout = plan.cover.layout
        var rows: [RecordRow] = []
        func add(_ kind: String, _ name: String, _ corners: [Spot]) {
            let number = padded(rows.count + 1, to: 3)
            rows.append(
                RecordRow(
                    outlines: [plan.onRaster(corners)],
                    values: [.text(kind), .text(name), .text("\(Names.county)\(number)")]
                )
            )
        }
        for block in layout.innerBlocks where layout.isBasicFarmland(block) {
            add("永久基本农田", Names.village(block) + "基本农田片", block.corners)
        }
        for (index, forest) in layout.protectedForests.enumerated() {
            add("保护区林地", "示例山林场\(index + 1)号保护区", forest)
        }
        for (index, top) in layout.hilltops.enumerated() {
            let outline = layout.blob(around: top, radius: 0.85 * layout.terrain.hillRadius, points: 26)
            add("生态保护红线", "示例山水源涵养红线区\(index + 1)", outline)
        }
        for (index, seat) in zip(layout.towns, layout.industries).enumerated() {
            add("城镇开发边界", "示例镇城镇开发边界\(index + 1)", layout.outline(of: [seat.0, seat.1]))
        }
        for zone in layout.developmentZones { add("开发区", zone.name, zone.outline) }
        return RecordTable(name: "zones", fields: fields, rows: rows)
    }
}

extension Layout {
    /// The development zones in plan coordinates: the first industrial quarter is two, every other is one.
    var developmentZones: [(name: String, outline: [Spot])] {
        industries.enumerated().flatMap { index, quarter -> [(name: String, outline: [Spot])] in
            let (columns, rows) = (quarter.columns, quarter.rows)
            guard index == 0 else {
                return [("示例经济开发区第\(index + 1)片区", outline(of: [quarter]))]
            }
            let middle = (columns.lowerBound + columns.upperBound + 1) / 2
            return [
                ("示例经济开发区", outline(of: [BlockRange(columns: columns.lowerBound..<middle, rows: rows)])),
                ("示例高新技术产业开发区", outline(of: [BlockRange(columns: middle..<columns.upperBound, rows: rows)])),
            ]
        }
    }

    /// The outline along tracks of the smallest rectangle of blocks around some ranges.
    func outline(of ranges: [BlockRange]) -> [Spot] {
        let left = ranges.map(\.columns.lowerBound).min() ?? 0
        let right = (ranges.map(\.columns.upperBound).max() ?? 1) - 1
        let top = ranges.map(\.rows.lowerBound).min() ?? 0
        let bottom = (ranges.map(\.rows.upperBound).max() ?? 1) - 1
        func block(_ column: Int, _ row: Int) -> Block { mesh.blocks[mesh.index(column: column, row: row) ?? 0] }
        let upper = (left...right).map { block($0, top).topLeft }
        let east = (top...bottom).map { block(right, $0).topRight }
        let lower = (left...right).reversed().map { block($0, bottom).bottomRight }
        let west = (top...bottom).reversed().map { block(left, $0).bottomLeft }
        return upper + east + lower + west
    }
}
