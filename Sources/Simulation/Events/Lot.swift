/// A piece of land that was approved for construction, or an old factory's land.
struct Lot: Sendable {
    /// Where the lot stands in the row from approval to use.
    enum Tenure: Sendable {
        /// Supplied long ago and built on.
        case oldFactory
        /// Approved and supplied; nothing built yet.
        case supplied
        /// Approved, no supply.
        case unsupplied
    }

    let block: Block
    let u: ClosedRange<Double>
    let v: ClosedRange<Double>
    /// Whether it lies in the industrial zone.
    let isIndustrial: Bool
    var tenure: Tenure
    /// The event on it, as an index into the plan's events.
    var event: Int?

    /// The corners in plan coordinates.
    var corners: [Spot] { block.corners(u: u, v: v) }

    /// The lots of the industrial zones, then open land at the towns' edges that was approved as well.
    static func all(in layout: Layout) -> [Lot] {
        let inner = layout.innerBlocks
        let zone = inner.filter { $0.role == .industrial }.flatMap { block in
            let grid = PlotGrid.lots(block.key)
            return (0..<4).map { part in
                let isVacant = block.lotUse(column: part % 2, row: part / 2) == .vacant
                return Lot(
                    block: block,
                    u: grid.across.span(part % 2),
                    v: grid.down.span(part / 2),
                    isIndustrial: true,
                    tenure: isVacant ? .unsupplied : .oldFactory
                )
            }
        }
        let fringe = inner.filter(layout.isFringe).flatMap { block in
            [0.08...0.5, 0.5...0.92].map { span in
                Lot(block: block, u: 0.08...0.92, v: span, isIndustrial: false, tenure: .unsupplied)
            }
        }
        return zone + fringe
    }
}
