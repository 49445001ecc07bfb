import GeoModel
import Geometry
import SafeFiles

/// The STAC 1.0 item of one scene, with the extensions eo 1.0, raster 1.1, projection 1.0 and file 2.1.
struct StacItem {
    let plan: DistrictPlan
    let month: Int
    /// SHA-256 of each file, in the order of `SceneBand.all`.
    let checksums: [String]
    let cloudFraction: Double

    /// The document.
    /// - Throws: `Fault` where PROJ can't turn the corners into longitude and latitude.
    func json() throws(Fault) -> JSONValue {
        let corners = try lonLatCorners()
        let ring = corners.map { corner in JSONValue.array([.number(corner.x), .number(corner.y)]) }
        return [
            "type": "Feature",
            "stac_version": "1.0.0",
            "stac_extensions": .array(
                Self.extensions.map { .string("https://stac-extensions.github.io/\($0)/schema.json") }),
            "id": .string(acquisition.name),
            "geometry": ["type": "Polygon", "coordinates": .array([.array(ring)])],
            "bbox": .array([
                .number(corners.map(\.x).min() ?? 0), .number(corners.map(\.y).min() ?? 0),
                .number(corners.map(\.x).max() ?? 0), .number(corners.map(\.y).max() ?? 0),
            ]),
            "properties": properties,
            "links": [],
            "assets": .object(
                zip(SceneBand.all, checksums).map { band, checksum in
                    JSONValue.Member(band.name, asset(band, checksum))
                }),
        ]
    }

    private static let extensions = ["eo/v1.0.0", "raster/v1.1.0", "projection/v1.0.0", "file/v2.1.0"]

    private var acquisition: Acquisition { plan.acquisitions[month] }

    private var properties: JSONValue {
        [
            "datetime": .string("\(acquisition.date)T02:55:51Z"),
            "platform": .string(acquisition.platform == "S2A" ? "sentinel-2a" : "sentinel-2b"),
            "constellation": "sentinel-2",
            "instruments": ["msi"],
            "gsd": 10,
            "description": "Simulated by tuban; not an observation.",
            "eo:cloud_cover": .number((cloudFraction * 10_000).rounded() / 100),
            "proj:epsg": 32650,
            "proj:shape": shape(plan.grid),
            "proj:transform": transform(plan.grid),
        ]
    }

    private func asset(_ band: SceneBand, _ checksum: String) -> JSONValue {
        let grid = band.grid(plan.grid)
        var members: [JSONValue.Member] = [
            .init("href", .string("./\(band.name).tif")),
            .init("type", "image/tiff; application=geotiff"),
            .init("roles", band.commonName == nil ? ["data", "snow-ice", "cloud"] : ["data", "reflectance"]),
            .init("gsd", .integer(band.resolution)),
        ]
        if let commonName = band.commonName {
            members.append(.init("eo:bands", [["name": .string(band.name), "common_name": .string(commonName)]]))
            members.append(.init("raster:bands", [["data_type": "uint16", "nodata": 0, "scale": 0.0001, "offset": 0]]))
        } else {
            members.append(.init("raster:bands", [["data_type": "uint8", "nodata": 0]]))
        }
        members.append(.init("proj:shape", shape(grid)))
        members.append(.init("proj:transform", transform(grid)))
        // Multihash: 0x12 is SHA-256, 0x20 its length in bytes.
        members.append(.init("file:checksum", .string("1220" + checksum)))
        return .object(members)
    }

    private func shape(_ grid: Grid) -> JSONValue { [.integer(grid.size.rows), .integer(grid.size.columns)] }

    private func transform(_ grid: Grid) -> JSONValue {
        let terms = [
            grid.transform.pixelWidth, 0, grid.transform.originX, 0, -grid.transform.pixelHeight,
            grid.transform.originY,
        ]
        return .array(terms.map { .number($0) })
    }

    /// The corners counter-clockwise, the first one again at the end, to 7 decimals.
    private func lonLatCorners() throws(Fault) -> [MapPoint] {
        guard let system = plan.grid.system else { preconditionFailure("the district has a coordinate system") }
        let transformation = try CoordinateTransformation(from: system, to: .wgs84)
        let box = plan.grid.bounds
        var points = Polygon(box).exterior.points
        try transformation.transform(&points)
        return points.map { MapPoint(x: ($0.x * 1e7).rounded() / 1e7, y: ($0.y * 1e7).rounded() / 1e7) }
    }
}
