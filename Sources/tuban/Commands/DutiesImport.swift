import GeoModel
import Pipeline
import SafeFiles
import Verbs
import WorkQueue

extension Command {
    static let dutiesImport = Command(
        "import",
        zh: "按表格登记职责：一行一项；重复导入不变",
        en: "enter duties by a table: a row a duty; the same table again changes nothing",
        options: [.region, .json, .dryRun],
        positionals: [
            Positional(
                "FILE", .file("FILE"),
                zh: "CSV（UTF-8 或 GBK）或 XLSX；列："
                    + DutyList.Column.allCases.map { "\($0.rawValue) \($0.zh)" }.joined(separator: "、"),
                en: "CSV (UTF-8 or GBK) or XLSX; columns: "
                    + DutyList.Column.allCases.map(\.rawValue).joined(separator: ", "))
        ],
        examples: ["tuban duties import duties.csv --region county"]
    ) { invocation in
        let region = try Region.open(invocation.regionPath)
        let list = try DutyList(try invocation.required("FILE"), try region.data.dutyKinds())
        let (added, already, rejected) = try region.addDuties(list, isTrial: invocation.isDryRun, at: .now)
        if invocation.flag("json") {
            let document: JSONValue = [
                "added": .array(added.map(\.json)), "already": .integer(already),
                "rejected": .array(rejected.map(\.json)), "written": .bool(!invocation.isDryRun),
            ]
            invocation.terminal.result(document.text(indented: true))
        }
        invocation.say(
            zh: "登记 \(added.count) 项，此前已有 \(already) 项，拒收 \(rejected.count) 项",
            en: "\(added.count) entered, \(already) there before, \(rejected.count) rejected")
        return invocation.terminal.list(rejected: rejected)
    }
}
