package import GeoModel

/// One option of a verb: `--name VALUE`, or `--name` alone where it takes none.
package struct Option: Sendable, Hashable {
    /// The long name without its dashes.
    package let name: String
    /// The short name without its dash; nil where there is none.
    package let short: Character?
    /// What it takes; nil for a flag.
    package let value: ValueKind?
    /// One sentence on what it does.
    package let help: Bilingual
    /// Whether it may be given several times.
    package let repeats: Bool
    /// Whether the verb can't run without it.
    package let isRequired: Bool

    /// An option that takes a value.
    package init(
        _ name: String,
        short: Character? = nil,
        _ value: ValueKind,
        zh: String,
        en: String,
        repeats: Bool = false,
        isRequired: Bool = false
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.help = Bilingual(zh: zh, en: en)
        self.repeats = repeats
        self.isRequired = isRequired
    }

    private init(flag name: String, short: Character?, help: Bilingual) {
        self.name = name
        self.short = short
        self.value = nil
        self.help = help
        repeats = false
        isRequired = false
    }

    /// An option that takes no value.
    package static func flag(_ name: String, short: Character? = nil, zh: String, en: String) -> Option {
        Option(flag: name, short: short, help: Bilingual(zh: zh, en: en))
    }
}

/// One argument that is told by its place.
package struct Positional: Sendable, Hashable {
    /// Its name in the help, in capitals, such as `RECIPE`.
    package let name: String
    /// What it takes.
    package let value: ValueKind
    /// One sentence on what it is.
    package let help: Bilingual
    /// Whether it may be left out.
    package let isOptional: Bool
    /// Whether it takes all arguments that are left; only the last one may.
    package let repeats: Bool

    /// A positional argument.
    package init(
        _ name: String,
        _ value: ValueKind,
        zh: String,
        en: String,
        isOptional: Bool = false,
        repeats: Bool = false
    ) {
        self.name = name
        self.value = value
        self.help = Bilingual(zh: zh, en: en)
        self.isOptional = isOptional
        self.repeats = repeats
    }
}
