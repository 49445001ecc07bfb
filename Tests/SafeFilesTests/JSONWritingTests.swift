import SafeFiles
import Testing

@Suite struct JSONWritingTests {
    @Test func membersKeepTheirOrder() {
        let value: JSONValue = ["z": 1, "a": [true, .null], "m": ["y": "图斑", "b": 0.5]]
        #expect(value.text() == #"{"z":1,"a":[true,null],"m":{"y":"图斑","b":0.5}}"#)
    }

    @Test func indentsByTwo() {
        let value: JSONValue = ["z": 1, "list": [1, ["k": 2]], "none": [], "empty": [:]]
        let expected = """
            {
              "z": 1,
              "list": [
                1,
                {
                  "k": 2
                }
              ],
              "none": [],
              "empty": {}
            }
            """
        #expect(value.text(indented: true) == expected)
    }

    @Test(arguments: [
        ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#), ("\u{1}\u{1F}", #""\u0001\u001f""#),
        ("\u{2028}", #""\u2028""#), ("/😀", "\"/😀\""),
        ("→\u{2027}\u{2029}\u{7F}é", "\"→\u{2027}\\u2029\u{7F}é\""),
    ])
    func escapesWhatMustBe(text: String, literal: String) {
        #expect(JSONValue.quoted(text) == literal)
    }

    @Test(arguments: [
        (3.0, "3"), (-0.25, "-0.25"), (0.1, "0.1"), (1e-7, "1e-07"), (1e20, "1e+20"), (.nan, "null"),
        (.infinity, "null"),
    ])
    func numbersAreShort(number: Double, text: String) {
        #expect(JSONValue.number(number).text() == text)
    }

    /// Decimals take a short cut, which must not show: Swift's own description is the shortest text there is.
    @Test func decimalsAreWrittenAsSwiftDescribesThem() {
        for power in [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7] {
            for units in [1, 9, 10, 12_345, 99_999, 100_000, 123_456_789, 1_234_567_890_123, 99_999_999_999_999_983] {
                for number in [Double(units) / power, -Double(units) / power, (Double(units) / power).nextUp] {
                    let described = "\(number)"
                    let text = described.hasSuffix(".0") ? String(described.dropLast(2)) : described
                    #expect(JSONValue.number(number).text() == text)
                }
            }
        }
    }

    @Test(arguments: [
        (0, 7, "0"), (5, 7, "0.0000005"), (10_000_000, 7, "1"), (1_234_500, 4, "123.45"), (70, 0, "70"),
    ])
    func decimalsHaveNoZerosAtTheirEnd(units: UInt, places: Int, text: String) {
        for isNegative in [false, true] {
            var bytes: [UInt8] = []
            bytes.append(decimal: units, places: places, isNegative: isNegative)
            #expect(String(decoding: bytes, as: UTF8.self) == (isNegative && units > 0 ? "-" + text : text))
        }
    }

    @Test(arguments: [true, false]) func whatIsWrittenReadsBack(indented: Bool) throws {
        let value: JSONValue = [
            "text": "行\n\"\\\u{2029}\u{7F}",
            "numbers": [0, -1, 0.1, 1e-300, 9_007_199_254_740_993, 12345.678901234567],
            "deep": [[[["x": .null]]]], "": true,
        ]
        let text = value.text(indented: indented)
        #expect(try JSONValue(parsing: text, named: "doc") == value)
        #expect(try JSONValue(parsing: text, named: "doc").text(indented: indented) == text)
    }

    @Test func absentValuesAreNull() {
        #expect(JSONValue(nil as String?) == .null && JSONValue(nil as Double?) == .null)
        #expect(JSONValue(nil as Int?) == .null && JSONValue(4 as Int?) == 4)
    }
}
