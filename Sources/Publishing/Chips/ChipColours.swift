import Foundation
import GeoModel

/// Which bands of both scenes are shown as red, green and blue.
struct ChipColours: Hashable {
    /// Three bands.
    let roles: [BandRole]
    /// What such a picture is called.
    let label: Bilingual
    /// Whether the colours are those of the eye, so that all three bands share one stretch and keep their balance.
    var isTrueColour: Bool { roles == [.red, .green, .blue] }

    /// The best picture that both scenes can give; nil where they share no band.
    init?(bandsOf before: Scene, and after: Scene) {
        let shared = BandRole.allCases.filter { role in
            role != .mask && before.bands[role] != nil && after.bands[role] != nil
        }
        guard let only = shared.last else { return nil }
        if let known = ChipColours.known.first(where: { Set($0.roles).isSubset(of: shared) }) {
            self = known
        } else if shared.count >= 3 {
            self.init(Array(shared.suffix(3).reversed()), zh: "假彩色", en: "false colour")
        } else {
            self.init([only, only, only], zh: "单波段 \(only.rawValue)", en: "one band, \(only.rawValue)")
        }
    }

    private init(_ roles: [BandRole], zh: String, en: String) {
        self.roles = roles
        label = Bilingual(zh: zh, en: en)
    }

    private static let known = [
        ChipColours([.red, .green, .blue], zh: "真彩色", en: "true colour"),
        ChipColours([.nir, .red, .green], zh: "标准假彩色（植被为红色）", en: "false colour, vegetation red"),
    ]
}

/// The range of one band's reflectance that is spread from black to full colour.
struct Stretch {
    let low: Float
    let high: Float

    /// The middle 96 % of values, so that a few bright roofs or shadows don't darken or bleach the rest.
    ///
    /// - Parameter values: Of both dates, so that the same colour means the same; `NaN` is no data.
    init(_ values: some Sequence<Float>) {
        let sorted = values.filter { !$0.isNaN }.sorted()
        guard let first = sorted.first, let last = sorted.last else {
            (low, high) = (0, 1)
            return
        }
        let (lower, upper) = (sorted[(sorted.count - 1) * 2 / 100], sorted[(sorted.count - 1) * 98 / 100])
        (low, high) = upper > lower ? (lower, upper) : (first, max(last, first.nextUp))
    }

    /// Lifts the dark end, where fields and forest lie beside bright roofs.
    private static let gamma = 0.6

    /// 0…255.
    func sample(_ value: Float) -> UInt8 {
        let share = min(1, max(0, (value - low) / (high - low)))
        return UInt8((Float(pow(Double(share), Self.gamma)) * 255).rounded())
    }
}
