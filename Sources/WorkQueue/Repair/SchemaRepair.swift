import Foundation
import GeoModel

/// Tables, columns, indexes and guards, held against a store made anew.
enum SchemaRepair {
    static func find(in database: SQLiteDatabase, _ plan: SchemaPlan) throws(Fault) -> [Repair] {
        let found = try SchemaPlan.entries(in: database)
        let columns = try SchemaPlan.columns(of: plan.entries, in: database)
        var repairs: [Repair] = []
        let tables = Set(found.filter { $0.kind == "table" }.map(\.name))
        // What belongs to a table that is gone is gone with it.
        for wanted in plan.entries where wanted.kind == "table" || tables.contains(wanted.table) {
            let there = found.first { $0.kind == wanted.kind && $0.name == wanted.name }
            switch wanted.kind {
            case "table": repairs += table(wanted, there != nil, plan, columns[wanted.name] ?? [])
            case "index": if there?.sql != wanted.sql { repairs.append(index(wanted, isThere: there != nil)) }
            case "trigger": if there?.sql != wanted.sql { repairs.append(guardRule(wanted, isThere: there != nil)) }
            default: break
            }
        }
        return repairs + spatialIndexes(found) + strangers(found, plan)
    }

    private static func table(
        _ wanted: SchemaPlan.Entry, _ isThere: Bool, _ plan: SchemaPlan, _ columns: [String]
    ) -> [Repair] {
        guard isThere else {
            return [
                Repair(
                    "table", wanted.name, zh: "表 \(wanted.name) 不存在；其内容无从恢复",
                    en: "the table \(wanted.name) is gone, and what it held with it")
            ]
        }
        return (plan.columns[wanted.name] ?? []).filter { !columns.contains($0) }.map { column in
            Repair(
                "column", "\(wanted.name).\(column)", zh: "表 \(wanted.name) 缺少列 \(column)；其内容无从恢复",
                en: "the table \(wanted.name) has no column \(column), and what it held is gone")
        }
    }

    private static func index(_ wanted: SchemaPlan.Entry, isThere: Bool) -> Repair {
        Repair(
            "index", wanted.name, zh: "索引 \(wanted.name) \(isThere ? "被改动" : "不存在")；重建",
            en: "the index \(wanted.name) is \(isThere ? "another" : "gone"); made anew"
        ) { database throws(Fault) in
            try database.execute("DROP INDEX IF EXISTS \"\(wanted.name)\"")
            try database.execute(wanted.sql)
        }
    }

    private static func guardRule(_ wanted: SchemaPlan.Entry, isThere: Bool) -> Repair {
        Repair(
            "guard", wanted.name, zh: "保护规则 \(wanted.name) \(isThere ? "被改动" : "不存在")；恢复",
            en: "the guard \(wanted.name) is \(isThere ? "another" : "gone"); put back"
        ) { database throws(Fault) in
            try database.execute("DROP TRIGGER IF EXISTS \"\(wanted.name)\"")
            try database.execute(wanted.sql)
        }
    }

    /// The spatial indexes that QGIS or GDAL add: their triggers call functions that only those programs have, so that
    /// every write of this program to the layer fails.
    private static func spatialIndexes(_ found: [SchemaPlan.Entry]) -> [Repair] {
        let layers = Set(found.filter { $0.kind == "trigger" && $0.name.hasPrefix("rtree_") }.map(\.table)).sorted()
        return layers.map { layer in
            let triggers = found.filter {
                $0.kind == "trigger" && $0.table == layer && $0.name.hasPrefix("rtree_\(layer)_geom")
            }
            let hasIndex = found.contains { $0.name == "rtree_\(layer)_geom" }
            let hasList = found.contains { $0.name == "gpkg_extensions" }
            return Repair(
                "spatial-index", layer,
                zh: "图层 \(layer) 被其他程序加了空间索引（R*Tree），其触发器使本程序无法写入；移除（在 QGIS 中可再建）",
                en:
                    "another program gave the layer \(layer) a spatial index (R*Tree) whose triggers keep this "
                    + "program from writing; removed (QGIS can make it again in an export)"
            ) { database throws(Fault) in
                for trigger in triggers { try database.execute("DROP TRIGGER \"\(trigger.name)\"") }
                if hasIndex { try database.execute("DROP TABLE \"rtree_\(layer)_geom\"") }
                if hasList {
                    try database.run(
                        "DELETE FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index' AND table_name = ?",
                        [.text(layer)])
                }
            }
        }
    }

    /// Triggers on the store's tables that nobody knows: they are named and left, as they may be somebody's.
    private static func strangers(_ found: [SchemaPlan.Entry], _ plan: SchemaPlan) -> [Repair] {
        found.filter { entry in
            entry.kind == "trigger" && !entry.name.hasPrefix("rtree_")
                && plan.entries.contains { $0.kind == "table" && $0.name == entry.table }
                && !plan.entries.contains { $0.kind == "trigger" && $0.name == entry.name }
                && !entry.name.hasPrefix("trigger_insert_feature_count_")
                && !entry.name.hasPrefix("trigger_delete_feature_count_")
        }.map { entry in
            Repair(
                "stranger", entry.name, zh: "表 \(entry.table) 上有不认识的触发器 \(entry.name)；未动，请核对其来历",
                en:
                    "the table \(entry.table) has a trigger \(entry.name) that is not this program's; left alone, find "
                    + "out whose it is", isForeign: true)
        }
    }
}

/// What SQLite says of the file's pages.
enum PageRepair {
    static func repairs(of findings: [String]) -> [Repair] {
        var repairs: [Repair] = []
        for finding in findings {
            guard let name = index(in: finding) else {
                repairs.append(Repair("pages", finding, zh: "数据页有损：\(finding)", en: "the file's pages: \(finding)"))
                continue
            }
            guard !repairs.contains(where: { $0.key == "entries" && $0.name == name }) else { continue }
            repairs.append(
                Repair(
                    "entries", name, zh: "索引 \(name) 与表不符（\(finding)）；重建",
                    en: "the index \(name) does not match its table (\(finding)); built anew"
                ) { database throws(Fault) in try database.execute("REINDEX \"\(name)\"") })
        }
        return repairs
    }

    /// The index that a finding of SQLite's is about: its table has what belongs in it.
    private static func index(in finding: String) -> String? {
        for words in ["missing from index ", "wrong # of entries in index ", "values differ from index "] {
            guard let range = finding.range(of: words) else { continue }
            return String(finding[range.upperBound...])
        }
        return nil
    }
}
