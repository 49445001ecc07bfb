package import GeoModel
import SafeFiles

/// What a sensor's files look like and mean: a data file of `Pipelines/profiles`.
package struct SensorProfile: Sendable, Hashable {
    /// Its name, by which recipes call it.
    package let name: String
    /// The recipe that two of its images are compared with where none is named.
    package let recipe: String
    /// The band names that stand for each role.
    package let bandNames: [BandRole: [String]]
    /// The roles of an image's bands by their number, where nothing names them.
    package let orders: [Int: [BandRole]]
    /// How digital numbers become reflectance.
    package let radiometry: Radiometry
    /// The digital number that means no data; nil for none.
    package let noData: Double?
    /// The mask codes of pixels that may be compared.
    package let usableMaskCodes: [Int]

    /// Reads a profile.
    /// - Throws: `Fault` naming the key that is unknown, missing or of the wrong kind.
    package init(file path: String) throws(Fault) {
        let keys = ["name", "recipe", "source", "bands", "orders", "scale", "offset", "noData", "mask"]
        let file = try StrictObject(try DurableFile.json(of: path), named: path, keys: keys)
        name = try file.required("name", try file.string("name"))
        recipe = try file.required("recipe", try file.string("recipe"))
        _ = try file.required("source", try file.string("source"))
        let roles = BandRole.allCases.map(\.rawValue)
        let bands = try file.required("bands", try file.object("bands", keys: roles))
        var names: [BandRole: [String]] = [:]
        for role in BandRole.allCases { names[role] = try bands.strings(role.rawValue) }
        bandNames = names
        orders = try Self.orders(file)
        radiometry = Radiometry(
            scale: try file.number("scale", in: 1e-9...1e9) ?? 1,
            offset: try file.number("offset", in: -1e9...1e9) ?? 0
        )
        noData = try file.number("noData")
        let mask = try file.object("mask", keys: ["usable"])
        usableMaskCodes = try mask.map { mask throws(Fault) in try Self.codes(mask) } ?? []
    }

    private static func codes(_ mask: StrictObject) throws(Fault) -> [Int] {
        try (mask.array("usable") ?? []).map { value throws(Fault) in
            guard let code = value.integer, (0...255).contains(code) else {
                throw mask.wrong("usable", value, zh: "整数 0…255 的列表", en: "a list of whole numbers 0…255")
            }
            return code
        }
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

    /// The role that a band or file name stands for: one of its words is a band name of the profile.
    package func role(inName name: String) -> BandRole? {
        let words = name.split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
        return BandRole.allCases.first { role in
            bandNames[role]?.contains { words.contains($0.lowercased()) } ?? false
        }
    }
}
