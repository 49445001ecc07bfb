import GeoModel
import Pipeline
import SafeFiles
import Verbs

extension Command {
    /// Sets methods side by side on labelled pairs; 3 where one of them could not compare a pair.
    static func compareMethods(_ invocation: Invocation, _ list: String) throws -> ExitCode {
        let out = try invocation.required("out")
        let data = try DataFolder.ofProgram()
        let set = try MethodSet(file: invocation.string("methods") ?? "\(data.path)/methods/usual.json5")
        let pairs = try CalibrationList(file: list, isLabelled: false).pairs
        let bar = ProgressBar(Bilingual(zh: "比较方法", en: "comparing methods"), on: invocation.terminal)
        let trial = try MethodTrial(pairs, set, data, in: out, workers: invocation.workers) {
            bar.update(done: $0, of: $1)
        }
        bar.finish()
        var isWhole = true
        for result in trial.results {
            guard case .failure(let fault) = result.figures else { continue }
            isWhole = false
            invocation.terminal.warn(
                Fault(
                    "\(result.place), \(result.method): \(fault.object)", zh: fault.message.zh, en: fault.message.en))
        }
        invocation.report(trial.json, or: trial.table)
        invocation.terminal.note(zh: "图件见 \(out)/index.html。", en: "pictures: \(out)/index.html")
        return isWhole ? .done : .rejected
    }
}

extension MethodTrial {
    /// One line a place and method, then one a method over all places; agreement is told where some pair has a truth.
    var table: TextTable {
        let lines =
            results.compactMap { result in (try? result.figures.get()).map { (result.place, result.method, $0) } }
            + methods.compactMap { method in summary(of: method).map { ("*", method, $0) } }
        let agreements = lines.compactMap(\.2.agreement)
        let rules = agreements.map { $0.rules.map(\.name) }.max { $0.count < $1.count } ?? []
        let truth: [TextTable.Column] =
            agreements.isEmpty
            ? []
            : [
                .number(zh: "κ", en: "κ"), .number(zh: "F1", en: "F1"), .number(zh: "最佳 F1", en: "best F1"),
                .number(zh: "AP", en: "AP"),
            ] + rules.map { .number(zh: $0, en: $0) }
        return TextTable(
            [.text(zh: "地点", en: "place"), .text(zh: "方法", en: "method")] + truth + [
                .number(zh: "标出 %", en: "flagged %"), .number(zh: "变为建筑 %", en: "became built %"),
                .number(zh: "变为裸地或建筑 %", en: "bare or built %"), .number(zh: "秒", en: "s"),
            ],
            rows: lines.map { place, method, figures in
                [place, method]
                    + (agreements.isEmpty ? [] : Self.cells(figures.agreement, rules))
                    + [figures.flagged, figures.built, figures.cleared].map { decimals(100 * $0, 2) }
                    + [decimals(figures.seconds, 1)]
            }
        )
    }

    private static func cells(_ agreement: Agreement?, _ rules: [String]) -> [String] {
        guard let agreement else { return [String](repeating: "—", count: 4 + rules.count) }
        return [agreement.kappa, agreement.f1, agreement.bestF1, agreement.averagePrecision].map { decimals($0, 3) }
            + rules.map { rule in agreement.rules.first { $0.name == rule }.map { decimals($0.f1, 3) } ?? "—" }
    }
}
