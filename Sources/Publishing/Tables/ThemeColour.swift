/// A colour by its red, green and blue, 0…255.
struct Colour: Sendable, Hashable {
    let red: UInt8
    let green: UInt8
    let blue: UInt8

    /// `#RRGGBB`.
    var hexText: String {
        "#" + [red, green, blue].map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// The colour of the theme at a place in a list of themes; colours come again after the ninth.
    ///
    /// Source: Okabe and Ito, Color Universal Design (2008): told apart with every kind of colour vision. Their yellow
    /// is left to outlines. The last three are wine, indigo and olive of Paul Tol's muted scheme (2021).
    static func ofTheme(_ index: Int) -> Colour { themes[index % themes.count] }

    private static let themes = [
        Colour(red: 213, green: 94, blue: 0), Colour(red: 0, green: 114, blue: 178),
        Colour(red: 0, green: 158, blue: 115), Colour(red: 204, green: 121, blue: 167),
        Colour(red: 86, green: 180, blue: 233), Colour(red: 230, green: 159, blue: 0),
        Colour(red: 136, green: 34, blue: 85), Colour(red: 51, green: 34, blue: 136),
        Colour(red: 153, green: 153, blue: 51),
    ]
}
