/// Surface reflectance × 10 000 in B02, B03, B04, B08, B11, B12; two lanes are unused.
typealias Spectrum = SIMD8<Float>

/// Typical reflectances of surfaces as Sentinel-2 sees them at the bottom of the atmosphere.
///
/// Chosen by hand after the usual shapes and no measurement: vegetation with a red edge and water absorption, soils
/// that rise to the short-wave infrared, blue steel roofs that peak in the blue, dark asphalt.
enum Spectra {
    /// Leaves of maize, soya and trees in full growth.
    static let summerCanopy = spectrum(290, 570, 330, 4250, 2000, 950)
    /// Wheat in full growth.
    static let wheatCanopy = spectrum(300, 610, 350, 4500, 1850, 830)
    /// Broad-leaved trees in leaf.
    static let treeCanopy = spectrum(240, 450, 260, 3550, 1650, 720)
    /// Pines and arborvitae in summer.
    static let needles = spectrum(230, 380, 270, 2500, 1250, 600)
    /// Pines and arborvitae in winter.
    static let winterNeedles = spectrum(300, 430, 370, 1950, 1250, 680)
    /// Ripe straw, stubble, dead grass.
    static let straw = spectrum(760, 1120, 1520, 2700, 3300, 2450)
    /// Bare twigs and leaf litter.
    static let litter = spectrum(520, 680, 860, 1500, 2350, 1750)
    /// Dry loam of the plain.
    static let drySoil = spectrum(1020, 1370, 1720, 2300, 3080, 2720)
    /// The same loam after rain.
    static let wetSoil = spectrum(620, 840, 1080, 1500, 1850, 1500)
    /// The river in a normal month.
    static let river = spectrum(640, 800, 620, 400, 190, 120)
    /// The reservoir.
    static let lake = spectrum(480, 540, 340, 190, 100, 70)
    /// Muddy flood water.
    static let flood = spectrum(900, 1220, 1200, 800, 300, 190)

    /// A surface that looks the same in every month; nil for plants, which have a calendar.
    static func constant(_ surface: Surface) -> Spectrum? {
        switch surface {
        case .cropland, .orchard, .vegetables, .weeds, .broadleaf, .evergreen: nil
        case .sand: spectrum(1500, 1850, 2200, 2650, 3100, 2850)
        case .gravel: spectrum(1650, 1980, 2280, 2700, 3200, 3000)
        case .earthwork: spectrum(1560, 2080, 2620, 3250, 4150, 3850)
        case .clearedForest: spectrum(760, 1060, 1480, 2080, 2950, 2500)
        case .rubble: spectrum(1500, 1700, 1920, 2200, 2650, 2550)
        case .concrete: spectrum(1650, 1850, 2000, 2270, 2480, 2350)
        case .asphalt: spectrum(840, 900, 960, 1120, 1350, 1280)
        case .redRoof: spectrum(850, 1040, 1540, 1980, 2450, 2250)
        case .greyRoof: spectrum(1150, 1250, 1340, 1550, 1820, 1760)
        case .blueRoof: spectrum(2050, 1880, 1400, 2050, 2150, 1900)
        case .whiteRoof: spectrum(3150, 3350, 3450, 3600, 3150, 2850)
        case .plastic: spectrum(2050, 2280, 2380, 3150, 2750, 2250)
        case .foundation: spectrum(1500, 1660, 1800, 2080, 2500, 2400)
        case .frame: spectrum(1220, 1340, 1440, 1680, 2020, 1950)
        case .pond: spectrum(560, 760, 560, 330, 160, 100)
        }
    }

    static func spectrum(_ b02: Float, _ b03: Float, _ b04: Float, _ b08: Float, _ b11: Float, _ b12: Float) -> Spectrum
    {
        Spectrum(b02, b03, b04, b08, b11, b12, 0, 0)
    }
}
