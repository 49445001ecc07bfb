/// A place on a map, in the unit of its coordinate system: easting and northing, or longitude and latitude.
package struct MapPoint: Sendable, Hashable {
    /// Easting or longitude.
    package var x: Double
    /// Northing or latitude.
    package var y: Double

    /// A place.
    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    /// Whether a coordinate system of the Earth can have such coordinates: finite and below a thousand million, which
    /// leaves room for feet and for the zone number before a false easting.
    package var isOnEarth: Bool { abs(x) < 1e9 && abs(y) < 1e9 }
}

/// A coordinate reference system, in traditional GIS axis order (east before north) everywhere.
package struct CoordinateSystem: Sendable, Hashable {
    /// What PROJ understands: `EPSG:4548` where the authority is known, else WKT.
    package let definition: String

    /// A system by its PROJ definition: an `AUTHORITY:CODE` or WKT.
    package init(_ definition: String) {
        self.definition = definition
    }

    /// Longitude and latitude on WGS 84 (CRS84), what GeoJSON is written in.
    package static let wgs84 = CoordinateSystem("OGC:CRS84")

    /// The `AUTHORITY:CODE`, or the name that the WKT gives, for messages.
    package var name: String {
        guard definition.contains("["), let open = definition.firstIndex(of: "\"") else { return definition }
        return String(definition[definition.index(after: open)...].prefix { $0 != "\"" })
    }
}

/// A north-up affine map from pixels to coordinates.
package struct GeoTransform: Sendable, Hashable {
    /// The left edge of the raster.
    package let originX: Double
    /// The upper edge of the raster.
    package let originY: Double
    /// The width of a pixel, positive.
    package let pixelWidth: Double
    /// The height of a pixel, positive: rows go down, northings fall.
    package let pixelHeight: Double

    /// A north-up map. `pixelHeight` is given positive.
    package init(originX: Double, originY: Double, pixelWidth: Double, pixelHeight: Double) {
        self.originX = originX
        self.originY = originY
        self.pixelWidth = pixelWidth
        self.pixelHeight = pixelHeight
    }

    /// The coordinates of a pixel corner; whole numbers are corners, halves are centres.
    package func point(column: Double, row: Double) -> MapPoint {
        MapPoint(x: originX + column * pixelWidth, y: originY - row * pixelHeight)
    }

    /// The column that an easting falls on, with its fraction.
    package func column(of x: Double) -> Double { (x - originX) / pixelWidth }

    /// The row that a northing falls on, with its fraction.
    package func row(of y: Double) -> Double { (originY - y) / pixelHeight }
}

/// Where the pixels of a raster lie: coordinate system, place, pixel size and extent.
package struct Grid: Sendable, Hashable {
    /// The coordinate system; nil for a picture that does not say where it is.
    package let system: CoordinateSystem?
    /// From pixels to coordinates.
    package let transform: GeoTransform
    /// Pixels.
    package let size: GridSize

    /// A raster's place.
    package init(system: CoordinateSystem?, transform: GeoTransform, size: GridSize) {
        self.system = system
        self.transform = transform
        self.size = size
    }

    /// The pixels that a box of coordinates touches.
    package func window(inside box: BoundingBox) -> PixelWindow {
        func pixels(_ first: Double, _ end: Double, _ count: Int) -> Range<Int> {
            let limit = Double(count)
            return Int(min(max(first, 0), limit).rounded(.down))..<Int(max(min(end, limit), 0).rounded(.up))
        }
        let columns = (transform.column(of: box.minX), transform.column(of: box.maxX))
        let rows = (transform.row(of: box.maxY), transform.row(of: box.minY))
        guard columns.0 < columns.1, rows.0 < rows.1, columns.1 > 0, rows.1 > 0, columns.0 < Double(size.columns),
            rows.0 < Double(size.rows)
        else { return PixelWindow(column: 0, row: 0, columns: 0, rows: 0) }
        let across = pixels(columns.0, columns.1, size.columns)
        let down = pixels(rows.0, rows.1, size.rows)
        return PixelWindow(column: across.lowerBound, row: down.lowerBound, columns: across.count, rows: down.count)
    }

    /// The outer edges.
    package var bounds: BoundingBox {
        BoundingBox(
            minX: transform.originX,
            minY: transform.originY - Double(size.rows) * transform.pixelHeight,
            maxX: transform.originX + Double(size.columns) * transform.pixelWidth,
            maxY: transform.originY
        )
    }

    /// The same pixels farther right and down.
    package func displaced(by shift: PixelShift) -> Grid {
        guard shift != .zero else { return self }
        let corner = transform.point(column: shift.columns, row: shift.rows)
        return Grid(
            system: system,
            transform: GeoTransform(
                originX: corner.x,
                originY: corner.y,
                pixelWidth: transform.pixelWidth,
                pixelHeight: transform.pixelHeight
            ),
            size: size
        )
    }

    /// The grid of one window of this one.
    package func subgrid(_ window: PixelWindow) -> Grid {
        let corner = transform.point(column: Double(window.column), row: Double(window.row))
        return Grid(
            system: system,
            transform: GeoTransform(
                originX: corner.x,
                originY: corner.y,
                pixelWidth: transform.pixelWidth,
                pixelHeight: transform.pixelHeight
            ),
            size: GridSize(columns: window.columns, rows: window.rows)
        )
    }
}
