import GeoModel

/// How many flags of a theme are issued a period.
struct Quota: Sendable, Hashable {
    let perPeriod: Int
}

/// Flags of a theme that its quota holds back: listed, and entered where the quota is raised.
package struct HeldBack: Sendable {
    /// The theme.
    package let theme: Theme
    /// How many flags of it are issued a period.
    package let quota: Int
    /// The flags over the quota, the most urgent first.
    package let flags: [Flag]
}

extension RuleBook {
    /// The flags that quotas let through, in the order given, and those that they hold back. What was issued before
    /// stays before what is new; of each, the most urgent are issued: by score, then priority, then area, then id.
    func rationed(
        _ flags: [Flag], _ scores: [String: Double], issuedBefore: Set<String>
    ) -> (issued: [Flag], heldBack: [HeldBack]) {
        var held: [HeldBack] = []
        for theme in themes {
            guard let quota = theme.quota?.perPeriod else { continue }
            let ranked = flags.filter { $0.theme == theme.code }.sorted { left, right in
                let known = (issuedBefore.contains(left.id), issuedBefore.contains(right.id))
                guard known.0 == known.1 else { return known.0 }
                let (first, second) = (scores[left.id] ?? 0, scores[right.id] ?? 0)
                return (second, left.priority, right.area, left.id) < (first, right.priority, left.area, right.id)
            }
            guard ranked.count > quota else { continue }
            held.append(HeldBack(theme: theme, quota: quota, flags: Array(ranked.dropFirst(quota))))
        }
        let ids = Set(held.flatMap(\.flags).map(\.id))
        return (flags.filter { !ids.contains($0.id) }, held)
    }
}

extension HeldBack {
    /// That flags were held back, for the run's report.
    var fault: Fault {
        Fault(
            theme.code,
            zh: "“\(theme.label.zh)”线索 \(quota + flags.count) 条，本期配额 \(quota) 条，\(flags.count) 条暂不下发，"
                + "已列入 join.json 的 over_quota。如需下发，请在规则文件中调高 quota 后重新套合。",
            en: "‘\(theme.label.en)’ has \(quota + flags.count) flags and a quota of \(quota) a period: "
                + "\(flags.count) are not issued and are listed under over_quota in join.json. "
                + "Raise the quota in the rule file and join again to issue them."
        )
    }
}
