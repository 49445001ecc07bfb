import Foundation
import GeoIO
package import GeoModel
package import LandRecords
import Patches
import SafeFiles
package import WorkQueue

/// The tables in which patches (`JCTB`) and their photos (`FJ`) are exchanged with the national app.
///
/// Source: the field lists of the app's exchange database. Which codes its columns take is not public: those without a
/// counterpart here (TBLX, PZD, BGDL, BGFW, WBGLX) are left empty. The last four of `JCTB` are this program's own.
package enum ExchangeTables {
    /// Columns of patches.
    package enum Patch: String, CaseIterable, Sendable {
        case jcbh = "JCBH"
        case tblx = "TBLX"
        case xzqdm = "XZQDM"
        case xmc = "XMC"
        case jcmj = "JCMJ"
        case qsx = "QSX"
        case hsx = "HSX"
        case xzb = "XZB"
        case yzb = "YZB"
        case tz = "TZ"
        case pzd = "PZD"
        case bgdl = "BGDL"
        case bgfw = "BGFW"
        case wbglx = "WBGLX"
        case bz = "BZ"
        case jzry = "JZRY"
        case tbfw = "TBFW"
        /// The case's number.
        case rwbh = "RWBH"
        /// The case's version.
        case bbh = "BBH"
        /// The outcome, to be filled in.
        case hcjl = "HCJL"
        /// The finding, to be filled in.
        case hcfx = "HCFX"
    }

    /// Columns of photos.
    package enum Photo: String, CaseIterable, Sendable {
        case tbybh = "TBYBH"
        case fjmc = "FJMC"
        case fjlx = "FJLX"
        case fj = "FJ"
        case pssj = "PSSJ"
        case psjd = "PSJD"
        case psry = "PSRY"
        case longitude = "Longitude"
        case latitude = "Latitude"
        case xzb = "XZB"
        case yzb = "YZB"
        /// The checksum: SHA-256 of the bytes in FJ, in hexadecimal.
        case jym = "JYM"
    }

    /// The table of patches.
    package static let patches = "JCTB"
    /// The table of photos.
    package static let photos = "FJ"

    /// A photo that goes along.
    package struct Attachment: Sendable {
        /// What is known of it.
        package let evidence: Evidence
        /// Its bytes.
        package let bytes: [UInt8]
        /// When it was taken by the clock of the place.
        package let clock: String?
        /// Where it was taken, in the region's coordinate system.
        package let place: MapPoint?

        /// A photo.
        package init(evidence: Evidence, bytes: [UInt8], clock: String?, place: MapPoint?) {
            (self.evidence, self.bytes, self.clock, self.place) = (evidence, bytes, clock, place)
        }
    }

    /// Writes both tables; into a spreadsheet (`.xlsx`) only that of patches.
    ///
    /// - Parameters:
    ///   - cases: The cases.
    ///   - region: The region's name and code.
    ///   - path: The file.
    ///   - attachments: The photos of a case, one case at a time.
    /// - Returns: How many rows both have.
    /// - Throws: `Fault` where the disk is full, or what `attachments` throws.
    package static func write(
        _ cases: [(summary: CaseSummary, flag: Flag)], region: (name: String, code: String), to path: String,
        attachments: (CaseSummary) throws(Fault) -> [Attachment]
    ) throws(Fault) -> (patches: Int, photos: Int) {
        let isSheet = path.lowercased().hasSuffix(".xlsx")
        let writer = try LayerWriter(path, format: isSheet ? .xlsx : .geoPackage)
        let fields = Patch.allCases.map { Field($0.rawValue, $0.kind) }
        if isSheet {
            try writer.beginLayer(patches, system: nil, fields: fields)
        } else {
            try writer.beginTable(patches, fields: fields)
        }
        for item in cases {
            try writer.append(nil, Patch.allCases.map { value($0, of: item.summary, item.flag, region) })
        }
        var count = 0
        if !isSheet {
            try writer.beginTable(photos, fields: Photo.allCases.map { Field($0.rawValue, $0.kind) })
            for item in cases {
                for attachment in try attachments(item.summary) {
                    let number = item.flag.patch?.number ?? item.summary.id
                    try writer.append(nil, Photo.allCases.map { value($0, of: attachment, number) })
                    count += 1
                }
            }
        }
        try writer.close()
        return (cases.count, count)
    }

    private static func value(
        _ column: Patch, of summary: CaseSummary, _ flag: Flag, _ region: (name: String, code: String)
    ) -> FieldValue {
        switch column {
        case .jcbh: .text(flag.patch?.number ?? summary.id)
        case .xzqdm: .text(region.code)
        case .xmc: .text(region.name)
        case .jcmj: .real(rounded(flag.area.squareMetres, 2))
        case .qsx: FieldValue(flag.patch?.before.date?.description)
        case .hsx: FieldValue(flag.patch?.after.date?.description)
        case .xzb: flag.shape.place.map { .real(rounded($0.x, 3)) } ?? .null
        case .yzb: flag.shape.place.map { .real(rounded($0.y, 3)) } ?? .null
        case .tz: FieldValue(flag.patch?.transition.label.zh)
        case .jzry: FieldValue(summary.assigned?.name)
        case .tbfw: .text(flag.shape.wellKnownText)
        case .rwbh: .text(summary.id)
        case .bbh: .integer(Int64(summary.version))
        case .tblx, .pzd, .bgdl, .bgfw, .wbglx, .bz, .hcjl, .hcfx: .null
        }
    }

    private static func value(_ column: Photo, of attachment: Attachment, _ number: String) -> FieldValue {
        let evidence = attachment.evidence
        func real(_ value: Double?) -> FieldValue { value.map { .real($0) } ?? .null }
        return switch column {
        case .tbybh: .text(number)
        case .fjmc: .text(evidence.name)
        case .fjlx: .text((evidence.name as NSString).pathExtension.lowercased())
        case .fj: .bytes(attachment.bytes)
        case .pssj: FieldValue(attachment.clock)
        case .psjd: real(evidence.azimuth)
        case .psry: FieldValue(evidence.takenBy)
        case .longitude: real(evidence.longitude)
        case .latitude: real(evidence.latitude)
        case .xzb: attachment.place.map { .real(rounded($0.x, 3)) } ?? .null
        case .yzb: attachment.place.map { .real(rounded($0.y, 3)) } ?? .null
        case .jym: .text(evidence.sha256)
        }
    }
}

extension ExchangeTables.Patch {
    fileprivate var kind: FieldKind {
        switch self {
        case .jcmj, .xzb, .yzb: .real
        case .bbh: .integer
        default: .text
        }
    }
}

extension ExchangeTables.Photo {
    fileprivate var kind: FieldKind {
        switch self {
        case .fj: .bytes
        case .psjd, .longitude, .latitude, .xzb, .yzb: .real
        default: .text
        }
    }
}

extension MultiPolygon {
    /// The outline as OGC well-known text.
    fileprivate var wellKnownText: String {
        func text(_ ring: Ring) -> String { "(" + ring.points.map { "\($0.x) \($0.y)" }.joined(separator: ", ") + ")" }
        let parts = polygons.map { "(" + ([$0.exterior] + $0.holes).map(text).joined(separator: ", ") + ")" }
        return parts.isEmpty ? "MULTIPOLYGON EMPTY" : "MULTIPOLYGON (" + parts.joined(separator: ", ") + ")"
    }
}
