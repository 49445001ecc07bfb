import Foundation
package import GeoIO
package import GeoModel

/// The small pictures of a pair, in one stretch: before, after, and after with the outlines of patches.
struct QualityPictures {
    /// Before, after, flags; each as the `src` of an image.
    let sources: [String]
    /// What the colours are.
    let label: Bilingual

    /// Outlines of patches.
    private static let flagColour = Colour(red: 255, green: 0, blue: 200)

    /// The pictures; nil where the dates share no band.
    /// - Throws: `Fault` where memory does not suffice.
    init?(_ figures: QualityFigures) throws(Fault) {
        guard
            let dates = DatePictures(figures.before.bands, figures.after.bands, size: figures.pictureSize)
        else { return nil }
        label = dates.label
        var pictures = [dates.before, dates.after]
        var flags = dates.after
        for (pixel, isTouched) in figures.overlay.touched.enumerated() where isTouched {
            flags.samples[pixel * 3] = Self.flagColour.red
            flags.samples[pixel * 3 + 1] = Self.flagColour.green
            flags.samples[pixel * 3 + 2] = Self.flagColour.blue
        }
        pictures.append(flags)
        var sources: [String] = []
        for picture in pictures {
            sources.append("data:image/jpeg;base64," + Data(try picture.jpeg()).base64EncodedString())
        }
        self.sources = sources
    }
}

/// Pictures of two dates in one stretch, so that the same colour means the same ground.
package struct DatePictures: Sendable {
    /// The earlier date.
    package let before: Picture
    /// The later date.
    package let after: Picture
    /// What the colours are.
    let label: Bilingual

    /// Pictures of as many pixels; nil where the dates share no band.
    ///
    /// - Parameters:
    ///   - before: The earlier date's bands, row by row; `NaN` is no data.
    ///   - after: The later date's.
    ///   - size: Their size.
    package init?(_ before: [BandRole: [Float]], _ after: [BandRole: [Float]], size: GridSize) {
        guard let colours = ChipColours(Set(before.keys).intersection(after.keys)) else { return nil }
        label = colours.label
        let stretch = Stretch(colours.roles.map { role in [before, after].flatMap { $0[role] ?? [] } })
        self.before = Self.picture(colours.roles.compactMap { before[$0] }, stretch, size: size)
        self.after = Self.picture(colours.roles.compactMap { after[$0] }, stretch, size: size)
    }

    private static func picture(_ bands: [[Float]], _ stretch: Stretch, size: GridSize) -> Picture {
        var picture = Picture(size: size)
        let empty = [ChipRenderer.emptyColour.red, ChipRenderer.emptyColour.green, ChipRenderer.emptyColour.blue]
        for pixel in 0..<size.pixelCount {
            let isKnown = bands.allSatisfy { !$0[pixel].isNaN }
            for channel in 0..<3 {
                picture.samples[pixel * 3 + channel] =
                    isKnown ? stretch.brightness(bands[channel][pixel], band: channel) : empty[channel]
            }
        }
        return picture
    }
}
