/// What the process tells its caller.
package enum ExitCode: Int32, Sendable {
    /// Everything asked for was done.
    case done = 0
    /// Nothing was changed beyond what the messages say.
    case failed = 1
    /// The command line itself was wrong.
    case usage = 2
    /// The work was done, but some input was rejected and listed.
    case rejected = 3
}
