package import GeoModel

/// Whether the record of the loop is as it was written.
package enum ChainVerdict: Sendable, Hashable {
    /// Every event is there and unchanged, and every case is what its events made it.
    case intact(ChainHead)
    /// The first row that is not as it was written.
    case broken(ChainBreak)
}

/// The first row of the record that is not as it was written.
package struct ChainBreak: Sendable, Hashable {
    /// The event's place in the record; nil where a case or a flag does not match its events.
    package let sequence: Int?
    /// The case it is about; empty where the whole record is at fault.
    package let caseID: String
    /// What is wrong.
    package let finding: Bilingual

    /// Where it is and what is wrong, as users read it.
    package var description: Bilingual {
        let event = sequence.map { Bilingual(zh: "第 \($0) 条记录", en: "event \($0)") }
        let named = caseID.isEmpty ? nil : Bilingual(zh: "任务 \(caseID)", en: "case \(caseID)")
        let places = [event, named].compactMap(\.self)
        let (zh, en) = (places.map(\.zh).joined(separator: "，"), places.map(\.en).joined(separator: ", "))
        return places.isEmpty ? finding : Bilingual(zh: "\(zh)：\(finding.zh)", en: "\(en): \(finding.en)")
    }
}
