package import GeoModel
import SafeFiles

/// A file that shows what a step says: a photo, a document. The region keeps its bytes as they came, under their hash.
package struct Evidence: Sendable, Hashable {
    /// The SHA-256 of its bytes, in lower-case hexadecimal.
    package let sha256: String
    /// The file's name as it came, without folders.
    package let name: String
    /// What it is, such as `image/jpeg`.
    package let mediaType: String
    /// Its size.
    package let bytes: Int
    /// When a photo was taken; nil where that is not known.
    package var takenAt: Timestamp?
    /// Where it was taken, in degrees east (WGS 84); nil where that is not known.
    package var longitude: Double?
    /// Where it was taken, in degrees north (WGS 84); nil where that is not known.
    package var latitude: Double?
    /// Where the camera looked, in degrees clockwise from north; nil where that is not known.
    package var azimuth: Double?
    /// Who took it; nil where that is not known.
    package var takenBy: String?

    /// A file of which only its bytes are known.
    package init(sha256: String, name: String, mediaType: String, bytes: Int) {
        self.sha256 = sha256
        self.name = name
        self.mediaType = mediaType
        self.bytes = bytes
    }

    /// Whether it is a picture.
    package var isPhoto: Bool { mediaType.hasPrefix("image/") }

    /// What an event says of it.
    var json: JSONValue {
        [
            "sha256": .string(sha256), "name": .string(name), "media_type": .string(mediaType),
            "bytes": .integer(bytes), "taken_at": JSONValue(takenAt?.text), "longitude": JSONValue(longitude),
            "latitude": JSONValue(latitude), "azimuth": JSONValue(azimuth), "taken_by": JSONValue(takenBy),
        ]
    }
}

/// What a step has to show.
package enum EvidenceNeed: String, Sendable, CaseIterable {
    /// A photo.
    case photo
    /// Any file.
    case file

    /// What it takes, as users read it.
    package var label: Bilingual {
        switch self {
        case .photo: Bilingual(zh: "照片", en: "a photo")
        case .file: Bilingual(zh: "照片或文件", en: "a photo or document")
        }
    }

    /// Whether some files are enough.
    func isMet(by files: [Evidence]) -> Bool {
        switch self {
        case .photo: files.contains(where: \.isPhoto)
        case .file: !files.isEmpty
        }
    }
}
