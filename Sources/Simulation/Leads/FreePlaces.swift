/// Fields on which nothing happens and nothing was approved, each given away once.
struct FreePlaces {
    private let plan: DistrictPlan
    private let blocks: [Block]
    /// Circles that are taken.
    private var taken: [(centre: Spot, radius: Double)]
    private var attempts = 0

    init(_ plan: DistrictPlan) {
        self.plan = plan
        let built = Set(plan.lots.map(\.block.key))
        blocks = plan.cover.layout.innerBlocks.filter { $0.role == .farmland && !built.contains($0.key) }
        // The flood's circle would hold the whole district; no field is near enough to the river to be in it.
        taken = plan.events.filter { $0.kind != .flood }.map { ($0.site.centre, $0.site.radius) }
    }

    /// A rectangle of an area within one field block; nil where none is found.
    mutating func take(mu: Double) -> Site? {
        guard !blocks.isEmpty else { return nil }
        let dice = plan.dice
        let side = (mu / 0.15).squareRoot()
        for _ in 0..<400 {
            attempts += 1
            let block = blocks[dice.choice(of: blocks.count, attempts, 6, .lead)]
            let centre = block.spot(
                u: dice.between(0.25, 0.75, attempts, 7, .lead), v: dice.between(0.25, 0.75, attempts, 8, .lead))
            let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map { x, y in
                centre + Spot(x: x * side, y: y * side)
            }
            let site = Site(outline: plan.onRaster(corners))
            guard isFree(site) else { continue }
            taken.append((site.centre, site.radius))
            return site
        }
        return nil
    }

    /// Well away from what happens, and from water, which rises and falls.
    private func isFree(_ site: Site) -> Bool {
        let layout = plan.cover.layout
        return taken.allSatisfy { (site.centre - $0.centre).length > site.radius + $0.radius + 12 }
            && ([site.centre] + site.outline).allSatisfy { spot in
                layout.terrain.shore(layout.orientation.plan(spot)).distance > 30
            }
    }
}
