import GeoModel
import Patches
import Publishing
import SafeFiles

extension QualityFigures {
    /// The figures as `qc.json`; shares 0…1, reflectance, pixels of the comparison.
    func record(registration: PairRegistration?) -> JSONValue {
        [
            "tool": .string("tuban \(toolVersion)"), "before": before.record, "after": after.record,
            "compared_share": rounded(comparedShare),
            "registration": registration?.record ?? .null,
            "tie_points": .array(placings.last?.points.map(point) ?? []),
            "bands": .array(bands.map(\.record)),
            "thresholds": .array(
                thresholds.map { threshold in
                    [
                        "rule": .string(threshold.rule), "score": rounded(threshold.score),
                        "share": .number(threshold.share),
                    ]
                }),
            "histogram": [
                "bar_width": .number(histogram.width), "pixels": .array(histogram.counts.map { .integer($0) }),
            ],
            "patches": .integer(patchCount), "area_m2": .number((area.squareMetres * 10).rounded() / 10),
            "remarks": .array(remarks.map(\.json)),
        ]
    }

    /// Column, row, residual to the right and down, whether it agrees.
    private func point(_ point: (place: PixelPlace, rest: PixelShift, agrees: Bool)) -> JSONValue {
        [
            .integer(point.place.column), .integer(point.place.row), rounded(point.rest.columns),
            rounded(point.rest.rows), .bool(point.agrees),
        ]
    }
}

extension QualityFigures.Side {
    fileprivate var record: JSONValue {
        [
            "scenes": .array(scenes.map { .string($0.id) }), "date": JSONValue(scenes.first?.date?.description),
            "valid_share": rounded(validShare),
        ]
    }
}

extension QualityFigures.Band {
    fileprivate var record: JSONValue {
        [
            "band": .string(role.rawValue), "dark_before": rounded(darkBefore), "dark_after": rounded(darkAfter),
            "haze_difference": rounded(darkAfter - darkBefore),
            "gain": relation.map { rounded($0.gain) } ?? .null, "offset": relation.map { rounded($0.offset) } ?? .null,
            "residual": relation.map { rounded($0.residual) } ?? .null,
        ]
    }
}
