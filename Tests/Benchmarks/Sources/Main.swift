import Foundation
import GeoModel
import Verbs

/// The benchmark's own program: makes the scene, and only decodes it.
@main enum Main {
    static func main() async { exit(await Tool.benchmark.runCommandLine(on: .ofCommandLine()).rawValue) }
}

extension Tool {
    fileprivate static let benchmark = Tool(
        name: "benchmark",
        version: "1",
        summary: Bilingual(zh: "测速所用的影像与解码基准", en: "the scene that speed is measured on, and its decoding alone"),
        commands: [.scene, .decode]
    )
}

extension Command {
    fileprivate static let scene = Command(
        "scene",
        zh: "生成两期仿 Sentinel-2 影像",
        en: "make two dates of a scene like Sentinel-2's",
        options: [
            Option("out", .folder("DIR"), zh: "写到何处", en: "where it is written", isRequired: true),
            Option(
                "size", .integer("PX", 512...40_000),
                zh: "每边的 10 米像元数（默认 10980）", en: "pixels of 10 m a side (default: 10980)"
            ),
            Option("seed", .integer("N", 0...Int.max), zh: "随机种子（默认 7）", en: "the seed (default: 7)"),
            .flag("jp2", zh: "无损 JPEG 2000，而非 GeoTIFF", en: "lossless JPEG 2000 in place of GeoTIFF"),
        ],
        examples: ["benchmark scene --size 2048 --out scene"]
    ) { invocation in
        try makeScene(
            in: try invocation.required("out"),
            size: invocation.integer("size") ?? 10_980,
            seed: UInt64(invocation.integer("seed") ?? 7),
            isJPEG2000: invocation.flag("jp2")
        )
        return .done
    }

    fileprivate static let decode = Command(
        "decode",
        zh: "只解码：每个分块一次，不作他用",
        en: "decode only: every block once, for nothing",
        options: [.workers],
        positionals: [
            Positional(
                "MODE", .choice(["block", "raw"]), zh: "经 GDAL 逐块读取，或绕过 GDAL（libtiff、libdeflate）",
                en: "through GDALReadBlock, or past GDAL (libtiff, libdeflate)"
            ),
            Positional("FILE", .file("FILE"), zh: "影像文件", en: "images", repeats: true),
        ],
        examples: ["benchmark decode block scene/before/B04.tif --workers 2"]
    ) { invocation in
        let files = try invocation.values("FILE").map { path throws(Fault) in try BlockLayout(of: path) }
        let isRaw = try invocation.required("MODE") == "raw"
        let sum = try decodeAll(files, threads: invocation.workers) { () -> any BlockReader in
            if isRaw { RawBlockReader(files) } else { GDALBlockReader(files) }
        }
        invocation.terminal.result("\(sum)")
        return .done
    }
}
