package import GeoModel

/// A part of the unflagged land from which places are drawn by themselves.
package struct SampleStratum: Sendable, Hashable {
    /// Score class and cover class, such as `near-open`.
    package let code: String
    /// What users read.
    package let label: Bilingual
    /// Its quantised scores are above this,
    let above: Int
    /// and up to this.
    let upTo: Int
    /// Places there are.
    package internal(set) var cells: Int
    /// Their area.
    package internal(set) var area: Area
    /// How many of them were drawn.
    package internal(set) var places: Int

    /// The unflagged area that a drawn place stands for.
    package var weight: Area { Area(squareMetres: places > 0 ? area.squareMetres / Double(places) : 0) }
}

/// How many squares there are of each score, by cover class.
struct CellCensus: Sendable {
    private var counts: [[Int]]

    init(covers: Int) { counts = [[Int]](repeating: [Int](repeating: 0, count: 65_536), count: covers) }

    mutating func add(_ cell: UnflaggedCell) { counts[cell.cover][Int(cell.score)] += 1 }

    mutating func add(_ other: CellCensus) {
        for cover in counts.indices {
            for score in counts[cover].indices { counts[cover][score] += other.counts[cover][score] }
        }
    }

    /// All squares.
    var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }

    /// The strata of a design, score class by score class, with their squares and without areas and places.
    func strata(_ design: OmissionDesign) -> [SampleStratum] {
        let total = total
        var upTo = 65_535
        return design.scores.flatMap { score in
            let above = score.above == 0 ? -1 : quantile(Double(total) * score.above)
            defer { upTo = above }
            return design.covers.indices.map { cover in
                SampleStratum(
                    code: "\(score.code)-\(design.covers[cover].code)",
                    label: Bilingual(
                        zh: "\(score.label.zh)，\(design.covers[cover].label.zh)",
                        en: "\(score.label.en), \(design.covers[cover].label.en)"),
                    above: above,
                    upTo: upTo,
                    cells: above < upTo ? counts[cover][(above + 1)...upTo].reduce(0, +) : 0,
                    area: .zero,
                    places: 0)
            }
        }
    }

    /// The lowest score that so many squares do not exceed.
    private func quantile(_ wanted: Double) -> Int {
        var found = 0
        for score in 0..<65_536 {
            for cover in counts.indices { found += counts[cover][score] }
            if Double(found) >= wanted { return score }
        }
        return 65_535
    }
}

extension OmissionDesign {
    /// The stratum of a square.
    func stratum(of cell: UnflaggedCell, among strata: [SampleStratum]) -> Int {
        var place = cell.cover
        while Int(cell.score) <= strata[place].above { place += covers.count }
        return place
    }

    /// Shares a sample out: the fewest places to every stratum first, the others in proportion to what the design gives
    /// (Webster's method); within a score class that is in proportion to squares.
    ///
    /// - Throws: `Fault` where there are fewer squares than places, or fewer places than the strata need.
    func share(_ places: Int, among strata: [SampleStratum], named name: String) throws(Fault) -> [Int] {
        let total = strata.reduce(0) { $0 + $1.cells }
        guard places <= total else {
            throw Fault(
                "--places \(places)",
                zh: "\(name) 中未报的完整样地只有 \(total) 个。请减少 --places。",
                en: "there are only \(total) whole places that were not flagged in \(name). Ask for fewer.")
        }
        var drawn = strata.map { min($0.cells, leastPlaces) }
        let least = drawn.reduce(0, +)
        guard places >= least else {
            throw Fault(
                "--places \(places)",
                zh: "\(strata.count { $0.cells > 0 }) 层各至少 \(leastPlaces) 个，共需 \(least) 个。请增大 --places。",
                en: "\(strata.count { $0.cells > 0 }) strata need \(leastPlaces) each, \(least) in all. Ask for more.")
        }
        let owed = strata.indices.map { place in
            let first = place / covers.count * covers.count
            let inClass = strata[first..<first + covers.count].reduce(0) { $0 + $1.cells }
            let share = inClass > 0 ? Double(strata[place].cells) / Double(inClass) : 0
            return Double(places) * scores[place / covers.count].places * share
        }
        for _ in least..<places {
            let open = strata.indices.filter { drawn[$0] < strata[$0].cells }
            let next = open.max {
                (owed[$0] / (Double(drawn[$0]) + 0.5), $1) < (owed[$1] / (Double(drawn[$1]) + 0.5), $0)
            }
            if let next { drawn[next] += 1 }
        }
        return drawn
    }
}
