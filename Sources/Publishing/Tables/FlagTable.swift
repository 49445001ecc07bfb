package import GeoModel
import LandRecords
import Patches
import WorkQueue

/// One case as a row of an export.
struct FlagRow {
    /// Its case; nil for a flag that no queue holds.
    let summary: CaseSummary?
    let flag: Flag
    /// Longitude and latitude of a point of the flag; nil where its outline is empty.
    let place: MapPoint?

    /// The keys of the records of one register that the flag is joined with.
    fileprivate func keys(_ kind: RecordKind) -> FieldValue {
        var keys: [String] = []
        for link in flag.links where link.kind == kind && !keys.contains(link.key) { keys.append(link.key) }
        return keys.isEmpty ? .null : .text(keys.joined(separator: ";"))
    }
}

/// Cases as GIS programs and spreadsheets read them: one column table for GeoJSON, GeoPackage and CSV.
package enum FlagTable {
    /// One column: its name, what it means, and how a row fills it.
    struct Column: Sendable {
        let field: Field
        let meaning: Bilingual
        let value: @Sendable (FlagRow) -> FieldValue

        fileprivate init(
            _ name: String,
            _ kind: FieldKind,
            zh: String,
            en: String,
            _ value: @escaping @Sendable (FlagRow) -> FieldValue
        ) {
            field = Field(name, kind)
            meaning = Bilingual(zh: zh, en: en)
            self.value = value
        }
    }

    /// The columns, named after the issue fields of a patch list and of supply ledgers where they have them (JCBH, QSX,
    /// HSX, MJ, ZDH, CRHTH); no name has more than the 10 bytes of a shapefile's.
    package static var fields: [Field] { columns.map(\.field) }

    static let columns = identity + judgement + ground + images + words + records + place

    private static let identity = [
        Column("case_id", .text, zh: "任务编号", en: "case number") { FieldValue($0.summary?.id) },
        Column("flag_id", .text, zh: "线索标识", en: "flag identifier (UUID)") { .text($0.flag.id) },
        Column("jcbh", .text, zh: "监测编号", en: "patch number") { FieldValue($0.flag.patch?.number) },
        Column("period", .text, zh: "监测期", en: "period") { .text($0.flag.period.description) },
    ]

    private static let judgement = [
        Column("state", .text, zh: "状态代码", en: "state") { FieldValue($0.summary?.state.rawValue) },
        Column("state_zh", .text, zh: "状态", en: "state in Chinese") { FieldValue($0.summary?.state.label.zh) },
        Column("outcome", .text, zh: "核查结论代码", en: "outcome") { FieldValue($0.summary?.outcome?.rawValue) },
        Column("outcome_zh", .text, zh: "核查结论", en: "outcome in Chinese") {
            FieldValue($0.summary?.outcome?.label.zh)
        },
        Column("theme", .text, zh: "专题代码", en: "theme") { .text($0.flag.theme) },
        Column("theme_zh", .text, zh: "专题", en: "theme in Chinese") { .text($0.flag.themeLabel.zh) },
        Column("priority", .integer, zh: "优先级（1 最先）", en: "priority, 1 first") {
            .integer(Int64($0.flag.priority))
        },
    ]

    private static let ground = [
        Column("mj", .real, zh: "面积（平方米，椭球面积）", en: "area in square metres, ellipsoidal") {
            .real(rounded($0.flag.area.squareMetres, 2))
        },
        Column("mj_mu", .real, zh: "面积（亩）", en: "area in mu") { .real(rounded($0.flag.area.mu, 2)) },
        Column("bhlx", .text, zh: "变化类型代码", en: "cover before and after") {
            FieldValue($0.flag.patch?.transition.text)
        },
        Column("bhlx_zh", .text, zh: "变化类型（前→后）", en: "cover before and after in Chinese") {
            FieldValue($0.flag.patch?.transition.label.zh)
        },
    ]

    private static let images = [
        Column("qsx", .date, zh: "前时相日期", en: "day of the image before") { FieldValue($0.flag.patch?.before.date) },
        Column("hsx", .date, zh: "后时相日期", en: "day of the image after") { FieldValue($0.flag.patch?.after.date) },
        Column("scene_qsx", .text, zh: "前时相影像", en: "scene before") { FieldValue($0.flag.patch?.before.id) },
        Column("scene_hsx", .text, zh: "后时相影像", en: "scene after") { FieldValue($0.flag.patch?.after.id) },
        Column("confidence", .real, zh: "置信度（0–1）", en: "confidence, 0 to 1") { row in
            row.flag.patch.map { .real(rounded($0.confidence, 3)) } ?? .null
        },
    ]

    private static let words = [
        Column("reason_zh", .text, zh: "线索理由", en: "reason in Chinese") { .text($0.flag.reason.zh) },
        Column("reason_en", .text, zh: "线索理由（英文）", en: "reason") { .text($0.flag.reason.en) },
        Column("rule", .text, zh: "规则", en: "rule") { .text($0.flag.rule) },
    ]

    private static let records = [
        Column("zdh", .text, zh: "宗地号", en: "parcels") { $0.keys(.parcel) },
        Column("pzwh", .text, zh: "批准文号", en: "approvals") { $0.keys(.approval) },
        Column("crhth", .text, zh: "供地合同号", en: "supply contracts") { $0.keys(.supply) },
        Column("zones", .text, zh: "控制线", en: "control lines") { $0.keys(.zone) },
        Column("projects", .text, zh: "项目代码", en: "projects") { $0.keys(.project) },
    ]

    private static let place = [
        Column("lon", .real, zh: "经度（CGCS2000/WGS 84）", en: "longitude") { FieldValue(degrees: $0.place?.x) },
        Column("lat", .real, zh: "纬度（CGCS2000/WGS 84）", en: "latitude") { FieldValue(degrees: $0.place?.y) },
    ]
}

extension FieldValue {
    /// Degrees with 7 decimals, about 1 cm.
    fileprivate init(degrees: Double?) { self = degrees.map { .real(rounded($0, 7)) } ?? .null }
}
