/// What each register is read into.
extension RecordKind {
    var schema: RecordSchema {
        switch self {
        case .parcel: RecordSchema(fields: [.init("code"), .init("landClass", .landClass), .init("holder")] + [.area])
        case .approval: .approval
        case .supply: .supply
        case .standardLand: .standardLand
        case .zone:
            RecordSchema(
                fields: [.init("name"), .init("kind", .code(ZoneKind.allCases.map(\.rawValue)))],
                sharesKeys: true
            )
        case .project: .project
        case .landUse:
            RecordSchema(
                fields: [.init("code"), .init("landClass", .landClass), .area, .init("deductedShare", .number)])
        case .administrativeArea:
            RecordSchema(
                fields: [
                    .init("code"), .init("name"),
                    .init("level", .code(AdministrativeLevel.allCases.map(\.rawValue))),
                ]
            )
        case .permit:
            RecordSchema(
                fields: [
                    .init("number"), .init("contract"),
                    .init("stage", .code(ConstructionStage.allCases.map(\.rawValue))), .init("issuedOn", .date),
                ],
                needsShape: false
            )
        case .temporaryLand:
            RecordSchema(fields: [.init("number"), .init("holder"), .init("from", .date), .init("until", .date)])
        case .complaint:
            RecordSchema(
                fields: [.init("number"), .init("receivedOn", .date), .init("subject"), .init("place")] + .position,
                needsShape: false,
                takesPoint: true
            )
        case .issuedPatch:
            RecordSchema(
                fields: [
                    .init("number"), .init("type"), .init("before", .date), .init("after", .date),
                    .init("issuedOn", .date), .area,
                ] + .position,
                takesPoint: true
            )
        case .enterprise: .enterprise
        }
    }
}

extension [RecordSchema.Field] {
    /// Columns that say a point, in the layer's coordinate system.
    fileprivate static let position = [Element("x", .number), Element("y", .number)]
}

extension RecordSchema.Field {
    /// The area that a row states, in square metres.
    fileprivate static let area = Self("statedArea", .number)

    /// A question of yes or no.
    fileprivate static func answer(_ name: String) -> Self { Self(name, .code(Answer.allCases.map(\.rawValue))) }
}

extension RecordSchema {
    fileprivate static let approval = RecordSchema(
        fields: [
            .init("number"), .init("batchName"), .init("approvedOn", .date), .area, .init("withdrawnOn", .date),
            .init("kind", .code(ApprovalKind.allCases.map(\.rawValue))), .answer("isCompensated"),
        ]
    )

    fileprivate static let supply = RecordSchema(
        fields: [
            .init("contract"), .init("parcelCode"), .init("mode"), .init("signedOn", .date),
            .init("agreedStart", .date), .init("agreedCompletion", .date), .init("use"), .area,
            .init("landPrice", .number), .init("agreedDelivery", .date), .init("actualDelivery", .date),
            .init("actualStart", .date), .init("actualCompletion", .date), .init("leastPlotRatio", .number),
            .init("mostPlotRatio", .number), .init("agreedInvestment", .number), .init("actualInvestment", .number),
            .init("startedArea", .number), .init("delayedFrom", .date), .init("delayedUntil", .date),
            .answer("isMortgaged"), .answer("isSeized"),
        ]
    )

    fileprivate static let standardLand = RecordSchema(
        fields: [
            .init("contract"), .init("enterprise"), .init("investmentPerMu", .number), .init("taxPerMu", .number),
            .init("plotRatio", .number), .init("agreedStart", .date), .init("energyPerOutput", .number),
            .init("emissionPerOutput", .number), .init("researchShare", .number),
            .init("reportedInvestmentPerMu", .number), .init("reportedTaxPerMu", .number),
            .init("reportedPlotRatio", .number), .init("reportedEnergyPerOutput", .number),
            .init("reportedEmissionPerOutput", .number), .init("reportedResearchShare", .number),
            .init("agreedDelivery", .date),
            .init("agreedCompletion", .date), .init("agreedProduction", .date), .init("agreedFullProduction", .date),
            .init("actualDelivery", .date), .init("actualStart", .date), .init("actualCompletion", .date),
            .init("actualProduction", .date), .init("actualFullProduction", .date),
        ],
        needsShape: false,
        hasShapes: false
    )

    fileprivate static let enterprise = RecordSchema(
        fields: [
            .init("code"), .init("name"), .init("contract"), .init("parcelCode"), .init("year", .number),
            .init("scale", .code(EnterpriseScale.allCases.map(\.rawValue))), .init("landArea", .number),
        ] + EnterpriseFigure.allCases.map { .init($0.rawValue, .number) } + [.init("incidents")],
        needsShape: false,
        hasShapes: false,
        sharesKeys: true
    )

    fileprivate static let project = RecordSchema(
        fields: [
            .init("code"), .init("name"), .init("isMajor", .code(["true", "false"])), .init("builder"),
            .init("stage"), .init("grade"), .init("officer"), .init("totalInvestment", .number),
            .init("plannedThisYear", .number), .init("doneThisYear", .number), .init("landDemand", .number),
            .init("neededBy", .date), .answer("isReady"),
        ] + .position,
        takesPoint: true
    )
}
