import Foundation

/// The built program, driven as a user drives it.
enum Binary {
    /// What one run left.
    struct Outcome: Sendable {
        let code: Int32
        let results: String
        let messages: String
    }

    /// The program beside the test bundle, or the one that `TUBAN_BINARY` names (such as the release build).
    static let path: String = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return ProcessInfo.processInfo.environment["TUBAN_BINARY"] ?? bundle.appendingPathComponent("tuban").path
    }()

    /// Runs the program to its end, in a locale that speaks English unless told otherwise.
    static func run(_ arguments: [String], locale: String = "C.UTF-8") throws -> Outcome {
        try end(of: path, arguments, locale: locale)
    }

    /// Runs the program, but no longer than so many seconds: the code is then 124. A program that crashed gives 128 and
    /// the number of the signal.
    static func run(_ arguments: [String], seconds: Int) throws -> Outcome {
        try end(of: "/usr/bin/timeout", ["-k", "5", "\(seconds)", path] + arguments, locale: "C.UTF-8")
    }

    /// Starts the program and does not wait; what it says is dropped.
    static func start(_ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    static func end(of program: String, _ arguments: [String], locale: String) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ["LC_ALL": locale, "PATH": ProcessInfo.processInfo.environment["PATH", default: ""]]
        // Files instead of pipes: a program that prints much must not wait for a reader that waits for its end.
        let results = try stream(to: folder.appendingPathComponent("results"))
        let messages = try stream(to: folder.appendingPathComponent("messages"))
        process.standardOutput = results
        process.standardError = messages
        try process.run()
        process.waitUntilExit()
        return Outcome(
            code: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            results: try String(contentsOf: folder.appendingPathComponent("results"), encoding: .utf8),
            messages: try String(contentsOf: folder.appendingPathComponent("messages"), encoding: .utf8)
        )
    }

    /// Runs a line of bash in which `tuban` is the program.
    static func shell(_ line: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", "set -o pipefail; tuban() { \"$TUBAN\" \"$@\"; }; \(line)"]
        process.environment = ["TUBAN": path, "PATH": ProcessInfo.processInfo.environment["PATH", default: ""]]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private static func stream(to file: URL) throws -> FileHandle {
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }
}
