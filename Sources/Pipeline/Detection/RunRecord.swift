import ChangeDetection
import Foundation
import GeoIO
import GeoModel
import Learning
package import SafeFiles

/// The version that a run records and `tuban --version` shows.
package let toolVersion = "0.1.0"

/// What `run.json` says of a comparison: inputs, parameters, results, versions, timings, memory.
package func runRecord(
    of run: PairRun,
    pair: ScenePair,
    recipe: Recipe,
    options: PairOptions,
    checksums: [String: String]
) -> JSONValue {
    [
        "tool": .string("tuban \(toolVersion)"),
        "versions": ["gdal": .string(GDALVersion.text), "swift": .string(compilerVersion)],
        "recipe": ["name": .string(recipe.name), "sha256": .string(recipe.checksum)],
        "model": recipe.detect.model.map { model in
            [
                "path": .string(model.path), "sha256": .string(model.checksum),
                "learner": .string(model.learner.rawValue),
            ]
        } ?? .null,
        "inputs": [
            "before": input(pair.used(pair.before), checksums), "after": input(pair.used(pair.after), checksums),
        ],
        "grid": description(of: pair.grid),
        "parameters": [
            "method": .string(recipe.detect.method.rawValue), "smoothing_pixels": .number(recipe.detect.smoothing),
            "guided_radius_pixels": .integer(recipe.detect.guidedRadius),
            "indices": .array(recipe.detect.indices.map { .string($0.rawValue) }),
            "centred": .bool(recipe.detect.isCentred),
            "threshold_rule": .string(recipe.detect.threshold.text),
            "mask_dilation_pixels": .integer(recipe.detect.maskDilation),
            "opening": .bool(recipe.detect.isOpened),
            "minimum_area_m2": .number(recipe.detect.minimumArea.squareMetres),
            "tile_side": .integer(options.tileSide ?? recipe.detect.tileSide),
            "workers": .integer(options.workers), "memory_mebibytes": .integer(options.memory >> 20),
        ],
        "threshold": .number(run.threshold),
        "results": [
            "patches": .integer(run.patchCount),
            "changed_pixels": .integer(run.changedPixels),
            "valid_pixels": .integer(run.validPixels),
            "overlap_pixels": .integer(pair.overlap.pixelCount),
            "regions_below_minimum_area": .integer(run.tooSmall),
        ],
        "registration": run.registration?.record ?? .null,
        "left_out": .array((run.registration?.leftOut ?? []).map(\.json)),
        "remarks": .array(
            (pair.remarks + run.remarks + (run.registration?.remarks ?? [])).map { .string($0.text(.en)) }),
        "seconds": .object(run.seconds.map { .init($0.step, .number(($0.seconds * 1000).rounded() / 1000)) }),
        "peak_resident_mebibytes": .integer(peakResidentMebibytes()),
    ]
}

/// What is known of the first scene, and under `others` of those that a mosaic has besides.
private func input(_ stack: SceneStack, _ checksums: [String: String]) -> JSONValue {
    guard case .object(let members) = input(stack.first, checksums), stack.isMosaic else {
        return input(stack.first, checksums)
    }
    let others = stack.scenes.dropFirst().map { input($0, checksums) }
    return .object(members + [.init("others", .array(others))])
}

private func input(_ scene: Scene, _ checksums: [String: String]) -> JSONValue {
    let bands = scene.bands.sorted { $0.key < $1.key }.map { role, source in
        JSONValue.object([
            .init("role", .string(role.rawValue)), .init("path", .string(source.path)),
            .init("band", .integer(source.band)), .init("sha256", JSONValue(checksums[source.path])),
        ])
    }
    return [
        "scene": .string(scene.id), "date": JSONValue(scene.date?.description), "sensor": .string(scene.sensor),
        "scale": .number(scene.radiometry.scale), "offset": .number(scene.radiometry.offset), "bands": .array(bands),
    ]
}

private func description(of grid: Grid) -> JSONValue {
    [
        "crs": JSONValue(grid.system?.name), "columns": .integer(grid.size.columns), "rows": .integer(grid.size.rows),
        "origin": [.number(grid.transform.originX), .number(grid.transform.originY)],
        "pixel": [.number(grid.transform.pixelWidth), .number(grid.transform.pixelHeight)],
    ]
}

private var compilerVersion: String {
    #if swift(>=6.4)
        "≥ 6.4"
    #elseif swift(>=6.3)
        "6.3"
    #else
        "6.2"
    #endif
}
