import GeoModel
import SafeFiles

/// `district.json5`: the settings from which `tuban init --from` makes a region of the sample district.
struct DistrictFile {
    let plan: DistrictPlan

    /// The registers by the names that region settings use.
    enum RegisterKind: String {
        case parcel, approval, supply, standardLand, zone, project, administrativeArea, enterprise
    }

    /// The register files in `records/`.
    static let registers: [(kind: RegisterKind, file: String)] = [
        (.parcel, "parcels.shp"), (.approval, "approvals.gpkg"), (.supply, "supplies.geojson"),
        (.standardLand, "standard_land.csv"), (.zone, "zones.gpkg"), (.project, "projects.shp"),
        (.administrativeArea, "townships.gpkg"), (.enterprise, "enterprises.csv"),
    ]

    /// The document.
    var text: String {
        """
        // The sample district, made by `tuban simulate --seed \(plan.options.seed) --months \(plan.options.months) \
        --size \(plan.options.size)`. Nothing in it is real.
        \(document.text(indented: true))

        """
    }

    private var document: JSONValue {
        [
            "name": "示例县",
            "code": .string(Names.county),
            "crs": .string(plan.grid.system?.name ?? ""),
            "sources": [
                "scenes": ["scenes"],
                "registers": .array(
                    Self.registers.map { register in
                        ["kind": .string(register.kind.rawValue), "path": .string("records/\(register.file)")]
                    } + [
                        ["kind": "issuedPatch", "path": .string("records/\(LeadFolder.issued)")],
                        [
                            "kind": "complaint", "path": .string("records/\(LeadFolder.complaints)"),
                            "crs": "EPSG:4326",
                        ],
                    ]
                ),
            ],
        ]
    }
}
