package import GeoModel

/// What a field of a register holds.
enum FieldType: Hashable {
    /// Any text.
    case text
    /// A land-use class (DLBM).
    case landClass
    /// A day.
    case date
    /// A number.
    case number
    /// One of these words, through the mapping's code list.
    case code([String])
}

/// The fields that a register is read into; the first one is its key.
struct RecordSchema {
    let fields: [Field]
    /// Whether a row without an outline is of no use.
    var needsShape = true
    /// Whether its rows have outlines at all; tables of contracts and enterprises have none.
    var hasShapes = true
    /// Whether a row that only says a point is kept by it: one without an outline, or with columns `x` and `y`.
    var takesPoint = false
    /// Whether many rows may bear the same key without being parts of one record, as the names of zones do.
    var sharesKeys = false

    struct Field {
        let name: String
        let type: FieldType

        init(_ name: String, _ type: FieldType = .text) {
            self.name = name
            self.type = type
        }
    }

    /// The place of a field in a row.
    /// - Precondition: the register has such a field.
    func place(of name: String) -> Int {
        guard let place = fields.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("no field \(name)")
        }
        return place
    }
}

extension RecordKind {
    /// The words that users read.
    package var label: Bilingual {
        switch self {
        case .parcel: Bilingual(zh: "宗地", en: "parcels")
        case .approval: Bilingual(zh: "批次/批文", en: "approvals")
        case .supply: Bilingual(zh: "供地", en: "supplies")
        case .standardLand: Bilingual(zh: "标准地", en: "standard land")
        case .zone: Bilingual(zh: "控制线与保护区", en: "control lines")
        case .project: Bilingual(zh: "项目", en: "projects")
        case .landUse: Bilingual(zh: "地类图斑", en: "land use")
        case .administrativeArea: Bilingual(zh: "行政区", en: "administrative areas")
        case .permit: Bilingual(zh: "施工许可", en: "construction permits")
        case .temporaryLand: Bilingual(zh: "临时用地", en: "temporary land")
        case .complaint: Bilingual(zh: "投诉举报", en: "complaints")
        case .issuedPatch: Bilingual(zh: "上级下发图斑", en: "issued patches")
        case .enterprise: Bilingual(zh: "企业", en: "enterprises")
        }
    }

    /// Whether a row that shows no place is kept.
    package var isKeptWithoutShape: Bool { !schema.needsShape }

    /// Whether its records have outlines at all.
    package var hasShapes: Bool { schema.hasShapes }

    /// The words for one record.
    var singular: Bilingual {
        switch self {
        case .parcel: Bilingual(zh: "宗地", en: "parcel")
        case .approval: Bilingual(zh: "批准", en: "approval")
        case .supply: Bilingual(zh: "供地", en: "supply")
        case .standardLand: Bilingual(zh: "标准地", en: "standard-land contract")
        case .zone: Bilingual(zh: "控制线", en: "control line")
        case .project: Bilingual(zh: "项目", en: "project")
        case .landUse: Bilingual(zh: "地类图斑", en: "land-use patch")
        case .administrativeArea: Bilingual(zh: "行政区", en: "administrative area")
        case .permit: Bilingual(zh: "施工许可", en: "construction permit")
        case .temporaryLand: Bilingual(zh: "临时用地", en: "temporary land")
        case .complaint: Bilingual(zh: "投诉举报", en: "complaint")
        case .issuedPatch: Bilingual(zh: "上级下发图斑", en: "issued patch")
        case .enterprise: Bilingual(zh: "企业", en: "enterprise")
        }
    }
}
