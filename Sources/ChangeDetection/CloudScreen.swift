package import GeoModel

/// When a pixel of imagery that brings no mask counts as cloud: the first tests of Fmask, and a least size.
///
/// A cloud is bright, white and hazy, no darker in the near infrared than bright ground is against the short-wave
/// infrared, and thicker than a roof. Its shadow is not looked for.
///
/// - Source: Zhu & Woodcock 2012, Object-based cloud and cloud shadow detection in Landsat imagery (whiteness after
///   Gomez-Chova et al. 2007, haze-optimised transform after Zhang et al. 2002, near over short-wave infrared).
package struct CloudTest: Sendable, Hashable {
    /// The least mean reflectance of visible light.
    package let brightness: Float
    /// The most that the visible bands differ from their mean, Σ |band − mean| / mean.
    package let whiteness: Float
    /// What blue − red / 2 exceeds (haze-optimised transform).
    package let haze: Float
    /// What near over short-wave infrared exceeds, where there are both.
    package let nirOverSwir: Float
    /// Half the side, in pixels, of the square that a cloud holds at least: 3 stands for 7 × 7 pixels.
    package let radius: Int

    /// A test.
    package init(brightness: Float, whiteness: Float, haze: Float, nirOverSwir: Float, radius: Int) {
        self.brightness = brightness
        self.whiteness = whiteness
        self.haze = haze
        self.nirOverSwir = nirOverSwir
        self.radius = radius
    }

    /// The bands it looks at.
    package static let roles: [BandRole] = [.blue, .green, .red, .nir, .swir1]
    /// Those it can't do without.
    package static let neededRoles: [BandRole] = [.blue, .green, .red]

    /// Whether reflectances are those of a cloud; infrared is `NaN` where there is none.
    func isCloud(blue: Float, green: Float, red: Float, nir: Float, swir1: Float) -> Bool {
        let mean = (blue + green + red) / 3
        let spread = abs(blue - mean) + abs(green - mean) + abs(red - mean)
        // A comparison with NaN is false: without infrared nothing is said against a cloud.
        return mean >= brightness && spread <= whiteness * mean && blue - 0.5 * red > haze
            && !(nir <= nirOverSwir * swir1)
    }
}

/// A scene without a mask band, with one that says where it shows ground: all of it, or all that passes a test for
/// clouds.
package final class CloudScreen: TileReader {
    /// The code of ground.
    package static let usableCode = 1

    private let reader: any TileReader
    private let maskBand: Int
    private let bands: [BandRole: Int]
    private let test: CloudTest?
    private let scale: LinearScale
    private let gridSize: GridSize

    /// An opened scene with a mask besides.
    ///
    /// - Parameters:
    ///   - reader: The scene.
    ///   - roles: What its bands measure, in their order; the mask is the last and is not among the reader's.
    ///   - test: What counts as cloud; nil where nothing does.
    ///   - radiometry: What the numbers mean.
    ///   - gridSize: The size of the raster.
    package init(
        _ reader: any TileReader,
        roles: [BandRole],
        test: CloudTest?,
        radiometry: Radiometry,
        gridSize: GridSize
    ) {
        precondition(roles.last == .mask)
        self.reader = reader
        maskBand = roles.count - 1
        bands = Dictionary(uniqueKeysWithValues: roles.dropLast().enumerated().map { ($1, $0) })
        let isPossible = CloudTest.neededRoles.allSatisfy(roles.contains)
        self.test = isPossible ? test : nil
        scale = LinearScale(radiometry)
        self.gridSize = gridSize
    }

    /// The pixels of a band.
    package func read(band: Int, window: PixelWindow, into pixels: inout MutableSpan<Float>) throws(Fault) {
        try reader.read(band: band, window: window, into: &pixels)
    }

    /// What a table says of ground (`usableCode`) and of clouds (0); 0 where the first band has no data.
    package func look(
        band: Int,
        window: PixelWindow,
        up table: Span<UInt8>,
        into classes: inout MutableSpan<UInt8>
    ) throws(Fault) {
        precondition(band == maskBand, "only the mask has codes")
        let margin = test.map { 2 * $0.radius } ?? 0
        let wide = window.expanded(by: margin, within: gridSize)
        let first = try values(0, wide)
        let cloud = try test.map { test throws(Fault) in try clouds(test, wide) }
        let (ground, hidden) = (table[Self.usableCode], table[0])
        for row in 0..<window.rows {
            let start = (window.row + row - wide.row) * wide.columns + window.column - wide.column
            for column in 0..<window.columns {
                let place = start + column
                let isHidden = cloud.map { $0[place] != 0 } ?? false
                classes[row * window.columns + column] = first[place].isNaN ? 0 : isHidden ? hidden : ground
            }
        }
    }

    /// Tells the scene, which is read farther where clouds are looked for.
    package func expect(_ tile: PixelWindow, margin: Int) {
        reader.expect(tile, margin: margin + (test.map { 2 * $0.radius } ?? 0))
    }

    private func values(_ band: Int, _ window: PixelWindow) throws(Fault) -> [Float] {
        var values = [Float](repeating: .nan, count: window.pixelCount)
        var span = values.mutableSpan
        try reader.read(band: band, window: window, into: &span)
        return values
    }

    /// 1 where a window with its margin shows a cloud of the least size.
    private func clouds(_ test: CloudTest, _ window: PixelWindow) throws(Fault) -> [UInt8] {
        var rows: [[Float]] = []
        for role in CloudTest.roles {
            let band = bands[role]
            rows.append(try band.map { band throws(Fault) in try values(band, window) } ?? [])
        }
        func reflectance(_ place: Int, _ pixel: Int) -> Float {
            rows[place].isEmpty ? .nan : scale.reflectance(rows[place][pixel])
        }
        let cloud: [UInt8] = (0..<window.pixelCount).map { pixel in
            let isCloud = test.isCloud(
                blue: reflectance(0, pixel), green: reflectance(1, pixel), red: reflectance(2, pixel),
                nir: reflectance(3, pixel), swir1: reflectance(4, pixel))
            return isCloud ? 1 : 0
        }
        // What is eroded and grown again has lost what is thinner than the square.
        let core = dilatedMask(cloud, columns: window.columns, radius: test.radius)
        return dilatedMask(core.map { 1 - $0 }, columns: window.columns, radius: test.radius).map { 1 - $0 }
    }
}
