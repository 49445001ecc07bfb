import GeoModel
import Patches

extension PatchFindings {
    /// What the further registers and earlier periods add to a flag, each with the row it was read in.
    var furtherFacts: [Fact] {
        landUseFacts + permitFacts + temporaryFacts + complaintFacts + issuedFacts + earlierFacts
    }

    private func part(_ share: Share) -> Bilingual {
        let (mu, percent) = (Wording.mu(share.area), Wording.percent(overlay.share(of: share.area)))
        return Bilingual(zh: "\(mu) 亩（\(percent)%）", en: "\(mu) mu (\(percent) %)")
    }

    private var landUseFacts: [Fact] {
        further.landUses.map { share in
            let use = register.records.landUses[share.record]
            let (name, text) = ("\(use.code) \(use.landClass ?? "")", part(share))
            return Fact(
                name: RecordKind.landUse.singular,
                value: Bilingual(zh: "\(name)：\(text.zh)", en: "\(name): \(text.en)"),
                source: use.source.name)
        }
    }

    private var permitFacts: [Fact] {
        permitsThere.map { permit in
            let day = Wording.day(permit.issuedOn)
            return Fact(
                name: RecordKind.permit.singular,
                value: Bilingual(
                    zh: "\(permit.number)（\(day.zh)）：许可至\(permit.stage.label.zh)",
                    en: "\(permit.number) (\(day.en)): up to \(permit.stage.label.en)"),
                source: permit.source.name)
        }
    }

    private var temporaryFacts: [Fact] {
        further.temporaryLands.map { share in
            let land = register.records.temporaryLands[share.record]
            let (term, text) = (land.termText, part(share))
            return Fact(
                name: RecordKind.temporaryLand.singular,
                value: Bilingual(
                    zh: "\(land.number)（\(term.zh)）：\(text.zh)", en: "\(land.number) (\(term.en)): \(text.en)"),
                source: land.source.name)
        }
    }

    private var complaintFacts: [Fact] {
        further.complaints.map { share in
            let complaint = register.records.complaints[share.record]
            let (text, lead) = (part(share), lead(of: complaint.receivedOn))
            let subject = complaint.subject.map { " \($0)" } ?? ""
            return Fact(
                name: RecordKind.complaint.singular,
                value: Bilingual(
                    zh: "\(complaint.number)\(subject)（\(lead.zh)）：\(text.zh)",
                    en: "\(complaint.number)\(subject) (\(lead.en)): \(text.en)"),
                source: complaint.source.name)
        }
    }

    private var issuedFacts: [Fact] {
        further.issuedPatches.map { share in
            let issued = register.records.issuedPatches[share.record]
            let (text, lead) = (part(share), lead(of: issued.issuedOn))
            return Fact(
                name: RecordKind.issuedPatch.singular,
                value: Bilingual(
                    zh: "\(issued.number)（\(lead.zh)）：\(text.zh)", en: "\(issued.number) (\(lead.en)): \(text.en)"),
                source: issued.source.name)
        }
    }

    private var earlierFacts: [Fact] {
        further.earlier.map { share in
            let flag = earlier[share.record]
            let text = part(share)
            return Fact(
                name: Bilingual(zh: "此前线索", en: "earlier flag"),
                value: Bilingual(zh: "\(flag.text.zh)：\(text.zh)", en: "\(flag.text.en): \(text.en)"),
                source: flag.caseID)
        }
    }

    /// How many days a record came before or after the image.
    private func lead(of day: CalendarDate?) -> Bilingual {
        guard let day else { return Wording.day(nil) }
        let days = day.daysSinceEpoch - observedOn.daysSinceEpoch
        guard days != 0 else { return Bilingual(zh: "\(day)，影像当日", en: "\(day), the day of the image") }
        return Bilingual(
            zh: "\(day)，\(days < 0 ? "早于" : "晚于")影像 \(abs(days)) 天",
            en: "\(day), \(abs(days)) days \(days < 0 ? "before" : "after") the image")
    }
}

extension PatchFindings {
    /// The permits of the place, and the stage that the images show.
    var permitClause: Bilingual {
        let seen = patch.observedStage.map(\.label)
        let found = seen.map { Bilingual(zh: "影像显示至少为\($0.zh)", en: "the images show \($0.en) at least") }
        let permits = permitsThere
        guard !permits.isEmpty else {
            let none = Bilingual(zh: "未查到观测日前的施工许可", en: "no permit on record by the observed date")
            return found.map { Bilingual(zh: "\($0.zh)，\(none.zh)", en: "\($0.en), \(none.en)") } ?? none
        }
        let list = Wording.joined(
            permits.map { permit in
                let day = Wording.day(permit.issuedOn)
                return Bilingual(
                    zh: "\(permit.number)（\(day.zh)）许可至\(permit.stage.label.zh)",
                    en: "\(permit.number) (\(day.en)) permits \(permit.stage.label.en)")
            })
        return found.map { Bilingual(zh: "\($0.zh)，施工许可 \(list.zh)", en: "\($0.en), permit \(list.en)") } ?? list
    }

    /// The land lent for a term, with its term.
    var temporaryClause: Bilingual {
        let lands = further.temporaryLands
        guard !lands.isEmpty else { return Bilingual(zh: "不在临时用地内", en: "on no temporary land on record") }
        let list = Wording.joined(
            lands.map { share in
                let land = register.records.temporaryLands[share.record]
                let (term, percent) = (land.termText, Wording.percent(overlay.share(of: share.area)))
                return Bilingual(
                    zh: "临时用地 \(land.number)（\(term.zh)）内 \(percent)%",
                    en: "\(percent) % on temporary land \(land.number) (\(term.en))")
            })
        return Bilingual(zh: "位于\(list.zh)", en: list.en)
    }

    /// The flags of earlier periods at the place.
    var earlierClause: Bilingual {
        guard !further.earlier.isEmpty else { return Bilingual(zh: "此处此前无线索", en: "no earlier flag here") }
        let list = Wording.joined(further.earlier.map { earlier[$0.record].text })
        return Bilingual(zh: "此前线索 \(list.zh)", en: "earlier flags \(list.en)")
    }
}
