package import GeoModel
package import SafeFiles

/// How far the record of the loop had come: the hash of an event covers all events before it. Kept elsewhere, on paper
/// or in another office, it tells later whether the record still says what it said.
package struct ChainHead: Sendable, Hashable {
    /// How many events there were.
    package let count: Int
    /// The hash of the last one.
    package let hash: String

    /// A head.
    package init(count: Int, hash: String) {
        self.count = count
        self.hash = hash
    }

    /// The head of a file that `tuban audit head` wrote for a region.
    /// - Throws: `Fault` naming what is missing or wrong, or that it is another region's.
    package init(_ json: JSONValue, named name: String, of region: String) throws(Fault) {
        try self.init(json, named: name)
        guard let other = json["region"]?.string, other != region else { return }
        throw Fault(
            name, zh: "是“\(other)”的链尾，而核验的是“\(region)”。请选用本区域留存的文件。",
            en: "is the head of ‘\(other)’, but ‘\(region)’ is to be verified. Take the file that was kept of it.")
    }

    /// The head of a file that `tuban audit head` wrote.
    /// - Throws: `Fault` naming what is missing or wrong.
    package init(_ json: JSONValue, named name: String) throws(Fault) {
        let object = try StrictObject(json, named: name, keys: ["region", "written_at", "events", "head"])
        count = try object.required("events", object.integer("events", in: 0...Int.max))
        let text = try object.required("head", object.string("head"))
        guard text.count == 64, text.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
            throw object.wrong("head", .string(text), zh: "64 位小写十六进制", en: "64 hexadecimal digits in lower case")
        }
        hash = text
    }

    /// The head as a file keeps it.
    ///
    /// - Parameters:
    ///   - region: The region's name.
    ///   - time: When it was taken.
    /// - Returns: The document.
    package func document(region: String, at time: Timestamp) -> JSONValue {
        [
            "region": .string(region), "written_at": .string(time.text), "events": .integer(count),
            "head": .string(hash),
        ]
    }
}
