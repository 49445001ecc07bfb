/// The runs of all growing regions, as chains that are joined without moving a run.
struct RunPool {
    /// The runs of one region, in no order.
    struct Chain {
        fileprivate var first: Int32 = -1
        fileprivate var last: Int32 = -1
        fileprivate var count = 0

        /// No runs.
        init() {}

        fileprivate init(first: Int32, last: Int32, count: Int) {
            self.first = first
            self.last = last
            self.count = count
        }
    }

    private struct Link {
        var placed: PlacedRun
        var next: Int32
    }

    private var links: [Link] = []
    private var firstFree: Int32 = -1

    /// Puts a run at a chain's end.
    mutating func append(_ placed: PlacedRun, to chain: inout Chain) {
        let place = add(placed)
        append(Chain(first: place, last: place, count: 1), to: &chain)
    }

    /// Puts a chain at another's end.
    mutating func append(_ other: Chain, to chain: inout Chain) {
        if chain.count == 0 {
            chain = other
        } else if other.count > 0 {
            links[Int(chain.last)].next = other.first
            chain.last = other.last
            chain.count += other.count
        }
    }

    /// The runs of a chain in row order; the chain is used up.
    mutating func take(_ chain: Chain) -> [PlacedRun] {
        guard chain.count > 0 else { return [] }
        var runs: [PlacedRun] = []
        runs.reserveCapacity(chain.count)
        var place = chain.first
        var isSorted = true
        while place >= 0 {
            let link = links[Int(place)]
            if let last = runs.last, !precedes(last, link.placed) { isSorted = false }
            runs.append(link.placed)
            place = link.next
        }
        links[Int(chain.last)].next = firstFree
        firstFree = chain.first
        if !isSorted { runs.sort(by: precedes) }
        return runs
    }

    private mutating func add(_ placed: PlacedRun) -> Int32 {
        guard firstFree >= 0 else {
            links.append(Link(placed: placed, next: -1))
            return Int32(links.count - 1)
        }
        let place = firstFree
        firstFree = links[Int(place)].next
        links[Int(place)] = Link(placed: placed, next: -1)
        return place
    }

    private func precedes(_ left: PlacedRun, _ right: PlacedRun) -> Bool {
        (left.row, left.run.start) < (right.row, right.run.start)
    }
}
