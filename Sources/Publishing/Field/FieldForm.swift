import GeoIO
import GeoModel
import LandRecords
import WorkQueue

/// One case of a pack.
struct FieldRow {
    let row: FlagRow
    /// The key of its report.
    let uuid: String
    /// Paths of its pictures within the pack; nil where there is none.
    let before: String?
    let after: String?
}

/// The columns of a pack's layer `cases`: what is told of a case, which nobody changes, and what an inspector reports.
package enum FieldForm {
    /// The layer of cases.
    package static let layer = "cases"
    /// The table of further photos of a case.
    package static let photoTable = "photo"

    /// The columns that an inspector fills in.
    package enum Report: String, CaseIterable, Sendable {
        /// 核查结论.
        case outcome
        /// 核查发现.
        case finding
        /// 情况说明.
        case note
        /// 现场时间.
        case visitedAt = "visited_at"
        /// 走访事由.
        case visitGround = "visit_ground"
        /// 核查人.
        case inspector
        /// 照片.
        case photo

        var label: Bilingual {
            switch self {
            case .outcome: Bilingual(zh: "核查结论", en: "outcome")
            case .finding: Bilingual(zh: "核查发现", en: "finding")
            case .note: Bilingual(zh: "情况说明", en: "note")
            case .visitedAt: Bilingual(zh: "现场时间", en: "time of the visit")
            case .visitGround: Bilingual(zh: "走访事由", en: "ground of the visit")
            case .inspector: Bilingual(zh: "核查人", en: "inspector")
            case .photo: Bilingual(zh: "照片", en: "photo")
            }
        }
    }

    /// The columns that tell which case a row is of, and what was known when it was handed out.
    package enum Key: String, CaseIterable, Sendable {
        /// The key of the report.
        case uuid
        /// The case's number.
        case caseID = "case_id"
        /// The version of the case that the pack was made of.
        case baseVersion = "base_version"
    }

    /// The columns of the table `photo`.
    package enum Photo: String, CaseIterable, Sendable {
        /// The key of the report it belongs to.
        case caseUUID = "case_uuid"
        /// Its path within the pack.
        case path
        /// What it shows.
        case note

        var label: Bilingual {
            switch self {
            case .caseUUID: Bilingual(zh: "任务 UUID", en: "UUID of the case")
            case .path: Bilingual(zh: "照片", en: "photo")
            case .note: Bilingual(zh: "照片说明", en: "what it shows")
            }
        }
    }

    /// One column of the layer.
    struct Column: Sendable {
        let field: Field
        let label: Bilingual
        let report: Report?
        let value: @Sendable (FieldRow) -> FieldValue
    }

    /// All columns in their order: what to report first, as forms show it.
    static let columns: [Column] = keys + reports + shown + pictures

    static var fields: [Field] { columns.map(\.field) }

    /// What the GeoPackage says of the columns of the layer.
    static let form = [
        Key.uuid.rawValue: FormColumn(isRequired: true, isUnique: true),
        Key.caseID.rawValue: FormColumn(isRequired: true),
        Key.baseVersion.rawValue: FormColumn(isRequired: true),
        Report.outcome.rawValue: FormColumn(list: Report.outcome.rawValue),
        Report.finding.rawValue: FormColumn(list: Report.finding.rawValue),
        Report.visitGround.rawValue: FormColumn(list: Report.visitGround.rawValue),
    ]

    static let photoFields = Photo.allCases.map { Field($0.rawValue, .text) }

    static let photoForm = [Photo.caseUUID.rawValue: FormColumn(isRequired: true)]

    private static let keys = [
        Column(Key.uuid.rawValue, .text, "UUID", "UUID") { .text($0.uuid) },
        Column(Key.caseID.rawValue, .text, "任务编号", "case") { FieldValue($0.row.summary?.id) },
        Column(Key.baseVersion.rawValue, .integer, "任务版本", "version of the case") { row in
            row.row.summary.map { .integer(Int64($0.version)) } ?? .null
        },
    ]

    private static let reports = Report.allCases.map { report in
        Column(field: Field(report.rawValue, .text), label: report.label, report: report) { row in
            report == .inspector ? FieldValue(row.row.summary?.assigned?.name) : .null
        }
    }

    /// Columns of exports, under their names there.
    private static let shown = [
        "state_zh", "theme_zh", "priority", "reason_zh", "mj_mu", "bhlx_zh", "qsx", "hsx", "jcbh", "zdh", "pzwh",
        "crhth",
        "zones", "projects", "lon", "lat",
    ].compactMap { name in FlagTable.columns.first { $0.field.name == name } }.map { column in
        Column(field: column.field, label: column.meaning, report: nil) { column.value($0.row) }
    }

    private static let pictures = [
        Column("chip_before", .text, "前时相影像", "image before") { FieldValue($0.before) },
        Column("chip_after", .text, "后时相影像", "image after") { FieldValue($0.after) },
    ]
}

extension FieldForm.Column {
    fileprivate init(
        _ name: String, _ kind: FieldKind, _ zh: String, _ en: String,
        _ value: @escaping @Sendable (FieldRow) -> FieldValue
    ) {
        self.init(field: Field(name, kind), label: Bilingual(zh: zh, en: en), report: nil, value: value)
    }
}
