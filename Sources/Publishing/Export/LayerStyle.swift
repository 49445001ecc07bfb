import GeoIO
import GeoModel

/// How QGIS shows the layer of an export: one colour a theme, and column names in Chinese.
struct LayerStyle {
    /// The themes that get a colour, in order.
    let themes: [ThemeTally]

    /// The table in which QGIS looks for the style of a layer it opens.
    ///
    /// Source: QGIS, `QgsOgrProviderMetadata::saveStyle` (version 3.22).
    static let table = "layer_styles"
    static let fields = [
        Field("f_table_catalog", .text, width: 256), Field("f_table_schema", .text, width: 256),
        Field("f_table_name", .text, width: 256), Field("f_geometry_column", .text, width: 256),
        Field("styleName", .text, width: 30), Field("styleQML", .text), Field("styleSLD", .text),
        Field("useAsDefault", .integer), Field("description", .text), Field("owner", .text, width: 30),
        Field("ui", .text, width: 30), Field("update_time", .date),
    ]

    /// The row for a layer whose outlines are in the column `geom`.
    func values(forLayer name: String) -> [FieldValue] {
        LayerStyle.row(name, geometry: "geom", qml: qml, description: "tuban 图斑：按专题分类")
    }

    /// The row for the only style of a layer or, with an empty `geometry`, of a table without shapes.
    static func row(_ layer: String, geometry: String, qml: String, description: String) -> [FieldValue] {
        // Only the order of update times matters, and there is one style; a clock would change the bytes.
        let time = FieldValue(CalendarDate(year: 2000, month: 1, day: 1))
        return [
            .text(""), .text(""), .text(layer), .text(geometry), .text("tuban"), .text(qml), .text(""), .integer(1),
            .text(description), .text(""), .null, time,
        ]
    }

    /// The style in the XML of QGIS.
    var qml: String {
        """
        <!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
        <qgis version="3.22.0" styleCategories="Symbology|Fields|Forms">
        <renderer-v2 type="categorizedSymbol" attr="theme" forceraster="0" symbollevels="0" enableorderby="0">
        <categories>
        \(categories)
        </categories>
        <symbols>
        \(symbols)
        </symbols>
        </renderer-v2>
        <aliases>
        \(aliases)
        </aliases>
        <previewExpression>"case_id" || ' ' || "theme_zh"</previewExpression>
        </qgis>
        """
    }

    private var categories: String {
        let known = themes.enumerated().map { index, theme in
            let (value, label) = (escaped(theme.code), escaped(theme.label.zh))
            return "<category symbol=\"\(index)\" value=\"\(value)\" label=\"\(label)\" render=\"true\"/>"
        }
        // QGIS draws what matches no other category by the one with an empty value.
        let rest = "<category symbol=\"\(themes.count)\" value=\"\" label=\"其他\" render=\"true\"/>"
        return (known + [rest]).joined(separator: "\n")
    }

    private var symbols: String {
        let known = themes.indices.map { LayerStyle.symbol($0, Colour.ofTheme($0)) }
        let rest = LayerStyle.symbol(themes.count, Colour(red: 120, green: 120, blue: 120))
        return (known + [rest]).joined(separator: "\n")
    }

    /// A filled outline in one colour.
    static func symbol(_ name: Int, _ colour: Colour) -> String {
        let channels = "\(colour.red),\(colour.green),\(colour.blue)"
        let options = [
            ("color", "\(channels),70"), ("outline_color", "\(channels),255"), ("outline_style", "solid"),
            ("outline_width", "0.6"), ("outline_width_unit", "MM"), ("style", "solid"),
        ]
        let lines = options.map { "<Option type=\"QString\" name=\"\($0.0)\" value=\"\($0.1)\"/>" }
        return """
            <symbol type="fill" name="\(name)" alpha="1" clip_to_extent="1" force_rhr="0">
            <layer class="SimpleFill" enabled="1" locked="0" pass="0">
            <Option type="Map">\(lines.joined())</Option>
            </layer>
            </symbol>
            """
    }

    private var aliases: String {
        FlagTable.columns.enumerated().map { index, column in
            let (name, meaning) = (column.field.name, escaped(column.meaning.zh))
            return "<alias index=\"\(index + 1)\" field=\"\(name)\" name=\"\(meaning)\"/>"
        }.joined(separator: "\n")
    }

    private func escaped(_ text: String) -> String { HTML.escaped(text) }
}
