import GeoIO
import GeoModel
import Geometry
import LandRecords
import Patches

/// The images of the two dates that a flag is shown on.
struct ImagePair: Hashable {
    let before: SceneStamp
    let after: SceneStamp
}

/// What a flag looked like at both dates.
struct ChipPair {
    /// The ground shown.
    let frame: ChipFrame
    /// What the colours are; nil where no picture could be made.
    let colours: ChipColours?
    /// The picture before, or why there is none.
    let before: Result<Picture, Fault>
    /// The picture after, or why there is none.
    let after: Result<Picture, Fault>

    /// Whether both dates have a picture.
    fileprivate var isWhole: Bool {
        guard case .success = before, case .success = after else { return false }
        return true
    }
}

/// Draws outlines on small pieces of the images, both dates alike.
final class ChipRenderer {
    private let system: CoordinateSystem
    private let scale: GroundScale
    private let shelf: SceneShelf

    /// The flag's outline.
    static let outlineColour = Colour(red: 255, green: 230, blue: 0)
    /// The outline of the patch inside it, where the two differ.
    static let patchColour = Colour(red: 0, green: 230, blue: 255)
    /// Ground without data.
    static let emptyColour = Colour(red: 200, green: 200, blue: 200)

    init(system: CoordinateSystem, shelf: SceneShelf) throws(Fault) {
        self.system = system
        self.shelf = shelf
        scale = try GroundScale(system)
    }

    /// The two pictures of an outline on the first images that both show it, else on the first of all; nil for an empty
    /// outline or without images.
    func chips(
        _ shape: MultiPolygon, inner: MultiPolygon?, onFirstOf pairs: [ImagePair]
    ) -> (images: ImagePair, chips: ChipPair)? {
        var first: (images: ImagePair, chips: ChipPair)?
        for images in pairs {
            guard let chips = chips(shape, inner: inner, on: images) else { return nil }
            if chips.isWhole { return (images, chips) }
            first = first ?? (images, chips)
        }
        return first
    }

    /// The two pictures of an outline, and of another inside it where that differs; nil for an empty outline.
    func chips(_ shape: MultiPolygon, inner: MultiPolygon?, on images: ImagePair) -> ChipPair? {
        guard let outline = shape.bounds else { return nil }
        let (before, after) = (scene(images.before), scene(images.after))
        let found = [before, after].compactMap { try? $0.get() }
        let frame = ChipFrame(around: outline, ground: ground(found), scale: scale)
        guard let first = found.first, let last = found.last,
            let colours = ChipColours(bandsOf: first.scene, and: last.scene)
        else { return ChipPair(frame: frame, colours: nil, before: missing(before), after: missing(after)) }
        let bands = [before, after].map { read($0, colours, frame) }
        let stretch = stretch(of: bands)
        let pens = pens(shape, inner, frame)
        let pictures = bands.map { $0.map { draw($0, stretch, pens) } }
        return ChipPair(frame: frame, colours: colours, before: pictures[0], after: pictures[1])
    }

    private func scene(_ stamp: SceneStamp) -> Result<OpenScene, Fault> {
        Result { () throws(Fault) in try shelf.scene(stamp.id) }
    }

    /// The ground that all scenes cover; nil without any, or where they lie in another coordinate system.
    private func ground(_ scenes: [OpenScene]) -> BoundingBox? {
        guard scenes.allSatisfy({ $0.scene.grid.system == system }) else { return nil }
        let boxes = scenes.map(\.scene.grid.bounds)
        guard let first = boxes.first else { return nil }
        return boxes.dropFirst().reduce(first) { box, other in
            BoundingBox(
                minX: max(box.minX, other.minX),
                minY: max(box.minY, other.minY),
                maxX: min(box.maxX, other.maxX),
                maxY: min(box.maxY, other.maxY)
            )
        }
    }

    private func missing(_ scene: Result<OpenScene, Fault>) -> Result<Picture, Fault> {
        scene.flatMap { open in
            .failure(
                Fault(
                    open.scene.id,
                    zh: "与另一时相没有共同的波段，无法对比。请检查影像的波段登记。",
                    en: "shares no band with the other date, so nothing can be compared. Check its bands."
                )
            )
        }
    }

    /// The three bands, or why there is none.
    private func read(_ scene: Result<OpenScene, Fault>, _ colours: ChipColours, _ frame: ChipFrame)
        -> Result<[[Float]], Fault>
    {
        Result { () throws(Fault) in
            let scene = try scene.get()
            var bands: [BandRole: [Float]] = [:]
            for role in colours.roles where bands[role] == nil {
                bands[role] = try scene.reflectance(role, frame, system: system)
            }
            guard bands.values.contains(where: { $0.contains { !$0.isNaN } }) else {
                throw Fault(
                    scene.scene.id,
                    zh: "该景在此处没有数据。请核对影像范围。",
                    en: "the scene has no data here. Check what ground it covers."
                )
            }
            return colours.roles.compactMap { bands[$0] }
        }
    }

    private func stretch(of dates: [Result<[[Float]], Fault>]) -> Stretch {
        let known = dates.compactMap { try? $0.get() }
        // Every 31st pixel is enough for a percentile, and 31 is no divisor of a row.
        return Stretch(
            (0..<3).map { channel in
                known.flatMap { bands in
                    stride(from: 0, to: bands[channel].count, by: 31).map { bands[channel][$0] }
                }
            }
        )
    }

    private func pens(_ shape: MultiPolygon, _ inner: MultiPolygon?, _ frame: ChipFrame)
        -> [(pen: OutlinePen, colour: Colour)]
    {
        var pens = [(pen: OutlinePen(shape, in: frame), colour: ChipRenderer.outlineColour)]
        if let inner, inner != shape {
            pens.insert((OutlinePen(inner, in: frame), ChipRenderer.patchColour), at: 0)
        }
        return pens
    }

    private func draw(_ bands: [[Float]], _ stretch: Stretch, _ pens: [(pen: OutlinePen, colour: Colour)])
        -> Picture
    {
        var picture = Picture(size: GridSize(columns: ChipFrame.side, rows: ChipFrame.side))
        let empty = [ChipRenderer.emptyColour.red, ChipRenderer.emptyColour.green, ChipRenderer.emptyColour.blue]
        for channel in 0..<3 {
            for pixel in bands[channel].indices {
                let value = bands[channel][pixel]
                picture.samples[pixel * 3 + channel] =
                    value.isNaN ? empty[channel] : stretch.brightness(value, band: channel)
            }
        }
        for (pen, colour) in pens { pen.draw(colour, on: &picture) }
        return picture
    }
}
