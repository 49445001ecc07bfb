package import GeoModel
package import LandRecords
package import SafeFiles
package import WorkQueue

/// What an import of one register found, for its page and its JSON.
package struct ImportReport {
    /// The register.
    package let kind: RecordKind
    /// The region's name.
    package let region: String
    /// The region's coordinate system.
    package let system: CoordinateSystem
    /// The version in force after it; nil where nothing was written.
    package let version: RegisterVersion?
    /// One a source.
    package let imports: [RegisterImport]
    /// Sources that could not be read.
    package let rejectedSources: [Fault]
    /// What was odd, with the largest ones.
    package let oddities: [Oddity.Kind: Tally]
    /// How many rows state an area.
    package let statedCount: Int
    /// The unit that those areas seem to be in.
    package let unit: AreaUnit?
    /// Registers that this one's corners were compared with, and how it lies off.
    package let shifts: [(other: RecordKind, finding: ShiftFinding?)]
    /// Cells whose neighbours could not be compared.
    package let unchecked: [Fault]

    /// Oddities of one kind.
    package struct Tally: Sendable {
        /// How many.
        package var count = 0
        /// Their area.
        package var area = Area.zero
        /// The largest, with the names of their records, largest first.
        package var largest: [(oddity: Oddity, names: [String])] = []

        /// None yet.
        package init() {}

        /// Counts one more.
        package mutating func add(_ oddity: Oddity) {
            count += 1
            area += oddity.area
            largest.append((oddity, []))
            if largest.count >= 2 * ImportReport.mostListed { settle() }
        }

        /// Keeps the largest, in order.
        package mutating func settle() {
            largest.sort { left, right in
                let (first, second) = (left.oddity, right.oddity)
                return (second.rank, first.records.first ?? 0) < (first.rank, second.records.first ?? 0)
            }
            largest.removeLast(max(0, largest.count - ImportReport.mostListed))
        }
    }

    /// A report.
    package init(
        kind: RecordKind, region: String, system: CoordinateSystem, version: RegisterVersion?,
        imports: [RegisterImport], rejectedSources: [Fault], oddities: [Oddity.Kind: Tally], statedCount: Int,
        unit: AreaUnit?, shifts: [(other: RecordKind, finding: ShiftFinding?)], unchecked: [Fault]
    ) {
        self.kind = kind
        self.region = region
        self.system = system
        self.version = version
        self.imports = imports
        self.rejectedSources = rejectedSources
        self.oddities = oddities
        self.statedCount = statedCount
        self.unit = unit
        self.shifts = shifts
        self.unchecked = unchecked
    }

    /// So many oddities of a kind are listed; all are in `findings.csv`.
    package static let mostListed = 1000

    /// How many rows ended in which way, over all sources.
    package func count(_ outcome: RowOutcome) -> Int { imports.reduce(0) { $0 + ($1.counts[outcome] ?? 0) } }
    /// How many rows were read.
    package var rows: Int { imports.reduce(0) { $0 + $1.rowsRead } }
    /// How many records were made.
    package var records: Int { imports.reduce(0) { $0 + $1.recordCount } }

    /// The first notes of an outcome, over all sources.
    func notes(_ outcome: RowOutcome) -> [RowNote] { imports.flatMap { $0.notes[outcome] ?? [] } }

    /// What a person should look at, the gravest first.
    package var remarks: [Bilingual] {
        var remarks = rejectedSources.map { Bilingual(zh: $0.text(.zh), en: $0.text(.en)) }
        remarks += imports.filter { $0.rowsRead == 0 }.map { read in
            Bilingual(zh: "\(read.layer) 没有一行。请核对图层。", en: "\(read.layer) has no rows. Check the layer.")
        }
        remarks += shifts.compactMap { shift in shift.finding.map { Self.words($0, kind, shift.other) } }
        if let unit, unit != .squareMetre {
            remarks.append(
                Bilingual(
                    zh: "面积列应为\(unit.name.zh)（图形面积约为其 \(unit.label) 倍），而映射按平方米读入。"
                        + "请在映射文件写 units: { statedArea: \"\(unit.rawValue)\" } 后重新导入。",
                    en: "the column of areas is in \(unit.name.en) (outlines are about \(unit.label) times it), but is "
                        + "read as square metres. Write units: { statedArea: \"\(unit.rawValue)\" } in the mapping and "
                        + "import again."
                ))
        }
        if !unchecked.isEmpty {
            remarks.append(
                Bilingual(
                    zh: "有 \(unchecked.count) 处的重叠与缝隙未能检查（\(unchecked[0].text(.zh))）。",
                    en: "overlaps and gaps could not be checked in \(unchecked.count) places "
                        + "(\(unchecked[0].text(.en)))"
                ))
        }
        return remarks
    }

    private static func words(_ finding: ShiftFinding, _ kind: RecordKind, _ other: RecordKind) -> Bilingual {
        let (own, off) = finding.isOther ? (other, kind) : (kind, other)
        let metres = decimal(finding.metres, 0)
        let shares = "\(decimal(finding.shares.before * 100, 0)) % → \(decimal(finding.shares.after * 100, 0)) %"
        return Bilingual(
            zh: "\(own.label.zh)相对\(off.label.zh)偏移约 \(metres) 米（东 \(decimal(finding.east, 0))，北 "
                + "\(decimal(finding.north, 0))），与 GCJ-02 在此处的偏移（\(decimal(finding.expected, 0)) 米）相符；移回后角点重合率 "
                + "\(shares)。疑似用了加偏坐标，请向来源核实。",
            en: "\(own.label.en) lie about \(metres) m off \(off.label.en) (east \(decimal(finding.east, 0)), north "
                + "\(decimal(finding.north, 0))), as GCJ-02 would shift them here (\(decimal(finding.expected, 0)) m); "
                + "with that taken back, corners that meet go \(shares). Ask where the coordinates come from."
        )
    }

    /// The report as `report.json`.
    package var document: JSONValue {
        [
            "register": .string(kind.rawValue), "region": .string(region), "crs": .string(system.definition),
            "version": version?.document ?? .null,
            "rows_read": .integer(rows), "records": .integer(records),
            "outcomes": .object(RowOutcome.allCases.map { .init($0.rawValue, .integer(count($0))) }),
            "remarks": .array(remarks.map { ["zh": .string($0.zh), "en": .string($0.en)] }),
            "rejected_sources": .array(
                rejectedSources.map {
                    ["object": .string($0.object), "zh": .string($0.message.zh), "en": .string($0.message.en)]
                }),
            "sources": .array(imports.map(source)),
            "overlaps": tally(.overlap), "gaps": tally(.gap), "stated_area": tally(.statedArea),
            "rows_with_stated_area": .integer(statedCount),
            "stated_area_unit": JSONValue(unit?.rawValue),
            "compared_for_shift": .array(
                shifts.map { shift in
                    [
                        "register": .string(shift.other.rawValue),
                        "shift_m": shift.finding.map { .number(rounded($0.metres)) } ?? .null,
                        "east_m": shift.finding.map { .number(rounded($0.east)) } ?? .null,
                        "north_m": shift.finding.map { .number(rounded($0.north)) } ?? .null,
                        "gcj02_m": shift.finding.map { .number(rounded($0.expected)) } ?? .null,
                        "other_is_shifted": shift.finding.map { .bool($0.isOther) } ?? .null,
                    ]
                }),
        ]
    }

    private func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }

    private func source(_ read: RegisterImport) -> JSONValue {
        [
            "layer": .string(read.layer), "rows_read": .integer(read.rowsRead), "records": .integer(read.recordCount),
            "rows_united": .integer(read.rowsUnited),
            "columns": .array(
                read.columns.map {
                    ["field": .string($0.field), "column": .string($0.column), "rows": .integer($0.rows)]
                }),
            "notes": .object(
                RowOutcome.allCases.map { outcome in
                    .init(outcome.rawValue, .array((read.notes[outcome] ?? []).map(note)))
                }),
        ]
    }

    private func note(_ note: RowNote) -> JSONValue {
        [
            "row": .integer(Int(note.source.row)), "zh": .string(note.fault.message.zh),
            "en": .string(note.fault.message.en), "x": JSONValue(note.place?.x), "y": JSONValue(note.place?.y),
        ]
    }

    private func tally(_ kind: Oddity.Kind) -> JSONValue {
        let tally = oddities[kind] ?? Tally()
        return [
            "count": .integer(tally.count), "area_m2": .number(rounded(tally.area.squareMetres)),
            "largest": .array(
                tally.largest.map { entry in
                    let place = entry.oddity.shape.bounds?.centre
                    return [
                        "records": .array(entry.names.map { .string($0) }),
                        "area_m2": .number(rounded(entry.oddity.area.squareMetres)),
                        "stated_m2": entry.oddity.stated.map { .number(rounded($0.squareMetres)) } ?? .null,
                        "x": JSONValue(place?.x), "y": JSONValue(place?.y),
                    ]
                }),
        ]
    }
}

extension Oddity {
    /// How grave it is, in square metres.
    fileprivate var rank: Double {
        guard let stated else { return area.squareMetres }
        return abs(stated.squareMetres - area.squareMetres)
    }
}
