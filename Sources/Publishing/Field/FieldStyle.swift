import GeoModel
import LandRecords
import WorkQueue

/// How QGIS and QField show the layers of a pack: what is still to visit apart from what was reported, and a form that
/// lets reports be filled in and nothing else.
struct FieldStyle {
    /// What an inspector may have found.
    let findings: [Finding]
    /// Why an entity may be visited over its yearly cap.
    let visitGrounds: [VisitGround]

    /// The relation from photos to cases, which only a project holds.
    static let relation = "cases_photo"

    /// One column as the style shows it.
    private struct Shown {
        let name: String
        let alias: String
        let widget: FieldWidget
        let isEditable: Bool
        let isNeeded: Bool
    }

    /// The style of the layer of cases as a document of its own.
    var qml: String { document(Self.kinds, inside(isInProject: false)) }

    /// The style of the table of photos as a document of its own.
    var photoQML: String { document("Fields|Forms", photoInside) }

    /// The elements of the style of cases, as a document or the layer of a project holds them.
    func inside(isInProject: Bool) -> String {
        ([renderer, labels] + elements(cases) + [form(isInProject: isInProject)]
            + ["<previewExpression>\"case_id\" || ' ' || \"theme_zh\"</previewExpression>"]).joined(separator: "\n")
    }

    /// The elements of the style of photos.
    var photoInside: String {
        (elements(photos) + ["<previewExpression>\"path\"</previewExpression>"]).joined(separator: "\n")
    }

    private static let kinds = "Symbology|Labeling|Fields|Forms"

    private func document(_ kinds: String, _ inside: String) -> String {
        """
        <!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
        <qgis version="3.22.0" styleCategories="\(kinds)" labelsEnabled="1">
        \(inside)
        </qgis>
        """
    }

    private var cases: [Shown] {
        FieldForm.columns.map { column in
            Shown(
                name: column.field.name, alias: column.label.zh, widget: widget(of: column),
                isEditable: column.report != nil,
                isNeeded: column.report.map { [.outcome, .note, .inspector].contains($0) } ?? false)
        }
    }

    private var photos: [Shown] {
        FieldForm.Photo.allCases.map { column in
            Shown(
                name: column.rawValue, alias: column.label.zh, widget: column == .path ? .picture : .text,
                isEditable: true, isNeeded: column == .path)
        }
    }

    private func widget(of column: FieldForm.Column) -> FieldWidget {
        switch column.report {
        case .outcome: .choice(Outcome.allCases.map { ($0.rawValue, $0.label.zh) })
        case .finding: .choice(findings.map { ($0.code, FieldStyle.text(of: $0)) })
        case .visitGround: .choice(visitGrounds.map { ($0.code, $0.label.zh) })
        case .note: .lines
        case .visitedAt: .moment
        case .photo: .picture
        case .inspector: .text
        case nil: column.field.name.hasPrefix("chip_") ? .picture : column.field.name == "reason_zh" ? .lines : .text
        }
    }

    /// A finding with the outcome it leads to.
    static func text(of finding: Finding) -> String { "\(finding.outcome.label.zh)：\(finding.label.zh)" }

    private func elements(_ columns: [Shown]) -> [String] {
        func list(_ tag: String, _ item: (Int, Shown) -> String) -> String {
            let items = columns.enumerated().map { item($0 + 1, $1) }
            return "<\(tag)>\n\(items.joined(separator: "\n"))\n</\(tag)>"
        }
        return [
            list("fieldConfiguration") {
                "<field name=\"\($1.name)\" configurationFlags=\"None\">\($1.widget.xml)</field>"
            },
            list("aliases") { "<alias index=\"\($0)\" field=\"\($1.name)\" name=\"\(HTML.escaped($1.alias))\"/>" },
            list("constraints") { _, column in
                // Bit 1 of ‘constraints’ is “not null”; strength 1 refuses, 2 only warns.
                let needed = column.isNeeded ? 1 : 0
                return "<constraint field=\"\(column.name)\" constraints=\"\(needed)\" notnull_strength=\"\(needed)\" "
                    + "unique_strength=\"0\" exp_strength=\"0\"/>"
            },
            "<editable>\n<field name=\"fid\" editable=\"0\"/>\n"
                + columns.map { "<field name=\"\($0.name)\" editable=\"\($0.isEditable ? 1 : 0)\"/>" }
                .joined(separator: "\n") + "\n</editable>",
        ]
    }

    /// Orange is what is still to be visited; QGIS draws by the empty value what matches no other.
    private var renderer: String {
        let reported = Outcome.allCases.map { ($0.rawValue, "已报：\($0.label.zh)", $0.colour) }
        let kinds = reported + [("", "未填报", Colour(red: 230, green: 140, blue: 0))]
        let categories = kinds.enumerated().map { index, kind in
            "<category symbol=\"\(index)\" value=\"\(kind.0)\" label=\"\(kind.1)\" render=\"true\"/>"
        }
        let symbols = kinds.enumerated().map { LayerStyle.symbol($0, $1.2) }
        return """
            <renderer-v2 type="categorizedSymbol" attr="outcome" forceraster="0" symbollevels="0" enableorderby="0">
            <categories>
            \(categories.joined(separator: "\n"))
            </categories>
            <symbols>
            \(symbols.joined(separator: "\n"))
            </symbols>
            </renderer-v2>
            """
    }

    private var labels: String {
        """
        <labeling type="simple"><settings calloutType="simple">
        <text-style fieldName="case_id" isExpression="0" fontSize="9" fontSizeUnit="Point" textColor="20,20,20,255">
        <text-buffer bufferDraw="1" bufferSize="1" bufferSizeUnits="MM" bufferColor="255,255,255,255"/>
        </text-style>
        <placement placement="8" dist="1" distUnits="MM" priority="5"/>
        <rendering scaleVisibility="0" obstacle="0"/>
        </settings></labeling>
        """
    }

    private func form(isInProject: Bool) -> String {
        func fields(_ columns: [FieldForm.Column]) -> String {
            columns.map { column in
                let index = 1 + (FieldForm.columns.firstIndex { $0.field.name == column.field.name } ?? 0)
                return "<attributeEditorField name=\"\(column.field.name)\" index=\"\(index)\" showLabel=\"1\"/>"
            }.joined(separator: "\n")
        }
        func tab(_ name: String, _ inside: String) -> String {
            """
            <attributeEditorContainer name="\(name)" showLabel="1" groupBox="0" columnCount="1" \
            visibilityExpressionEnabled="0" visibilityExpression="">
            \(inside)
            </attributeEditorContainer>
            """
        }
        let reports = FieldForm.columns.filter { $0.report != nil }
        let chips = FieldForm.columns.filter { $0.field.name.hasPrefix("chip_") }
        let told = FieldForm.columns.filter { $0.report == nil && !$0.field.name.hasPrefix("chip_") }
        let more =
            isInProject
            ? "\n<attributeEditorRelation name=\"\(FieldStyle.relation)\" relation=\"\(FieldStyle.relation)\" "
                + "label=\"更多照片\" showLabel=\"1\" relationWidgetTypeId=\"relation_editor\"/>" : ""
        return """
            <editorlayout>tablayout</editorlayout>
            <attributeEditorForm>
            \(tab("填报", fields(reports) + more))
            \(tab("线索", fields(told)))
            \(tab("影像", fields(chips)))
            </attributeEditorForm>
            """
    }
}

extension Outcome {
    fileprivate var colour: Colour {
        switch self {
        case .legal: Colour(red: 0, green: 158, blue: 115)
        case .illegal: Colour(red: 190, green: 20, blue: 60)
        case .other: Colour(red: 0, green: 114, blue: 178)
        }
    }
}
