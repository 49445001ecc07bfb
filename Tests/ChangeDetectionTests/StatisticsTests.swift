import GeoModel
import Testing

@testable import ChangeDetection

@Suite struct StatisticsTests {
    /// Tables of the χ² distribution: 5 % points, the median of 2 degrees (2 ln 2), and far tails.
    @Test(
        arguments: [
            (3.841459, 1, 0.05), (12.591587, 6, 0.05), (1.386294, 2, 0.5), (5.348121, 6, 0.5), (0, 4, 1),
            (60, 6, 4.520000e-11),
        ] as [(Double, Int, Double)])
    func chiSquare(value: Double, freedom: Int, expected: Double) {
        let found = chiSquareExceedance(value, freedom: freedom)
        #expect(abs(found - expected) <= 1e-4 * expected + 1e-12, "\(found)")
    }

    @Test func eigenvectorsTurnTheMatrixIntoItsEigenvalues() {
        var numbers = SeededNumbers(seed: 4)
        var matrix = SquareMatrix(order: 7)
        for row in 0..<7 {
            for column in 0...row {
                let term = Double.random(in: -1...1, using: &numbers)
                matrix[row, column] = term
                matrix[column, row] = term
            }
        }
        let (values, vectors) = matrix.eigensystem
        #expect(values == values.sorted(by: >))
        let turned = vectors.transposed * matrix * vectors
        let length = vectors.transposed * vectors
        for row in 0..<7 {
            for column in 0..<7 {
                #expect(abs(turned[row, column] - (row == column ? values[row] : 0)) < 1e-12)
                #expect(abs(length[row, column] - (row == column ? 1 : 0)) < 1e-12)
            }
        }
    }

    @Test func aTriangleTimesItsTransposeIsTheMatrix() throws {
        var matrix = SquareMatrix(order: 3)
        for (place, term) in [4.0, 12, -16, 12, 37, -43, -16, -43, 98].enumerated() {
            matrix[place / 3, place % 3] = term
        }
        let lower = try #require(matrix.lowerTriangle)
        #expect([lower[0, 0], lower[1, 0], lower[1, 1], lower[2, 0], lower[2, 1], lower[2, 2]] == [2, 6, 1, -8, 5, 3])
        let unit = lower.invertedLowerTriangle * lower
        for row in 0..<3 { for column in 0..<3 { #expect(abs(unit[row, column] - (row == column ? 1 : 0)) < 1e-12) } }
        matrix[2, 2] = 1
        #expect(matrix.lowerTriangle == nil)
    }

    /// Two dates of three bands that follow each other but for noise and a seventh of changed pixels.
    private func sample(_ count: Int = 20_000, roles: [BandRole] = [.red, .nir, .swir1]) -> PairSample {
        var numbers = SeededNumbers(seed: 9)
        func noise() -> Double { (0..<6).reduce(0) { sum, _ in sum + Double.random(in: -1...1, using: &numbers) } }
        var sample = PairSample(roles: roles)
        for pixel in 0..<count {
            let ground = [noise() * 300 + 1000, noise() * 500 + 2500, noise() * 200 + 1500]
            let isChanged = pixel % 7 == 0
            let later = zip(ground, [(1.2, 50.0), (0.8, 300), (1, -40)]).map { number, relation in
                number * relation.0 + relation.1 + noise() * 10 + (isChanged ? 900 : 0)
            }
            sample.append((ground.map { $0 + noise() * 10 } + later).map(Float.init))
        }
        return sample
    }

    @Test func whatDidNotChangeTellsTheRelation() throws {
        let sample = sample()
        let detection = try AlterationDetection(sample)
        #expect(detection.correlations == detection.correlations.sorted(by: >))
        #expect(detection.correlations.allSatisfy { $0 > 0.9 && $0 <= 1 } && detection.iterations < 50)
        let relations = invariantRelations(sample, detection)
        for (relation, (gain, offset)) in zip(relations, [(1.2, 50.0), (0.8, 300), (1, -40)]) {
            #expect(abs(relation.gain - gain) < 0.01 && abs(relation.offset - offset) < 15)
            // The noise of both dates; with the changed pixels hundreds would be left.
            #expect(relation.residual > 5 && relation.residual < 25, "\(relation)")
        }
        let plain = WeightedMoments(sample, weights: [Double](repeating: 1, count: sample.count))
        #expect(plain.means[3] - plain.means[0] > 350, "the change moves the plain mean")
        let changed = stride(from: 0, to: sample.count, by: 7).map { detection.weights[$0] }
        #expect(changed.allSatisfy { $0 < 1e-6 })
    }

    /// What changed stands out by every method, and by IR-MAD far beyond all the rest.
    @Test(arguments: [ScoreMethod.standardisedBands, .alteration, .iteratedAlteration, .principalDifferences])
    func variatesTellWhatChanged(method: ScoreMethod) throws {
        let sample = sample()
        let variates = try ChangeVariates(sample, method)
        #expect(try #require(ChangeVariates(bits: variates.bits, roles: sample.roles)) == variates)
        #expect(ChangeVariates(bits: ["0 1"], roles: sample.roles) == nil)
        var (before, after) = (BandRows(count: sample.count), BandRows(count: sample.count))
        #expect(sample.roles == [.red, .nir, .swir1])
        func band(_ place: Int) -> [Float] {
            (0..<sample.count).map { sample.values[$0 * sample.width + place] }
        }
        (before.red, before.nir, before.swir1) = (band(0), band(1), band(2))
        (after.red, after.nir, after.swir1) = (band(3), band(4), band(5))
        var lengths = [Float](repeating: 0, count: sample.count)
        variates.fillLengths(before, after, count: sample.count, into: &lengths)
        let quiet = lengths.indices.filter { $0 % 7 != 0 }.map { Double(lengths[$0]) }
        let changed = lengths.indices.filter { $0 % 7 == 0 }.map { Double(lengths[$0]) }
        func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
        #expect(median(changed) > 1.5 * median(quiet))
        guard method == .iteratedAlteration else { return }
        #expect((changed.min() ?? 0) > 2 * quiet.sorted()[quiet.count * 99 / 100])
    }

    @Test func aConstantBandIsNamed() throws {
        var sample = PairSample(roles: [.red, .nir])
        for pixel in 0..<100 { sample.append([Float(pixel), 7, Float(pixel % 10), Float(pixel % 3)]) }
        let fault = #expect(throws: Fault.self) { try AlterationDetection(sample) }
        #expect(fault?.object == "nir (before)")
        #expect(fault?.message.en.hasPrefix("the band has the same value everywhere") == true)
        var twice = PairSample(roles: [.red, .nir])
        for pixel in 0..<100 {
            let number = Float(pixel * 37 % 101)
            twice.append([number, number, Float(pixel), Float(pixel % 3)])
        }
        let repeated = #expect(throws: Fault.self) { try AlterationDetection(twice) }
        #expect(repeated?.message.en.hasPrefix("these bands repeat each other") == true)
    }

    @Test func pixelsWithoutDataAreLeftOut() {
        var sample = PairSample(roles: [.red])
        sample.append([1, .nan])
        sample.append([1, 2])
        #expect(sample.count == 1)
    }
}
