import Testing

@testable import Simulation

@Suite struct DiceTests {
    /// A changed hash would change every district that anybody made before.
    @Test func drawsTheSameNumbersForEver() {
        let dice = Dice(seed: 7)
        #expect(dice.bits(0, 0, .vertex) == 8_858_756_893_073_039_133)
    }

    @Test func drawsEvenlyAndByPurpose() {
        let dice = Dice(seed: 1)
        let draws = (0..<10_000).map { dice.unit($0, 0, .plot) }
        let mean = draws.reduce(0, +) / 10_000
        #expect(abs(mean - 0.5) < 0.02)
        #expect(draws.allSatisfy { (0..<1).contains($0) })
        #expect(dice.bits(1, 2, .plot) != dice.bits(1, 2, .field))
        #expect(dice.bits(1, 2, .plot) != dice.bits(2, 1, .plot))
        #expect(dice.bits(1, 2, .plot) != Dice(seed: 2).bits(1, 2, .plot))
        #expect(dice.bits(1, 2, .plot) != dice.derived(1).bits(1, 2, .plot))
    }

    @Test func makesNoiseThatIsSmoothAndBounded() {
        let dice = Dice(seed: 3)
        var last = dice.noise(Spot(x: -20, y: 4), scale: 10, .relief)
        for step in 1...800 {
            let value = dice.noise(Spot(x: -20 + Double(step) * 0.1, y: 4), scale: 10, .relief)
            #expect((0...1).contains(value))
            #expect(abs(value - last) < 0.02)
            last = value
        }
    }
}
