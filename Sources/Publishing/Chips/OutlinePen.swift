import GeoIO
import GeoModel

/// The lines of an outline as distances: how far each pixel of a chip is from the nearest line, up to the pen's reach.
struct OutlinePen {
    private let side: Int
    private var distances: [Float]

    /// Half the width of the line, in pixels.
    private static let core: Float = 1
    /// Half the width of the dark casing that sets the line off from bright ground.
    private static let casing: Float = 2
    private static let reach = 3.0

    init(_ shape: MultiPolygon, in frame: ChipFrame) {
        side = ChipFrame.side
        distances = [Float](repeating: .infinity, count: side * side)
        let transform = frame.transform
        for ring in shape.polygons.flatMap({ [$0.exterior] + $0.holes }) {
            let points = ring.points.map { MapPoint(x: transform.column(of: $0.x), y: transform.row(of: $0.y)) }
            for (start, end) in zip(points, points.dropFirst()) { trace(start, end) }
        }
    }

    /// Notes the distance of each pixel near a line; places are in pixels from the upper left corner.
    private mutating func trace(_ start: MapPoint, _ end: MapPoint) {
        let columns = reached(start.x, end.x)
        let direction = MapPoint(x: end.x - start.x, y: end.y - start.y)
        let square = direction.x * direction.x + direction.y * direction.y
        for row in reached(start.y, end.y) {
            for column in columns {
                let offset = MapPoint(x: Double(column) + 0.5 - start.x, y: Double(row) + 0.5 - start.y)
                let along = square > 0 ? (offset.x * direction.x + offset.y * direction.y) / square : 0
                let share = min(1, max(0, along))
                let (x, y) = (offset.x - share * direction.x, offset.y - share * direction.y)
                let place = row * side + column
                distances[place] = min(distances[place], Float((x * x + y * y).squareRoot()))
            }
        }
    }

    private func reached(_ first: Double, _ second: Double) -> Range<Int> {
        let low = min(Double(side), max(0, min(first, second) - OutlinePen.reach))
        let high = min(Double(side), max(0, max(first, second) + OutlinePen.reach))
        return Int(low)..<Int(high.rounded(.up))
    }

    /// Draws the lines with soft edges.
    func draw(_ colour: Colour, on picture: inout Picture) {
        for (place, distance) in distances.enumerated() where distance < Float(OutlinePen.reach) {
            let dark = min(1, max(0, OutlinePen.casing + 0.5 - distance)) * 0.75
            let bright = min(1, max(0, OutlinePen.core + 0.5 - distance))
            for (channel, target) in [colour.red, colour.green, colour.blue].enumerated() {
                let ground = Float(picture.samples[place * 3 + channel]) * (1 - dark)
                let value = ground + (Float(target) - ground) * bright
                picture.samples[place * 3 + channel] = UInt8(min(255, max(0, value)).rounded())
            }
        }
    }
}
