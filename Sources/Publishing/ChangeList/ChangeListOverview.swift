import GeoModel
import LandRecords
import Patches
import SafeFiles
import WorkQueue

/// What the head of a change list tells, gathered before its cards are written.
struct ChangeListOverview {
    /// One line of the contents.
    struct Line {
        let caseID: String
        let theme: String
        let area: Area
    }

    /// By theme, the most urgent first.
    private(set) var themes: [ThemeTally] = []
    /// In the order of the cards.
    private(set) var lines: [Line] = []
    private var imagePairs: [ImagePair: Int] = [:]

    /// Takes one case in.
    mutating func add(_ summary: CaseSummary, _ flag: Flag) {
        ThemeTally.count(flag, in: &themes)
        lines.append(Line(caseID: summary.id, theme: flag.theme, area: flag.area))
        if let images = flag.images { imagePairs[images, default: 0] += 1 }
    }

    /// The scenes before, or those after, by date.
    func scenes(_ date: KeyPath<ImagePair, SceneStamp>) -> [SceneStamp] {
        Set(imagePairs.keys.map { $0[keyPath: date] }).sorted {
            ($0.date?.description ?? "", $0.id) < ($1.date?.description ?? "", $1.id)
        }
    }

    /// The images that flags stand on, those of most flags first: a flag without images of its own is shown on the
    /// first that show its place.
    var usualImages: [ImagePair] {
        imagePairs.sorted { left, right in
            (right.value, left.key.before.id, left.key.after.id) < (left.value, right.key.before.id, right.key.after.id)
        }.map(\.key)
    }

    /// The place of a theme in the list, from which it has its colour.
    func colour(of theme: String) -> Colour {
        Colour.ofTheme(themes.firstIndex { $0.code == theme } ?? themes.count)
    }
}

extension Flag {
    /// The images it stands on; nil for a flag of the registers alone.
    var images: ImagePair? { patch.map { ImagePair(before: $0.before, after: $0.after) } }
}

extension RunRecord {
    /// Its images as its manifest tells, the first of both dates before the others of a mosaic.
    var images: [ImagePair] {
        func stamps(_ date: String) -> [SceneStamp] {
            guard let input = manifest["inputs"]?[date] else { return [] }
            return ([input] + (input["others"]?.array ?? [])).compactMap { scene in
                scene["scene"]?.string.map { id in
                    SceneStamp(id: id, date: scene["date"]?.string.flatMap { CalendarDate($0) })
                }
            }
        }
        return stamps("before").flatMap { before in stamps("after").map { ImagePair(before: before, after: $0) } }
    }
}

extension SceneStamp {
    /// Its day as users read it.
    var day: String { date?.description ?? "日期不详" }
}
