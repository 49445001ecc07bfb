/// How many events of each kind a district has, how large they are and when they begin.
struct EventCatalogue {
    /// One event to be placed.
    struct Order {
        let kind: EventKind
        var mu: Double
        /// Months before the last one in which it begins.
        let age: Int
        let halts: Bool
        /// Counted within its kind.
        let number: Int

        /// The same event on less or more land, down to 0.6 mu.
        func scaled(by factor: Double) -> Order {
            var order = self
            order.mu = max(min(mu, 0.6), mu * factor)
            return order
        }
    }

    let orders: [Order]

    /// The orders of a district of so many townships and months.
    ///
    /// Sizes run from about 0.6 mu (4 pixels) to 60 mu. Some begin in the last two months, the others within the last
    /// year; in a shorter series all of them move closer together.
    init(size: Int, townships: Int, months: Int) {
        let rounds = townships * townships
        orders = EventCatalogue.series.flatMap { series -> [Order] in
            let usual = size < 768 ? min(series.sizes.count, 4) : series.sizes.count
            return (0..<usual * rounds).map { number in
                let place = number % usual
                let age = series.ages[place]
                return Order(
                    kind: series.kind,
                    mu: series.sizes[place],
                    age: EventCatalogue.age(series, age, months: months),
                    halts: series.halting == place,
                    number: number
                )
            }
        }
    }

    /// A building without approval has to have left the ground by the last month, else it is earth-moving still.
    private static func age(_ series: Series, _ age: Int, months: Int) -> Int {
        let scaled = months >= 14 ? age : age * (months - 1) / 13
        return series.kind == .illegalBuilding ? max(1, scaled) : scaled
    }

    private struct Series {
        let kind: EventKind
        let sizes: [Double]
        let ages: [Int]
        var halting: Int?
    }

    private static let series = [
        Series(kind: .majorProject, sizes: [60, 25, 12, 40, 6, 18], ages: [5, 2, 1, 0, 9, 3]),
        Series(kind: .approvedBuilding, sizes: [30, 4, 12, 20, 8, 50], ages: [6, 1, 9, 3, 2, 0]),
        Series(kind: .unsuppliedBuilding, sizes: [10, 3, 18, 6], ages: [5, 2, 8, 1]),
        Series(kind: .haltedBuilding, sizes: [15, 8], ages: [9, 6]),
        Series(kind: .demolition, sizes: [6, 1.5, 12, 3], ages: [2, 0, 7, 1]),
        Series(kind: .forestClearing, sizes: [12, 1.2, 4, 0.7, 25, 2], ages: [0, 1, 8, 0, 10, 5]),
        Series(kind: .farmlandBuilding, sizes: [8, 0.8, 3, 20, 1.5, 5], ages: [0, 1, 7, 2, 4, 10], halting: 2),
        Series(kind: .earthMoving, sizes: [10, 1, 4, 0.7, 2, 18], ages: [0, 2, 6, 0, 3, 5]),
        Series(kind: .illegalBuilding, sizes: [6, 0.9, 2.5, 15, 1.3, 4], ages: [4, 1, 9, 1, 6, 3], halting: 2),
        Series(kind: .harvest, sizes: [10, 4, 7, 16, 5, 8, 12, 6], ages: [0, 0, 0, 0, 0, 0, 0, 0]),
        Series(kind: .cropRotation, sizes: [10, 5, 7, 14, 6, 9, 12, 8], ages: [0, 0, 0, 0, 0, 0, 0, 0]),
    ]
}
