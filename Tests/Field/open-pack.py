"""Opens a pack of `tuban field pack` in headless QGIS and says what it finds wrong; with a second argument it draws the map.

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 Tests/Field/open-pack.py PACK [PICTURE.png]

Both ways in are tried: the layers of field.gpkg by themselves, with the style of the table layer_styles, and the project
field.qgs. Ends with 0 where all is as it should be, 1 where something is not, 77 where QGIS is not installed.
"""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
try:
    from qgis.core import Qgis, QgsApplication, QgsFieldConstraints, QgsMapRendererParallelJob, QgsMapSettings
    from qgis.core import QgsProject, QgsVectorLayer
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor
except ImportError:
    print("QGIS is not installed (Debian: python3-qgis)")
    sys.exit(77)

WRONG = []


def expect(found, wanted, what):
    if found != wanted:
        WRONG.append(f"{what}: {found!r}, expected {wanted!r}")


def widget(layer, name):
    setup = layer.editorWidgetSetup(layer.fields().indexOf(name))
    return setup.type(), setup.config()


def check_cases(layer, origin):
    expect(layer.isValid(), True, f"{origin}: cases are valid")
    if not layer.isValid():
        return
    expect(layer.renderer().type(), "categorizedSymbol", f"{origin}: renderer")
    if layer.renderer().type() == "categorizedSymbol":
        expect(layer.renderer().classAttribute(), "outcome", f"{origin}: classes by")
        expect([c.value() for c in layer.renderer().categories()], ["legal", "illegal", "other", ""], f"{origin}: classes")
    expect(layer.labelsEnabled() and layer.labeling() is not None, True, f"{origin}: labels")
    kind, config = widget(layer, "outcome")
    expect(kind, "ValueMap", f"{origin}: widget of outcome")
    values = {}
    for entry in config.get("map", []):
        values.update(entry)
    expect(values, {"合法": "legal", "违法": "illegal", "其他": "other"}, f"{origin}: values of outcome")
    kind, config = widget(layer, "finding")
    expect(kind, "ValueMap", f"{origin}: widget of finding")
    kind, config = widget(layer, "photo")
    expect(kind, "ExternalResource", f"{origin}: widget of photo")
    wanted = {"DocumentViewer": 1, "RelativeStorage": 1, "StorageMode": 0}
    expect({key: config.get(key) for key in wanted}, wanted, f"{origin}: photo is stored by a relative path")
    expect(widget(layer, "chip_before")[0], "ExternalResource", f"{origin}: widget of chip_before")
    expect(widget(layer, "visited_at")[0], "DateTime", f"{origin}: widget of visited_at")
    form = layer.editFormConfig()
    for name in ["uuid", "case_id", "base_version", "theme_zh", "reason_zh", "chip_after"]:
        expect(form.readOnly(layer.fields().indexOf(name)), True, f"{origin}: {name} is read-only")
    for name in ["outcome", "finding", "note", "visited_at", "inspector", "photo"]:
        expect(form.readOnly(layer.fields().indexOf(name)), False, f"{origin}: {name} is for filling in")
    index = layer.fields().indexOf("outcome")
    constraints = layer.fields()[index].constraints()
    expect(constraints.constraintStrength(QgsFieldConstraints.ConstraintNotNull), QgsFieldConstraints.ConstraintStrengthHard, f"{origin}: outcome is not null")
    expect(layer.attributeAlias(index), "核查结论", f"{origin}: alias of outcome")
    expect(len(form.tabs()), 3, f"{origin}: tabs of the form")


def draw(project, layer, path):
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    extent = layer.extent()
    extent.scale(1.15)
    settings.setExtent(extent)
    settings.setOutputSize(QSize(1000, 1000))
    settings.setBackgroundColor(QColor(255, 255, 255))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(path)


def main():
    pack = sys.argv[1]
    application = QgsApplication([], False)
    application.initQgis()
    cases = QgsVectorLayer(f"{pack}/field.gpkg|layername=cases", "cases", "ogr")
    check_cases(cases, "field.gpkg")
    photos = QgsVectorLayer(f"{pack}/field.gpkg|layername=photo", "photo", "ogr")
    expect(photos.isValid(), True, "field.gpkg: photos are valid")
    expect(widget(photos, "path")[0], "ExternalResource", "field.gpkg: widget of path")
    project = QgsProject.instance()
    expect(project.read(f"{pack}/field.qgs"), True, "field.qgs can be read")
    layers = {layer.name(): layer for layer in project.mapLayers().values()}
    expect(sorted(layers), sorted(["核查任务", "照片"]), "field.qgs: layers")
    if "核查任务" in layers:
        layer = layers["核查任务"]
        check_cases(layer, "field.qgs")
        expect(layer.featureCount(), cases.featureCount(), "field.qgs: cases")
        expect(layer.crs().authid(), cases.crs().authid(), "field.qgs: coordinate system")
    expect(project.crs().authid(), cases.crs().authid(), "field.qgs: its own coordinate system")
    relations = project.relationManager().relations()
    expect(list(relations), ["cases_photo"], "field.qgs: relations")
    expect([r.isValid() for r in relations.values()], [True] * len(relations), "field.qgs: relations are valid")
    if len(sys.argv) > 2 and "核查任务" in layers:
        draw(project, layers["核查任务"], sys.argv[2])
    print(f"QGIS {Qgis.QGIS_VERSION}: {cases.featureCount()} cases")
    for wrong in WRONG:
        print("wrong: " + wrong)
    # Without exitQgis(), which crashes at times at the very end.
    sys.stdout.flush()
    os._exit(1 if WRONG else 0)


main()
