import GeoModel
import Geometry

/// Where the shares of a patch come from: the registers under its outline, or a table of cases.
struct Ground {
    /// The records of a register that share ground with the patch, the one that shares the most first.
    let shares: (RecordKind) throws(Fault) -> [Share]
    /// The ground that several shares cover together, each place counted once.
    let covered: ([Share]) throws(Fault) -> Area
}

extension Ground {
    /// The ground under an outline.
    init(under shape: MultiPolygon, of object: String, _ overlayer: Overlayer) {
        shares = { kind throws(Fault) in try overlayer.shares(kind, shape, object) }
        covered = { shares throws(Fault) in try overlayer.covered(by: shares, named: object) }
    }
}
