import GeoModel

extension Command {
    /// `completion bash|zsh|fish`: a script for the shell, made from the same table as the help.
    static func completion(of tool: String) -> Command {
        Command(
            "completion",
            zh: "输出命令行补全脚本",
            en: "print a completion script for a shell",
            positionals: [Positional("SHELL", .choice(["bash", "zsh", "fish"]), zh: "命令行 shell", en: "the shell")],
            examples: ["source <(\(tool) completion bash)", "\(tool) completion fish | source"]
        ) { invocation in
            let tool = invocation.tool
            let script =
                switch invocation.string("SHELL") {
                case "fish": tool.fishCompletion(invocation.language)
                case "zsh": tool.zshCompletion
                default: tool.bashCompletion
                }
            invocation.terminal.result(script)
            return .done
        }
    }
}
