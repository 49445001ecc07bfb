import GeoIO
import GeoModel
import SafeFiles

/// What was written for one scene.
struct WrittenScene: Sendable {
    let name: String
    /// The STAC item's path, relative to the district's folder.
    let item: String
    /// The share of the scene that its own classification calls cloud, 0…1.
    let cloudFraction: Double
}

/// One file of a scene.
struct SceneBand: Sendable {
    /// The file's name without its ending: `B02` and so on.
    let name: String
    /// The name that STAC gives the part of the spectrum; nil for the classification.
    let commonName: String?
    /// Metres.
    let resolution: Int

    /// In the order they are written: four bands of 10 m, two of 20 m, the classification.
    static let all = [
        SceneBand(name: "B02", commonName: "blue", resolution: 10),
        SceneBand(name: "B03", commonName: "green", resolution: 10),
        SceneBand(name: "B04", commonName: "red", resolution: 10),
        SceneBand(name: "B08", commonName: "nir", resolution: 10),
        SceneBand(name: "B11", commonName: "swir16", resolution: 20),
        SceneBand(name: "B12", commonName: "swir22", resolution: 20),
        SceneBand(name: "SCL", commonName: nil, resolution: 20),
    ]

    /// The band's grid in a district.
    func grid(_ grid: Grid) -> Grid {
        let step = resolution / 10
        return Grid(
            system: grid.system,
            transform: GeoTransform(
                originX: grid.transform.originX,
                originY: grid.transform.originY,
                pixelWidth: Double(resolution),
                pixelHeight: Double(resolution)
            ),
            size: GridSize(columns: grid.size.columns / step, rows: grid.size.rows / step)
        )
    }
}

/// Writes one scene: a folder with one file a band and a STAC item.
struct SceneFolder {
    let plan: DistrictPlan
    let month: Int

    /// Writes the folder.
    /// - Throws: `Fault` where the disk is full or the folder can't be written.
    func write() throws(Fault) -> WrittenScene {
        let name = plan.acquisitions[month].name
        let folder = "\(plan.options.folder)/scenes/\(name)"
        try DurableFile.makeFolder(folder)
        var writers: [GeoTIFFWriter] = []
        for band in SceneBand.all { writers.append(try writer(band, folder)) }
        let cloudFraction = try writeRows(to: writers)
        for writer in writers { try writer.close() }
        var checksums: [String] = []
        for band in SceneBand.all { checksums.append(try Checksum.sha256(ofFile: "\(folder)/\(band.name).tif")) }
        let item = StacItem(plan: plan, month: month, checksums: checksums, cloudFraction: cloudFraction)
        try DurableFile.write(try item.json().text(indented: true) + "\n", to: "\(folder)/item.json")
        return WrittenScene(name: name, item: "scenes/\(name)/item.json", cloudFraction: cloudFraction)
    }

    private func writer(_ band: SceneBand, _ folder: String) throws(Fault) -> GeoTIFFWriter {
        let isClass = band.commonName == nil
        return try GeoTIFFWriter(
            "\(folder)/\(band.name).tif",
            grid: band.grid(plan.grid),
            layout: GeoTIFFLayout(
                sampleType: isClass ? .uint8 : .uint16,
                bands: [GeoTIFFLayout.Band(band.name, scale: isClass ? 1 : 0.0001)],
                noData: 0
            )
        )
    }

    private func writeRows(to writers: [GeoTIFFWriter]) throws(Fault) -> Double {
        var rows = SceneRows(plan: plan, month: month)
        var cloudPixels = 0
        for _ in 0..<plan.options.size / 2 {
            let strip = rows.next()
            let bands = strip.fine + strip.coarse + [strip.classes]
            for (writer, samples) in zip(writers, bands) { try writer.append(rows: [samples]) }
            cloudPixels += strip.classes.count { SceneClass(rawValue: $0)?.isCloud ?? false }
        }
        return Double(cloudPixels * 4) / Double(plan.grid.size.pixelCount)
    }
}
