package import GeoModel
import SafeFiles

/// What a sensor's files look like and mean: a data file of `Pipelines/profiles`.
package struct SensorProfile: Sendable, Hashable {
    /// Its name, by which recipes call it.
    package let name: String
    /// The recipe that two of its images are compared with where none is named.
    package let recipe: String
    /// Words of product names that are its own, such as `MSIL2A` or `LC08`.
    package let products: [String]
    /// The band names that stand for each role.
    package let bandNames: [BandRole: [String]]
    /// Names of bands that the sensor has and nobody compares.
    package let otherNames: [String]
    /// The roles of an image's bands by their number, where nothing names them.
    package let orders: [Int: [BandRole]]
    /// The sizes of pixels in metres; nil where any will do.
    package let resolution: ClosedRange<Double>?
    /// How digital numbers become reflectance.
    package let radiometry: Radiometry
    /// The digital number that means no data; nil for none.
    package let noData: Double?
    /// The mask codes of pixels that may be compared.
    package let usableMaskCodes: MaskCodes

    private static let keys = [
        "name", "recipe", "source", "products", "bands", "others", "orders", "resolution", "scale", "offset", "noData",
        "mask",
    ]

    /// Reads a profile.
    /// - Throws: `Fault` naming the key that is unknown, missing or of the wrong kind.
    package init(file path: String) throws(Fault) {
        let file = try StrictObject(try DurableFile.json(of: path), named: path, keys: Self.keys)
        name = try file.required("name", try file.string("name"))
        recipe = try file.required("recipe", try file.string("recipe"))
        _ = try file.required("source", try file.string("source"))
        products = try file.strings("products") ?? []
        let roles = BandRole.allCases.map(\.rawValue)
        let bands = try file.required("bands", try file.object("bands", keys: roles))
        var names: [BandRole: [String]] = [:]
        for role in BandRole.allCases { names[role] = try bands.strings(role.rawValue) }
        bandNames = names
        otherNames = try file.strings("others") ?? []
        orders = try Self.orders(file)
        resolution = try Self.resolution(file)
        radiometry = Radiometry(
            scale: try file.number("scale", in: 1e-9...1e9) ?? 1,
            offset: try file.number("offset", in: -1e9...1e9) ?? 0
        )
        noData = try file.number("noData")
        let mask = try file.object("mask", keys: ["usable", "fields", "hidden"])
        usableMaskCodes = try mask.map { mask throws(Fault) in try MaskCodes(mask) } ?? []
    }

    private static func resolution(_ file: StrictObject) throws(Fault) -> ClosedRange<Double>? {
        guard let value = file.value("resolution") else { return nil }
        let limits = value.array?.compactMap(\.double) ?? []
        guard limits.count == 2, limits[0] > 0, limits[0] <= limits[1] else {
            throw file.wrong("resolution", value, zh: "[最小, 最大]（米）", en: "[smallest, largest] in metres")
        }
        return limits[0]...limits[1]
    }

    private static func orders(_ file: StrictObject) throws(Fault) -> [Int: [BandRole]] {
        guard let value = file.value("orders") else { return [:] }
        var orders: [Int: [BandRole]] = [:]
        for member in value.members ?? [] {
            let roles = member.value.array?.compactMap { $0.string.flatMap(BandRole.init(rawValue:)) } ?? []
            guard let count = Int(member.key), roles.count == count else {
                throw file.wrong("orders", value, zh: "波段数与同样多的波段角色", en: "a band count with as many roles")
            }
            orders[count] = roles
        }
        return orders
    }

    /// The role that a name stands for, and how many words tell so; nil where none does.
    ///
    /// Two words, such as `SR` and `B4`, tell more than one: of several names the longest counts.
    func match(_ name: String) -> (role: BandRole, words: Int)? {
        let words = lowercaseWords(name)
        var best: (role: BandRole, words: Int)?
        for role in BandRole.allCases {
            for bandName in bandNames[role] ?? [] {
                let wanted = lowercaseWords(bandName)
                if wanted.count > best?.words ?? 0, words.holds(wanted) { best = (role, wanted.count) }
            }
        }
        return best
    }

    /// Whether a name is that of a band which nobody compares.
    func passesOver(_ name: String) -> Bool {
        let words = lowercaseWords(name)
        return otherNames.contains { words.holds(lowercaseWords($0)) }
    }

    /// Whether a product is one of the sensor's, as its name says.
    func owns(product name: String) -> Bool {
        let words = lowercaseWords(name)
        return products.contains { words.contains(Substring($0.lowercased())) }
    }

    /// Whether pixels of a size in metres are the sensor's; nil where either is not known.
    func fits(pixel metres: Double?) -> Bool? {
        guard let metres, let resolution else { return nil }
        return resolution.contains(metres)
    }
}

/// The runs of letters and digits in a name.
func lowercaseWords(_ name: String) -> [Substring] {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }
}

extension [Substring] {
    /// Whether other words stand here one after the other.
    fileprivate func holds(_ other: [Substring]) -> Bool {
        guard !other.isEmpty, other.count <= count else { return false }
        return (0...count - other.count).contains { self[$0..<$0 + other.count].elementsEqual(other) }
    }
}

extension MaskCodes {
    /// The codes that a profile's `mask` entry lets through: those under `usable`, or all but those in which a field of
    /// bits reaches what `hidden` says.
    /// - Throws: `Fault` naming the key that is of the wrong kind.
    fileprivate init(_ mask: StrictObject) throws(Fault) {
        guard let entry = mask.value("fields") else {
            self = .listed(
                try (mask.array("usable") ?? []).map { value throws(Fault) in
                    guard let code = value.integer, (0...255).contains(code) else {
                        throw mask.wrong(
                            "usable", value, zh: "整数 0…255 的列表", en: "a list of whole numbers 0…255")
                    }
                    return code
                })
            return
        }
        let names = entry.members?.map(\.key) ?? []
        let fields = try mask.required("fields", try mask.object("fields", keys: names))
        let hidden = try mask.required("hidden", try mask.object("hidden", keys: names))
        var rule: [MaskField] = []
        for name in names {
            let field = try fields.required(name, try fields.object(name, keys: ["bit", "width"]))
            let bit = try field.required("bit", try field.integer("bit", in: 0...15))
            let width = try field.integer("width", in: 1...16 - bit) ?? 1
            if let least = try hidden.integer(name, in: 1...(1 << width) - 1) {
                rule.append(MaskField(name, bit: bit, width: width, hidesFrom: least))
            }
        }
        self = .unless(rule)
    }
}
