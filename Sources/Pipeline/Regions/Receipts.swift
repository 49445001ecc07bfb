package import GeoModel
import LandRecords
import Patches
package import SafeFiles
import WorkQueue

extension RegistersReceipt {
    /// The import as `registers.json`: counts a source, and every row that was rejected, repaired or warned of.
    package var document: JSONValue {
        [
            "rejected_sources": .array(rejected.map(\.json)),
            "versions": .array(versions.map(\.document)),
            "sources": .array(
                imports.map { register in
                    [
                        "kind": .string(register.kind.rawValue), "rows_read": .integer(register.rowsRead),
                        "records": .integer(register.recordCount),
                        "rows_united": .integer(register.rowsUnited),
                        "outcomes": register.outcomes,
                        "rejected": .array(register.rejected.map(\.fault.json)),
                        "repaired": .array(register.repaired.map(\.fault.json)),
                        "warnings": .array(register.warnings.map(\.fault.json)),
                    ]
                }
            ),
        ]
    }
}

extension RegistersReceipt {
    /// Sources and rows that an import rejected, as its `registers.json` tells.
    static func rejected(in document: JSONValue) -> [Fault] {
        listedFaults(document["rejected_sources"]) + rows(document, ["rejected"])
    }

    /// Rows that an import mended or warned of.
    static func remarks(in document: JSONValue) -> [Fault] { rows(document, ["repaired", "warnings"]) }

    /// How many records of a register an import left.
    static func records(of kind: RecordKind, in document: JSONValue) -> Int {
        (document["sources"]?.array ?? []).filter { $0["kind"]?.string == kind.rawValue }
            .reduce(0) { $0 + ($1["records"]?.integer ?? 0) }
    }

    private static func rows(_ document: JSONValue, _ keys: [String]) -> [Fault] {
        (document["sources"]?.array ?? []).flatMap { source in keys.flatMap { listedFaults(source[$0]) } }
    }
}

extension RegisterImport {
    /// How many rows ended in which way.
    package var outcomes: JSONValue {
        .object(RowOutcome.allCases.map { .init($0.rawValue, .integer(counts[$0] ?? 0)) })
    }
}

extension JoinReceipt {
    /// Patches that could not be joined, as the `join.json` of a run tells.
    static func rejected(in document: JSONValue) -> [Fault] { listedFaults(document["join"]?["failed"]) }

    /// What was worth a look in a join.
    static func remarks(in document: JSONValue) -> [Fault] {
        let cases = (document["cases_not_raised_again"]?.array ?? []).compactMap(\.string)
        return listedFaults(document["join"]?["remarks"]) + (cases.isEmpty ? [] : [notRaisedAgain(cases)])
    }

    private static func notRaisedAgain(_ cases: [String]) -> Fault {
        let list = cases.prefix(10).joined(separator: ", ") + (cases.count > 10 ? " …" : "")
        return Fault(
            list,
            zh: "\(cases.count) 件尚未处理的任务，其线索在这次套合中不再出现（影像、登记或规则已变）；任务保留。请核对后按流程排除。",
            en: "\(cases.count) cases that no person has acted on stand on flags that this join no longer raises: "
                + "images, registers or rules have changed. "
                + "They are kept; check them and dismiss them through the loop."
        )
    }
}

/// The faults of a list that `Fault.json` wrote.
func listedFaults(_ list: JSONValue?) -> [Fault] {
    (list?.array ?? []).compactMap { entry in
        guard let object = entry["object"]?.string, let zh = entry["zh"]?.string, let en = entry["en"]?.string else {
            return nil
        }
        return Fault(object, zh: zh, en: en)
    }
}

extension JoinReceipt {
    /// The join as `join.json`, with what became of the flags in the queue.
    package var document: JSONValue {
        [
            "registers": .array(registers.map(\.document)),
            "cases_opened": .array(queue.opened.map { .string($0) }),
            "flags_refreshed": .integer(queue.refreshed),
            "flags_held": .integer(queue.held),
            "flags_of_run": .integer(flagCount),
            "cases_seen_again": .array(
                placed.sightings.map { ["case": .string($0.caseID), "patch": JSONValue($0.patch)] }),
            "links": .array(
                placed.links.map { link in
                    ["flag": .string(link.flagID), "other": .string(link.other), "kind": .string(link.kind.rawValue)]
                }),
            "cases_not_raised_again": .array(queue.notRaisedAgain.map { .string($0) }),
            "join": outcome.document,
        ]
    }

    /// Leaves `join.json` in a run's folder.
    /// - Throws: `Fault` where the disk is full.
    func write(to folder: String) throws(Fault) {
        try DurableFile.write(document.text(indented: true) + "\n", to: folder + "/join.json")
    }

    /// What is worth a look though nothing was rejected.
    package var remarks: [Fault] { JoinReceipt.remarks(in: document) }
}

extension JoinOutcome {
    /// What became of every patch that a rule looked at, and the balance of every approval.
    var document: JSONValue {
        [
            "flags": .integer(flags.count),
            "over_quota": .array(heldBack.map(\.json)),
            "explained_by_records": .array(explained.map(\.json)),
            "counted_in_ledger": .array(inLedger.map(\.json)),
            "matched_by_no_rule": .array(
                unmatched.map { count in
                    [
                        "before": .string(count.transition.before.code), "after": .string(count.transition.after.code),
                        "patches": .integer(count.patches),
                    ]
                }
            ),
            "approvals": .array(balances.map(\.json)),
            "slivers": .array(slivers.map(\.json)),
            "land_before": .array(splits.map(\.json)),
            "failed": .array(failed.map(\.json)),
            "remarks": .array(faults.map(\.json)),
        ]
    }
}

extension Fault {
    /// The fault as JSON.
    package var json: JSONValue {
        ["object": .string(object), "zh": .string(message.zh), "en": .string(message.en)]
    }
}

extension HeldBack {
    fileprivate var json: JSONValue {
        [
            "theme": .string(theme.code), "quota": .integer(quota), "count": .integer(flags.count),
            "flags": .array(
                flags.map { flag in
                    [
                        "flag": .string(flag.id), "patch": JSONValue(flag.patch?.number), "rule": .string(flag.rule),
                        "area_mu": .number(flag.area.mu), "priority": .integer(flag.priority),
                        "score": JSONValue(flag.score?.value.en), "zh": .string(flag.reason.zh),
                        "en": .string(flag.reason.en),
                    ]
                }),
        ]
    }
}

extension SettledPatch {
    fileprivate var json: JSONValue {
        [
            "patch": .string(patch.number), "rule": .string(rule), "area_mu": .number(patch.area.mu),
            "zh": .string(reason.zh), "en": .string(reason.en),
        ]
    }
}

extension SliverCount {
    fileprivate var json: JSONValue {
        ["register": .string(kind.rawValue), "shares": .integer(shares), "area_m2": .number(area.squareMetres)]
    }
}

extension LandSplit {
    fileprivate var json: JSONValue {
        [
            "patch": .string(patch), "area_mu": .number(whole.mu),
            "cultivated_mu": .number(columns[.cultivated]?.mu ?? 0),
            "other_agricultural_mu": .number(columns[.otherAgricultural]?.mu ?? 0),
            "unused_mu": .number(columns[.unused]?.mu ?? 0),
            "construction_mu": .number(columns[.construction]?.mu ?? 0),
            "unclassified_mu": .number(unclassified.mu), "uncovered_mu": .number(uncovered.mu),
            "overlapping_mu": .number(overlapping.mu), "basic_farmland_mu": .number(basicFarmland.mu),
            "red_line_mu": .number(redLine.mu),
        ]
    }
}

extension SupplyBalance {
    fileprivate var json: JSONValue {
        [
            "approval": .string(approval.number), "approved_mu": .number(approved.mu),
            "supplied_mu": .number(supplied.mu), "unsupplied_mu": .number(unsupplied.mu),
            "built_unsupplied_mu": .number(builtUnsupplied.mu), "untouched_mu": .number(untouched.mu),
        ]
    }
}
