import Foundation
import GeoModel
import LandRecords
import Pipeline
import SafeFiles
import Testing
import WorkQueue

/// A region of the sample district whose flags came in on other days than today, so that its loop can be played through
/// months that are past.
struct PlayedLoop {
    let path: String
    private let flags: [Flag]
    private let region: Region

    /// The registers of the district, and its flags on changed ground; no case yet.
    init(_ path: String) throws {
        self.path = try SampleDistrict.fresh(path)
        let said = try Binary.run(["registers", "import", "--region", path])
        #expect([0, 3].contains(said.code), "\(said.messages)")
        let papers = ["suspected-idle", "claimed-start", "unrecorded-start", "approved-unsupplied"]
        flags = try Region.open(try SampleDistrict.untouchedRegion().path).store.flags()
            .filter { !papers.contains($0.theme) }
        region = try Region.open(path)
    }

    static func time(_ text: String) throws -> Timestamp { try #require(Timestamp("\(text)Z")) }

    /// Opens cases of the flags at some places, in their order.
    /// - Returns: Their numbers.
    func open(_ places: Range<Int>, period text: String, at time: String) throws -> [String] {
        let period = try #require(Period(text))
        let opened = try Self.time(time)
        try region.store.saveRun(
            RunRecord(
                id: text, period: period, recipe: "monthly", startedAt: opened, manifest: [:],
                manifestChecksum: Checksum.sha256(of: text)))
        try #require(places.upperBound <= flags.count, "the district has \(flags.count) flags on changed ground")
        let chosen = flags[places].map { flag in
            Flag(
                id: flag.id, theme: flag.theme, themeLabel: flag.themeLabel, rule: flag.rule, period: period,
                patch: nil,
                shape: flag.shape, area: flag.area, priority: 2, reason: flag.reason, facts: flag.facts,
                links: flag.links)
        }
        _ = try region.store.saveFlags(chosen, run: text, at: opened)
        let known = try region.store.cases(CaseFilter(period: period, order: .number))
        return chosen.compactMap { flag in known.first { $0.flagID == flag.id }?.id }
    }

    /// Takes a step at 01:00 in UTC, nine in the bureau.
    func take(
        _ id: String, _ action: CaseAction, _ day: CalendarDate, _ name: String, _ role: Role,
        _ change: (inout CaseStep) throws -> Void = { _ in }
    ) throws {
        let seen = try region.store.caseDetail(id).summary.version
        var step = CaseStep(
            action, by: try Person(name: name, role: role), at: try Self.time("\(day)T01:00:00"), reason: "按计划",
            seenVersion: seen)
        try change(&step)
        try region.store.advance(id, step, try region.data.loopCodes())
    }

    /// A photo that is kept in the region.
    func photo() throws -> Evidence {
        let evidence = try region.evidence(at: SampleDistrict.photo)
        try region.keep(evidence, from: SampleDistrict.photo)
        return evidence
    }
}
