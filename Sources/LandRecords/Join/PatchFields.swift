import GeoModel
import Patches

extension PatchFindings {
    /// The fields that the reason of a patch's rule may use.
    static let fields = [
        "number", "period", "beforeDate", "afterDate", "before", "after", "area", "confidence", "transitionShare",
        "parcel", "landClass", "zones", "approval", "supply", "project",
        "permit", "temporary", "earlier",
    ]

    /// The text of each field.
    var fieldValues: [String: Bilingual] {
        [
            "number": Wording.same(patch.number),
            "period": Wording.same(period.description),
            "beforeDate": Wording.day(patch.before.date),
            "afterDate": Wording.day(patch.after.date),
            "before": patch.transition.before.label,
            "after": patch.transition.after.label,
            "area": Wording.same(Wording.mu(patch.area)),
            "confidence": Wording.same(Wording.percent(patch.confidence)),
            "transitionShare": Wording.same(Wording.percent(patch.transitionShare)),
            "parcel": parcelClause,
            "landClass": landClassClause,
            "zones": zonesClause,
            "approval": approvalClause,
            "supply": supplyClause,
            "project": projectClause,
            "permit": permitClause,
            "temporary": temporaryClause,
            "earlier": earlierClause,
        ]
    }

    private var parcelClause: Bilingual {
        guard !register.records.parcels.isEmpty else {
            return Bilingual(zh: "未提供宗地数据", en: "no parcel data was given")
        }
        guard let main = overlay.parcels.first else {
            return Bilingual(zh: "未匹配到宗地", en: "no parcel on record there")
        }
        let code = register.records.parcels[main.record].code
        let others = overlay.parcels.count - 1
        return Bilingual(
            zh: "主要在宗地 \(code)" + (others > 0 ? "（另涉及 \(others) 宗）" : ""),
            en: "mainly on parcel \(code)" + (others > 0 ? " (and \(others) more)" : "")
        )
    }

    private var landClassClause: Bilingual {
        let known = classAreas.filter { $0.landClass != nil }
        guard !known.isEmpty else { return Bilingual(zh: "现状地类不详", en: "land class before unknown") }
        let list = Wording.joined(
            known.prefix(3).map { part in
                let code = part.landClass ?? ""
                let label = part.group?.label ?? Wording.same("")
                let share = Wording.percent(overlay.share(of: part.area))
                return Bilingual(
                    zh: "\(label.zh)（\(code)）\(share)%",
                    en: "\(label.en)\(label.en.isEmpty ? "" : " ")(\(code)) \(share) %"
                )
            }
        )
        return Bilingual(zh: "现状地类 \(list.zh)", en: "land class before \(list.en)")
    }

    private var zonesClause: Bilingual {
        guard !register.records.zones.isEmpty else {
            return Bilingual(zh: "未提供控制线数据", en: "no control lines were given")
        }
        guard !zoneAreas.isEmpty else {
            return Bilingual(zh: "不在已登记的控制线内", en: "inside no control line on record")
        }
        let list = Wording.joined(
            zoneAreas.map { part in
                let mu = Wording.mu(part.area)
                return Bilingual(zh: "\(part.kind.label.zh)内 \(mu) 亩", en: "\(mu) mu inside \(part.kind.label.en)")
            }
        )
        return Bilingual(zh: "位于\(list.zh)", en: list.en)
    }

    private var approvalClause: Bilingual {
        guard !register.records.approvals.isEmpty else {
            return Bilingual(zh: "未提供建设用地批准数据，无法核对", en: "no approvals were given to check against")
        }
        let names = approvals.map { register.records.approvals[$0.record] }.map { ($0.number, $0.approvedOn) }
        let later = laterApprovals.map { register.records.approvals[$0.record] }.map { ($0.number, $0.approvedOn) }
        let text = clause(
            found: listed(names),
            share: approvedShare,
            later: listed(later),
            none: Bilingual(zh: "未查到观测日有效的建设用地批准", en: "no approval on record at the observed date"),
            what: Bilingual(zh: "建设用地批准", en: "approval")
        )
        let withdrawn = withdrawnApprovals.map { register.records.approvals[$0.record] }
            .map { ($0.number, $0.terms.withdrawnOn) }
        guard let gone = listed(withdrawn) else { return text }
        return Bilingual(zh: "\(text.zh)（另有已撤回的 \(gone.zh)）", en: "\(text.en) (withdrawn: \(gone.en))")
    }

    private var supplyClause: Bilingual {
        guard !register.records.supplies.isEmpty else {
            return Bilingual(zh: "未提供供地数据，无法核对", en: "no supplies were given to check against")
        }
        let names = supplies.map { register.records.supplies[$0.record] }.map { ($0.contract, $0.signedOn) }
        let later = laterSupplies.map { register.records.supplies[$0.record] }.map { ($0.contract, $0.signedOn) }
        return clause(
            found: listed(names),
            share: suppliedShare,
            later: listed(later),
            none: Bilingual(zh: "未查到观测日前的供地", en: "no supply on record by the observed date"),
            what: Bilingual(zh: "供地", en: "supply")
        )
    }

    private var projectClause: Bilingual {
        let names = overlay.projects.map { share in
            let project = register.records.projects[share.record]
            let part = Wording.percent(overlay.share(of: share.area))
            let kind = project.isMajor ? Bilingual(zh: "重大项目", en: "major project") : RecordKind.project.singular
            return Bilingual(
                zh: "\(kind.zh)“\(project.name)”（\(project.code)）范围内 \(part)%",
                en: "\(part) % on the site of \(kind.en) ‘\(project.name)’ (\(project.code))"
            )
        }
        guard !names.isEmpty else {
            return Bilingual(zh: "不在已登记项目范围内", en: "on no project's site on record")
        }
        let list = Wording.joined(names)
        return Bilingual(zh: "位于\(list.zh)", en: list.en)
    }

    private func listed(_ records: [(key: String, day: CalendarDate?)]) -> Bilingual? {
        guard !records.isEmpty else { return nil }
        return Wording.joined(
            records.map { record in
                let day = Wording.day(record.day)
                return Bilingual(zh: "\(record.key)（\(day.zh)）", en: "\(record.key) (\(day.en))")
            }
        )
    }

    private func clause(
        found: Bilingual?,
        share: Double,
        later: Bilingual?,
        none: Bilingual,
        what: Bilingual
    ) -> Bilingual {
        var text = none
        if let found {
            let percent = Wording.percent(share)
            text = Bilingual(
                zh: "\(what.zh) \(found.zh)覆盖 \(percent)%",
                en: "\(what.en) \(found.en) covers \(percent) %"
            )
        }
        guard let later else { return text }
        return Bilingual(zh: "\(text.zh)（观测后另有 \(later.zh)）", en: "\(text.en) (later: \(later.en))")
    }
}
