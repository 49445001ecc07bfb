import Testing

/// The small reader of Swift texts that the rules stand on.
@Suite struct ReadingTests {
    @Test(arguments: [
        ("a // b\nc", "a     \nc", "  // b\n "),
        ("a /* b /* c */ d */ e", "a                   e", "  /* b /* c */ d */  "),
        ("f(\"x // y\") + 1", "f(\"      \") + 1", "               "),
        ("\"a\\\"b\" + c", "\"    \" + c", "          "),
        ("\"\\(f(\"x\")) y\" + c", "\"           \" + c", "                 "),
        ("#\"a\"b\"# + c", "#\"   \"# + c", "           "),
        ("#\"\\(x\"# + \"\\#(\" + c", "#\"   \"# + \"   \" + c", "                   "),
        ("\"\"\"\n// { \" \n\"\"\" + c", "\"\"\"\n       \n\"\"\" + c", "   \n       \n       "),
        ("x = /a\"{/ + c", "x =       + c", "             "),
        ("x = #/a\"{/# + c", "x =         + c", "               "),
        ("x = a / b + c / d", "x = a / b + c / d", "                 "),
    ])
    func splitsCodeFromComments(text: String, code: String, comments: String) {
        let layers = SourceLayers(text)
        #expect(layers.code == code)
        #expect(layers.comments == comments)
    }

    @Test func findsFunctionsThroughEverything() {
        let text = """
            protocol P {
                func required(_ x: Int) throws(E)
                var size: Int { get }
            }
            struct S: P {
                var stored = { 1 }
                var plain: Int
                init(_ x: Int = 3) { self.init(y: x) }
                func required(
                    _ x: Int,
                    then: () -> Void = { print("}") }
                ) throws(E)
                where S: P {
                    if x > 0 { then() }
                }
            }
            """
        let spans = SwiftFile(path: "x.swift", text: text).functions
        #expect(
            spans == [
                FunctionSpan(name: "size", firstLine: 3, lastLine: 3),
                FunctionSpan(name: "init", firstLine: 8, lastLine: 8),
                FunctionSpan(name: "required", firstLine: 9, lastLine: 15),
            ]
        )
    }

    @Test func readsImportsOfEveryForm() {
        let text = """
            import A
            package import B
            @testable internal import C
            import struct D.Point
            // import E
            let imported = 1
            """
        #expect(SwiftFile(path: "x.swift", text: text).imports == ["A", "B", "C", "D"])
    }
}
