package import GeoModel
import Geometry
import Publishing
package import SafeFiles

/// A drawn sample as its file `omission.json` keeps it: what an estimate needs besides the verdicts.
package struct OmissionSample {
    /// A drawn place.
    struct Place {
        let id: String
        /// The number of its stratum.
        let stratum: Int
        let window: PixelWindow
        let area: Area
    }

    /// A scene that was compared.
    struct Source: Hashable {
        let id: String
        let date: CalendarDate?
        let paths: [String]
        let radiometry: Radiometry
    }

    /// The number that every row of its lists carries: it follows from all that the file says.
    package let id: String
    /// The name of the region or of the images.
    package let title: String
    /// The strata that have squares.
    package let strata: [SampleStratum]
    /// The area of the patches.
    package let flagged: Area
    /// The area that was compared but is neither flagged nor drawn from.
    package let aside: Area
    /// How many patches the run found.
    let patchCount: Int
    let places: [Place]
    let grid: Grid
    let before: [Source]
    let after: [Source]
    /// The file.
    package let document: JSONValue

    /// The file's name.
    package static let fileName = "omission.json"

    /// Reads a sample.
    /// - Throws: `Fault` where the file can't be read, lacks something, or was altered since it was drawn.
    package init(file path: String) throws(Fault) {
        let document = try DurableFile.json(of: path)
        guard let parsed = OmissionSample(document) else {
            throw Fault(
                path, zh: "不是漏检样本；应为 tuban omission draw 写出的 \(Self.fileName)。",
                en: "is no omission sample; \(Self.fileName) as tuban omission draw writes it is expected.")
        }
        guard parsed.id == Self.number(of: document) else {
            throw Fault(
                path, zh: "内容与其样本号 \(parsed.id) 不符，抽样后被改动过。请恢复原文件，或重新抽样。",
                en: "does not say what its number \(parsed.id) was made from: it was altered since it was drawn. "
                    + "Restore it, or draw again.")
        }
        self = parsed
    }

    /// The number that follows from everything else in the file; its letters keep spreadsheets from taking it for a
    /// number.
    static func number(of document: JSONValue) -> String {
        let rest = (document.members ?? []).filter { $0.key != "sample" }
        return "om" + Checksum.sha256(of: JSONValue.object(rest).text()).prefix(10)
    }

    /// Nil where something is missing.
    init?(_ document: JSONValue) {
        guard let id = document["sample"]?.string, let title = document["title"]?.string,
            let grid = Grid(document["grid"]), let side = document["place_pixels"]?.integer,
            let flagged = document["areas_m2"]?["flagged"]?.double,
            let aside = document["areas_m2"]?["aside"]?.double, let patches = document["patches"]?.integer,
            let strata = document["strata"]?.array?.map(SampleStratum.init(record:)), !strata.contains(nil),
            case let strata = strata.compactMap(\.self), !strata.isEmpty,
            let places = document["places"]?.array?.map({ Place($0, side: side, strata) }),
            !places.contains(where: { $0 == nil }),
            let before = document["before"]?.array?.compactMap(Source.init), !before.isEmpty,
            let after = document["after"]?.array?.compactMap(Source.init), !after.isEmpty
        else { return nil }
        (self.id, self.title, self.grid, self.strata) = (id, title, grid, strata)
        (self.flagged, self.aside) = (Area(squareMetres: flagged), Area(squareMetres: aside))
        (patchCount, self.places) = (patches, places.compactMap(\.self))
        (self.before, self.after, self.document) = (before, after, document)
    }

    /// The places as their lists show them.
    var list: [SamplePlace] {
        places.map { SamplePlace(id: $0.id, shape: shape(of: $0), area: $0.area) }
    }

    /// The outline of a place in the coordinate system of the grid.
    func shape(of place: Place) -> MultiPolygon { MultiPolygon([Polygon(grid.subgrid(place.window).bounds)]) }
}

extension OmissionSample.Place {
    fileprivate init?(_ record: JSONValue, side: Int, _ strata: [SampleStratum]) {
        guard let id = record["id"]?.string, let code = record["stratum"]?.string,
            let stratum = strata.firstIndex(where: { $0.code == code }),
            let column = record["column"]?.integer, let row = record["row"]?.integer,
            let area = record["area_m2"]?.double
        else { return nil }
        self.init(
            id: id, stratum: stratum, window: PixelWindow(column: column, row: row, columns: side, rows: side),
            area: Area(squareMetres: area))
    }
}

extension OmissionSample.Source {
    fileprivate init?(_ record: JSONValue) {
        guard let id = record["scene"]?.string, let paths = record["paths"]?.array?.compactMap(\.string),
            let scale = record["scale"]?.double, let offset = record["offset"]?.double
        else { return nil }
        self.init(
            id: id, date: record["date"]?.string.flatMap { CalendarDate($0) }, paths: paths,
            radiometry: Radiometry(scale: scale, offset: offset))
    }
}

extension SampleStratum {
    fileprivate init?(record: JSONValue) {
        guard let code = record["code"]?.string, let zh = record["zh"]?.string, let en = record["en"]?.string,
            let above = record["score_above"]?.integer, let upTo = record["score_up_to"]?.integer,
            let cells = record["cells"]?.integer, let area = record["area_m2"]?.double,
            let places = record["places"]?.integer, 0 < places, places <= cells, area > 0
        else { return nil }
        self.init(
            code: code, label: Bilingual(zh: zh, en: en), above: above, upTo: upTo, cells: cells,
            area: Area(squareMetres: area), places: places)
    }
}

extension Grid {
    fileprivate init?(_ record: JSONValue?) {
        guard let record, let crs = record["crs"]?.string, let columns = record["columns"]?.integer,
            let rows = record["rows"]?.integer, let origin = record["origin"]?.array?.compactMap(\.double),
            let pixel = record["pixel"]?.array?.compactMap(\.double), origin.count == 2, pixel.count == 2
        else { return nil }
        self.init(
            system: CoordinateSystem(crs),
            transform: GeoTransform(
                originX: origin[0], originY: origin[1], pixelWidth: pixel[0], pixelHeight: pixel[1]),
            size: GridSize(columns: columns, rows: rows))
    }
}
