import Foundation
package import GeoModel

extension Terminal {
    /// The process's own streams.
    ///
    /// Bars are drawn and labels coloured only where a person looks at standard error; `NO_COLOR` (no-color.org) and
    /// `TERM=dumb` turn colours off.
    package static func standard(_ language: Language, environment: [String: String]) -> Terminal {
        let isScreen = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        return Terminal(
            language: language,
            isInteractive: isScreen,
            isColoured: isScreen && environment["NO_COLOR", default: ""].isEmpty,
            results: { try FileHandle.standardOutput.write(contentsOf: Data($0.utf8)) },
            messages: { try FileHandle.standardError.write(contentsOf: Data($0.utf8)) }
        )
    }

    /// Makes a write to a reader that has gone an error instead of the end of the process.
    package static func survivesClosedPipes() {
        signal(SIGPIPE, SIG_IGN)
    }
}

/// Whether a write failed because its reader has gone.
func isBrokenPipe(_ error: any Error) -> Bool {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    return cause.domain == NSPOSIXErrorDomain && cause.code == Int(EPIPE)
}
