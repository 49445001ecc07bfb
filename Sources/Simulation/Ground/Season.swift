import GeoModel

/// How the ground of the district looks on one day.
struct Season: Sendable {
    /// The day of the year, from 1.
    let dayOfYear: Int
    /// The year in which what is now in the fields is harvested in autumn.
    let cropYear: Int
    /// 0 dry … 1 soaked.
    let wetness: Float
    /// Pixels that the river's bank lies higher (positive) or lower than in a normal month.
    let riverLevel: Double
    /// Pixels that the reservoir's bank lies higher or lower.
    let reservoirLevel: Double
    private let dice: Dice
    private let constants: [Spectrum]
    private let cropCalendars: [PlantCalendar]

    init(date: CalendarDate, dice: Dice) {
        let newYear = CalendarDate(year: date.year, month: 1, day: 1) ?? date
        dayOfYear = date.daysSinceEpoch - newYear.daysSinceEpoch + 1
        cropYear = dayOfYear > 284 ? date.year + 1 : date.year
        self.dice = dice
        let isRainy = (6...9).contains(date.month)
        let rain = dice.unit(date.year, date.month, .moisture)
        wetness = Float(isRainy ? 0.25 + 0.5 * rain : 0.08 + 0.4 * rain * rain)
        riverLevel = isRainy ? 0.6 * rain : -0.9 + 0.5 * rain
        // Lowest before the rains, filled by September.
        let sinceJune = (date.month + 6) % 12
        reservoirLevel = (sinceJune < 4 ? -1.6 + 0.6 * Double(sinceJune) : 0.8 - 0.3 * Double(sinceJune - 4))
        constants = Surface.allCases.map { Spectra.constant($0) ?? Spectrum() }
        cropCalendars = Crop.allCases.map(PlantCalendar.calendar)
    }

    /// The reflectance of a pixel of ground.
    func reflectance(_ point: GroundPoint) -> Spectrum {
        if let water = water(point) { return water }
        var spectrum = spectrum(of: point.surface, key: point.key)
        if point.secondShare > 0 {
            spectrum += (self.spectrum(of: point.second, key: point.key) - spectrum) * point.secondShare
        }
        spectrum *= point.brightness * point.light
        if point.roadShare > 0 {
            spectrum += (constants[Int(point.road.rawValue)] - spectrum) * point.roadShare
        }
        return spectrum
    }

    /// The reflectance of a surface that an event made.
    func constant(_ surface: Surface) -> Spectrum { constants[Int(surface.rawValue)] }

    /// The crop on a field: most keep theirs, some change from year to year.
    func crop(key: UInt64) -> Crop {
        let usual = Season.crop(draw: Double(key >> 20 & 0xFFF) / 4096)
        let change = dice.bits(Int(truncatingIfNeeded: key & 0xFF_FFFF_FFFF), cropYear, .rotation)
        return change % 100 < 6 ? Season.crop(draw: Double(change >> 20 & 0xFFF) / 4096) : usual
    }

    /// The reflectance of a field under one crop.
    func field(_ crop: Crop, key: UInt64) -> Spectrum {
        let bits = Int(truncatingIfNeeded: key & 0xFF_FFFF_FFFF)
        let own = Int(key >> 32 & 0x0F) - 7
        let year = Int(dice.bits(bits, cropYear, .timing) % 7) - 3
        let cover = cropCalendars[Int(crop.rawValue)].cover(dayOfYear - own - year)
        let vigour = 0.93 + 0.09 * Float(key >> 24 & 0xFF) / 255
        let canopy = dayOfYear < 170 || dayOfYear > 290 ? Spectra.wheatCanopy : Spectra.summerCanopy
        return mixed(canopy, cover, litter: Spectra.straw, vigour: vigour, key: key)
    }

    private static func crop(draw: Double) -> Crop {
        draw < 0.76
            ? .wheatMaize : draw < 0.88 ? .wheatLegume : draw < 0.95 ? .springCrop : draw < 0.97 ? .fallow : .silage
    }

    private func spectrum(of surface: Surface, key: UInt64) -> Spectrum {
        switch surface {
        case .cropland: return field(crop(key: key), key: key)
        case .vegetables:
            let green = 0.25 + 0.5 * Float(dice.unit(Int(key >> 40), cropYear * 12 + dayOfYear / 45, .rotation))
            return mixed(
                Spectra.summerCanopy, PlantCalendar.Cover(green: green, straw: 0.05), litter: Spectra.straw, key: key)
        case .orchard:
            return mixed(Spectra.treeCanopy, PlantCalendar.orchard.cover(dayOfYear), litter: Spectra.litter, key: key)
        case .weeds:
            return mixed(Spectra.summerCanopy, PlantCalendar.weeds.cover(dayOfYear), litter: Spectra.straw, key: key)
        case .broadleaf:
            return mixed(Spectra.treeCanopy, PlantCalendar.broadleaf.cover(dayOfYear), litter: Spectra.litter, key: key)
        case .evergreen:
            let summer = PlantCalendar.broadleaf.cover(dayOfYear).green
            return Spectra.winterNeedles + (Spectra.needles - Spectra.winterNeedles) * summer
        default: return constants[Int(surface.rawValue)]
        }
    }

    private func mixed(
        _ canopy: Spectrum,
        _ cover: PlantCalendar.Cover,
        litter: Spectrum,
        vigour: Float = 1,
        key: UInt64
    ) -> Spectrum {
        let green = min(cover.green * vigour, 1)
        let straw = min(cover.straw, 1 - green)
        let damp = min(1, wetness * (0.8 + 0.4 * Float(key >> 48 & 0xFF) / 255))
        let soil = Spectra.drySoil + (Spectra.wetSoil - Spectra.drySoil) * damp
        return canopy * green + litter * straw + soil * (1 - green - straw)
    }

    private func water(_ point: GroundPoint) -> Spectrum? {
        switch point.body {
        case .river where Double(point.shore) < riverLevel: return Spectra.river * (0.85 + 0.15 * point.brightness)
        case .reservoir where Double(point.shore) < reservoirLevel:
            return Spectra.lake * (0.85 + 0.15 * point.brightness)
        case .stream where point.shore < 0: return Spectra.river
        default: return nil
        }
    }
}
