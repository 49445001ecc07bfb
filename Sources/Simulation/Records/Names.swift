/// Names for a county that does not exist.
enum Names {
    /// The administrative code of the sample county: 370499 is not assigned to any.
    static let county = "370499"

    private static let villages = [
        "东庄", "西庄", "前岭", "后岭", "大李庄", "小王庄", "张桥", "刘楼", "柳行", "石门", "沙河崖", "枣林", "泉上", "马场", "杨楼",
        "陈店", "孟庄", "南塘", "北塘", "赵坡", "周营", "郭沟", "徐洼", "高台",
    ]
    private static let firms = ["恒达", "瑞丰", "金穗", "华岭", "远拓", "晟源", "博锐", "新禾", "宏图", "同创", "鼎安", "科润"]
    private static let trades = ["机械", "新材料", "食品", "包装", "纺织", "建材", "电子", "物流", "装备", "锂电"]

    /// The village whose land a block belongs to.
    static func village(_ block: Block) -> String {
        let place = (block.column + 300) / 3 &* 7 &+ (block.row + 300) / 2 &* 5
        return villages[place % villages.count] + "村"
    }

    /// The cadastral sub-district of a block, 1…999.
    static func subdistrict(_ block: Block) -> Int {
        ((block.column + 300) / 3 &* 31 &+ (block.row + 300) / 2) % 999 + 1
    }

    /// An enterprise; marked so that nobody takes it for a real one.
    static func firm(_ bits: UInt64) -> String {
        let name = firms[Int(bits % UInt64(firms.count))]
        return name + trades[Int(bits >> 16 % UInt64(trades.count))] + "有限公司（示例）"
    }
}
