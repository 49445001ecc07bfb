import GeoIO
package import GeoModel
package import Publishing

/// What people found the places of a sample to be.
package struct OmissionVerdicts {
    /// By the place's number.
    package private(set) var verdicts: [String: PlaceVerdict] = [:]
    /// Rows that were not used, and why.
    package private(set) var rejected: [Fault] = []

    /// Reads lists that inspectors filled in: any of those that were drawn, or another table with their columns. A row
    /// without a verdict is a place that nobody has visited yet.
    ///
    /// - Throws: `Fault` where a file can't be read, lacks a column, is of another sample, or none of them has a
    ///   verdict.
    package init(_ paths: [String], of sample: OmissionSample) throws(Fault) {
        var said: [String: [(verdict: PlaceVerdict, row: String)]] = [:]
        for path in paths {
            try read(path, sample) { id, verdict, row in said[id, default: []].append((verdict, row)) }
        }
        for (id, all) in said.sorted(by: { $0.key < $1.key }) {
            let rows = all.dropFirst().map(\.row)
            guard Set(all.map(\.verdict)).count == 1 else {
                let words = Bilingual(
                    zh: all.map { "\($0.verdict.label.zh)（\(Language.zh.place($0.row))）" }.joined(separator: "、"),
                    en: all.map { "\($0.verdict.label.en) (\($0.row))" }.joined(separator: ", "))
                rejected.append(
                    Fault(
                        id, zh: "结论互相矛盾：\(words.zh)。均未采用；请核实后只留一个。",
                        en: "verdicts contradict each other: \(words.en). None is used; find out and keep one."))
                continue
            }
            verdicts[id] = all[0].verdict
            for row in rows {
                rejected.append(
                    Fault(
                        row, zh: "样地 \(id) 的结论重复，只计一次。请删去多余的行。",
                        en: "another verdict on \(id), counted once. Delete the extra row."))
            }
        }
        guard !said.isEmpty else {
            throw rejected.first
                ?? Fault(
                    paths.joined(separator: ", "),
                    zh: "没有任何结论。请在 \(PlaceList.verdictField) 列填写：\(PlaceVerdict.words.joined(separator: "、"))。",
                    en: "holds no verdict. Enter some in the column \(PlaceList.verdictField): "
                        + PlaceVerdict.words.joined(separator: ", ") + ".")
        }
    }

    private mutating func read(
        _ path: String, _ sample: OmissionSample, _ take: (String, PlaceVerdict, String) -> Void
    ) throws(Fault) {
        let layer = try LayerFile(path)
        let names = layer.fields.map(\.name)
        var columns: [String: String] = [:]
        for wanted in [PlaceList.idField, PlaceList.sampleField, PlaceList.verdictField] {
            guard let name = names.first(where: { $0.lowercased() == wanted }) else {
                throw Fault(
                    path, zh: "缺少“\(wanted)”列；现有：\(names.joined(separator: "、"))。请使用抽样时给出的清单。",
                    en: "has no column ‘\(wanted)’; there are: \(names.joined(separator: ", ")). Use a list that "
                        + "was drawn.")
            }
            columns[wanted] = name
        }
        let known = Set(sample.places.map(\.id))
        try layer.forEachFeature { feature throws(Fault) in
            let row = "\(path): row \(feature.row)"
            func text(_ column: String) -> String? {
                columns[column].flatMap { feature.attributes[$0]?.string }.map { $0.trimmed }
            }
            guard let word = text(PlaceList.verdictField) else { return }
            let other = text(PlaceList.sampleField) ?? "—"
            guard other == sample.id else {
                throw Fault(
                    row, zh: "属于样本 \(other)，而估计的是样本 \(sample.id)。请选用同一次抽样的清单。",
                    en: "is of the sample \(other), but \(sample.id) is to be estimated. Take the lists of one draw.")
            }
            guard let id = text(PlaceList.idField), known.contains(id) else {
                rejected.append(
                    Fault(
                        row, zh: "样地 \(text(PlaceList.idField) ?? "—") 不在样本中，未采用。请核对编号。",
                        en: "there is no place \(text(PlaceList.idField) ?? "—") in the sample, so it is not used. "
                            + "Check its number."))
                return
            }
            guard let verdict = PlaceVerdict(word: word) else {
                let words = Bilingual(listing: PlaceVerdict.words)
                rejected.append(
                    Fault(
                        row, zh: "样地 \(id) 的结论“\(word)”无法识别，未采用；应为 \(words.zh) 之一。",
                        en: "the verdict ‘\(word)’ on \(id) is not understood and not used; one of \(words.en) is "
                            + "expected."))
                return
            }
            take(id, verdict, row)
        }
    }
}

extension String {
    /// The text without blanks around it.
    fileprivate var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
