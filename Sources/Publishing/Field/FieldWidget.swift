import GeoModel

/// How a form of QGIS and QField lets somebody fill in a column.
///
/// Source: the XML that QGIS 3.22 saves (`QgsEditorWidgetSetup`).
enum FieldWidget {
    /// A line of text.
    case text
    /// Several lines of text.
    case lines
    /// A choice of values, each with what users read.
    case choice([(code: String, label: String)])
    /// Day and time on the clock of the place.
    case moment
    /// A picture in the folder of the project; a camera can take it.
    case picture

    /// How times are written in a column of texts.
    static let momentFormat = "yyyy-MM-dd HH:mm:ss"

    /// The element `editWidget`.
    var xml: String {
        switch self {
        case .text: widget("TextEdit", [flag("IsMultiline", false), flag("UseHtml", false)])
        case .lines: widget("TextEdit", [flag("IsMultiline", true), flag("UseHtml", false)])
        case .choice(let values):
            widget(
                "ValueMap",
                [
                    "<Option type=\"List\" name=\"map\">"
                        + values.map { "<Option type=\"Map\">\(text($0.label, $0.code))</Option>" }.joined()
                        + "</Option>"
                ])
        case .moment:
            widget(
                "DateTime",
                [
                    flag("allow_null", true), flag("calendar_popup", true), flag("field_iso_format", false),
                    text("field_format", FieldWidget.momentFormat), text("display_format", FieldWidget.momentFormat),
                ])
        case .picture:
            widget(
                "ExternalResource",
                [
                    number("DocumentViewer", 1), number("DocumentViewerHeight", 0), number("DocumentViewerWidth", 0),
                    flag("FileWidget", true), flag("FileWidgetButton", true), text("FileWidgetFilter", ""),
                    number("RelativeStorage", 1), number("StorageMode", 0), flag("UseLink", false),
                ])
        }
    }

    private func widget(_ type: String, _ options: [String]) -> String {
        "<editWidget type=\"\(type)\"><config><Option type=\"Map\">\(options.joined())</Option></config></editWidget>"
    }

    private func flag(_ name: String, _ value: Bool) -> String {
        "<Option type=\"bool\" name=\"\(name)\" value=\"\(value)\"/>"
    }

    private func number(_ name: String, _ value: Int) -> String {
        "<Option type=\"int\" name=\"\(name)\" value=\"\(value)\"/>"
    }

    private func text(_ name: String, _ value: String) -> String {
        "<Option type=\"QString\" name=\"\(HTML.escaped(name))\" value=\"\(HTML.escaped(value))\"/>"
    }
}
