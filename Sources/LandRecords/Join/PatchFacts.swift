import GeoModel
import Patches

extension PatchFindings {
    /// Everything that a reason rests on, each with the scene or the record it comes from.
    var facts: [Fact] {
        changeFacts + zoneFacts + recordFacts + furtherFacts
    }

    /// The records that share ground with the patch, register by register, the largest share first.
    var links: [RecordLink] { overlay.links(in: register) }

    private var changeFacts: [Fact] {
        let scenes = "\(patch.before.id) → \(patch.after.id)"
        let (before, after) = (Wording.day(patch.before.date), Wording.day(patch.after.date))
        return [
            Fact(name: Bilingual(zh: "变化", en: "change"), value: transition, source: scenes),
            Fact(
                name: Bilingual(zh: "影像日期", en: "image dates"),
                value: Bilingual(zh: "\(before.zh) 至 \(after.zh)", en: "\(before.en) to \(after.en)"),
                source: scenes
            ),
            Fact(
                name: Bilingual(zh: "图斑面积（椭球）", en: "patch area (ellipsoidal)"),
                value: area(patch.area),
                source: patch.number
            ),
            Fact(
                name: Bilingual(zh: "置信度", en: "confidence"),
                value: confidence,
                source: scenes
            ),
            Fact(
                name: Bilingual(zh: "指数差值（后减前）", en: "index differences (after − before)"),
                value: indexDifferences,
                source: scenes
            ),
        ]
    }

    private var transition: Bilingual {
        let (before, after) = (patch.transition.before.label, patch.transition.after.label)
        let share = Wording.percent(patch.transitionShare)
        return Bilingual(
            zh: "\(before.zh)→\(after.zh)，占图斑 \(share)%",
            en: "\(before.en) → \(after.en), \(share) % of the patch"
        )
    }

    private var confidence: Bilingual {
        let share = Wording.percent(patch.confidence)
        return Bilingual(zh: "\(share)%", en: "\(share) %")
    }

    private var indexDifferences: Bilingual {
        let values = patch.differences
        let indices = [("NDVI", values.ndvi), ("NDBI", values.ndbi), ("MNDWI", values.mndwi), ("BSI", values.bsi)]
        return Bilingual(listing: indices.map { "\($0.0) \(decimal($0.1, 3))" })
    }

    private var zoneFacts: [Fact] {
        zoneAreas.map { part in
            let names = overlay.zones.map { register.records.zones[$0.record] }.filter { $0.kind == part.kind }
            return Fact(
                name: part.kind.label, value: area(part.area), source: names.map(\.source.name).joined(separator: "; "))
        }
    }

    private var recordFacts: [Fact] {
        let records = register.records
        return overlay.parcels.map { share in
            let parcel = records.parcels[share.record]
            let landClass = parcel.landClass.map { " \($0)" } ?? ""
            return fact(RecordKind.parcel.singular, parcel.code + landClass, share, parcel.source)
        }
            + overlay.approvals.map { share in
                let approval = records.approvals[share.record]
                return fact(
                    RecordKind.approval.singular, approval.number, approval.approvedOn, share, approval.source)
            }
            + overlay.supplies.map { share in
                let supply = records.supplies[share.record]
                return fact(RecordKind.supply.singular, supply.contract, supply.signedOn, share, supply.source)
            }
            + overlay.projects.map { share in
                let project = records.projects[share.record]
                return fact(
                    RecordKind.project.singular, "\(project.name) \(project.code)", share, project.source)
            }
    }

    private func fact(
        _ name: Bilingual,
        _ key: String,
        _ day: CalendarDate?,
        _ share: Share,
        _ source: RecordSource
    ) -> Fact {
        let date = Wording.day(day)
        let text = area(share.area)
        return Fact(
            name: name,
            value: Bilingual(zh: "\(key)（\(date.zh)）：\(text.zh)", en: "\(key) (\(date.en)): \(text.en)"),
            source: source.name
        )
    }

    private func fact(_ name: Bilingual, _ key: String, _ share: Share, _ source: RecordSource) -> Fact {
        let text = area(share.area)
        return Fact(
            name: name, value: Bilingual(zh: "\(key)：\(text.zh)", en: "\(key): \(text.en)"), source: source.name)
    }

    /// `3.20 亩（64%）`.
    private func area(_ area: Area) -> Bilingual {
        let (mu, share) = (Wording.mu(area), Wording.percent(overlay.share(of: area)))
        return Bilingual(zh: "\(mu) 亩（\(share)%）", en: "\(mu) mu (\(share) %)")
    }
}

extension PatchOverlay {
    /// The records under the outline, the contracts of standard land by their supplies.
    func links(in register: LandRegister) -> [RecordLink] {
        let records = register.records
        return parcels.map { .init(kind: .parcel, key: records.parcels[$0.record].code, sharedArea: $0.area) }
            + approvals.map { .init(kind: .approval, key: records.approvals[$0.record].number, sharedArea: $0.area) }
            + supplies.map { .init(kind: .supply, key: records.supplies[$0.record].contract, sharedArea: $0.area) }
            + supplies.compactMap { share in
                register.standardLand(ofContract: records.supplies[share.record].contract).map {
                    .init(kind: .standardLand, key: $0.contract, sharedArea: share.area)
                }
            }
            + zones.map { .init(kind: .zone, key: records.zones[$0.record].name, sharedArea: $0.area) }
            + projects.map { .init(kind: .project, key: records.projects[$0.record].code, sharedArea: $0.area) }
    }
}
