/// The options that mean the same on every verb that lists them.
extension Option {
    /// The region's folder.
    package static let region = Option(
        "region",
        .folder("DIR"),
        zh: "区域文件夹（默认：当前文件夹）",
        en: "the region's folder (default: the current folder)"
    )

    /// Results as JSON.
    package static let json = Option.flag(
        "json",
        zh: "以 JSON 输出结果",
        en: "print the result as JSON"
    )

    /// Everything but the writing; only on verbs that write.
    package static let dryRun = Option.flag(
        "dry-run",
        zh: "只说明将做什么，不写任何文件",
        en: "say what would be done and write nothing"
    )

    /// How many workers share the pixels.
    package static let workers = Option(
        "workers",
        .integer("N", 1...256),
        zh: "并行数（默认：处理器核数）；结果与并行数无关",
        en: "workers at once (default: the cores of this machine); the result does not depend on it"
    )

    /// How much memory the pixels may take.
    package static let memory = Option(
        "memory",
        .integer("MIB", 64...1_048_576),
        zh: "内存上限，单位 MiB（默认 256）；不够时减少并行数，结果不变",
        en: "MiB of memory at most (default: 256); where they do not suffice, fewer workers, never another result"
    )

    /// The language of messages; on every verb without being listed.
    static let language = Option(
        "lang",
        .choice(["zh", "en"]),
        zh: "界面语言（默认：依系统区域设置）",
        en: "the language of messages (default: from the locale)"
    )

    /// The help; on every verb without being listed.
    static let help = Option.flag("help", short: "h", zh: "显示帮助", en: "show this help")

    /// The version; before the verb.
    static let version = Option.flag("version", zh: "显示版本", en: "show the version")

    /// What every verb takes without listing it.
    static let everywhere: [Option] = [.language, .help]

    /// What may stand before the verb.
    static let beforeVerb: [Option] = [.region, .language, .json, .help, .version]
}
