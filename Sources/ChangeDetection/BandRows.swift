import GeoModel

/// The bands of one date over some rows, in the files' own numbers: the five that the spectral indices are made from,
/// and those that only some methods take.
///
/// All bands have the same length; those that were not read hold `NaN`, no data.
struct BandRows {
    var blue: [Float]
    var green: [Float]
    var red: [Float]
    var nir: [Float]
    var swir1: [Float]
    var swir2: [Float]
    private var rededge1: [Float]
    private var rededge2: [Float]
    private var rededge3: [Float]
    private var nirNarrow: [Float]

    /// Rows without data.
    init(count: Int) {
        let nothing = [Float](repeating: .nan, count: count)
        (blue, green, red) = (nothing, nothing, nothing)
        (nir, swir1, swir2) = (nothing, nothing, nothing)
        (rededge1, rededge2, rededge3, nirNarrow) = (nothing, nothing, nothing, nothing)
    }

    /// Reads the bands that are wanted.
    ///
    /// - Parameters:
    ///   - reader: Where from.
    ///   - window: At most as many pixels as there is room for.
    ///   - bands: The reader's band of each role.
    /// - Throws: `Fault` where a file can't be decoded.
    mutating func read(_ reader: any TileReader, _ window: PixelWindow, _ bands: [BandRole: Int]) throws(Fault) {
        try Self.read(reader, window, bands[.blue], into: &blue)
        try Self.read(reader, window, bands[.green], into: &green)
        try Self.read(reader, window, bands[.red], into: &red)
        try Self.read(reader, window, bands[.nir], into: &nir)
        try Self.read(reader, window, bands[.swir1], into: &swir1)
        try Self.read(reader, window, bands[.swir2], into: &swir2)
        try Self.read(reader, window, bands[.rededge1], into: &rededge1)
        try Self.read(reader, window, bands[.rededge2], into: &rededge2)
        try Self.read(reader, window, bands[.rededge3], into: &rededge3)
        try Self.read(reader, window, bands[.nirNarrow], into: &nirNarrow)
    }

    /// The band of a role; the mask is none.
    subscript(role: BandRole) -> [Float] {
        switch role {
        case .blue: blue
        case .green: green
        case .red: red
        case .nir: nir
        case .swir1: swir1
        case .swir2: swir2
        case .rededge1: rededge1
        case .rededge2: rededge2
        case .rededge3: rededge3
        case .nirNarrow: nirNarrow
        case .mask: preconditionFailure("the mask is looked up, not read")
        }
    }

    /// Changes the band of a role in place; the mask is none.
    mutating func change(_ role: BandRole, _ body: (inout [Float]) -> Void) {
        switch role {
        case .blue: body(&blue)
        case .green: body(&green)
        case .red: body(&red)
        case .nir: body(&nir)
        case .swir1: body(&swir1)
        case .swir2: body(&swir2)
        case .rededge1: body(&rededge1)
        case .rededge2: body(&rededge2)
        case .rededge3: body(&rededge3)
        case .nirNarrow: body(&nirNarrow)
        case .mask: preconditionFailure("the mask is looked up, not read")
        }
    }

    private static func read(_ reader: any TileReader, _ window: PixelWindow, _ band: Int?, into row: inout [Float])
        throws(Fault)
    {
        guard let band else { return }
        var span = row.mutableSpan
        try reader.read(band: band, window: window, into: &span)
    }

    /// The indices at one pixel; `NaN` where a band has no data.
    func indices(at pixel: Int, _ radiometry: LinearScale) -> Indices {
        Indices(
            blue: radiometry.reflectance(blue[pixel]),
            green: radiometry.reflectance(green[pixel]),
            red: radiometry.reflectance(red[pixel]),
            nir: radiometry.reflectance(nir[pixel]),
            swir1: radiometry.reflectance(swir1[pixel])
        )
    }
}

/// `Radiometry` in the precision of the pixels.
struct LinearScale {
    private let scale: Float
    private let offset: Float

    init(_ radiometry: Radiometry) {
        scale = Float(radiometry.scale)
        offset = Float(radiometry.offset)
    }

    /// The reflectance of a digital number, not below 0; `NaN` stays `NaN`.
    @inline(__always)
    func reflectance(_ number: Float) -> Float {
        let reflectance = number * scale + offset
        return reflectance < 0 ? 0 : reflectance
    }
}

/// The spectral indices of one pixel at one date, each in −1…1; 0 where all its bands are 0, `NaN` where one has no
/// data.
struct Indices {
    let ndvi: Float
    let ndbi: Float
    let mndwi: Float
    let bsi: Float
    /// (green − nir) / (green + nir), which tells water where there is no short-wave infrared. Source: McFeeters 1996.
    let ndwi: Float
    /// The mean of visible light.
    let light: Float

    /// From reflectances that are not negative. `SpectralIndex` names the sources.
    @inline(__always)
    init(blue: Float, green: Float, red: Float, nir: Float, swir1: Float) {
        ndvi = Self.normalized(nir, red)
        ndbi = Self.normalized(swir1, nir)
        mndwi = Self.normalized(green, swir1)
        bsi = Self.normalized(swir1 + red, nir + blue)
        ndwi = Self.normalized(green, nir)
        light = (blue + green + red) / 3
    }

    /// The difference of two reflectances over their sum.
    @inline(__always)
    static func normalized(_ first: Float, _ second: Float) -> Float {
        (first - second) / (first + second + .leastNormalMagnitude)
    }
}
