import GeoModel
import SafeFiles

/// `district.json5`: what a region needs to know to be set up on the sample district.
struct DistrictFile {
    let plan: DistrictPlan

    /// The registers by the names that mapping files use.
    enum RegisterKind: String {
        case parcel, approval, supply, standardLand, zone, project
    }

    /// The register files in `records/`.
    static let registers: [(kind: RegisterKind, file: String)] = [
        (.parcel, "parcels.shp"), (.approval, "approvals.gpkg"), (.supply, "supplies.geojson"),
        (.standardLand, "standard_land.csv"), (.zone, "zones.gpkg"), (.project, "projects.shp"),
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
        let last = plan.options.months - 1
        return [
            "name": ["zh": "示例县", "en": "Sample County"],
            "code": .string(Names.county),
            "crs": .string(plan.grid.system?.name ?? ""),
            "grid": [
                "originX": .number(plan.grid.transform.originX), "originY": .number(plan.grid.transform.originY),
                "pixel": .number(plan.grid.transform.pixelWidth), "columns": .integer(plan.grid.size.columns),
                "rows": .integer(plan.grid.size.rows),
            ],
            "firstMonth": .string(plan.options.period(0).description),
            "lastMonth": .string(plan.options.period(last).description),
            "scenes": "scenes",
            "records": .array(
                Self.registers.map { register in
                    ["register": .string(register.kind.rawValue), "path": .string("records/\(register.file)")]
                }),
            "truth": [
                "events": "truth/events.geojson",
                "approvals": "truth/approvals.json",
                "changes": .array(
                    [last - 12, last - 1].filter { $0 >= 0 }.map { before in
                        let raster = TruthRaster(plan: plan, before: before, after: last)
                        return [
                            "before": .string(plan.options.period(before).description),
                            "after": .string(plan.options.period(last).description),
                            "path": .string("truth/\(raster.fileName)"),
                        ]
                    }),
            ],
        ]
    }
}
