/// What a register says to a question of yes or no.
package enum Answer: String, Sendable, CaseIterable {
    /// Yes.
    case yes
    /// No.
    case no
    /// Nothing was entered.
    case unknown
}
