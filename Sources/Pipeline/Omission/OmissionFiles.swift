import Foundation
package import GeoModel
import Geometry
import Publishing
package import SafeFiles

extension OmissionDraw {
    /// Writes the sample: `omission.json` for the estimate, lists for GIS programs and spreadsheets, and the sheet.
    ///
    /// - Parameters:
    ///   - folder: Made where it is not there.
    ///   - title: The name of the region or of the images.
    ///   - progress: Called with cards done and in all.
    /// - Returns: The files, and why pictures are missing.
    /// - Throws: `Fault` where a sample is in the folder already, or the disk is full.
    package func write(to folder: String, title: String, progress: (Int, Int) -> Void) throws(Fault) -> (
        sample: OmissionSample, files: [String], missingPictures: [Fault]
    ) {
        let path = folder + "/" + OmissionSample.fileName
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Fault(
                folder,
                zh: "已有一个样本，其中可能已填了结论，不会覆盖。请用 --out 另选文件夹，或先移走它。",
                en: "a sample is here already, perhaps with verdicts, and is not overwritten. Choose another folder "
                    + "with --out, or move it away first.")
        }
        try DurableFile.makeFolder(folder)
        let sample = try sample(title)
        let head = SampleHead(
            title: title, sample: sample.id, system: run.system, before: run.before, after: run.after)
        let lists = try PlaceList.write(sample.list, head, to: folder)
        let sheet = try PlaceSheet.write(sample.list, head, to: folder, progress: progress)
        // Last, so that a folder with it is whole.
        try DurableFile.write(sample.document.text(indented: true) + "\n", to: path)
        return (sample, [path] + lists + [sheet.path], sheet.missingPictures)
    }

    private func sample(_ title: String) throws(Fault) -> OmissionSample {
        let rest = try record(title)
        let number = JSONValue.Member("sample", .string(OmissionSample.number(of: .object(rest))))
        guard let sample = OmissionSample(.object([number] + rest)) else {
            preconditionFailure("a sample can read what it writes")
        }
        return sample
    }

    private func record(_ title: String) throws(Fault) -> [JSONValue.Member] {
        let unflagged = strata.reduce(0) { $0 + $1.area.squareMetres }
        let values: [(String, JSONValue)] = [
            ("tool", .string("tuban \(toolVersion)")), ("title", .string(title)),
            ("run", ["run_sha256": .string(run.checksums.record), "change_sha256": .string(run.checksums.raster)]),
            ("before", .array(run.before.map(source))), ("after", .array(run.after.map(source))),
            ("seed", .integer(Int(seed))), ("design_sha256", .string(design.checksum)),
            (
                "grid",
                [
                    "crs": .string(run.system.definition), "columns": .integer(run.grid.size.columns),
                    "rows": .integer(run.grid.size.rows),
                    "origin": [.number(run.grid.transform.originX), .number(run.grid.transform.originY)],
                    "pixel": [.number(run.grid.transform.pixelWidth), .number(run.grid.transform.pixelHeight)],
                ]
            ), ("place_pixels", .integer(side)), ("guard_pixels", .integer(design.guardPixels)),
            (
                "areas_m2",
                [
                    "flagged": .number(flagged.squareMetres), "unflagged": .number(unflagged),
                    "aside": .number(aside.squareMetres),
                ]
            ), ("patches", .integer(run.patchCount)),
            ("strata", .array(strata.filter { $0.cells > 0 }.map(\.json))), ("places", .array(try placeRecords())),
        ]
        return values.map { .init($0.0, $0.1) }
    }

    /// In the order of the curve, whatever their strata, so that a number tells nothing but the way.
    private func placeRecords() throws(Fault) -> [JSONValue] {
        let drawn = strata.indices.flatMap { stratum in cells[stratum].map { (stratum: stratum, cell: $0) } }
            .sorted { $0.cell.curve < $1.cell.curve }
        let measure = try EllipsoidalArea(of: run.system)
        let degrees = try CoordinateTransformation(from: run.system, to: .wgs84)
        let width = max(2, "\(drawn.count)".count)
        var records: [JSONValue] = []
        for (number, place) in drawn.enumerated() {
            let window = PixelWindow(
                column: place.cell.column * side, row: place.cell.row * side, columns: side, rows: side)
            let box = run.grid.subgrid(window).bounds
            let point = try degrees.transformed(box.centre)
            let digits = String("\(number + 1)".reversed()).padding(toLength: width, withPad: "0", startingAt: 0)
            records.append([
                "id": .string("U" + digits.reversed()), "stratum": .string(strata[place.stratum].code),
                "column": .integer(window.column), "row": .integer(window.row),
                "score": .integer(Int(place.cell.score)),
                "area_m2": .number(try measure.area(of: MultiPolygon([Polygon(box)])).squareMetres),
                "lon": .number(point.x), "lat": .number(point.y),
            ])
        }
        return records
    }

    private func source(_ scene: Scene) -> JSONValue {
        let paths = Set(scene.bands.values.map(\.path)).sorted()
        return [
            "scene": .string(scene.id), "date": JSONValue(scene.date?.description),
            "paths": .array(paths.map { .string($0) }), "scale": .number(scene.radiometry.scale),
            "offset": .number(scene.radiometry.offset),
        ]
    }
}

extension SampleStratum {
    /// The stratum as programs read it.
    package var json: JSONValue {
        [
            "code": .string(code), "zh": .string(label.zh), "en": .string(label.en), "score_above": .integer(above),
            "score_up_to": .integer(upTo), "cells": .integer(cells), "area_m2": .number(area.squareMetres),
            "places": .integer(places), "inclusion": .number(cells > 0 ? Double(places) / Double(cells) : 0),
            "weight_m2": .number(weight.squareMetres),
        ]
    }
}
