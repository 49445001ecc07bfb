import Foundation
import GeoModel

extension Check {
    /// The versions of the program and of what it stands on.
    static func ofSystem(toolVersion: String) -> [Check] {
        let machine = ProcessInfo.processInfo
        let system = machine.operatingSystemVersionString
        let cores = machine.activeProcessorCount
        let memory = gibibytes(machine.physicalMemory)
        return [
            version("tuban", toolVersion),
            version("swift", compiler),
            Check(
                key: "system",
                name: Bilingual(zh: "操作系统", en: "system"),
                status: .ok,
                detail: Bilingual(
                    zh: "\(system)，\(cores) 核，内存 \(memory) GiB",
                    en: "\(system), \(cores) cores, \(memory) GiB memory"
                )
            ),
        ]
    }

    /// A check that only tells which version is there.
    static func version(_ name: String, _ version: String) -> Check {
        Check(
            key: name,
            name: Bilingual(zh: name, en: name),
            status: .ok,
            detail: Bilingual(zh: version, en: version)
        )
    }

    /// A count of bytes in GiB with one decimal.
    static func gibibytes(_ bytes: UInt64) -> String {
        String(format: "%.1f", Double(bytes) / 1_073_741_824)
    }

    /// The compiler that built the program.
    private static var compiler: String {
        #if compiler(>=6.4)
            "≥ 6.4"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }
}
