import GeoModel
import LandRecords

/// How many flags a theme has, and over how much ground.
struct ThemeTally {
    let code: String
    let label: Bilingual
    let priority: Int
    private(set) var count = 0
    private(set) var area = Area.zero

    /// Adds a flag to the tally of its theme; the most urgent theme comes first, then by code.
    static func count(_ flag: Flag, in tallies: inout [ThemeTally]) {
        if let place = tallies.firstIndex(where: { $0.code == flag.theme }) {
            tallies[place].add(flag)
            return
        }
        var tally = ThemeTally(code: flag.theme, label: flag.themeLabel, priority: flag.priority)
        tally.add(flag)
        let place = tallies.firstIndex { (tally.priority, tally.code) < ($0.priority, $0.code) }
        tallies.insert(tally, at: place ?? tallies.endIndex)
    }

    private init(code: String, label: Bilingual, priority: Int) {
        self.code = code
        self.label = label
        self.priority = priority
    }

    private mutating func add(_ flag: Flag) {
        count += 1
        area += flag.area
    }
}
