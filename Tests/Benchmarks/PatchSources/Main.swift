import Foundation
import GeoModel
import Patches
import Verbs

/// The benchmark's second program: how fast regions are told apart, their outlines drawn and laid over parcels.
@main enum Main {
    static func main() async { exit(await Tool.benchmark.runCommandLine(on: .ofCommandLine()).rawValue) }
}

extension Tool {
    fileprivate static let benchmark = Tool(
        name: "patch-benchmark",
        version: "1",
        summary: Bilingual(
            zh: "测量连通域标记、轮廓追踪与叠置",
            en: "times the labelling of regions, the tracing of outlines and their overlay with parcels"),
        commands: [.label, .trace, .land, .overlay]
    )
}

extension Command {
    private static let mask = Positional(
        "MASK", .file("FILE"), zh: "方形掩膜，每像元一字节，非零为变化", en: "a square mask, a byte a pixel, not 0 where it changed")

    fileprivate static let label = Command(
        "label",
        zh: "八邻域标记，输出秒数与区域数",
        en: "number the 8-connected regions; prints the seconds and how many there are",
        positionals: [mask],
        examples: ["patch-benchmark label mask.raw"]
    ) { invocation in
        let mask = try BitMask(contentsOf: invocation.required("MASK"))
        let (seconds, regions) = medianOfFive { countRegions(mask) }
        invocation.terminal.result("\(seconds) \(regions)")
        return .done
    }

    fileprivate static let trace = Command(
        "trace",
        zh: "标记并追踪轮廓，输出秒数、轮廓数与面积（像元）",
        en:
            "number the regions and draw their outlines; prints seconds, how many there are and their area in pixels",
        positionals: [mask],
        examples: ["patch-benchmark trace mask.raw"]
    ) { invocation in
        let mask = try BitMask(contentsOf: invocation.required("MASK"))
        let rows = mask.changedPixels
        let (seconds, result) = medianOfFive { traceRegions(rows) }
        invocation.terminal.result("\(seconds) \(result.outlines) \(Int(result.area))")
        return .done
    }
}

/// The regions of a mask, counted.
private func countRegions(_ mask: BitMask) -> Int {
    var joiner = RegionJoiner()
    var regions = 0
    for row in 0..<mask.side {
        joiner.advance(mask.runs(row: row))
        regions += joiner.complete.count
    }
    joiner.advance([])
    return regions + joiner.complete.count
}

/// The outlines of all regions, with holes, on a grid of pixels of 1 × 1.
private func traceRegions(_ rows: [[ChangedPixel]]) -> (outlines: Int, area: Double) {
    let transform = GeoTransform(originX: 0, originY: 0, pixelWidth: 1, pixelHeight: 1)
    var grower = AreaGrower()
    var tracer = OutlineTracer()
    var result = (outlines: 0, area: 0.0)
    for row in rows + [[]] {
        for region in grower.advance(runs(of: row, threshold: 1), pixels: row) {
            let rings = tracer.outline(of: region.runs, transform: transform).polygons.flatMap {
                [$0.exterior] + $0.holes
            }
            result.outlines += 1
            // Holes run the other way round.
            result.area += rings.reduce(0) { $0 + $1.doubledSignedArea } / 2
        }
    }
    return result
}

/// The median of five times, in seconds, and what was found.
private func medianOfFive<Result>(_ body: () -> Result) -> (Double, Result) {
    var seconds: [Double] = []
    while true {
        let start = ContinuousClock.now
        let result = body()
        seconds.append((ContinuousClock.now - start) / .seconds(1))
        if seconds.count == 5 { return (seconds.sorted()[2], result) }
    }
}
