import ChangeDetection
import Foundation
import GeoIO
package import GeoModel
import SafeFiles
import TileEngine

/// A comparison cut into shards that any machine with the same files can sweep, in any order, more than once: what
/// `plan.json` of a shard folder holds.
package struct ShardPlan: Sendable {
    /// The shard folder.
    package let folder: String
    /// How many shards there are.
    package var count: Int { shards.count }
    /// What the shards depend on; other inputs, another recipe or another cut give another.
    let fingerprint: String
    let comparison: Comparison
    let parameters: PairParameters
    let tiles: TilePlan
    let shards: [Range<Int>]
    /// What the sample told of the images' numbers.
    let remarks: [Fault]
    private let before: String
    private let after: String

    private static let keys = [
        "tool", "before", "after", "recipe_sha256", "tile", "shards", "common_shift_bits", "relation_bits",
        "variate_bits", "rank_bits", "feature_bits", "candidate_floor", "registration", "remarks", "fingerprint",
    ]

    /// Plans a comparison: samples the scenes, cuts the tiles into shards of the same size. Nothing is written yet.
    ///
    /// - Parameters:
    ///   - before: A path as `SceneReader` takes it.
    ///   - after: A path as `SceneReader` takes it.
    ///   - recipe: How to compare.
    ///   - data: Where the recipe's sensor profiles are.
    ///   - tileSide: The side of a tile; nil takes the recipe's.
    ///   - count: How many shards there should be; never more than tiles.
    ///   - workers: Threads that sample.
    ///   - folder: The shard folder.
    /// - Throws: `Fault` where a scene can't be read or the two can't be compared.
    package init(
        before: String,
        after: String,
        recipe: Recipe,
        data: DataFolder,
        tileSide: Int?,
        count: Int,
        workers: Int,
        folder: String
    ) throws(Fault) {
        let before = absolutePaths(before)
        let after = absolutePaths(after)
        let comparison = try Comparison(before: before, after: after, recipe: recipe, data: data)
            .registered(workers: workers)
        let pair = comparison.pair
        let tiles = MemoryBudget.plan(
            PairOptions.usualMemory,
            pair,
            side: tileSide ?? recipe.detect.tileSide,
            isDense: recipe.detect.outputs.contains(.changeRaster)
        )
        let parts = min(max(1, count), tiles.count)
        let shards = (0..<parts).map { $0 * tiles.count / parts..<($0 + 1) * tiles.count / parts }
        let plan = try PairPlan(pair, recipe.detect, workers: workers)
        self.init(
            folder: folder,
            comparison: comparison,
            parameters: plan.parameters,
            remarks: plan.remarks,
            tiles: tiles,
            shards: shards,
            before: before,
            after: after
        )
    }

    private init(
        folder: String,
        comparison: Comparison,
        parameters: PairParameters,
        remarks: [Fault],
        tiles: TilePlan,
        shards: [Range<Int>],
        before: String,
        after: String
    ) {
        self.folder = folder
        self.comparison = comparison
        self.parameters = parameters
        self.remarks = remarks
        self.tiles = tiles
        self.shards = shards
        self.before = before
        self.after = after
        let sweep = comparison.pair.fingerprint(
            parameters, tiles, overview: comparison.recipe.detect.overview(of: comparison.pair.grid.size))
        fingerprint = Checksum.sha256(of: "\(comparison.recipe.fingerprint) \(sweep) \(shards)")
    }

    /// The same plan with a lower bound for what may matter.
    func lowered(to floor: UInt16) -> ShardPlan {
        var parameters = parameters
        parameters.candidateFloor = floor
        return ShardPlan(
            folder: folder,
            comparison: comparison,
            parameters: parameters,
            remarks: remarks,
            tiles: tiles,
            shards: shards,
            before: before,
            after: after
        )
    }

    /// Writes `recipe.json5` and `plan.json` into the folder. The same plan may be written any number of times.
    /// - Throws: `Fault` where the folder holds the plan of another comparison, or can't be written.
    package func write() throws(Fault) {
        try DurableFile.makeFolder(folder)
        if FileManager.default.fileExists(atPath: planPath) {
            let there = try DurableFile.json(of: planPath)["fingerprint"]?.string
            guard there == fingerprint else {
                throw Fault(
                    folder,
                    zh: "已有另一项比较的分片计划。请换一个文件夹，或删除它。",
                    en: "there is the plan of another comparison. Name another folder, or remove this one."
                )
            }
        }
        try replace()
    }

    /// Writes the plan, whatever was there.
    func replace() throws(Fault) {
        let recipe = try DurableFile.text(of: comparison.recipe.path)
        if comparison.recipe.path != recipePath { try DurableFile.write(recipe, to: recipePath) }
        if let model = comparison.recipe.detect.model {
            if model.path != modelPath { try DurableFile.write(try DurableFile.text(of: model.path), to: modelPath) }
        } else {
            // What another plan has left would be taken for this one's.
            try? FileManager.default.removeItem(atPath: modelPath)
        }
        try DurableFile.write(json.text(indented: true) + "\n", to: planPath)
    }

    private var planPath: String { folder + "/plan.json" }
    private var recipePath: String { folder + "/recipe.json5" }
    private var modelPath: String { folder + "/model.json" }

    private var json: JSONValue {
        [
            "tool": .string("tuban \(toolVersion)"), "before": .string(before), "after": .string(after),
            "recipe_sha256": .string(comparison.recipe.checksum),
            "tile": .array([.integer(tiles.tile.columns), .integer(tiles.tile.rows)]),
            "shards": .array(shards.map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) }),
            // Bit patterns, so that every machine takes off the very same shift.
            "common_shift_bits": .array(
                SpectralIndex.allCases.map { .integer(Int((parameters.commonShift[$0] ?? 0).bitPattern)) }),
            "relation_bits": .object(
                parameters.relations.sorted { $0.key < $1.key }.map { role, relation in
                    .init(role.rawValue, .array(relation.bits.map { .string($0) }))
                }),
            "variate_bits": .array((parameters.variates?.bits ?? []).map { .string($0) }),
            "registration": comparison.pair.registration?.points ?? .null,
            "rank_bits": .array((parameters.ranks?.bits ?? []).map { .string($0) }),
            "feature_bits": .array((parameters.tables?.bits ?? []).map { .string($0) }),
            "candidate_floor": .integer(Int(parameters.candidateFloor)), "remarks": .array(remarks.map(\.json)),
            "fingerprint": .string(fingerprint),
        ]
    }

    /// Reads the plan of a shard folder and opens its scenes.
    ///
    /// - Throws: `Fault` where there is none, it is damaged, or inputs, recipe or program are not those of the plan.
    package init(folder: String, data: DataFolder) throws(Fault) {
        let path = folder + "/plan.json"
        let entry = try StrictObject(try DurableFile.json(of: path), named: path, keys: Self.keys)
        let before = try entry.required("before", try entry.string("before"))
        let after = try entry.required("after", try entry.string("after"))
        let model = folder + "/model.json"
        let recipe = try Recipe(
            file: folder + "/recipe.json5", model: FileManager.default.fileExists(atPath: model) ? model : nil)
        var comparison = try Comparison(before: before, after: after, recipe: recipe, data: data)
        if let how = recipe.detect.registration {
            guard let points = try entry.array("registration"),
                let registration = PairRegistration(how, points: points, of: comparison.pair)
            else { throw Self.damaged(path) }
            comparison = try comparison.registered(registration)
        }
        let tile = try Self.numbers(entry, "tile", count: 2)
        let bits = try Self.numbers(entry, "common_shift_bits", count: SpectralIndex.allCases.count)
        let ranges = try entry.required("shards", try entry.array("shards")).map {
            $0.array?.compactMap(\.integer) ?? []
        }
        guard tile.allSatisfy({ $0 > 0 }), ranges.allSatisfy({ $0.count == 2 && $0[0] >= 0 && $0[0] < $0[1] }) else {
            throw Self.damaged(path)
        }
        var parameters = PairPlan.parameters(comparison.pair, recipe.detect)
        for (index, bits) in zip(SpectralIndex.allCases, bits)
        where recipe.detect.isCentred && recipe.detect.indices.contains(index) {
            parameters.commonShift[index] = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
        }
        parameters.relations = try Self.relations(entry)
        parameters.variates = ChangeVariates(
            bits: try entry.strings("variate_bits") ?? [], roles: comparison.pair.roles.filter { $0 != .mask })
        guard recipe.detect.method.usesVariates == (parameters.variates != nil) else { throw Self.damaged(path) }
        parameters.ranks = RankTables(bits: try entry.strings("rank_bits") ?? [], of: recipe.detect.method.ranked)
        parameters.tables = FeatureTables(bits: try entry.strings("feature_bits") ?? [])
        let floor = try entry.required("candidate_floor", try entry.integer("candidate_floor", in: 1...65_535))
        parameters.candidateFloor = UInt16(floor)
        self.init(
            folder: folder,
            comparison: comparison,
            parameters: parameters,
            remarks: listedFaults(entry.value("remarks")),
            tiles: TilePlan(
                size: comparison.pair.grid.size, tile: GridSize(columns: tile[0], rows: tile[1])),
            shards: ranges.map { $0[0]..<$0[1] },
            before: before,
            after: after
        )
        guard try entry.string("fingerprint") == fingerprint else {
            throw Fault(
                path,
                zh: "影像、配方或程序版本与制定计划时不同。请重新制定计划（tuban shard plan）。",
                en: "images, recipe or program are not those that were planned with. Plan again (tuban shard plan)."
            )
        }
    }

    private static func numbers(_ entry: StrictObject, _ key: String, count: Int) throws(Fault) -> [Int] {
        let numbers = try entry.required(key, try entry.array(key)).compactMap(\.integer)
        guard numbers.count == count else { throw damaged(entry.name) }
        return numbers
    }

    private static func relations(_ entry: StrictObject) throws(Fault) -> [BandRole: BandRelation] {
        var relations: [BandRole: BandRelation] = [:]
        let bits = try entry.object("relation_bits", keys: BandRole.allCases.map(\.rawValue))
        for role in BandRole.allCases {
            guard let texts = try bits?.strings(role.rawValue) else { continue }
            guard let relation = BandRelation(bits: texts) else { throw damaged(entry.name) }
            relations[role] = relation
        }
        return relations
    }

    private static func damaged(_ path: String) -> Fault {
        Fault(path, zh: "分片计划已损坏。请重新制定（tuban shard plan）。", en: "the plan is damaged. Plan again (tuban shard plan).")
    }
}
