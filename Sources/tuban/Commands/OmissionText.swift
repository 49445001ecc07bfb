import GeoModel
import Pipeline
import SafeFiles
import Verbs

extension OmissionDraw {
    /// The strata as people read them.
    func table(_ language: Language) -> TextTable {
        let mu = strata.reduce(0) { $0 + $1.area.mu }
        let cells = strata.reduce(0) { $0 + $1.cells }
        let all = ["\(cells)", decimal(mu, 1), "\(strata.reduce(0) { $0 + $1.places })", "—"]
        return TextTable(
            [
                .text(zh: "层", en: "stratum"), .number(zh: "样地总数", en: "places"), .number(zh: "亩", en: "mu"),
                .number(zh: "抽取", en: "drawn"), .number(zh: "每个代表（亩）", en: "mu each stands for"),
            ],
            rows: strata.filter { $0.cells > 0 }.map { stratum in
                [
                    stratum.label.text(language), "\(stratum.cells)", decimal(stratum.area.mu, 1),
                    "\(stratum.places)", decimal(stratum.weight.mu, 1),
                ]
            } + [[Bilingual(zh: "合计", en: "all").text(language)] + all]
        )
    }

    /// The strata as programs read them.
    var json: JSONValue {
        [
            "seed": .integer(Int(seed)), "place_pixels": .integer(side),
            "strata": .array(strata.filter { $0.cells > 0 }.map(\.json)),
            "flagged_m2": .number(flagged.squareMetres), "aside_m2": .number(aside.squareMetres),
        ]
    }
}

extension OmissionEstimate {
    /// The figures as people read them, in mu.
    func table(_ language: Language) -> TextTable {
        func mu(_ squareMetres: Double?) -> String {
            squareMetres.map { decimal(Area(squareMetres: $0).mu, 1) } ?? "—"
        }
        return TextTable(
            [
                .text(zh: "层", en: "stratum"), .number(zh: "未报（亩）", en: "mu unflagged"),
                .number(zh: "样地", en: "places"), .number(zh: "有变化", en: "changed"),
                .number(zh: "未变化", en: "unchanged"), .number(zh: "无法判断", en: "unclear"),
                .number(zh: "未核查", en: "open"), .number(zh: "漏检（亩）", en: "mu missed"),
                .number(zh: "至少", en: "at least"), .number(zh: "至多", en: "at most"),
            ],
            rows: (strata + [all]).map { line in
                [
                    line.stratum?.label.text(language) ?? Bilingual(zh: "合计", en: "all").text(language),
                    decimal(line.area.mu, 1), "\(line.places)", "\(line.count("changed"))",
                    "\(line.count("unchanged"))", "\(line.count("unclear"))", "\(line.open)", mu(line.missed.value),
                    mu(line.missed.lower), mu(line.missed.upper),
                ]
            }
        )
    }

    /// Says in words what the figures mean, and what they leave open.
    func explain(on terminal: Terminal, hasPatches: Bool) {
        let level = percent(self.level)
        let share = missedShare
        terminal.note(
            zh: "未报的 \(decimal(all.area.mu, 1)) 亩中估计有 \(percent(share.value ?? 0)) 发生变化"
                + "（\(level) 置信区间 \(percent(share.lower))–\(percent(share.upper))）。",
            en: "of the \(decimal(all.area.mu, 1)) mu that were not flagged, an estimated \(percent(share.value ?? 0)) "
                + "changed (\(level) interval \(percent(share.lower)) to \(percent(share.upper))).")
        explainRecall(on: terminal, hasPatches: hasPatches)
        terminal.note(
            zh: "另有 \(decimal(aside.mu, 1)) 亩紧邻图斑或不成整块，未抽样；未能比较之处（云、无数据）也不在内。",
            en: "\(decimal(aside.mu, 1)) mu more, beside patches or no whole place, were not drawn from; nor was what "
                + "could not be compared (clouds, no data).")
        let unanswered = strata.filter { $0.missed.value == nil }
        if !unanswered.isEmpty {
            let names = Bilingual(
                zh: unanswered.compactMap(\.stratum?.label.zh).joined(separator: "；"),
                en: unanswered.compactMap(\.stratum?.label.en).joined(separator: "; "))
            terminal.note(
                zh: "以下各层没有任何结论，估计值未计入，区间按可能全部变化计：\(names.zh)。",
                en: "no place of these strata was judged: the estimate leaves them out, and the interval allows for "
                    + "all of them: \(names.en).")
        }
        if all.count("unclear") + all.open > 0 {
            terminal.note(
                zh: "无法判断 \(all.count("unclear")) 个、未核查 \(all.open) 个，视同与本层其余样地一样；若并非如此，估计有偏。",
                en: "\(all.count("unclear")) unclear and \(all.open) open places are taken to be like the others of "
                    + "their stratum; if they are not, the estimate is biased.")
        }
    }

    private func explainRecall(on terminal: Terminal, hasPatches: Bool) {
        let level = percent(self.level)
        guard let precision, let right = precision.value, let value = recall.value else {
            let most = Bilingual(
                zh: "即使图斑（\(decimal(flagged.mu, 1)) 亩）全部属实，查全率也至多约 \(percent(recall.upper))。",
                en: "Even if all \(decimal(flagged.mu, 1)) mu in patches are, the recall is at most about "
                    + "\(percent(recall.upper)). ")
            terminal.note(
                zh: (hasPatches ? "所给图斑结论都不属于这两期影像。" : "") + "图斑有多少属实未知，不能估计查全率。"
                    + (recall.upper < 0.9995 ? most.zh : "") + "请用 --flagged 给出图斑核查结论。",
                en: (hasPatches ? "None of the verdicts on patches is of these images. " : "")
                    + "How much of the patches is right is not known, so neither is the recall. "
                    + (recall.upper < 0.9995 ? most.en : "") + "Give verdicts on patches with --flagged.")
            return
        }
        terminal.note(
            zh: "图斑 \(decimal(flagged.mu, 1)) 亩，按 \(judgedPatches) 个已核查图斑，属实 \(percent(right))"
                + "（\(percent(precision.lower))–\(percent(precision.upper))）；查全率估计为 \(percent(value))"
                + "（\(level) 区间 \(percent(recall.lower))–\(percent(recall.upper))），漏检率 \(percent(1 - value))。"
                + "已核查的图斑若非随机选取，此二者仅供参考。",
            en: "of \(decimal(flagged.mu, 1)) mu in patches \(percent(right)) are right by \(judgedPatches) judged "
                + "patches (\(percent(precision.lower)) to \(percent(precision.upper))); so the recall is about "
                + "\(percent(value)) (\(level) interval \(percent(recall.lower)) to \(percent(recall.upper))) and the "
                + "omission error \(percent(1 - value)). Patches not judged at random make both a hint only.")
    }
}

/// A share as a percentage with two decimals below 1 %, else one; whole ones without.
private func percent(_ share: Double) -> String {
    decimals((share * 10_000).rounded() / 100, abs(share) < 0.01 ? 2 : 1) + " %"
}
