/// What grows on a field between two October sowings.
enum Crop: UInt8, Sendable, CaseIterable {
    /// Winter wheat, then summer maize: the common rotation of the plain.
    case wheatMaize
    /// Winter wheat, then peanut or soya.
    case wheatLegume
    /// One crop a year, sown in spring.
    case springCrop
    /// Left alone.
    case fallow
    /// Maize cut a month early for silage.
    case silage
}

/// How much of a field is green and how much is straw, by day of the year.
///
/// Shaped after the crop calendar of southern Shandong as farmers know it: wheat is sown in October, greens up in March
/// and is cut in early June; maize is sown into the stubble, closes in July and is cut around 1 October. The numbers
/// are chosen by hand for a plausible NDVI and are no measurement.
struct PlantCalendar: Sendable {
    /// The share of a pixel under green leaves and under straw.
    struct Cover: Sendable {
        var green: Float
        var straw: Float
    }

    private let table: [Cover]

    /// A calendar through points, straight in between, running around the year.
    private init(_ points: [(day: Int, green: Float, straw: Float)]) {
        var table: [Cover] = []
        for day in 0..<366 {
            let next = points.firstIndex { $0.day > day } ?? 0
            let previous = (next + points.count - 1) % points.count
            let start = points[previous].day
            let gap = (points[next].day - start + 366) % 366
            let share = gap == 0 ? 0 : Float((day - start + 366) % 366) / Float(gap)
            table.append(
                Cover(
                    green: points[previous].green + share * (points[next].green - points[previous].green),
                    straw: points[previous].straw + share * (points[next].straw - points[previous].straw)
                )
            )
        }
        self.table = table
    }

    /// The cover on a day of the year, which may run over at either end.
    @inline(__always)
    func cover(_ day: Int) -> Cover { table[(day + 366) % 366] }

    private static let wheat: [(day: Int, green: Float, straw: Float)] = [
        (20, 0.20, 0.04), (52, 0.22, 0.04), (75, 0.40, 0.02), (95, 0.70, 0), (112, 0.94, 0), (132, 0.92, 0.03),
        (145, 0.66, 0.25), (154, 0.22, 0.68), (159, 0.05, 0.62), (168, 0.05, 0.48), (180, 0.18, 0.25),
    ]
    private static let seedlings: [(day: Int, green: Float, straw: Float)] = [
        (283, 0.02, 0.30), (293, 0.02, 0.06), (308, 0.10, 0.02), (325, 0.22, 0.02), (345, 0.23, 0.04),
    ]

    /// Wheat and maize.
    static let wheatMaize = PlantCalendar(
        wheat + [
            (198, 0.62, 0.04), (210, 0.92, 0), (243, 0.93, 0), (256, 0.84, 0.06), (266, 0.66, 0.24), (272, 0.52, 0.42),
            (275, 0.06, 0.55),
        ] + seedlings
    )
    /// Wheat and peanut or soya.
    static let wheatLegume = PlantCalendar(
        wheat + [
            (200, 0.50, 0.04), (215, 0.80, 0), (242, 0.84, 0), (256, 0.72, 0.10), (266, 0.50, 0.30), (271, 0.10, 0.35),
        ] + seedlings
    )
    /// One crop from May to October.
    static let springCrop = PlantCalendar([
        (10, 0.03, 0.20), (90, 0.06, 0.10), (120, 0.05, 0.02), (140, 0.15, 0.02), (170, 0.55, 0), (200, 0.82, 0),
        (240, 0.80, 0.02), (265, 0.66, 0.12), (285, 0.40, 0.35), (300, 0.05, 0.35), (340, 0.03, 0.22),
    ])
    /// Wild grass and herbs.
    static let weeds = PlantCalendar([
        (15, 0.05, 0.50), (70, 0.07, 0.48), (100, 0.25, 0.30), (130, 0.42, 0.18), (170, 0.52, 0.12), (210, 0.66, 0.05),
        (250, 0.62, 0.10), (280, 0.42, 0.28), (310, 0.18, 0.45), (345, 0.06, 0.52),
    ])
    /// Maize for silage, cut at the end of August.
    static let silage = PlantCalendar(
        wheat + [(196, 0.66, 0.04), (206, 0.90, 0), (236, 0.90, 0), (239, 0.05, 0.18), (262, 0.10, 0.10)] + seedlings
    )
    /// Apples and peaches over grass.
    static let orchard = PlantCalendar([
        (15, 0.10, 0.38), (80, 0.14, 0.34), (105, 0.42, 0.18), (130, 0.62, 0.08), (200, 0.72, 0.03), (250, 0.70, 0.05),
        (285, 0.55, 0.15), (315, 0.25, 0.34), (340, 0.11, 0.40),
    ])
    /// Broad-leaved trees.
    static let broadleaf = PlantCalendar([
        (15, 0.10, 0.60), (85, 0.12, 0.58), (105, 0.55, 0.28), (125, 0.88, 0.06), (180, 0.95, 0.02), (250, 0.93, 0.04),
        (285, 0.78, 0.14), (310, 0.45, 0.40), (330, 0.14, 0.60),
    ])

    /// The calendar of a crop.
    static func calendar(of crop: Crop) -> PlantCalendar {
        switch crop {
        case .wheatMaize: wheatMaize
        case .wheatLegume: wheatLegume
        case .springCrop: springCrop
        case .fallow: weeds
        case .silage: silage
        }
    }
}
