import GeoIO
import GeoModel
import Patches

/// The pictures of both dates on a card, and the files they are in.
struct CardPictures {
    /// What the card is of; a part of the files' names.
    let id: String
    /// Where the files are, beside the page.
    let folder: String
    let images: ImagePair?
    let chips: ChipPair?

    /// A number as part of a file's name.
    static func safe(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" })
    }

    /// The file that a case's picture of a date is in.
    /// - Parameters:
    ///   - id: The case's number.
    ///   - date: Which of the two.
    /// - Returns: Its name, without the folder.
    static func fileName(_ id: String, _ date: Date) -> String { "\(safe(id))-\(date.rawValue).png" }

    /// One of a case's two dates.
    enum Date: String {
        case before, after
    }

    /// The pictures by their file names.
    var files: [(name: String, picture: Picture)] {
        sides.compactMap { side in
            guard case .success(let picture) = side.picture else { return nil }
            return (side.fileName, picture)
        }
    }

    /// Why pictures are missing.
    var faults: [Fault] {
        sides.compactMap { side in
            guard case .failure(let fault) = side.picture else { return nil }
            return Fault(
                "\(id) \(side.label.en): \(fault.object)",
                zh: fault.message.zh,
                en: fault.message.en
            )
        }
    }

    /// The earlier date, then the later one.
    var figures: [HTML] { sides.map(figure) }

    /// One of the two dates.
    private struct Side {
        let label: Bilingual
        let stamp: SceneStamp
        let fileName: String
        let picture: Result<Picture, Fault>
    }

    private var sides: [Side] {
        guard let images, let chips else { return [] }
        return [
            Side(
                label: Bilingual(zh: "前", en: "before"),
                stamp: images.before,
                fileName: CardPictures.fileName(id, .before),
                picture: chips.before
            ),
            Side(
                label: Bilingual(zh: "后", en: "after"),
                stamp: images.after,
                fileName: CardPictures.fileName(id, .after),
                picture: chips.after
            ),
        ]
    }

    private func figure(_ side: Side) -> HTML {
        let caption: HTML = "<figcaption><b>\(side.label.zh) \(side.stamp.day)</b> \(side.stamp.id)</figcaption>"
        guard let chips, case .success = side.picture else {
            return "<figure>\(CardPictures.absence)\(caption)</figure>"
        }
        let path = "\(folder)/\(side.fileName)"
        let bar = chips.frame.scaleBarMetres
        let length = bar < 1000 ? "\(decimal(bar, 0)) m" : "\(decimal(bar / 1000, 0)) km"
        return """
            <figure><a href="\(path)"><img src="\(path)" width="\(ChipFrame.side)" height="\(ChipFrame.side)" \
            alt="\(side.label.zh)时相影像 \(side.stamp.day)"/>\
            <span class="scale" style="width:\(decimal(bar / chips.frame.metres * 100, 2))%">\(length)</span></a>\
            \(caption)</figure>
            """
    }

    /// The reason names files of the bureau's machines: it is for the report of the run, not for a list handed out.
    private static let absence: HTML = """
        <p class="none">影像缺失，原因见运行报告。<small lang="en">No picture; the report of the run says why.</small></p>
        """
}
