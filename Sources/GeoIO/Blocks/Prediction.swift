/// Turns the differences between neighbours of a row (TIFF predictor 2) back into samples, in place.
///
/// - Parameters:
///   - samples: Rows of `columns` differences.
///   - columns: Samples in a row.
///   - count: Samples in all, a multiple of `columns`.
func undoPrediction<Sample: FixedWidthInteger>(_ samples: inout MutableSpan<Sample>, columns: Int, count: Int) {
    precondition(columns > 0 && count % columns == 0 && count <= samples.count)
    var start = 0
    while start < count {
        var sum: Sample = 0
        for place in start..<start + columns {
            sum &+= samples[place]
            samples[place] = sum
        }
        start += columns
    }
}

/// Turns the samples of each row into differences between neighbours (TIFF predictor 2), in place.
func predict(_ samples: inout [UInt16], columns: Int) {
    var span = samples.mutableSpan
    precondition(columns > 0 && span.count % columns == 0)
    for start in stride(from: 0, to: span.count, by: columns) {
        var before: UInt16 = 0
        for place in start..<start + columns {
            let sample = span[place]
            span[place] = sample &- before
            before = sample
        }
    }
}
