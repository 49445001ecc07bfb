import ChangeDetection
import GeoModel
import SafeFiles

extension PairRegistration {
    /// What `run.json` and `qc.json` say of it: figures a scene, without its points.
    var record: JSONValue {
        [
            "band": .string(band.rawValue), "maximum_shift_pixels": .number(how.maximumShift),
            "correct_above_pixels": .number(how.correctAbove),
            "minimum_tie_points": .integer(how.minimumTiePoints), "scenes": .array(scenes.map { $0.record(how) }),
        ]
    }

    /// All points, so that whoever reads them comes to the very same shift: a list a scene, of its places and of five
    /// numbers a point.
    var points: JSONValue {
        .array(
            scenes.map { scene in
                let points = scene.measured.found.map { point -> JSONValue in
                    [
                        .integer(point.place.column), .integer(point.place.row), .number(point.shift.columns),
                        .number(point.shift.rows), .number(point.quality),
                    ]
                }
                return [.integer(scene.measured.placeCount), .array(points)]
            })
    }

    /// Reads what `points` wrote for the scenes of a pair; nil where it is not whole.
    init?(_ how: RegistrationRecipe, points: [JSONValue], of pair: ScenePair) {
        let scenes = pair.before.scenes + pair.after.scenes
        guard points.count == scenes.count - 1 else { return nil }
        var registrations: [SceneRegistration] = []
        for (scene, entry) in zip(scenes.dropFirst(), points) {
            guard let parts = entry.array, parts.count == 2, let places = parts[0].integer,
                let found = parts[1].array?.compactMap({ TiePoint($0) }), found.count == parts[1].array?.count
            else { return nil }
            registrations.append(
                SceneRegistration(
                    id: scene.id, reference: scenes[0].id, measured: Registration(found: found, placeCount: places)))
        }
        self.init(how: how, band: Self.band(of: pair), scenes: registrations)
    }
}

extension TiePoint {
    fileprivate init?(_ value: JSONValue) {
        guard let numbers = value.array?.compactMap(\.double), numbers.count == 5,
            let column = Int(exactly: numbers[0]), let row = Int(exactly: numbers[1])
        else { return nil }
        self.init(
            place: PixelPlace(column: column, row: row),
            shift: PixelShift(columns: numbers[2], rows: numbers[3]),
            quality: numbers[4]
        )
    }
}

extension SceneRegistration {
    fileprivate func record(_ how: RegistrationRecipe) -> JSONValue {
        let correction = correction(how)
        let trend = measured.trend.map { trend -> JSONValue in
            ["largest_pixels": rounded(trend.largest), "explained": rounded(trend.explained)]
        }
        return [
            "scene": .string(id), "against": .string(reference), "places": .integer(measured.placeCount),
            "points_found": .integer(measured.found.count), "tie_points": .integer(measured.points.count),
            "is_known": .bool(isKnown(how)),
            "shift_pixels": .array([rounded(measured.shift.columns), rounded(measured.shift.rows)]),
            "shift_length_pixels": rounded(measured.shift.length), "spread_pixels": rounded(measured.spread),
            "uncertainty_pixels": rounded(uncertainty),
            "corrected_by_pixels": .array([rounded(correction.columns), rounded(correction.rows)]),
            "trend": trend ?? .null,
        ]
    }
}

/// A figure to four decimals.
func rounded(_ value: Double) -> JSONValue { .number((value * 1e4).rounded() / 1e4) }
