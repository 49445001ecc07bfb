import Foundation
import GeoModel
import Testing

@testable import ChangeDetection

/// What is made row by row is what the whole picture would give.
@Suite("Row by row")
struct RowTests {
    private let columns = 75
    private let rows = 61

    /// A picture with waves and a bright square.
    private var picture: [Float] {
        (0..<columns * rows).map { place in
            let (column, row) = (place % columns, place / columns)
            let isSquare = (20..<44).contains(column) && (16..<30).contains(row)
            return sin(Float(column) / 3) + cos(Float(row * column) / 40) + (isSquare ? 5 : 0)
        }
    }

    /// Feeds the rows of pictures to a stage one after the other, and gathers what it makes of them.
    private func gather(_ pictures: [[Float]], _ take: ([RowRing]) -> RowRing) -> [Float] {
        let first = 16
        var rings = pictures.map { _ in RowRing(columns: columns, from: first, keeping: 40) }
        var made: [Float] = []
        for row in 0..<rows {
            for (number, picture) in pictures.enumerated() {
                rings[number].append { values, place in
                    for column in 0..<columns { values[place + column] = picture[row * columns + column] }
                }
            }
            let result = take(rings)
            for row in first + made.count / columns..<result.end { made += result.row(row) }
        }
        return made
    }

    /// Gaussian means by their definition, first along rows, then along columns.
    private func byDefinition(sigma: Double, cut: Double) -> [Float] {
        let radius = Int((cut * sigma).rounded(.up))
        func mean(_ place: Int, _ count: Int, _ value: (Int) -> Double) -> Double {
            var (sum, total) = (0.0, 0.0)
            for other in max(0, place - radius)...min(count - 1, place + radius) {
                let weight = exp(-0.5 * Double((other - place) * (other - place)) / (sigma * sigma))
                sum += weight * value(other)
                total += weight
            }
            return sum / total
        }
        let values = picture
        let across = values.indices.map { place in
            mean(place % columns, columns) { Double(values[place / columns * columns + $0]) }
        }
        return values.indices.map { place in
            Float(mean(place / columns, rows) { across[$0 * columns + place % columns] })
        }
    }

    @Test("a narrow Gaussian is that of the definition")
    func narrow() {
        let smoothing = GaussianSmoothing(sigma: 1.5, cut: 3)
        var stage = SquareMeans(smoothing, columns: columns, rows: 16..<16 + rows, keeping: 12)
        let made = gather([picture]) { rings in
            stage.take(rings[0])
            return stage.result
        }
        let expected = byDefinition(sigma: 1.5, cut: 3)
        #expect(made.count == expected.count)
        for (one, other) in zip(made, expected) { #expect(abs(one - other) < 1e-5) }
    }

    /// Blocks and lines between them come near the wide Gaussian: to a fiftieth of the picture's range, off the edges.
    @Test("a wide Gaussian comes near that of the definition", arguments: [3.0, 4, 6, 8, 20])
    func wide(sigma: Double) {
        var stage = SmoothRows(sigma, columns: columns, rows: 16..<16 + rows, keeping: 80)
        let made = gather([picture]) { rings in
            stage.take(rings[0])
            return stage.result
        }
        let expected = byDefinition(sigma: sigma, cut: 4)
        #expect(made.count == expected.count)
        let edge = min(12, Int(sigma * 2))
        for row in edge..<rows - edge {
            for column in edge..<columns - edge {
                #expect(abs(made[row * columns + column] - expected[row * columns + column]) < 0.14)
            }
        }
    }

    /// What guided smoothing makes of the picture along the edges of two others.
    private func guided(_ smoothing: GuidedSmoothing, along guides: [[Float]]) -> [Float] {
        var stage = GuidedRows(smoothing, columns: columns, rows: 16..<16 + rows, keeping: 20)
        return gather([picture] + guides) { rings in
            stage.take(rings[0], along: rings[1], and: rings[2])
            return stage.result
        }
    }

    @Test("guided smoothing of whole pictures is that of their rows", arguments: [1, 4, 6])
    func wholePictures(radius: Int) {
        let smoothing = GuidedSmoothing(radius: radius, flatVariance: 0.05)
        let guides = [picture.map { $0 > 3 ? Float(1) : 0 }, picture.indices.map { Float($0 * 53 % 7) / 3 }]
        let whole = smoothing.means(of: picture, along: (before: guides[1], after: guides[0]), columns: columns)
        #expect(whole == guided(smoothing, along: guides))
    }

    /// The formulas written out plainly, in double precision.
    @Test("along two pictures, guided smoothing is that of the source")
    func twoGuides() {
        let (radius, flat) = (3, 0.05)
        let guides = [picture.map { $0 > 3 ? Float(1) : 0 }, picture.indices.map { Float($0 * 53 % 7) / 3 }]
        let values = [picture] + guides
        func squareMeans(_ value: (Int) -> Double) -> [Double] {
            picture.indices.map { place in
                let (row, column) = (place / columns, place % columns)
                let near = (max(0, row - radius)...min(rows - 1, row + radius)).flatMap { row in
                    (max(0, column - radius)...min(columns - 1, column + radius)).map { row * columns + $0 }
                }
                return near.reduce(0) { $0 + value($1) } / Double(near.count)
            }
        }
        let means = values.map { one in squareMeans { Double(one[$0]) } }
        func covariances(_ one: Int, _ other: Int) -> [Double] {
            let products = squareMeans { Double(values[one][$0]) * Double(values[other][$0]) }
            return products.indices.map { products[$0] - means[one][$0] * means[other][$0] }
        }
        let (first, second) = (covariances(1, 1).map { $0 + flat }, covariances(2, 2).map { $0 + flat })
        let (shared, rise, otherRise) = (covariances(1, 2), covariances(0, 1), covariances(0, 2))
        let gains = picture.indices.map { place -> SIMD2<Double> in
            let determinant = first[place] * second[place] - shared[place] * shared[place]
            return SIMD2(
                second[place] * rise[place] - shared[place] * otherRise[place],
                first[place] * otherRise[place] - shared[place] * rise[place]) / determinant
        }
        let slopes = (squareMeans { gains[$0].x }, squareMeans { gains[$0].y })
        let heights = squareMeans { means[0][$0] - gains[$0].x * means[1][$0] - gains[$0].y * means[2][$0] }
        let made = guided(GuidedSmoothing(radius: radius, flatVariance: Float(flat)), along: guides)
        #expect(made.count == picture.count)
        for (place, found) in made.enumerated() {
            let lines = slopes.0[place] * Double(guides[0][place]) + slopes.1[place] * Double(guides[1][place])
            #expect(abs(Double(found) - lines - heights[place]) < 1e-4)
        }
    }

    @Test("logarithm and exponential are those of the library")
    func functions() {
        for number in stride(from: Float(1e-3), to: 1e5, by: 13.7) {
            #expect(abs(naturalLogarithm(number) - log(number)) < 1e-6 * max(1, abs(log(number))))
        }
        for power in stride(from: Float(-80), through: 80, by: 0.37) {
            #expect(abs(exponential(power) / exp(power) - 1) < 1e-5)
        }
        #expect(exponential(-500) == exponential(-80) && exponential(500) == exponential(80))
    }

    @Test("a table tells how improbable values are as their ranks do", arguments: [nil, 30 as Float])
    func surprise(middle: Float?) {
        let values = (0..<4000).map { Float($0 * $0 % 3571) / 40 }
        let heights = values.map { value in middle.map { abs(value - $0) } ?? value }
        let quantiles = QuantileTable(heights, steps: 512)
        let table = SurpriseTable(quantiles, middle: middle)
        var sums = [Float](repeating: 1, count: values.count)
        var span = sums.mutableSpan
        table.add(values, at: 0, count: values.count, to: &span, at: 0)
        for (sum, height) in zip(sums, heights) {
            #expect(abs(sum - 1 - SurpriseTable.surprise(quantiles.rank(height))) < 0.01)
        }
        var roots = [Float](repeating: 0, count: values.count)
        var rootSpan = roots.mutableSpan
        SurpriseTable(quantiles, middle: middle, givesRoots: true)
            .add(values, at: 0, count: values.count, to: &rootSpan, at: 0)
        for (root, sum) in zip(roots, sums) { #expect(abs(root * root - max(0, sum - 1)) < 0.01) }
    }

    @Test("where a sample is all alike, what is higher stands at the top")
    func alike() {
        let table = SurpriseTable(QuantileTable([2, 2, 2], steps: 512), middle: nil)
        var sums: [Float] = [0, 0, 0]
        var span = sums.mutableSpan
        table.add([1, 2, 2.5], at: 0, count: 3, to: &span, at: 0)
        #expect(sums[0] == sums[1] && abs(sums[0]) < 1e-3 && sums[2] > 1)
    }
}
