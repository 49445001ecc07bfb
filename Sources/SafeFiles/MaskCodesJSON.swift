package import GeoModel

extension MaskCodes {
    /// As documents have it: a list of codes, or of fields of bits that hide pixels.
    package var json: JSONValue {
        switch self {
        case .listed(let codes): .array(codes.map { .integer($0) })
        case .unless(let fields):
            .array(
                fields.map { field in
                    [
                        "name": .string(field.name), "bit": .integer(field.bit), "width": .integer(field.width),
                        "hides_from": .integer(field.hidesFrom),
                    ]
                })
        }
    }

    /// From a document; nil where it holds anything else.
    package init?(_ json: JSONValue) {
        guard let elements = json.array else { return nil }
        guard elements.contains(where: { $0.members != nil }) else {
            let codes = elements.compactMap(\.integer)
            guard codes.count == elements.count else { return nil }
            self = .listed(codes)
            return
        }
        var fields: [MaskField] = []
        for element in elements {
            guard let name = element["name"]?.string, let bit = element["bit"]?.integer,
                let width = element["width"]?.integer, let from = element["hides_from"]?.integer,
                (0...15).contains(bit), (1...16 - bit).contains(width)
            else { return nil }
            fields.append(MaskField(name, bit: bit, width: width, hidesFrom: from))
        }
        self = .unless(fields)
    }
}
