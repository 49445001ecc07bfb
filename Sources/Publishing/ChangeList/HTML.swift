/// Text of a page. Whatever is interpolated is escaped, unless it is a piece of a page itself: so nothing that a
/// register or a scene calls itself can become markup.
package struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The markup.
    package let text: String

    /// Markup as it is written in a program.
    package init(stringLiteral value: String) { text = value }

    /// Markup with what was filled in.
    package init(stringInterpolation interpolation: Interpolation) { text = interpolation.text }

    /// What fills in a piece of markup.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        /// Room for a piece of about so many characters.
        package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        /// Appends markup as it is.
        package mutating func appendLiteral(_ literal: String) { text += literal }
        /// Appends a text, escaped.
        package mutating func appendInterpolation(_ value: String) { text += HTML.escaped(value) }
        /// Appends a number.
        package mutating func appendInterpolation(_ value: Int) { text += String(value) }
        /// Appends a piece of a page.
        package mutating func appendInterpolation(_ piece: HTML) { text += piece.text }
        /// Appends pieces of a page.
        package mutating func appendInterpolation(_ pieces: [HTML]) { text += pieces.map(\.text).joined() }
    }

    /// A text as it stands in XML and HTML, in and out of quotes. Characters that neither allows become U+FFFD.
    ///
    /// Source: XML 1.0, production 2 (Char).
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n", "\r": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
