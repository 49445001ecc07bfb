import GeoModel
import Pipeline
import SafeFiles
import Verbs

extension Command {
    static let shard = Command(
        "shard",
        zh: "把一次比较分成多片，在多台机器上计算，再合并",
        en: "cut a comparison into shards for several machines, and join them",
        subcommands: [shardPlan, shardRun, shardMissing, shardMerge]
    )

    private static let plan = Option("plan", .folder("DIR"), zh: "分片文件夹", en: "the shard folder")

    private static let shardPlan = Command(
        "plan",
        zh: "抽样并切分，写出分片计划",
        en: "sample the scenes, cut them, write the plan",
        options: [
            Option("before", .text("PATH"), zh: "前期影像，同 tuban detect", en: "the earlier image, as for tuban detect"),
            Option("after", .text("PATH"), zh: "后期影像", en: "the later image"),
            Option("recipe", .file("FILE"), zh: "配方（默认由传感器定）", en: "the recipe (default: the sensor's)"),
            Option("model", .file("FILE"), zh: "tuban calibrate 得到的模型", en: "a model of tuban calibrate"),
            Option("shards", .integer("N", 1...10_000), zh: "分片数（默认 8）", en: "how many shards (default: 8)"),
            Option("tile-size", .integer("PX", 64...8192), zh: "分块边长", en: "side of a tile"),
            plan, .workers, .json, .dryRun,
        ],
        examples: ["tuban shard plan --before 2025-06/ --after 2026-06/ --shards 16 --plan /shared/city"]
    ) { invocation in
        let data = try DataFolder.ofProgram()
        let before = try invocation.required("before")
        let plan = try ShardPlan(
            before: before,
            after: try invocation.required("after"),
            recipe: try data.recipe(
                invocation.string("recipe"), forImageAt: before, model: invocation.string("model")),
            data: data,
            tileSide: invocation.integer("tile-size"),
            count: invocation.integer("shards") ?? 8,
            workers: invocation.workers,
            folder: try invocation.required("plan")
        )
        if !invocation.isDryRun { try plan.write() }
        invocation.report(
            ["shards": .integer(plan.count), "folder": .string(plan.folder)],
            or: TextTable(
                [.number(zh: "分片", en: "shards"), .text(zh: "文件夹", en: "folder")],
                rows: [["\(plan.count)", plan.folder]])
        )
        return .done
    }

    private static let shardRun = Command(
        "run",
        zh: "计算一片，或所有未完成的分片",
        en: "sweep one shard, or all that are missing",
        options: [
            plan, Option("shard", .integer("K", 0...9999), zh: "只算此片（从 0 起）", en: "only this shard (from 0)"),
            .workers, .memory, .json, .dryRun,
        ],
        examples: ["tuban shard run --plan /shared/city --shard 3", "tuban shard run --plan /shared/city"]
    ) { invocation in
        let plan = try ShardPlan(folder: try invocation.required("plan"), data: try DataFolder.ofProgram())
        let shard = invocation.integer("shard")
        if let shard, shard >= plan.count {
            try invocation.understood { () throws(Fault) in
                throw Fault(
                    "--shard \(shard)",
                    zh: "计划只有 \(plan.count) 片。请给出 0…\(plan.count - 1)。",
                    en: "the plan has \(plan.count) shards. Name one of 0…\(plan.count - 1)."
                )
            }
        }
        let wanted = shard.map { [$0] } ?? plan.missing()
        var swept: [Int] = []
        for shard in wanted where !invocation.isDryRun {
            let bar = ProgressBar(Bilingual(zh: "分片 \(shard)", en: "shard \(shard)"), on: invocation.terminal)
            let outcome = try plan.run(shard, workers: invocation.workers, memory: invocation.memory) {
                bar.update(done: $0, of: $1)
            }
            bar.finish()
            if outcome == .swept { swept.append(shard) }
        }
        let missing = plan.missing()
        invocation.report(
            ["swept": .array(swept.map { .integer($0) }), "missing": .array(missing.map { .integer($0) })],
            or: TextTable(
                [.number(zh: "已算", en: "swept"), .number(zh: "尚缺", en: "missing")],
                rows: [["\(swept.count)", "\(missing.count)"]])
        )
        return .done
    }

    private static let shardMissing = Command(
        "missing",
        zh: "列出未完成的分片",
        en: "list the shards that are missing",
        options: [plan, .json],
        examples: ["tuban shard missing --plan /shared/city"]
    ) { invocation in
        let plan = try ShardPlan(folder: try invocation.required("plan"), data: try DataFolder.ofProgram())
        let missing = plan.missing()
        invocation.report(
            .array(missing.map { .integer($0) }),
            or: TextTable([.number(zh: "尚缺的分片", en: "missing shard")], rows: missing.map { ["\($0)"] })
        )
        return .done
    }

    private static let shardMerge = Command(
        "merge",
        zh: "校验并合并所有分片，得到与本机比较相同的结果",
        en: "verify and join all shards: the same result as a comparison on one machine",
        options: [
            plan, Option("out", .folder("DIR"), zh: "结果文件夹", en: "where results go"), .workers, .json, .dryRun,
        ],
        examples: ["tuban shard merge --plan /shared/city --out changes"]
    ) { invocation in
        let plan = try ShardPlan(folder: try invocation.required("plan"), data: try DataFolder.ofProgram())
        let out = try invocation.required("out")
        guard !invocation.isDryRun else {
            invocation.terminal.note(
                zh: "将合并 \(plan.count) 片，结果写入 \(out)。", en: "would join \(plan.count) shards and write to \(out).")
            return .done
        }
        let bar = StepBars(invocation.terminal)
        let options = PairOptions(workers: invocation.workers, outputFolder: out)
        let run = try plan.merge(options, progress: bar.update)
        bar.finish()
        invocation.report(run.json(in: out), or: run.table(in: out, invocation.language))
        return .done
    }
}
