/// What the third schema adds: what ledgers and contracts say beyond names and places, and further registers. It is
/// history, as the first is.
enum SchemaVersion3 {
    static let columns: [(table: String, columns: [String])] = [
        (
            "parcel",
            [
                "stated_area_m2 DOUBLE"
            ]
        ),
        (
            "approval",
            [
                "stated_area_m2 DOUBLE",
                "withdrawn_on DATE",
                "kind TEXT NOT NULL DEFAULT 'unknown'",
                "is_compensated TEXT NOT NULL DEFAULT 'unknown'",
            ]
        ),
        (
            "supply",
            [
                "use TEXT",
                "stated_area_m2 DOUBLE",
                "land_price DOUBLE",
                "agreed_delivery DATE",
                "actual_delivery DATE",
                "actual_start DATE",
                "actual_completion DATE",
                "least_plot_ratio DOUBLE",
                "most_plot_ratio DOUBLE",
                "agreed_investment DOUBLE",
                "actual_investment DOUBLE",
                "started_area_m2 DOUBLE",
                "delayed_from DATE",
                "delayed_until DATE",
                "is_mortgaged TEXT NOT NULL DEFAULT 'unknown'",
                "is_seized TEXT NOT NULL DEFAULT 'unknown'",
            ]
        ),
        (
            "standard_land",
            [
                "energy_per_output DOUBLE",
                "emission_per_output DOUBLE",
                "research_share DOUBLE",
                "reported_investment_per_mu DOUBLE",
                "reported_tax_per_mu DOUBLE",
                "reported_plot_ratio DOUBLE",
                "reported_energy_per_output DOUBLE",
                "reported_emission_per_output DOUBLE",
                "agreed_delivery_day DATE",
                "agreed_start_day DATE",
                "agreed_completion_day DATE",
                "agreed_production_day DATE",
                "agreed_full_production_day DATE",
                "actual_delivery_day DATE",
                "actual_start_day DATE",
                "actual_completion_day DATE",
                "actual_production_day DATE",
                "actual_full_production_day DATE",
            ]
        ),
        (
            "project",
            [
                "builder TEXT",
                "stage TEXT",
                "grade TEXT",
                "officer TEXT",
                "total_investment DOUBLE",
                "planned_this_year DOUBLE",
                "done_this_year DOUBLE",
                "land_demand_m2 DOUBLE",
                "needed_by DATE",
                "is_ready TEXT NOT NULL DEFAULT 'unknown'",
            ]
        ),
    ]

    private static let origin = "source_layer TEXT NOT NULL, source_row INTEGER NOT NULL"

    static let tables = [
        StoreTable(
            name: "land_use",
            isSpatial: true,
            description: "地类图斑 / land use",
            columns: """
                code TEXT NOT NULL, land_class TEXT, stated_area_m2 DOUBLE, deducted_share DOUBLE, \(origin)
                """
        ),
        StoreTable(
            name: "administrative_area",
            isSpatial: true,
            description: "行政区 / administrative areas",
            columns: "code TEXT NOT NULL, name TEXT NOT NULL, level TEXT NOT NULL, \(origin)"
        ),
        StoreTable(
            name: "permit",
            isSpatial: true,
            description: "施工许可 / construction permits",
            columns: "number TEXT NOT NULL, contract TEXT, stage TEXT NOT NULL, issued_on DATE, \(origin)"
        ),
        StoreTable(
            name: "temporary_land",
            isSpatial: true,
            description: "临时用地 / temporary land",
            columns: "number TEXT NOT NULL, holder TEXT, from_day DATE, until_day DATE, \(origin)"
        ),
        StoreTable(
            name: "complaint",
            isSpatial: true,
            description: "投诉举报 / complaints",
            columns: "number TEXT NOT NULL, received_on DATE, subject TEXT, place TEXT, \(origin)"
        ),
        StoreTable(
            name: "issued_patch",
            isSpatial: true,
            description: "上级下发图斑 / issued patches",
            columns: """
                number TEXT NOT NULL, type TEXT, before_date DATE, after_date DATE, issued_on DATE,
                stated_area_m2 DOUBLE, \(origin)
                """
        ),
    ]

    static let indexes = [
        "land_use(code)", "administrative_area(code)", "permit(contract)", "temporary_land(number)",
        "complaint(number)", "issued_patch(number)",
    ]
}
