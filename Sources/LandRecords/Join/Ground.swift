import GeoModel
import Geometry

/// Where the shares of a patch come from: the registers under its outline, or a table of cases.
struct Ground {
    /// The records of a register that share ground with the patch, the one that shares the most first.
    let shares: (RecordKind) throws(Fault) -> [Share]
    /// The flags of earlier periods that share ground with it; `record` is their place among them.
    let earlier: () throws(Fault) -> [Share]
    /// The ground that several shares cover together, each place counted once.
    let covered: ([Share]) throws(Fault) -> Area
}

extension Ground {
    /// The ground under an outline.
    init(under shape: MultiPolygon, of object: String, _ overlayer: Overlayer, earlier: EarlierFlags, sliver: Area) {
        shares = { kind throws(Fault) in try overlayer.shares(kind, shape, object) }
        self.earlier = { () throws(Fault) in try overlayer.shares(in: earlier.layer, shape, object, sliver: sliver) }
        covered = { shares throws(Fault) in try overlayer.covered(by: shares, named: object) }
    }
}

extension Overlayer {
    /// The outlines of a layer that an outline meets, the one that shares the most first.
    func shares(
        in layer: ShapeLayer, _ shape: MultiPolygon, _ object: String, sliver: Area
    ) throws(Fault) -> [Share] {
        guard let box = shape.bounds else { return [] }
        var shares: [Share] = []
        for candidate in layer.candidates(near: box) {
            let pieces = try algebra.intersections(of: shape, with: candidate.parts, named: object)
            let common = MultiPolygon(pieces.flatMap(\.polygons))
            let area = try area(of: common)
            if area.squareMetres > 0, area >= sliver {
                shares.append(Share(record: candidate.record, area: area, shape: common))
            }
        }
        return shares.sorted { ($1.area.squareMetres, $0.record) < ($0.area.squareMetres, $1.record) }
    }
}

/// What a rule book is asked about: registers, earlier flags, and what is looked up in them again and again.
struct JoinGrounds: Sendable {
    let register: LandRegister
    let earlier: EarlierFlags
    /// The permits of a supply contract, by their place in the register.
    let permits: [String: [Int]]

    init(_ register: LandRegister, earlier: [EarlierFlag]) {
        self.register = register
        self.earlier = EarlierFlags(earlier)
        let named = register.records.permits.enumerated().compactMap { index, permit in
            permit.contract.map { ($0, index) }
        }
        permits = Dictionary(grouping: named, by: \.0).mapValues { $0.map(\.1) }
    }
}
