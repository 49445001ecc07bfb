import GeoModel

/// The latest rows of both dates over the columns of a window: what scores and patches are made from.
struct PairRows: PairNumbers {
    /// The window.
    let window: PixelWindow
    /// The bands of the first date.
    private(set) var old: BandRows
    /// The bands of the second date.
    private(set) var new: BandRows
    /// 1 where both dates can be compared.
    private(set) var valid: [UInt8]
    /// The scenes that pixels of the first date come from.
    private(set) var oldSources: [UInt8]
    /// The same of the second date.
    private(set) var newSources: [UInt8]
    /// The number of the next row.
    private(set) var end: Int
    private let capacity: Int
    private let roles: [BandRole]
    private let change: BandChange
    private let bands: [BandRole]

    /// No rows yet.
    ///
    /// - Parameters:
    ///   - window: Where.
    ///   - keeping: How many rows are kept.
    ///   - bands: The bands that are read.
    ///   - roles: Those of them that hold what no change would give where pixels can't be compared.
    ///   - change: What that is.
    init(_ window: PixelWindow, keeping: Int, bands: [BandRole], filling roles: [BandRole], _ change: BandChange) {
        self.window = window
        self.bands = bands
        self.roles = roles
        self.change = change
        capacity = (keeping + Self.stripRows - 1) / Self.stripRows * Self.stripRows
        end = window.row
        let count = capacity * window.columns
        (old, new) = (BandRows(count: count), BandRows(count: count))
        valid = [UInt8](repeating: 0, count: count)
        (oldSources, newSources) = (valid, valid)
    }

    /// How many rows are read at a time.
    static let stripRows = 8

    /// Where a row that is kept begins.
    func place(_ row: Int) -> Int {
        precondition(row < end && row >= end - capacity)
        return row % capacity * window.columns
    }

    func before(_ role: BandRole) -> [Float] { old[role] }
    func after(_ role: BandRole) -> [Float] { new[role] }

    /// Takes over a strip as wide as the window, the next rows.
    mutating func append(_ strip: PixelWindow, _ work: PairDetector.Scratch) {
        for row in 0..<strip.rows {
            let (source, target) = (row * strip.columns, (strip.row + row) % capacity * strip.columns)
            copy(work.valid, source, to: &valid, target)
            copy(work.oldSources, source, to: &oldSources, target)
            copy(work.newSources, source, to: &newSources, target)
            for role in bands {
                let count = strip.columns
                old.change(role) { copyNumbers(work.old[role], source, to: &$0, target, count) }
                new.change(role) { copyNumbers(work.new[role], source, to: &$0, target, count) }
            }
            for role in roles { markMissing(old[role], new[role], target) }
            guard valid[target..<target + strip.columns].contains(0) else { continue }
            for role in roles {
                let middle = change.middle(role)
                let valid = valid[target..<target + strip.columns]
                old.change(role) { fillMissing(&$0, with: middle.before, target, valid) }
                new.change(role) { fillMissing(&$0, with: middle.after, target, valid) }
            }
        }
        end = strip.endRow
    }

    private func copy(_ source: [UInt8], _ from: Int, to target: inout [UInt8], _ place: Int) {
        target.replaceSubrange(place..<place + window.columns, with: source[from..<from + window.columns])
    }

    /// Takes what has no number off what is valid.
    private mutating func markMissing(_ old: [Float], _ new: [Float], _ place: Int) {
        let here = place..<place + window.columns
        let (first, second) = (old.span.extracting(here), new.span.extracting(here))
        var valid = valid.mutableSpan
        precondition(place >= 0 && here.upperBound <= valid.count)
        for column in 0..<first.count {
            let has: UInt8 = first[column] == first[column] && second[column] == second[column] ? 1 : 0
            valid[place + column] &= has
        }
    }
}

/// Puts a number in place of each from a place on that is not valid.
private func fillMissing(_ band: inout [Float], with number: Float, _ place: Int, _ valid: ArraySlice<UInt8>) {
    let valid = valid.span
    var band = band.mutableSpan
    precondition(place >= 0 && place + valid.count <= band.count)
    for column in 0..<valid.count { band[place + column] = valid[column] != 0 ? band[place + column] : number }
}

private func copyNumbers(_ source: [Float], _ from: Int, to target: inout [Float], _ place: Int, _ count: Int) {
    let line = source.span.extracting(from..<from + count)
    var target = target.mutableSpan
    precondition(place >= 0 && place + count <= target.count)
    for column in 0..<count { target[place + column] = line[column] }
}
