import GeoModel
import Patches

extension PatchFindings {
    /// What the further registers and earlier periods add to a flag, each with the row it was read in.
    var furtherFacts: [Fact] {
        landUseFacts + permitFacts + temporaryFacts + complaintFacts + issuedFacts + earlierFacts
    }

    /// A record with its part of the patch.
    private func fact(_ kind: Bilingual, _ record: Bilingual, _ share: Share, _ source: String) -> Fact {
        let (mu, percent) = (Wording.mu(share.area), Wording.percent(overlay.share(of: share.area)))
        return Fact(
            name: kind,
            value: Bilingual(
                zh: "\(record.zh)：\(mu) 亩（\(percent)%）", en: "\(record.en): \(mu) mu (\(percent) %)"),
            source: source)
    }

    private var landUseFacts: [Fact] {
        further.landUses.map { share in
            let use = register.records.landUses[share.record]
            let name = "\(use.code) \(use.landClass ?? "")"
            return fact(RecordKind.landUse.singular, Bilingual(zh: name, en: name), share, use.source.name)
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
            return fact(RecordKind.temporaryLand.singular, land.text, share, land.source.name)
        }
    }

    private var complaintFacts: [Fact] {
        further.complaints.map { share in
            let complaint = register.records.complaints[share.record]
            let name = complaint.number + (complaint.subject.map { " \($0)" } ?? "")
            return fact(
                RecordKind.complaint.singular, naming(name, complaint.receivedOn), share, complaint.source.name)
        }
    }

    private var issuedFacts: [Fact] {
        further.issuedPatches.map { share in
            let issued = register.records.issuedPatches[share.record]
            return fact(
                RecordKind.issuedPatch.singular, naming(issued.number, issued.issuedOn), share, issued.source.name)
        }
    }

    private var earlierFacts: [Fact] {
        further.earlier.map { share in
            let flag = earlier[share.record]
            return fact(Bilingual(zh: "此前线索", en: "earlier flag"), flag.text, share, flag.caseID)
        }
    }

    /// A record's name, and how many days it came before or after the image.
    private func naming(_ name: String, _ day: CalendarDate?) -> Bilingual {
        let lead = lead(of: day)
        return Bilingual(zh: "\(name)（\(lead.zh)）", en: "\(name) (\(lead.en))")
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
                let percent = Wording.percent(overlay.share(of: share.area))
                return Bilingual(
                    zh: "临时用地 \(land.text.zh)内 \(percent)%", en: "\(percent) % on temporary land \(land.text.en)")
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
