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
        let pairs = try CalibrationList(file: list).pairs
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
    /// One line a place and method, then one a method over all places.
    var table: TextTable {
        let longest = methods.compactMap { summary(of: $0)?.rules.map(\.name) }.max { $0.count < $1.count }
        let rules = longest ?? []
        let lines =
            results.compactMap { result in (try? result.figures.get()).map { (result.place, result.method, $0) } }
            + methods.compactMap { method in summary(of: method).map { ("*", method, $0) } }
        return TextTable(
            [
                .text(zh: "地点", en: "place"), .text(zh: "方法", en: "method"), .number(zh: "κ", en: "κ"),
                .number(zh: "F1", en: "F1"), .number(zh: "最佳 F1", en: "best F1"), .number(zh: "AP", en: "AP"),
            ] + rules.map { .number(zh: $0, en: $0) } + [.number(zh: "秒", en: "s")],
            rows: lines.map { place, method, figures in
                [place, method]
                    + [figures.kappa, figures.f1, figures.bestF1, figures.averagePrecision].map { decimals($0, 3) }
                    + rules.map { rule in
                        figures.rules.first { $0.name == rule }.map { decimals($0.f1, 3) } ?? "—"
                    } + [decimals(figures.seconds, 1)]
            }
        )
    }
}
