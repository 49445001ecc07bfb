import GeoModel

/// Which bands of both scenes are shown as red, green and blue.
struct ChipColours: Hashable {
    /// Three bands.
    let roles: [BandRole]
    /// What such a picture is called.
    let label: Bilingual

    /// The best picture that both scenes can give; nil where they share no band.
    init?(bandsOf before: Scene, and after: Scene) {
        self.init(Set(before.bands.keys).intersection(after.bands.keys))
    }

    /// The best picture that some bands can give; nil where there is none.
    init?(_ roles: Set<BandRole>) {
        let shared = BandRole.allCases.filter { $0 != .mask && roles.contains($0) }
        guard let only = shared.last else { return nil }
        if let known = ChipColours.known.first(where: { Set($0.roles).isSubset(of: shared) }) {
            self = known
        } else if shared.count >= 3 {
            self.init(Array(shared.suffix(3).reversed()), zh: "假彩色", en: "false colour")
        } else {
            self.init([only, only, only], zh: "单波段 \(only.rawValue)", en: "one band, \(only.rawValue)")
        }
    }

    private init(_ roles: [BandRole], zh: String, en: String) {
        self.roles = roles
        label = Bilingual(zh: zh, en: en)
    }

    private static let known = [
        ChipColours([.red, .green, .blue], zh: "真彩色", en: "true colour"),
        ChipColours([.nir, .red, .green], zh: "标准假彩色（植被为红色）", en: "false colour, vegetation red"),
    ]
}
