import GeoModel

/// The change of all bands together: of each band what is left of the later date once what follows from the earlier
/// date is taken off, in units of what is left where nothing changed.
///
/// The length of that vector is change-vector analysis on pseudo-invariant ground (PIF-CVA). Sources: Malila 1980
/// (CVA); Canty & Nielsen 2008 (invariant relations).
struct BandChange {
    private let terms: [Term]

    private struct Term {
        let role: BandRole
        let gain: Float
        let offset: Float
        let precision: Float
        let middle: Float
    }

    init(_ relations: [BandRole: BandRelation]) {
        terms = relations.sorted { $0.key < $1.key }.map { role, relation in
            Term(
                role: role,
                gain: Float(relation.gain),
                offset: Float(relation.offset),
                precision: Float(1 / relation.residual),
                middle: Float(relation.middle)
            )
        }
    }

    /// Fills the lengths of the first pixels of two dates; `NaN` where a band has no data.
    ///
    /// One pass a band without branches, so that it runs in vector registers.
    func fillLengths(_ before: BandRows, _ after: BandRows, count: Int, into lengths: inout [Float]) {
        var lengths = lengths.mutableSpan
        precondition(count <= lengths.count)
        for pixel in 0..<count { lengths[pixel] = 0 }
        for term in terms { add(term, before[term.role], after[term.role], count: count, to: &lengths) }
        for pixel in 0..<count { lengths[pixel] = lengths[pixel].squareRoot() }
    }

    /// What is left of a band of a whole window.
    func rest(_ role: BandRole, _ pair: DensePair) -> [Float] {
        let line = line(role)
        return combined(pair.after(role), pair.before(role)) {
            $0 * line.precision - ($1 * line.gain + line.offset) * line.precision
        }
    }

    /// How the later numbers of a band follow from the earlier ones, and one over what is left.
    struct Line {
        let gain: Float
        let offset: Float
        let precision: Float
    }

    func line(_ role: BandRole) -> Line {
        let term = term(role)
        return Line(gain: term.gain, offset: term.offset, precision: term.precision)
    }

    /// The mean of the earlier date's band, and what it lets expect of the later.
    func middle(_ role: BandRole) -> (before: Float, after: Float) {
        let term = term(role)
        return (term.middle, term.middle * term.gain + term.offset)
    }

    private func term(_ role: BandRole) -> Term {
        guard let term = terms.first(where: { $0.role == role }) else { preconditionFailure("\(role) has no relation") }
        return term
    }

    private func add(_ term: Term, _ before: [Float], _ after: [Float], count: Int, to sums: inout MutableSpan<Float>) {
        let old = before.span.extracting(0..<count)
        let new = after.span.extracting(0..<count)
        let (gain, offset, precision) = (term.gain, term.offset, term.precision)
        for pixel in 0..<count {
            let rest = (new[pixel] - gain * old[pixel] - offset) * precision
            sums[pixel] += rest * rest
        }
    }
}
