import GeoModel
import LandRecords
import Pipeline
import Verbs
import WorkQueue

extension Command {
    static let initialise = Command(
        "init",
        zh: "建立区域：设置、数据文件与监测库",
        en: "make a region: settings, data files and store",
        options: [
            .region,
            Option(
                "from", .file("FILE"), zh: "由此设置文件建立，如示例区域的 district.json5",
                en: "take the settings of this file, such as the sample's district.json5"),
            Option("name", .text("NAME"), zh: "区域名称", en: "the region's name"),
            Option("code", .text("CODE"), zh: "行政区代码（XZQDM）", en: "its administrative code (XZQDM)"),
            Option("crs", .text("EPSG:N"), zh: "坐标系，最好与影像相同", en: "its coordinate system, best that of the imagery"),
            Option("scenes", .folder("DIR"), zh: "影像所在文件夹", en: "a folder that holds scenes", repeats: true),
            .register(zh: "登记册：文件，或逐批存放文件的文件夹", en: "a register: a file, or a folder of files"),
            Option(
                "grid",
                .text("X,Y,PIXEL,COLUMNS,ROWS"),
                zh: "比较所用格网：左上角坐标、像元大小、列数、行数（默认取前期影像的格网）",
                en: "the grid to compare on: upper left corner, pixel size, columns, rows "
                    + "(default: the earlier scene's)"
            ),
            .dryRun,
        ],
        examples: [
            "tuban init --region county --from district.json5",
            "tuban init --region county --name 示例县 --crs EPSG:32650 --scenes imagery --register parcel=parcels.shp",
        ]
    ) { invocation in
        let settings = try settings(of: invocation)
        guard !invocation.isDryRun else {
            invocation.terminal.note(
                zh: "将在 \(invocation.regionPath) 建立区域“\(settings.name)”。",
                en: "would make the region ‘\(settings.name)’ in \(invocation.regionPath)."
            )
            return .done
        }
        let region = try Region.create(
            invocation.regionPath,
            settings: settings,
            program: try DataFolder.ofProgram(),
            at: .now
        )
        invocation.terminal.note(
            zh: "已建立区域“\(settings.name)”：\(region.folder)（\(settings.registers.count) 个登记册）。",
            en: "made the region ‘\(settings.name)’ in \(region.folder) (registers: \(settings.registers.count))."
        )
        for fault in region.missingSources() { invocation.terminal.warn(fault) }
        return .done
    }

    private static func settings(of invocation: Invocation) throws -> RegionSettings {
        if let file = invocation.string("from") {
            return try RegionSettings(file: file).moved(fromFolderOf: file, to: invocation.regionPath)
        }
        let name = try invocation.required("name")
        let system = try system(of: invocation)
        return RegionSettings(
            name: name,
            code: invocation.string("code") ?? "",
            system: system,
            grid: try invocation.understood { () throws(Fault) in
                try invocation.string("grid").map { text throws(Fault) in try grid(text, system) }
            },
            sceneFolders: invocation.values("scenes").map(absolutePath),
            registers: try invocation.values("register").map { text in
                let source = try invocation.understood { () throws(Fault) in try RegisterSource(option: text) }
                return RegisterSource(kind: source.kind, path: absolutePath(source.path), layer: source.layer)
            }
        )
    }

    private static func system(of invocation: Invocation) throws -> CoordinateSystem {
        try RegionSettings.system(try invocation.required("crs"), named: "--crs")
    }

    private static func grid(_ text: String, _ system: CoordinateSystem) throws(Fault) -> Grid {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Double($0.filter { !$0.isWhitespace }) }
        guard parts.count == 5, numbers.count == 5, MapPoint(x: numbers[0], y: numbers[1]).isOnEarth,
            numbers[2] > 0, numbers[2].isFinite, let columns = Int(exactly: numbers[3]),
            let rows = Int(exactly: numbers[4]), (1...GridSize.longestSide).contains(columns),
            (1...GridSize.longestSide).contains(rows), numbers.allSatisfy({ abs($0) < 1e9 })
        else {
            throw Fault(
                "--grid \(text)",
                zh: "应为五个数：左上角 X、Y，像元大小，列数，行数（每边至多 \(GridSize.longestSide)）。",
                en: "five numbers are expected: X and Y of the upper left corner, pixel size, columns, rows (at most "
                    + "\(GridSize.longestSide) a side)."
            )
        }
        return Grid(
            system: system,
            transform: GeoTransform(
                originX: numbers[0],
                originY: numbers[1],
                pixelWidth: numbers[2],
                pixelHeight: numbers[2]
            ),
            size: GridSize(columns: columns, rows: rows)
        )
    }
}
