package import GeoModel
package import Geometry

/// One place where a register is odd.
package struct Oddity: Sendable {
    /// What is odd.
    package enum Kind: String, Sendable, CaseIterable {
        /// Two records share ground.
        case overlap
        /// Records enclose ground that none covers.
        case gap
        /// A row states another area than its outline has.
        case statedArea
    }

    /// What is odd.
    package let kind: Kind
    /// The records, by their order in the register.
    package let records: [Int]
    /// The ground that is shared or not covered, or the outline.
    package let shape: MultiPolygon
    /// Its area on the ellipsoid.
    package let area: Area
    /// The area that the row states, where that is what is odd.
    package let stated: Area?
}

/// Finds overlaps and gaps between the records of a register, cell by cell: memory depends on the cell, not on the
/// register.
package struct NeighbourCheck {
    private let boxes: [BoundingBox?]
    private let index: SpatialIndex
    private let limits: CheckLimits
    private let looksForOverlaps: Bool
    private let looksForGaps: Bool
    private let system: CoordinateSystem
    private let shape: (Int) throws(Fault) -> MultiPolygon
    private let algebra = PolygonAlgebra()
    private let measure: EllipsoidalArea
    /// Metres in a unit, in the register's middle.
    private let metres: (east: Double, north: Double)

    /// So many records a cell, unless they lie on top of each other.
    private static let cellRecords = 1500
    private static let deepestSplit = 24

    /// A check of some records.
    ///
    /// - Parameters:
    ///   - kind: The register, by which the limits say what is looked for.
    ///   - boxes: The rectangle around each record; nil for one without an outline.
    ///   - index: The same, as an index.
    ///   - limits: What counts.
    ///   - system: The coordinate system of the outlines.
    ///   - shape: The valid outline of a record.
    /// - Throws: `Fault` where the system is unknown.
    package init(
        of kind: RecordKind, boxes: [BoundingBox?], index: SpatialIndex, limits: CheckLimits,
        system: CoordinateSystem, shape: @escaping (Int) throws(Fault) -> MultiPolygon
    ) throws(Fault) {
        self.boxes = boxes
        self.index = index
        self.limits = limits
        self.system = system
        self.shape = shape
        looksForOverlaps = limits.overlapKinds.contains(kind)
        looksForGaps = limits.gapKinds.contains(kind)
        measure = try EllipsoidalArea(of: system)
        let scale = try GroundScale(system)
        metres = (scale.metresEast(atY: BoundingBox.around(boxes)?.centre.y ?? 0), scale.metresNorth)
    }

    /// Hands every overlap and gap to `found`, in an order that depends on the records alone.
    ///
    /// - Returns: Cells that could not be checked, with why.
    /// - Throws: `Fault` where a record can't be read, or what `found` throws.
    package func run(
        progress: (Int, Int) -> Void, found: (Oddity) throws(Fault) -> Void
    ) throws(Fault) -> [Fault] {
        guard looksForOverlaps || looksForGaps, let whole = BoundingBox.around(boxes) else { return [] }
        var faults: [Fault] = []
        let cells = cells(whole)
        for (number, cell) in cells.enumerated() {
            do throws(CellFault) {
                try check(cell, isLast: (cell.maxX == whole.maxX, cell.maxY == whole.maxY), found)
            } catch {
                switch error {
                case .geometry(let fault): faults.append(fault)
                case .outside(let fault): throw fault
                }
            }
            progress(number + 1, cells.count)
        }
        return faults
    }

    private enum CellFault: Error {
        /// GEOS gave up.
        case geometry(Fault)
        /// Reading or writing failed.
        case outside(Fault)
    }

    /// In metres.
    private func longestSide(of box: BoundingBox) -> Double {
        max((box.maxX - box.minX) * metres.east, (box.maxY - box.minY) * metres.north)
    }

    /// Rectangles that tile the register, each with about as many records.
    private func cells(_ whole: BoundingBox) -> [BoundingBox] {
        var done: [BoundingBox] = []
        var open = [(box: whole, depth: 0)]
        while let (box, depth) = open.popLast() {
            let isSmall = longestSide(of: box) < limits.longestGap
            if depth == Self.deepestSplit || isSmall || index.items(meeting: box).count <= Self.cellRecords {
                done.append(box)
                continue
            }
            var (low, high) = (box, box)
            if box.maxX - box.minX > box.maxY - box.minY {
                low.maxX = box.centre.x
                high.minX = box.centre.x
            } else {
                low.maxY = box.centre.y
                high.minY = box.centre.y
            }
            open += [(high, depth + 1), (low, depth + 1)]
        }
        return done
    }

    private func check(
        _ cell: BoundingBox, isLast: (x: Bool, y: Bool), _ found: (Oddity) throws(Fault) -> Void
    ) throws(CellFault) {
        let (across, down) = (limits.longestGap / metres.east, limits.longestGap / metres.north)
        let wide = BoundingBox(
            minX: cell.minX - across, minY: cell.minY - down, maxX: cell.maxX + across, maxY: cell.maxY + down)
        let members = index.items(meeting: looksForGaps ? wide : cell)
        guard members.count > 1 else { return }
        var shapes: [MultiPolygon] = []
        for member in members {
            do throws(Fault) { shapes.append(try shape(member)) } catch { throw .outside(error) }
        }
        let covered: MultiPolygon
        do throws(Fault) {
            covered = try algebra.union(of: shapes, named: "\(members.count) records")
        } catch { throw .geometry(error) }
        // A corner decides which cell tells of a place, so that none is told of twice.
        func owns(_ box: BoundingBox) -> Bool {
            (box.minX >= cell.minX && (box.minX < cell.maxX || isLast.x && box.minX == cell.maxX))
                && (box.minY >= cell.minY && (box.minY < cell.maxY || isLast.y && box.minY == cell.maxY))
        }
        if looksForOverlaps {
            let surplus = shapes.reduce(0) { $0 + $1.planarArea } - covered.planarArea
            // Where the areas add up, no two records share ground, and no pair need be looked at.
            if surplus * metres.east * metres.north > limits.leastOverlap.squareMetres / 2 {
                try overlaps(members, shapes, owns, found)
            }
        }
        if looksForGaps { try gaps(covered, members, shapes, owns, found) }
    }

    private func overlaps(
        _ members: [Int], _ shapes: [MultiPolygon], _ owns: (BoundingBox) -> Bool,
        _ found: (Oddity) throws(Fault) -> Void
    ) throws(CellFault) {
        let order = members.indices.filter { boxes[members[$0]] != nil }
            .sorted { (minX(members[$0]), $0) < (minX(members[$1]), $1) }
        for (place, first) in order.enumerated() {
            guard let here = boxes[members[first]] else { continue }
            for second in order[(place + 1)...] {
                guard let there = boxes[members[second]], there.minX <= here.maxX else { break }
                guard here.intersects(there), owns(here.intersection(there)) else { continue }
                let pair = [members[first], members[second]].sorted()
                let oddity: Oddity?
                do throws(Fault) {
                    let name = "\(pair[0]), \(pair[1])"
                    let shared = try algebra.intersection(shapes[first], shapes[second], named: name)
                    oddity = try self.oddity(.overlap, pair, shared)
                } catch { throw .geometry(error) }
                guard let oddity, oddity.area >= limits.leastOverlap else { continue }
                do throws(Fault) { try found(oddity) } catch { throw .outside(error) }
            }
        }
    }

    private func minX(_ item: Int) -> Double { boxes[item]?.minX ?? .infinity }

    private func gaps(
        _ covered: MultiPolygon, _ members: [Int], _ shapes: [MultiPolygon], _ owns: (BoundingBox) -> Bool,
        _ found: (Oddity) throws(Fault) -> Void
    ) throws(CellFault) {
        for hole in covered.polygons.flatMap(\.holes) {
            let whole = MultiPolygon([Polygon(exterior: hole)])
            guard let box = whole.bounds, longestSide(of: box) <= limits.longestGap, owns(box) else { continue }
            let oddity: Oddity?
            do throws(Fault) {
                // What lies on an island inside is covered.
                let open = try algebra.difference(whole, covered, named: "gap")
                let around = members.indices.filter { boxes[members[$0]]?.intersects(box) == true }
                oddity = try self.oddity(.gap, around.map { members[$0] }, open)
            } catch { throw .geometry(error) }
            guard let oddity, limits.gap.contains(oddity.area.squareMetres) else { continue }
            do throws(Fault) { try found(oddity) } catch { throw .outside(error) }
        }
    }

    private func oddity(_ kind: Oddity.Kind, _ records: [Int], _ shape: MultiPolygon) throws(Fault) -> Oddity? {
        guard !shape.isEmpty else { return nil }
        return Oddity(
            kind: kind, records: records, shape: shape, area: try measure.area(of: shape), stated: nil)
    }
}

extension BoundingBox {
    /// What both share.
    /// - Precondition: they share a point.
    fileprivate func intersection(_ other: BoundingBox) -> BoundingBox {
        BoundingBox(
            minX: max(minX, other.minX), minY: max(minY, other.minY),
            maxX: min(maxX, other.maxX), maxY: min(maxY, other.maxY))
    }
}
