package import GeoModel
import SafeFiles

/// A command line that can't be understood.
package struct UsageFault: Error, Sendable, Hashable {
    /// What was found and what was expected.
    package let message: Bilingual
    /// The verbs whose help tells more.
    package let path: [String]

    /// A fault of the command line of a verb.
    package init(zh: String, en: String, path: [String] = []) {
        message = Bilingual(zh: zh, en: en)
        self.path = path
    }
}

extension UsageFault {
    static func unknownVerb(_ name: String, after path: [String], among names: [String]) -> UsageFault {
        let near = nearest(to: name, among: names)
        let list = Bilingual(listing: names)
        return UsageFault(
            zh: "没有命令“\(name)”" + (near.map { "，是否想用“\($0)”？" } ?? "。") + "可用：\(list.zh)。",
            en: "there is no command ‘\(name)’" + (near.map { "; did you mean ‘\($0)’?" } ?? ".")
                + " Known: \(list.en).",
            path: path
        )
    }

    static func missingVerb(after path: [String], among names: [String]) -> UsageFault {
        let list = Bilingual(listing: names)
        return UsageFault(zh: "缺少命令。可用：\(list.zh)。", en: "a command is missing. Known: \(list.en).", path: path)
    }

    static func unknownOption(_ written: String, among options: [Option], path: [String]) -> UsageFault {
        let name = String(written.drop { $0 == "-" })
        let near = nearest(to: name, among: options.map(\.name)).map { "--" + $0 }
        let list = Bilingual(listing: options.map { "--" + $0.name })
        return UsageFault(
            zh: "不认识的选项“\(written)”" + (near.map { "，是否想用“\($0)”？" } ?? "。可用：\(list.zh)。"),
            en: "unknown option ‘\(written)’" + (near.map { "; did you mean ‘\($0)’?" } ?? ". Known: \(list.en)."),
            path: path
        )
    }

    static func missingValue(of option: Option, path: [String]) -> UsageFault {
        let name = option.value?.name ?? ""
        return UsageFault(
            zh: "选项 --\(option.name) 缺少值 \(name)。",
            en: "the option --\(option.name) needs a value \(name).",
            path: path
        )
    }

    static func unwantedValue(_ value: String, of option: Option, path: [String]) -> UsageFault {
        UsageFault(
            zh: "选项 --\(option.name) 不带值，却得到“\(value)”。",
            en: "the option --\(option.name) takes no value, but ‘\(value)’ was given.",
            path: path
        )
    }

    static func givenTwice(_ option: Option, path: [String]) -> UsageFault {
        UsageFault(
            zh: "选项 --\(option.name) 给了两次，只能给一次。",
            en: "the option --\(option.name) was given twice; once is allowed.",
            path: path
        )
    }

    static func wrongValue(_ value: String, of name: String, expected: Bilingual, path: [String]) -> UsageFault {
        UsageFault(
            zh: "\(name)：得到“\(value)”，应为\(expected.zh)。",
            en: "\(name): found ‘\(value)’, expected \(expected.en).",
            path: path
        )
    }

    static func missing(_ name: String, help: Bilingual, path: [String]) -> UsageFault {
        UsageFault(zh: "缺少 \(name)：\(help.zh)。", en: "\(name) is missing: \(help.en).", path: path)
    }

    static func unexpected(_ argument: String, path: [String]) -> UsageFault {
        UsageFault(zh: "多余的参数“\(argument)”。", en: "unexpected argument ‘\(argument)’.", path: path)
    }
}
