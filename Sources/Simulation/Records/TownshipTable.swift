import GeoModel

/// The townships: four that share the district, one of them drawn a little over its neighbour's land, as happens.
enum TownshipTable {
    static let fields = [Field("xzqdm", .text), Field("xzqmc", .text)]

    static func make(_ plan: DistrictPlan) -> RecordTable {
        let size = Double(plan.options.size)
        let (left, middle, right) = (0.41 * size, Spot(x: 0.46 * size, y: 0.52 * size), 0.56 * size)
        let over = Spot(x: middle.x + 3, y: middle.y)
        func corner(_ x: Double, _ y: Double) -> Spot { Spot(x: x, y: y) }
        let outlines: [(String, [Spot])] = [
            ("示例镇", [corner(0, 0), corner(left, 0), over, corner(0, right)]),
            ("示例东乡", [corner(left, 0), corner(size, 0), corner(size, 0.49 * size), middle]),
            ("示例河口街道", [middle, corner(size, 0.49 * size), corner(size, size), corner(0.44 * size, size)]),
            ("示例西乡", [corner(0, right), middle, corner(0.44 * size, size), corner(0, size)]),
        ]
        let rows = outlines.enumerated().map { number, township in
            RecordRow(
                outlines: [township.1],
                values: [.text("\(Names.county)" + padded(number + 1, to: 3)), .text(township.0)])
        }
        return RecordTable(name: "townships", fields: fields, rows: rows)
    }
}
