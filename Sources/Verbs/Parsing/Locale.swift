package import GeoModel

extension Language {
    /// The language a person reads: what `--lang` says, else the locale (POSIX order: `LC_ALL`, `LC_MESSAGES`, `LANG`).
    ///
    /// - Parameters:
    ///   - arguments: The command line; read leniently, because messages about its mistakes need a language too.
    ///   - environment: The process's environment.
    package init(arguments: [String], environment: [String: String]) {
        let line = Array(arguments.prefix { $0 != "--" })
        for (index, word) in line.enumerated() {
            let next = index + 1 < line.count ? line[index + 1] : ""
            let value = word == "--lang" ? next : word.hasPrefix("--lang=") ? String(word.dropFirst(7)) : ""
            if let language = Language(rawValue: value) {
                self = language
                return
            }
        }
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        self = locale?.lowercased().hasPrefix("zh") == true ? .zh : .en
    }
}
