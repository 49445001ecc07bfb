package import GeoModel
package import Patches

/// One fact that a flag's reason rests on, with the record it comes from.
package struct Fact: Sendable, Hashable {
    /// What the fact is about.
    package let name: Bilingual
    /// What was found, with its unit.
    package let value: Bilingual
    /// The register and key, or the scene, it comes from.
    package let source: String

    /// A fact.
    package init(name: Bilingual, value: Bilingual, source: String) {
        self.name = name
        self.value = value
        self.source = source
    }
}

/// A record that a flag is joined with.
package struct RecordLink: Sendable, Hashable {
    /// The register.
    package let kind: RecordKind
    /// The record's own key: a parcel code, an approval number, a contract number.
    package let key: String
    /// The area that the record and the flag share.
    package let sharedArea: Area

    /// A link.
    package init(kind: RecordKind, key: String, sharedArea: Area) {
        self.kind = kind
        self.key = key
        self.sharedArea = sharedArea
    }
}

/// A flag (疑似问题): a patch, or the land of a record, plus the rule that makes it suspicious. It is a clue and never a
/// finding.
package struct Flag: Sendable, Hashable {
    /// A UUID made from the theme and the place, the same whenever the same run is done again; that of a supply is the
    /// same every month.
    package let id: String
    /// The theme's code, such as `farmland-change`.
    package let theme: String
    /// The theme as users read it, such as 耕地保护变化.
    package let themeLabel: Bilingual
    /// The rule that raised it, as `FILE#RULE`.
    package let rule: String
    /// The period it was found in, the last one where it is found month after month.
    package let period: Period
    /// The patch it stands on; nil for a flag of a record alone: an approval, a place, a supply.
    package let patch: Patch?
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// The area in question on the ellipsoid.
    package let area: Area
    /// 1 to look at first … 5 last.
    package let priority: Int
    /// Why, in words a layman can read.
    package let reason: Bilingual
    /// Everything the reason rests on.
    package let facts: [Fact]
    /// The records it is joined with.
    package let links: [RecordLink]

    /// A flag.
    package init(
        id: String,
        theme: String,
        themeLabel: Bilingual,
        rule: String,
        period: Period,
        patch: Patch?,
        shape: MultiPolygon,
        area: Area,
        priority: Int,
        reason: Bilingual,
        facts: [Fact],
        links: [RecordLink]
    ) {
        self.id = id
        self.theme = theme
        self.themeLabel = themeLabel
        self.rule = rule
        self.period = period
        self.patch = patch
        self.shape = shape
        self.area = area
        self.priority = priority
        self.reason = reason
        self.facts = facts
        self.links = links
    }
}

extension Flag {
    /// What the fact is about that tells of a sign of the season.
    static let seasonName = Bilingual(zh: "季节迹象", en: "sign of the season")

    /// Whether records raise it, month after month, whatever the month's images show: an approval, a place, a supply.
    package var isOfRecords: Bool { patch == nil || rule.hasSuffix(LedgerRule.suffix) }

    /// Whether it says that the season may have made its patch.
    package var isSeasonal: Bool { facts.contains { $0.name == Self.seasonName } }
}
