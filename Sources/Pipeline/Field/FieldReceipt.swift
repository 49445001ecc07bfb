package import GeoModel
package import SafeFiles
package import WorkQueue

/// What came of reading reports back.
package struct FieldReceipt: Sendable {
    /// A report that became steps of its case.
    package struct Accepted: Sendable {
        /// The case.
        package let caseID: String
        /// What was done.
        package let action: CaseAction
        /// Who did it.
        package let person: String
        /// What it was found to be; nil where that was not asked.
        package let outcome: Outcome?
        /// The same in more words.
        package let finding: String?
        /// How many files show it.
        package let files: Int
        /// Where the case stands now.
        package let state: CaseState
    }

    /// Reports that are in the record now.
    package var accepted: [Accepted] = []
    /// Cases whose reports were in the record before.
    package var known: [String] = []
    /// How many cases nobody has reported on yet.
    package var open = 0
    /// Reports that meet a case that moved on, or that the loop refuses: both sides of each. Nothing was written over.
    package var conflicts: [Fault] = []
    /// What was not used, and why.
    package var rejected: [Fault] = []
    /// What to look at, though nothing was held back.
    package var remarks: [Fault] = []

    /// The receipt as JSON.
    package var json: JSONValue {
        [
            "accepted": .array(
                accepted.map { item in
                    [
                        "case": .string(item.caseID), "action": .string(item.action.rawValue),
                        "by": .string(item.person), "outcome": JSONValue(item.outcome?.rawValue),
                        "finding": JSONValue(item.finding), "files": .integer(item.files),
                        "state": .string(item.state.rawValue),
                    ]
                }), "known": .array(known.map { .string($0) }), "open": .integer(open),
            "conflicts": .array(conflicts.map(\.json)), "rejected": .array(rejected.map(\.json)),
            "remarks": .array(remarks.map(\.json)),
        ]
    }
}
