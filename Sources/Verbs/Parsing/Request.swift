/// What a command line asks for.
enum Request {
    /// The help of a verb, or of the whole tool where the path is empty.
    case help(path: [String])
    /// The version.
    case version
    /// A verb with its values by the names of its options and positional arguments.
    case run(CommandPath, values: [String: [String]])
}
