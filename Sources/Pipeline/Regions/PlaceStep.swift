import Foundation
package import GeoModel
import Geometry
import LandRecords
package import WorkQueue

extension DataFolder {
    /// When two flags are one place: this folder's own rules, else the program's.
    /// - Throws: `Fault` where they can't be read.
    package func placeRules() throws(Fault) -> PlaceRules {
        try PlaceRules(file: try ownOrProgramFile("loop/places.json5"))
    }
}

extension Region {
    /// Holds a month's flags against the cases of earlier months.
    ///
    /// - Parameters:
    ///   - flags: The flags that the rules raised.
    ///   - lasting: The rules whose flags stay the same from month to month; these are not looked at.
    ///   - period: The month.
    /// - Returns: The flags to enter, and what was seen of earlier cases.
    /// - Throws: `Fault` where a case can't be read.
    func placed(_ flags: [Flag], lasting: [String], period: Period) throws(Fault) -> PlacedFlags {
        let places = try store.places(before: period)
        guard !places.isEmpty else { return PlacedFlags(flags) }
        let index = SpatialIndex(places.map(\.shape.bounds))
        let algebra = PolygonAlgebra()
        var shared: [SharedPlace] = []
        for (number, flag) in flags.enumerated() where !lasting.contains(flag.rule) {
            guard let box = flag.shape.bounds else { continue }
            for place in index.items(meeting: box) {
                let common = try algebra.intersection(flag.shape, places[place].shape, named: flag.id).mapArea
                guard common > 0 else { continue }
                let smaller = min(flag.shape.mapArea, places[place].shape.mapArea)
                shared.append(SharedPlace(flag: number, place: place, area: common, share: common / smaller))
            }
        }
        return PlacedFlags(flags, among: places, shared: shared, try data.placeRules(), try data.loopCodes())
    }
}

extension MultiPolygon {
    /// The area on the map, in its square units: for shares of one and the same place.
    var mapArea: Double {
        polygons.reduce(0) { sum, polygon in
            polygon.holes.reduce(sum + abs(polygon.exterior.doubledSignedArea) / 2) { rest, hole in
                rest - abs(hole.doubledSignedArea) / 2
            }
        }
    }
}
