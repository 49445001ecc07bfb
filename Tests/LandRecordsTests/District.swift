import Foundation
import GeoModel
import LandRecords
import Patches
import SafeFiles

/// A hand-made district beside the central meridian of EPSG:4548, where the plane is true to 1 part in 10 million.
enum District {
    static let system = CoordinateSystem("EPSG:4548")
    static let june = Period(of: day("2026-06-15"))

    static func day(_ text: String) -> CalendarDate {
        guard let day = CalendarDate(text) else { preconditionFailure("no day: \(text)") }
        return day
    }

    /// A rectangle in metres from the district's corner.
    static func block(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> MultiPolygon {
        let (left, low) = (500_000 + x, 3_852_000 + y)
        return MultiPolygon([
            Polygon(BoundingBox(minX: left, minY: low, maxX: left + width, maxY: low + height))
        ])
    }

    /// A ring in metres from the district's corner, given as x, y, x, y …
    static func ring(_ numbers: Double...) -> Ring {
        Ring(
            stride(from: 0, to: numbers.count, by: 2).map { place in
                MapPoint(x: 500_000 + numbers[place], y: 3_852_000 + numbers[place + 1])
            }
        )
    }

    static func source(_ row: Int64, _ layer: String = "hand.gpkg") -> RecordSource {
        RecordSource(layer: layer, row: row)
    }

    static func parcel(_ code: String, _ landClass: String?, _ shape: MultiPolygon) -> Parcel {
        Parcel(code: code, landClass: landClass, holder: nil, shape: shape, source: source(1))
    }

    static func approval(_ number: String, _ day: String?, _ shape: MultiPolygon) -> Approval {
        Approval(
            number: number,
            batchName: nil,
            approvedOn: day.map(District.day),
            shape: shape,
            source: source(2)
        )
    }

    static func supply(_ contract: String, _ day: String?, _ shape: MultiPolygon) -> Supply {
        Supply(
            contract: contract,
            parcelCode: nil,
            mode: nil,
            signedOn: day.map(District.day),
            agreedStart: nil,
            agreedCompletion: nil,
            shape: shape,
            source: source(3)
        )
    }

    static func zone(_ kind: ZoneKind, _ shape: MultiPolygon) -> Zone {
        Zone(kind: kind, name: kind.rawValue, shape: shape, source: source(4))
    }

    static func project(_ code: String, major: Bool, _ shape: MultiPolygon) -> Project {
        Project(code: code, name: "name of \(code)", isMajor: major, shape: shape, source: source(5))
    }

    /// A patch as the detector would give it; its area is that of the plane.
    static func patch(
        _ number: String,
        _ shape: MultiPolygon,
        from before: LandState = .vegetation,
        to after: LandState = .built,
        squareMetres: Double? = nil,
        confidence: Double = 0.9,
        bsi: Double = 0.5,
        ndvi: Double = -0.5,
        mndwi: Double = 0.2,
        observed: String? = "2026-06-13"
    ) -> Patch {
        let box = shape.bounds ?? BoundingBox(minX: 0, minY: 0, maxX: 0, maxY: 0)
        return Patch(
            number: number,
            before: SceneStamp(id: "S2-May", date: day("2026-05-14")),
            after: SceneStamp(id: "S2-June", date: observed.map(day)),
            firstPixel: PixelPlace(column: 0, row: 0),
            pixelCount: 100,
            area: Area(squareMetres: squareMetres ?? (box.maxX - box.minX) * (box.maxY - box.minY)),
            shape: shape,
            transition: Transition(before: before, after: after),
            transitionShare: 0.95,
            differences: IndexDifferences(ndvi: ndvi, ndbi: 0.3, mndwi: mndwi, bsi: bsi),
            meanScore: 0.6,
            largestScore: 0.9,
            confidence: confidence
        )
    }

    /// A file of the project's data folder.
    static func data(_ path: String) throws -> JSONValue { try DurableFile.json(of: file(path)) }

    /// The text of a file of the project's data folder.
    static func text(_ path: String) throws -> String { try DurableFile.text(of: file(path)) }

    private static func file(_ path: String) -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.appendingPathComponent("Pipelines/\(path)").path
    }
}

extension LandRecordSet {
    static func of(
        parcels: [Parcel] = [],
        approvals: [Approval] = [],
        supplies: [Supply] = [],
        zones: [Zone] = [],
        projects: [Project] = []
    ) -> LandRecordSet {
        var records = LandRecordSet()
        records.parcels = parcels
        records.approvals = approvals
        records.supplies = supplies
        records.zones = zones
        records.projects = projects
        return records
    }

    func joined(_ patches: [Patch], _ rules: RuleBook) throws -> JoinOutcome {
        try PatchJoin(
            register: LandRegister(self, system: District.system),
            rules: rules,
            period: District.june,
            observedOn: District.day("2026-06-15")
        ).join(patches)
    }
}
