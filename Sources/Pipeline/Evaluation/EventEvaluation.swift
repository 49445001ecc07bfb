import Foundation
import GeoIO
package import GeoModel
import Geometry
package import LandRecords
import Patches
package import SafeFiles

/// How the flags of a run agree with events that are known to have happened: precision and recall by theme.
///
/// A truth folder holds `events.geojson` (a feature an event, with `theme`, `must_flag`, and for a comparison over N
/// months `changed_N` and `clear_N`), and where it knows them `approvals.json` (an approval number each, with
/// `unsupplied_mu`) and `idle.json` (a contract each, with the themes `due_N`).
package struct EventEvaluation: Sendable {
    /// One theme's figures.
    package struct Theme: Sendable {
        /// Its code.
        package let code: String
        /// Events, or approvals, that both images show and that a flag is due for.
        package var due = 0
        /// Those of them that a flag of the theme lies on.
        package var found = 0
        /// Flags of the theme.
        package var flags = 0
        /// Those of them that lie on an event of the theme.
        package var right = 0
        /// Flags of the theme that stand further back for a sign of the season.
        package var seasonal = 0
        /// Those of them that lie on an event of the theme.
        package var seasonalRight = 0

        /// The share of flags that are right; 1 without flags.
        package var precision: Double { flags == 0 ? 1 : Double(right) / Double(flags) }
        /// The share of due events that are found; 1 where none is due.
        package var recall: Double { due == 0 ? 1 : Double(found) / Double(due) }
    }

    /// The themes by code.
    package private(set) var themes: [Theme] = []
    /// Events that were due and have no flag of their theme, by identifier.
    package private(set) var missed: [String] = []
    /// Flags that lie on no event of their theme, by what lies there.
    package private(set) var wrong: [String] = []

    private struct Event {
        let id: String
        let kind: String
        let theme: String?
        let isDue: Bool
        let shape: MultiPolygon
    }

    /// Compares the flags of one run with a truth folder.
    ///
    /// - Parameters:
    ///   - flags: The run's flags.
    ///   - folder: The truth folder.
    ///   - system: The flags' coordinate system.
    ///   - monthsEarlier: How many months lie between the images.
    /// - Throws: `Fault` where the truth can't be read.
    package init(
        flags: [Flag],
        truth folder: String,
        system: CoordinateSystem,
        monthsEarlier: Int
    ) throws(Fault) {
        let events = try Self.events(folder + "/events.geojson", system, monthsEarlier)
        let ledger = "approved-unsupplied"
        let contracts = try Self.contracts(folder + "/idle.json", monthsEarlier)
        // Such a flag stands on a contract's land, whatever happened there.
        let raised = flags.filter { flag in flag.patch == nil && flag.links.contains { $0.kind == .supply } }
        let ofSupplies = Set(contracts.flatMap(\.themes) + raised.map(\.theme)).subtracting([ledger])
        let ofPatches = Set(events.compactMap(\.theme) + flags.map(\.theme)).subtracting(ofSupplies)
        for code in ofPatches.subtracting([ledger]).sorted() {
            try count(code, flags.filter { $0.theme == code }, events)
        }
        try countLedger(ledger, flags.filter { $0.theme == ledger }, folder + "/approvals.json")
        for code in ofSupplies.sorted() where !contracts.isEmpty {
            countRecords(code, .supply, due: contracts.filter { $0.themes.contains(code) }.map(\.number), flags)
        }
    }

    private static func events(_ path: String, _ system: CoordinateSystem, _ months: Int) throws(Fault) -> [Event] {
        let layer = try LayerFile(path)
        let transformation = try CoordinateTransformation(from: layer.system ?? .wgs84, to: system)
        var events: [Event] = []
        try layer.forEachFeature { feature throws(Fault) in
            guard let shape = feature.geometry else { return }
            let theme = feature.attributes["theme"]?.string
            let changed = feature.attributes["changed_\(months)"]?.isTrue ?? true
            let clear = feature.attributes["clear_\(months)"]?.number ?? 1
            events.append(
                Event(
                    id: feature.attributes["id"]?.string ?? "\(feature.row)",
                    kind: feature.attributes["kind"]?.string ?? "?",
                    theme: theme == "none" ? nil : theme,
                    isDue: changed && clear >= clearEnough && (feature.attributes["must_flag"]?.isTrue ?? false),
                    shape: try transformation.transformed(shape)
                )
            )
        }
        return events
    }

    /// An event counts where both images show at least this share of it.
    private static let clearEnough = 0.5
    /// A flag lies on an event where they share this much of the smaller one.
    private static let sharedEnough = 0.2

    private mutating func count(_ code: String, _ flags: [Flag], _ events: [Event]) throws(Fault) {
        let algebra = PolygonAlgebra()
        var theme = Theme(code: code)
        var found: Set<String> = []
        for flag in flags {
            var under: [String] = []
            var isRight = false
            for event in events where try Self.overlaps(flag.shape, event.shape, algebra) {
                under.append("\(event.id) \(event.kind)")
                guard event.theme == code else { continue }
                isRight = true
                found.insert(event.id)
            }
            if !isRight { wrong.append("\(code) \(flag.patch?.number ?? flag.id): \(under.joined(separator: ", "))") }
            theme.right += isRight ? 1 : 0
            guard flag.isSeasonal else { continue }
            theme.seasonal += 1
            theme.seasonalRight += isRight ? 1 : 0
        }
        let due = events.filter { $0.theme == code && $0.isDue }
        theme.flags = flags.count
        theme.due = due.count
        theme.found = due.count { found.contains($0.id) }
        missed += due.filter { !found.contains($0.id) }.map { "\($0.id) \($0.kind)" }
        themes.append(theme)
    }

    private static func overlaps(_ flag: MultiPolygon, _ event: MultiPolygon, _ algebra: PolygonAlgebra) throws(Fault)
        -> Bool
    {
        guard let one = flag.bounds, let other = event.bounds, one.intersects(other) else { return false }
        let shared = try algebra.intersection(flag, event, named: "truth").planarArea
        return shared >= sharedEnough * min(flag.planarArea, event.planarArea)
    }

    private mutating func countLedger(_ code: String, _ flags: [Flag], _ path: String) throws(Fault) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let approvals = try DurableFile.json(of: path).members ?? []
        let due = approvals.filter { ($0.value["unsupplied_mu"]?.double ?? 0) >= 1 }.map(\.key)
        countRecords(code, .approval, due: due, flags)
    }

    /// Flags that stand on records, against the keys of those that a flag is due for.
    private mutating func countRecords(_ code: String, _ kind: RecordKind, due keys: [String], _ flags: [Flag]) {
        let due = Set(keys)
        let flagged = flags.filter { $0.theme == code }.map { flag in flag.links.first { $0.kind == kind }?.key ?? "" }
        var theme = Theme(code: code)
        theme.due = due.count
        theme.found = due.intersection(flagged).count
        theme.flags = flagged.count
        theme.right = flagged.count { due.contains($0) }
        missed += due.subtracting(flagged).sorted().map { kind == .approval ? $0 : "\(code) \($0)" }
        if kind != .approval { wrong += Set(flagged).subtracting(due).sorted().map { "\(code) \($0)" } }
        themes.append(theme)
    }

    private static func contracts(
        _ path: String, _ months: Int
    ) throws(Fault) -> [(number: String, themes: [String])] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return (try DurableFile.json(of: path).members ?? []).map { contract in
            (contract.key, (contract.value["due_\(months)"]?.array ?? []).compactMap(\.string))
        }
    }

    /// The figures as programs read them.
    package var record: JSONValue {
        [
            "themes": .array(
                themes.map { theme in
                    [
                        "theme": .string(theme.code), "due": .integer(theme.due), "found": .integer(theme.found),
                        "flags": .integer(theme.flags), "right": .integer(theme.right),
                        "seasonal": .integer(theme.seasonal), "seasonal_right": .integer(theme.seasonalRight),
                        "precision": .number(theme.precision), "recall": .number(theme.recall),
                    ]
                }
            ),
            "missed": .array(missed.map { .string($0) }), "wrong": .array(wrong.map { .string($0) }),
        ]
    }
}

extension FieldValue {
    /// Whether the value says yes, however the layer stores it.
    fileprivate var isTrue: Bool {
        switch self {
        case .integer(let value): value != 0
        case .text(let value): value == "true" || value == "1"
        default: false
        }
    }
}
