import GeoModel
import Geometry

/// The project of a pack, `field.qgs`: cases and photos of `field.gpkg` beside it, joined by a relation, so that a form
/// takes any number of photos.
///
/// Source: the XML that QGIS 3.22 saves (`QgsProject::writeProjectFile`).
struct FieldProject {
    /// What is shown at its top.
    let title: String
    let style: FieldStyle
    let system: CoordinateSystem
    /// The rectangle around all cases; nil without any.
    let bounds: BoundingBox?

    private static let cases = "cases_layer"
    private static let photos = "photo_layer"

    /// The document.
    func xml() throws(Fault) -> String {
        let reference = try reference()
        return """
            <!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
            <qgis projectname="\(HTML.escaped(title))" version="3.22.0">
            <title>\(HTML.escaped(title))</title>
            <projectCrs>\(reference)</projectCrs>
            <layer-tree-group>
            <layer-tree-layer id="\(Self.cases)" name="核查任务" providerKey="ogr" source="\(source(FieldForm.layer))" \
            checked="Qt::Checked" expanded="1"/>
            <layer-tree-layer id="\(Self.photos)" name="照片" providerKey="ogr" source="\(source(FieldForm.photoTable))" \
            checked="Qt::Checked" expanded="0"/>
            </layer-tree-group>
            <relations>
            <relation id="\(FieldStyle.relation)" name="照片" referencingLayer="\(Self.photos)" \
            referencedLayer="\(Self.cases)" strength="Composition">
            <fieldRef referencingField="\(FieldForm.Photo.caseUUID.rawValue)" \
            referencedField="\(FieldForm.Key.uuid.rawValue)"/>
            </relation>
            </relations>
            <mapcanvas name="theMapCanvas"><units>meters</units>\(extent)<rotation>0</rotation>
            <destinationsrs>\(reference)</destinationsrs></mapcanvas>
            <projectlayers>
            <maplayer type="vector" geometry="Polygon" wkbType="MultiPolygon" labelsEnabled="1" readOnly="0">
            \(head(Self.cases, "核查任务", FieldForm.layer))
            <srs>\(reference)</srs>
            \(style.inside(isInProject: true))
            </maplayer>
            <maplayer type="vector" geometry="No geometry" wkbType="NoGeometry" readOnly="0">
            \(head(Self.photos, "照片", FieldForm.photoTable))
            \(style.photoInside)
            </maplayer>
            </projectlayers>
            <properties>
            <SpatialRefSys><ProjectionsEnabled type="int">1</ProjectionsEnabled></SpatialRefSys>
            <Paths><Absolute type="bool">false</Absolute></Paths>
            </properties>
            </qgis>

            """
    }

    private func head(_ id: String, _ name: String, _ table: String) -> String {
        "<id>\(id)</id>\n<datasource>\(source(table))</datasource>\n<layername>\(name)</layername>\n"
            + "<provider encoding=\"UTF-8\">ogr</provider>"
    }

    private func source(_ table: String) -> String { "./\(FieldPack.packageName)|layername=\(table)" }

    private var extent: String {
        guard let bounds else { return "" }
        // A tenth around, so that no outline lies on the edge.
        let margin = max((bounds.maxX - bounds.minX), (bounds.maxY - bounds.minY)) / 10
        return """
            <extent><xmin>\(bounds.minX - margin)</xmin><ymin>\(bounds.minY - margin)</ymin>\
            <xmax>\(bounds.maxX + margin)</xmax><ymax>\(bounds.maxY + margin)</ymax></extent>
            """
    }

    private func reference() throws(Fault) -> String {
        let info = try SpatialReferenceInfo(system)
        guard let authority = info.authority, let code = info.code else {
            return "<spatialrefsys><wkt>\(HTML.escaped(info.wkt))</wkt></spatialrefsys>"
        }
        return
            "<spatialrefsys><wkt>\(HTML.escaped(info.wkt))</wkt><authid>\(authority):\(code)</authid></spatialrefsys>"
    }
}
