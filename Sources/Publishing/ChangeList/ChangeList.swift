import Foundation
import GeoIO
package import GeoModel
import Geometry
import LandRecords
import Patches
import SafeFiles
package import WorkQueue

/// What came of writing a change list.
package struct ChangeListReport: Sendable, Hashable {
    /// How many flags it shows.
    package var cards = 0
    /// Pictures that could not be made, each with its case and why.
    package var missingPictures: [Fault] = []
}

/// The list of a period's flags that an inspector reads, on paper, phone and PC: `change-list.html` with its pictures
/// in the folder `change-list` beside it. The page needs no network and no script.
package struct ChangeList {
    /// The file's name.
    package static let fileName = "change-list.html"
    static let pictureFolder = "change-list"

    /// Hands each case to a closure, the same ones in the same order whenever it is called.
    private typealias CaseWalk = ((CaseSummary, Flag) throws(Fault) -> Void) throws(Fault) -> Void

    private let store: RegionStore
    private let page: (ChangeListOverview) -> ChangeListPage
    private let cases: CaseWalk
    private let folder: String
    private let chips: ChipRenderer
    private let degrees: CoordinateTransformation
    private let findings: [Finding]
    private let isInDegrees: Bool
    /// What the runs compared.
    private let runImages: [ImagePair]

    /// Writes the list of one period, the most urgent flags first; pictures of an earlier list are removed.
    ///
    /// - Parameters:
    ///   - store: The region's store.
    ///   - region: The region's name.
    ///   - period: The period.
    ///   - findings: What there is to be found.
    ///   - folder: Where to; made where it is not there.
    ///   - progress: Called with cards done and in all.
    /// - Returns: What was written, and which pictures could not be made: such a card says why instead.
    /// - Throws: `Fault` where a row can't be read or the disk is full.
    package static func write(
        _ store: RegionStore,
        region: String,
        period: Period,
        findings: [Finding],
        to folder: String,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws(Fault) -> ChangeListReport {
        let filter = CaseFilter(period: period, order: .priority)
        let subject = (short: period.description, long: "\(period.year) 年 \(period.month) 月")
        let images = try store.runs().filter { $0.period == period }.flatMap(\.images)
        return try write(store, region, subject, images, findings, to: folder, progress) { body throws(Fault) in
            try store.forEachCase(filter, body)
        }
    }

    /// Writes the list of an inspector's cases, in the order given.
    static func write(
        _ store: RegionStore,
        region: String,
        subject: String,
        cases: [(summary: CaseSummary, flag: Flag)],
        findings: [Finding],
        to folder: String
    ) throws(Fault) -> ChangeListReport {
        let periods = Set(cases.map(\.flag.period))
        let images = try store.runs().filter { periods.contains($0.period) }.flatMap(\.images)
        return try write(store, region, (subject, subject), images, findings, to: folder, { _, _ in }) {
            body throws(Fault) in
            for item in cases { try body(item.summary, item.flag) }
        }
    }

    private static func write(
        _ store: RegionStore,
        _ region: String,
        _ subject: (short: String, long: String),
        _ images: [ImagePair],
        _ findings: [Finding],
        to folder: String,
        _ progress: (Int, Int) -> Void,
        _ cases: @escaping CaseWalk
    ) throws(Fault) -> ChangeListReport {
        try DurableFile.makeFolder(folder + "/" + pictureFolder)
        let system = store.reference.system
        let list = ChangeList(
            store: store,
            page: { ChangeListPage(region: region, subject: subject.short, subjectText: subject.long, overview: $0) },
            cases: cases,
            folder: folder,
            chips: try ChipRenderer(system: system, shelf: SceneShelf(store)),
            degrees: try CoordinateTransformation(from: system, to: .wgs84),
            findings: findings,
            isInDegrees: try SpatialReferenceInfo(system).isGeographic,
            runImages: images
        )
        return try list.write(progress)
    }

    private func write(_ progress: (Int, Int) -> Void) throws(Fault) -> ChangeListReport {
        var overview = ChangeListOverview()
        try cases { summary, flag throws(Fault) in overview.add(summary, flag) }
        let page = page(overview)
        let writer = try DurableTextWriter(folder + "/" + ChangeList.fileName)
        try writer.write(page.head.text)
        var report = ChangeListReport()
        var pictures: Set<String> = []
        try cases { summary, flag throws(Fault) in
            let card = try card(summary, flag, overview)
            for (name, picture) in card.pictures.files {
                try picture.writePNG("\(folder)/\(ChangeList.pictureFolder)/\(name)")
                pictures.insert(name)
            }
            try writer.write(card.html.text)
            report.cards += 1
            report.missingPictures += card.pictures.faults
            progress(report.cards, overview.lines.count)
        }
        try writer.write(page.foot.text)
        try writer.finish()
        removePictures(except: pictures)
        return report
    }

    private func card(_ summary: CaseSummary, _ flag: Flag, _ overview: ChangeListOverview) throws(Fault) -> ChangeCard
    {
        let pairs = flag.images.map { [$0] } ?? overview.usualImages + runImages
        let shown = chips.chips(flag.shape, inner: flag.patch?.shape, onFirstOf: pairs)
        let place = flag.shape.place
        return ChangeCard(
            summary: summary,
            flag: flag,
            findings: findings.filter { $0.themes?.contains(flag.theme) ?? false },
            colour: overview.colour(of: flag.theme),
            system: store.reference.system,
            place: isInDegrees ? nil : place,
            degrees: try place.map { point throws(Fault) in try degrees.transformed(point) },
            images: shown?.images,
            chips: shown?.chips,
            relapses: try store.links(of: summary.id).filter { $0.kind == .relapse }.map { ($0.other, $0.label) }
        )
    }

    /// Left over from a longer list. Should one stay, it only takes room.
    private func removePictures(except kept: Set<String>) {
        let path = folder + "/" + ChangeList.pictureFolder
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        where name.hasSuffix(".png") && !kept.contains(name) {
            try? FileManager.default.removeItem(atPath: path + "/" + name)
        }
    }
}
