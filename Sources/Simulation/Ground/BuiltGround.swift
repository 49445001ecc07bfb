/// What stands on a lot of the industrial zone before any event.
enum LotUse: Sendable {
    case factory, vacant
}

extension Block {
    /// The use of one of the four lots of an industrial block: half of them are vacant.
    func lotUse(column: Int, row: Int) -> LotUse {
        (column + row + self.column + self.row).isMultiple(of: 2) ? .vacant : .factory
    }
}

extension GroundCover {
    /// One building block of the town.
    func town(_ plot: Plot, _ block: UInt64) -> GroundPoint {
        let key = plot.key(block)
        if plot.margin < 0.55 { return GroundPoint(.asphalt, key: key, second: .broadleaf, share: 0.22) }
        switch key % 100 {
        case ..<40: return flats(plot, key)
        case ..<58: return shops(plot, key)
        case ..<76: return houses(x: plot.u * plot.width, y: plot.v * plot.height, key: key)
        case ..<86: return GroundPoint(.broadleaf, key: key, second: .weeds, share: 0.45)
        case ..<93: return school(plot, key)
        default: return GroundPoint(.weeds, key: key, second: .sand, share: 0.3)
        }
    }

    /// One lot of the industrial zone.
    func factoryLot(_ plot: Plot, _ block: borrowing Block) -> GroundPoint {
        let key = plot.key(block.key)
        if plot.margin < 0.6 { return GroundPoint(.asphalt, key: key, second: .weeds, share: 0.2) }
        if block.lotUse(column: plot.column, row: plot.row) == .vacant {
            return GroundPoint(.weeds, key: key, second: .sand, share: 0.12)
        }
        return factory(u: plot.u, v: plot.v, width: plot.width, height: plot.height, key: key)
    }

    /// Halls with a yard.
    ///
    /// - Parameters:
    ///   - u: 0…1 across the site.
    ///   - v: 0…1 down the site.
    ///   - width: Pixels across.
    ///   - height: Pixels down.
    ///   - key: The site's own bits.
    /// - Returns: Roof or yard.
    func factory(u: Double, v: Double, width: Double, height: Double, key: UInt64) -> GroundPoint {
        let border = min(min(u, 1 - u) * width, min(v, 1 - v) * height)
        let smallSite = min(width, height) < 7
        let yard = GroundPoint(key >> 9 & 1 == 0 ? .concrete : .asphalt, key: key, second: .weeds, share: 0.12)
        guard smallSite || border > 1.8 else { return yard }
        let halls = max(1, Int(height / 9))
        let position = v * Double(halls)
        let hall = Int(position)
        let gap = (position - Double(hall)) * height / Double(halls)
        guard smallSite || (gap > 1 && u * width < width * 0.86) else { return yard }
        let hallKey = (key ^ UInt64(hall) &* 0x9E37_79B9_7F4A_7C15) >> 7
        let tone = 0.9 + 0.2 * Double(hallKey >> 20 & 0xFF) / 255
        return GroundPoint(roof(hallKey), key: key, brightness: tone)
    }

    private func roof(_ key: UInt64) -> Surface {
        switch key % 100 {
        case ..<48: .blueRoof
        case ..<70: .whiteRoof
        case ..<94: .greyRoof
        default: .redRoof
        }
    }

    private func flats(_ plot: Plot, _ key: UInt64) -> GroundPoint {
        let row = plot.v * plot.height / 3.1
        let phase = row - row.rounded(.down)
        let roof: Surface = key >> 30 & 1 == 0 ? .greyRoof : .redRoof
        return phase < 0.45
            ? GroundPoint(roof, key: key, second: .concrete, share: 0.2)
            : GroundPoint(.concrete, key: key, second: .broadleaf, share: 0.45)
    }

    private func shops(_ plot: Plot, _ key: UInt64) -> GroundPoint {
        guard plot.margin > 2 else { return GroundPoint(.concrete, key: key, second: .asphalt, share: 0.5) }
        return GroundPoint(roof(key >> 11), key: key)
    }

    private func school(_ plot: Plot, _ key: UInt64) -> GroundPoint {
        guard plot.u > 0.4 else { return GroundPoint(.redRoof, key: key, second: .concrete, share: 0.4) }
        return plot.margin > 2.5 ? GroundPoint(.weeds, key: key) : GroundPoint(.redRoof, key: key, share: 0.1)
    }
}
