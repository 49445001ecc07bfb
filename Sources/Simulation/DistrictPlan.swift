package import GeoModel

/// Everything about a sample district before a pixel is drawn: land, dates, events. A pure function of the options.
package struct DistrictPlan: Sendable {
    /// What it was made from.
    package let options: SimulationOptions
    /// The grid of the 10 m bands.
    package let grid: Grid
    let cover: GroundCover
    let acquisitions: [Acquisition]
    let events: [DistrictEvent]
    let lots: [Lot]
    /// Events for which no place was found: 0 unless the corner is crowded.
    let unplacedEvents: Int

    /// The plan of a district.
    package init(_ options: SimulationOptions) {
        self.options = options
        let layout = Layout(options: options)
        cover = GroundCover(layout)
        let acquisitions = (0..<options.months).map { Acquisition(month: $0, options: options) }
        self.acquisitions = acquisitions
        grid = DistrictPlan.grid(options, dice: layout.dice)
        let planner = EventPlanner(options: options, cover: cover, acquisitions: acquisitions)
        events = planner.events
        lots = planner.lots
        unplacedEvents = planner.unplaced
    }

    /// How the ground looks in a month.
    func season(_ month: Int) -> Season {
        Season(date: acquisitions[month].date, dice: cover.layout.dice)
    }

    /// UTM zone 50, as the mission delivers the tiles of southern Shandong; the corner lies on the 20 m lattice.
    private static func grid(_ options: SimulationOptions, dice: Dice) -> Grid {
        let easting = 516_000 + 20 * dice.choice(of: 400, 1, 0, .place)
        let northing = 3_868_000 + 20 * dice.choice(of: 400, 2, 0, .place)
        return Grid(
            system: CoordinateSystem("EPSG:32650"),
            transform: GeoTransform(
                originX: Double(easting),
                originY: Double(northing),
                pixelWidth: 10,
                pixelHeight: 10
            ),
            size: GridSize(columns: options.size, rows: options.size)
        )
    }
}
