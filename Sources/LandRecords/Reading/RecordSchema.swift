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
        }
    }

    /// The words for one record.
    var singular: Bilingual {
        switch self {
        case .parcel: Bilingual(zh: "宗地", en: "parcel")
        case .approval: Bilingual(zh: "批准", en: "approval")
        case .supply: Bilingual(zh: "供地", en: "supply")
        case .standardLand: Bilingual(zh: "标准地", en: "standard-land contract")
        case .zone: Bilingual(zh: "控制线", en: "control line")
        case .project: Bilingual(zh: "项目", en: "project")
        }
    }

    var schema: RecordSchema {
        switch self {
        case .parcel: RecordSchema(fields: [.init("code"), .init("landClass", .landClass), .init("holder")])
        case .approval: RecordSchema(fields: [.init("number"), .init("batchName"), .init("approvedOn", .date)])
        case .supply:
            RecordSchema(
                fields: [
                    .init("contract"), .init("parcelCode"), .init("mode"), .init("signedOn", .date),
                    .init("agreedStart", .date), .init("agreedCompletion", .date),
                ]
            )
        case .standardLand:
            RecordSchema(
                fields: [
                    .init("contract"), .init("enterprise"), .init("investmentPerMu", .number),
                    .init("taxPerMu", .number), .init("plotRatio", .number), .init("agreedStart", .date),
                ],
                needsShape: false
            )
        case .zone:
            RecordSchema(
                fields: [.init("name"), .init("kind", .code(ZoneKind.allCases.map(\.rawValue)))],
                sharesKeys: true
            )
        case .project:
            RecordSchema(fields: [.init("code"), .init("name"), .init("isMajor", .code(["true", "false"]))])
        }
    }
}
