import GeoModel
import SafeFiles
import Verbs

extension Command {
    static let doctor = Command(
        "doctor",
        zh: "检查版本、磁盘与区域是否可用",
        en: "check versions, disk and region",
        options: [.region, .json],
        examples: ["tuban doctor", "tuban doctor --region Samples/out --json"]
    ) { invocation in
        let checks =
            Check.ofSystem(toolVersion: invocation.tool.version) + Check.ofLibraries()
            + Check.ofFolder(invocation.regionPath) + Check.ofStore(invocation.regionPath)
        invocation.report(Check.json(of: checks), or: Check.table(of: checks, invocation.language))
        return checks.contains { $0.status == .fail } ? .failed : .done
    }
}
