package import GeoModel

/// How files are read on a grid that their own pixels do not fit.
package struct Resampling: Sendable, Hashable {
    /// How far from the target each pixel is read.
    package let displacement: PixelShift
    /// The largest misfit of file and target, in target pixels, that is left to the nearest pixel; beyond it values are
    /// interpolated. Nil always takes the nearest.
    package let interpolatesAbove: Double?
    /// Whether values between the centres of pixels coarser than the target's are interpolated in any case.
    package let interpolatesCoarse: Bool

    /// How files are read.
    package init(displacement: PixelShift = .zero, interpolatesAbove: Double?, interpolatesCoarse: Bool = false) {
        self.displacement = displacement
        self.interpolatesAbove = interpolatesAbove
        self.interpolatesCoarse = interpolatesCoarse
    }

    /// The nearest pixel, wherever it lies.
    package static let nearest = Resampling(interpolatesAbove: nil)

    func interpolates(_ columns: AxisPlace, _ rows: AxisPlace, over size: GridSize) -> Bool {
        guard let interpolatesAbove else { return false }
        let misfit = PixelShift(columns: columns.misfit(over: size.columns), rows: rows.misfit(over: size.rows))
        return misfit.length > interpolatesAbove
            || interpolatesCoarse && min(columns.step, rows.step) < 0.99
    }
}

/// How the pixels of a file lie under those of the target along one axis: the file pixel under a target's centre is
/// `offset + (target + ½) × step`, rounded down.
struct AxisPlace: Sendable {
    let step: Double
    let offset: Double

    /// The pixel that holds a target's centre; damaged georeferences lie farther off than whole numbers reach.
    func pixel(under target: Int) -> Int {
        // The small term keeps a centre that falls on a pixel's edge by rounding inside that pixel.
        let place = (offset + (Double(target) + 0.5) * step + 1e-6).rounded(.down)
        return Int(min(max(place, -Self.farthest), Self.farthest))
    }

    private static let farthest = 1e12

    /// Where a target's centre lies between the centres of file pixels, which have whole numbers.
    func place(of target: Int) -> Double { offset + (Double(target) + 0.5) * step - 0.5 }

    /// The same axis read so many targets farther.
    func moved(by targets: Double) -> AxisPlace { AxisPlace(step: step, offset: offset + targets * step) }

    /// How far at most, in target pixels, edges of targets lie from where file pixels could be cut into whole parts or
    /// put together to targets.
    func misfit(over count: Int) -> Double {
        let parts = step < 1 ? (1 / step).rounded() : 1
        let wanted = step < 1 ? 1 / parts : max(1, step.rounded())
        func rest(_ edge: Double) -> Double { abs(edge - edge.rounded()) / (parts * step) }
        let drift = abs(step - wanted) / step * Double(count)
        return rest(offset * parts) + drift
    }

    /// The targets that have a file pixel under them.
    func targets(inside length: Int, of count: Int) -> Range<Int> {
        let inside = (0..<count).filter { (0..<length).contains(pixel(under: $0)) }
        return (inside.first ?? 0)..<(inside.last.map { $0 + 1 } ?? 0)
    }
}
