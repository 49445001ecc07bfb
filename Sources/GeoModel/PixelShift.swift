/// How far the ground that an image shows lies from where it should, in pixels of a grid: to the right and downwards
/// where positive.
package struct PixelShift: Sendable, Hashable {
    /// Columns, to the right.
    package let columns: Double
    /// Rows, downwards.
    package let rows: Double

    /// A shift in pixels.
    package init(columns: Double, rows: Double) {
        self.columns = columns
        self.rows = rows
    }

    /// No shift.
    package static let zero = PixelShift(columns: 0, rows: 0)

    /// Its length in pixels.
    package var length: Double { (columns * columns + rows * rows).squareRoot() }

    /// One shift and another.
    package static func + (left: PixelShift, right: PixelShift) -> PixelShift {
        PixelShift(columns: left.columns + right.columns, rows: left.rows + right.rows)
    }

    /// What is left of one shift when another is taken off.
    package static func - (left: PixelShift, right: PixelShift) -> PixelShift {
        PixelShift(columns: left.columns - right.columns, rows: left.rows - right.rows)
    }
}
