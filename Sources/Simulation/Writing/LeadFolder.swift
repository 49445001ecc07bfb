import Foundation
import GeoIO
import GeoModel
import SafeFiles

/// Writes what others tell: the superior's lists, a file a quarter, and the complaints.
///
/// - `records/issued/2026Q3.gpkg` and `.shp` in turn (EPSG:4548; shapefiles in GBK): `JCBH` number, `TBLX` type, `QSX`
///   `HSX` the days of its images, `XFRQ` issued on, `MJ` square metres.
/// - `records/complaints.csv` (UTF-8): number, day, words, place in words, longitude and latitude; nobody's name.
struct LeadFolder {
    let folder: String
    let places: PlaceFinder
    let leads: LeadPlan

    /// Where the lists are, in `records`.
    static let issued = "issued"
    /// The complaints, in `records`.
    static let complaints = "complaints.csv"

    private static let fields = [
        Field("JCBH", .text, width: 20), Field("TBLX", .text, width: 8), Field("QSX", .date), Field("HSX", .date),
        Field("XFRQ", .date), Field("MJ", .real),
    ]

    /// Writes all of them.
    /// - Throws: `Fault` where the disk is full.
    func write() throws(Fault) {
        try DurableFile.makeFolder("\(folder)/\(Self.issued)")
        for (index, list) in leads.lists.enumerated() { try write(list, asGeoPackage: index % 2 == 1) }
        try writeComplaints()
    }

    private func write(_ list: IssuedList, asGeoPackage: Bool) throws(Fault) {
        let path = "\(folder)/\(Self.issued)/\(list.name)"
        if !asGeoPackage {
            for ending in ["shp", "shx", "dbf", "prj", "cpg"] {
                try? FileManager.default.removeItem(atPath: "\(path).\(ending)")
            }
        }
        let writer = try LayerWriter(
            path + (asGeoPackage ? ".gpkg" : ".shp"), format: asGeoPackage ? .geoPackage : .shapefileGBK)
        try writer.beginLayer(list.name, system: PlaceFinder.registerSystem, fields: Self.fields)
        for lead in list.leads {
            guard case .outline(let outline) = lead.place else { continue }
            try writer.append(
                try places.register(outline),
                [
                    .text(lead.number), .text(lead.text), .date(list.before), .date(list.after),
                    .date(list.issuedOn), leads.plan.squareMetres([outline]),
                ])
        }
        try writer.close()
    }

    private func writeComplaints() throws(Fault) {
        var text = "工单编号,受理日期,诉求内容,地点,经度,纬度\n"
        for lead in leads.complaints {
            var cells = [lead.number, lead.day.description, lead.text, leads.words(lead.place) ?? ""]
            if case .point(let spot) = lead.place {
                let point = try places.lonLat(spot)
                cells += [point.x, point.y].map { JSONValue.number(($0 * 1e7).rounded() / 1e7).text() }
            } else {
                cells += ["", ""]
            }
            text += cells.joined(separator: ",") + "\n"
        }
        try DurableFile.write(text, to: "\(folder)/\(Self.complaints)")
    }
}
