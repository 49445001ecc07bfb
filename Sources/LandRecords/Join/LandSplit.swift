package import GeoModel
import Patches

/// The columns that land is added up in. Their sum over a patch, with what no parcel covers, is the patch.
package enum LandColumn: String, Sendable, CaseIterable {
    /// Cultivated land (耕地).
    case cultivated
    /// Orchard, forest, pasture and what else serves agriculture (其他农用地).
    case otherAgricultural
    /// Unused land (未利用地).
    case unused
    /// Construction land (建设用地).
    case construction

    /// What users read.
    package var label: Bilingual {
        switch self {
        case .cultivated: Bilingual(zh: "耕地", en: "cultivated land")
        case .otherAgricultural: Bilingual(zh: "其他农用地", en: "other agricultural land")
        case .unused: Bilingual(zh: "未利用地", en: "unused land")
        case .construction: Bilingual(zh: "建设用地", en: "construction land")
        }
    }
}

/// A patch's ground by what it was before, as the land-use layer tells, or the parcels where there is none: cultivated
/// + other agricultural + unused + construction + ground of no known class + ground of no record = the patch + what
/// overlapping records count twice.
package struct LandSplit: Sendable, Hashable {
    /// The patch's number.
    package let patch: String
    /// The patch's area.
    package let whole: Area
    /// The register that tells: the land-use layer or the parcels.
    package let register: RecordKind
    /// What the records of each column have of it, slivers too, each record counted in full.
    package let columns: [LandColumn: Area]
    /// What records have that give no land class, or one that the rules put in no column.
    package let unclassified: Area
    /// What no record covers.
    package let uncovered: Area
    /// What records count more than once because they overlap.
    package let overlapping: Area
    /// The two records that have most of a patch on which records overlap.
    package let overlappingRecords: [String]
    /// Of the whole: permanent basic farmland (永久基本农田).
    package let basicFarmland: Area
    /// Of the whole: ecological red line (生态保护红线).
    package let redLine: Area

    /// How far areas may be off that have to be equal: 0.01 mu (the tolerance of the patch lists).
    package static let toleranceMu = 0.01

    /// The columns, what is unclassified and what is uncovered, together.
    package var sum: Area {
        LandColumn.allCases.reduce(unclassified + uncovered) { $0 + (columns[$1] ?? .zero) }
    }

    /// Whether the sum is the whole; not where parcels overlap.
    package var isBalanced: Bool { abs(sum.mu - whole.mu) <= Self.toleranceMu }
}

extension LandSplit {
    /// The split of a patch.
    ///
    /// - Parameters:
    ///   - findings: What the registers say about it.
    ///   - slivers: What a register has of it that is too little for the findings.
    ///   - covered: The ground that several shares cover together, each place counted once.
    /// - Throws: `Fault` named after the patch where its shares can't be united.
    init(
        _ findings: PatchFindings,
        slivers: (RecordKind) -> [Share],
        covered: ([Share]) throws(Fault) -> Area
    ) throws(Fault) {
        let (overlay, records) = (findings.overlay, findings.register.records)
        register = records.landUses.isEmpty ? .parcel : .landUse
        let large = PatchFindings.classShares(records, overlay, findings.further).map(\.share)
        let shares = large + slivers(register)
        var columns: [LandColumn: Area] = [:]
        var unclassified = Area.zero
        var all = Area.zero
        // In the register's order, so that the last digit does not depend on which share is the largest.
        for share in shares.sorted(by: { $0.record < $1.record }) {
            let landClass =
                register == .parcel
                ? records.parcels[share.record].landClass : records.landUses[share.record].landClass
            let group = landClass.flatMap { code in findings.landClasses.first { $0.contains(code) } }
            if let column = group?.column {
                columns[column, default: .zero] += share.area
            } else {
                unclassified += share.area
            }
            all += share.area
        }
        let once = try covered(shares)
        let twice = max(0, all.squareMetres - once.squareMetres)
        patch = findings.patch.number
        whole = overlay.area
        self.columns = columns
        self.unclassified = unclassified
        uncovered = Area(squareMetres: max(0, overlay.area.squareMetres - once.squareMetres))
        overlapping = Area(squareMetres: twice)
        let isTold = overlapping.mu > Self.toleranceMu
        let kind = register
        overlappingRecords = isTold ? large.prefix(2).map { records.identity(kind, $0.record).key } : []
        // Of a patch that lies inside, the last digit may say otherwise.
        basicFarmland = min(findings.zoneAreas.first { $0.kind == .permanentBasicFarmland }?.area ?? .zero, whole)
        redLine = min(findings.zoneAreas.first { $0.kind == .ecologicalRedLine }?.area ?? .zero, whole)
    }
}

extension [LandSplit] {
    /// What has to be told where records overlap under patches; nil where none do.
    var overlapFault: Fault? {
        let torn = filter { $0.overlapping.mu > LandSplit.toleranceMu }
        guard let worst = torn.max(by: { $0.overlapping < $1.overlapping }) else { return nil }
        let all = Wording.mu(torn.reduce(.zero) { $0 + $1.overlapping })
        let most = Wording.mu(worst.overlapping)
        let (records, kind) = (worst.overlappingRecords.joined(separator: ", "), worst.register.singular)
        return Fault(
            worst.register.rawValue,
            zh: "\(torn.count) 个图斑内\(kind.zh)互相重叠，重复计入 \(all) 亩，各地类面积之和因此大于图斑面积；"
                + "最多的是图斑 \(worst.patch)（\(most) 亩，\(kind.zh) \(records) 等）。请核对其边界。",
            en:
                "records overlap under \(torn.count) patches and count \(all) mu twice, so that areas by land class "
                + "add up to more than the patch; most under patch \(worst.patch) (\(most) mu, \(kind.en) \(records)). "
                + "Check their borders."
        )
    }
}
