import Foundation
import GeoIO
import GeoModel

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
        let dates = [figures.before.bands, figures.after.bands]
        guard let colours = ChipColours(Set(dates[0].keys).intersection(dates[1].keys)) else { return nil }
        label = colours.label
        let stretch = Stretch(colours.roles.map { role in dates.flatMap { $0[role] ?? [] } })
        var pictures = dates.map { bands in
            Self.picture(colours.roles.compactMap { bands[$0] }, stretch, size: figures.pictureSize)
        }
        var flags = pictures[1]
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
