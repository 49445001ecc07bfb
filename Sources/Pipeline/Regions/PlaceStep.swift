import Foundation
package import GeoModel
import Geometry
import LandRecords
package import WorkQueue

extension DataFolder {
    /// When two flags are one place: this folder's own rules, else the program's.
    /// - Throws: `Fault` where they can't be read.
    package func placeRules() throws(Fault) -> PlaceRules {
        let name = "loop/places.json5"
        var rules = try PlaceRules(file: try ownOrProgramFile(name))
        // Regions made earlier have a file of their own that does not tell.
        if rules.rests.isEmpty {
            rules.rests = try PlaceRules(file: "\(try DataFolder.ofProgram().path)/\(name)").rests
        }
        return rules
    }
}

extension Region {
    /// Holds a month's flags against the cases of earlier months.
    ///
    /// - Parameters:
    ///   - flags: The flags that the rules raised.
    ///   - lasting: The rules whose flags stay the same from month to month; of these not the places are looked at, but
    ///     whether they have come back.
    ///   - period: The month.
    /// - Returns: The flags to enter, and what was seen of earlier cases.
    /// - Throws: `Fault` where a case can't be read.
    func placed(_ flags: [Flag], lasting: [String], period: Period) throws(Fault) -> PlacedFlags {
        let month = SpatialIndex(flags.map { lasting.contains($0.rule) ? nil : $0.shape.bounds })
        let places = try store.places(before: period) { !month.items(meeting: $0).isEmpty }
        var last: [Int: CaseSummary] = [:]
        for (number, flag) in flags.enumerated() where lasting.contains(flag.rule) {
            last[number] = try store.lastCase(ofLasting: flag.id)
        }
        guard !places.isEmpty || !last.isEmpty else { return PlacedFlags(flags) }
        let (rules, codes) = (try data.placeRules(), try data.loopCodes())
        try rules.check(codes)
        let index = SpatialIndex(places.map(\.shape.bounds))
        let algebra = PolygonAlgebra()
        var shared: [SharedPlace] = []
        for (number, flag) in flags.enumerated() where !lasting.contains(flag.rule) {
            guard let box = flag.shape.bounds else { continue }
            for place in index.items(meeting: box) {
                let common = try algebra.intersection(flag.shape, places[place].shape, named: flag.id).planarArea
                guard common > 0 else { continue }
                let (own, other) = (flag.shape.planarArea, places[place].shape.planarArea)
                shared.append(
                    SharedPlace(
                        flag: number, place: place, area: common, share: common / min(own, other),
                        flagShare: common / own))
            }
        }
        return PlacedFlags(flags, among: places, shared: shared, lasting: last, rules, codes)
    }
}
