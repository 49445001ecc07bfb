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
        let algebra = PolygonAlgebra()
        var found: [CaseSummary] = []
        try store.forEachCase(CaseFilter(order: .number)) { summary, flag throws(Fault) in
            guard summary.id != detail.summary.id else { return }
            // Outlines of registers may touch along a border; that is no common ground.
            let shared = try algebra.intersection(detail.flag.shape, flag.shape, named: summary.id)
            if !shared.isEmpty { found.append(summary) }
        }
        return found
    }
}
