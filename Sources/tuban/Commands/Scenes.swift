import GeoModel
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let scenes = Command(
        "scenes",
        zh: "影像目录：添加、列出",
        en: "the catalogue of scenes: add, list",
        subcommands: [scenesAdd, scenesList]
    )

    private static let scenesAdd = Command(
        "add",
        zh: "把影像（STAC 条目、文件夹或文件）登入目录，逐景检查",
        en: "enter scenes (STAC items, folders or files) in the catalogue, each one checked",
        options: [
            .region, Option("recipe", .file("FILE"), zh: "配方（默认 monthly）", en: "the recipe (default: monthly)"),
            .workers, .json, .dryRun,
        ],
        positionals: [
            Positional(
                "SCENE", .file("SCENE"),
                zh: "影像；不写则取设置中的文件夹", en: "scenes; without any, the folders of the settings", isOptional: true,
                repeats: true
            )
        ],
        examples: ["tuban scenes add --region county imagery/S2A_20260607/item.json"]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let recipe = try Recipe(file: try region.data.recipe(invocation.string("recipe") ?? "monthly"))
        let given = invocation.values("SCENE")
        guard !invocation.isDryRun else {
            let count = given.isEmpty ? try region.scenePlaces().count : given.count
            invocation.terminal.note(zh: "将检查并登记 \(count) 处影像。", en: "would check and enter \(count) scene places.")
            return .done
        }
        let lock = try region.lock()
        defer { _ = lock }
        let bar = ProgressBar(MonthlyStep.scenes.label, on: invocation.terminal)
        let receipt = try region.addScenes(
            given.isEmpty ? try region.scenePlaces() : given,
            recipe: recipe,
            workers: invocation.workers,
            at: .now
        ) { bar.update(done: $0, of: $1) }
        bar.finish()
        invocation.report(.array(receipt.accepted.map(\.summary)), or: sceneTable(receipt.accepted))
        invocation.terminal.note(
            zh: "新增 \(receipt.accepted.count) 景，已有 \(receipt.known) 景。",
            en: "\(receipt.accepted.count) scenes added, \(receipt.known) known already."
        )
        return invocation.terminal.list(rejected: receipt.rejected)
    }

    private static let scenesList = Command(
        "list",
        zh: "列出目录中的影像",
        en: "list the scenes of the catalogue",
        options: [.region, .json],
        examples: ["tuban scenes list --region county"]
    ) { invocation in
        let scenes = try Region.open(invocation.regionPath).store.scenes()
        invocation.report(.array(scenes.map(\.summary)), or: sceneTable(scenes))
        return .done
    }

    /// One line a scene, with what its check found.
    private static func sceneTable(_ scenes: [Scene]) -> TextTable {
        TextTable(
            [
                .text(zh: "影像", en: "scene"), .text(zh: "日期", en: "date"), .text(zh: "坐标系", en: "CRS"),
                .number(zh: "大小", en: "size"), .number(zh: "可用", en: "usable"), .number(zh: "云量", en: "cloud"),
                .text(zh: "波段", en: "bands"), .text(zh: "校验", en: "checksums"),
            ],
            rows: scenes.map { scene in
                [
                    scene.id, scene.date?.description ?? "—", scene.grid.system?.name ?? "—",
                    "\(scene.grid.size.columns)×\(scene.grid.size.rows)", percent(scene.validFraction),
                    percent(scene.cloudFraction), scene.bands.keys.sorted().map(\.rawValue).joined(separator: " "),
                    "SHA-256 ×\(scene.checksums.count)",
                ]
            }
        )
    }
}

/// A share as whole per cent; a dash for none.
func percent(_ share: Double?) -> String {
    share.map { "\(Int(($0 * 100).rounded()))%" } ?? "—"
}

extension Scene {
    /// What its line in the catalogue says.
    var summary: JSONValue {
        let files = checksums.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }
        return [
            "id": .string(id), "date": JSONValue(date?.description), "sensor": .string(sensor),
            "crs": JSONValue(grid.system?.name), "columns": .integer(grid.size.columns),
            "rows": .integer(grid.size.rows),
            "usable": JSONValue(validFraction), "cloud": JSONValue(cloudFraction),
            "bands": .array(bands.keys.sorted().map { .string($0.rawValue) }), "sha256": .object(files),
        ]
    }
}
