package import GeoModel
import Geometry
import LandRecords
package import WorkQueue

extension Region {
    /// The other cases whose outlines share ground with that of a case, by number: what was flagged there in other
    /// months or under other themes.
    ///
    /// - Throws: `Fault` where a case can't be read.
    package func otherCases(atThePlaceOf detail: CaseDetail) throws(Fault) -> [CaseSummary] {
        guard let box = detail.flag.shape.bounds else { return [] }
        let algebra = PolygonAlgebra()
        var found: [CaseSummary] = []
        for id in try store.cases(meeting: box) where id != detail.summary.id {
            let other = try store.caseDetail(id)
            // Outlines of registers may touch along a border; that is no common ground.
            let shared = try algebra.intersection(detail.flag.shape, other.flag.shape, named: id)
            if !shared.isEmpty { found.append(other.summary) }
        }
        return found
    }
}
