import GeoModel
import SafeFiles
import Testing

@Suite struct JSONReadingTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: text, named: "doc") }

    @Test func readsWhatJSONHas() throws {
        let value = try parse(#" {"a": [1, -2.5, 1e3, true, false, null, "x"], "b": {}, "c": []} "#)
        #expect(value["a"] == [1, -2.5, 1000.0, true, false, .null, "x"])
        #expect(value["b"]?.members == [] && value["c"]?.array == [])
        #expect(value.members?.map(\.key) == ["a", "b", "c"])
    }

    @Test func readsWhatJSON5Adds() throws {
        let text = """
            \u{FEFF}// a recipe
            {
              name: 'it\\'s',   /* a bare key
              and a long comment */
              $id_2: +.5,
              "列表": [1, 2,],
            }
            // the end
            """
        let value = try parse(text)
        #expect(value == ["name": "it's", "$id_2": 0.5, "列表": [1, 2]])
    }

    @Test(arguments: [
        (#""a\nb\t\"\\\/""#, "a\nb\t\"\\/"), (#""图\u6591""#, "图斑"), (#""\ud83d\ude00""#, "😀"),
        ("'one \\\nline'", "one line"), ("\"\"", ""),
    ])
    func readsTexts(text: String, expected: String) throws {
        #expect(try parse(text) == .string(expected))
    }

    @Test(arguments: [
        ("7", 7), ("-0", 0), ("9007199254740993", 9_007_199_254_740_993), ("3.0", 3), ("2e2", 200),
    ])
    func wholeNumbersStayWhole(text: String, expected: Int) throws {
        #expect(try parse(text).integer == expected)
    }

    @Test func aNumberWithAFractionIsNoWholeNumber() throws {
        #expect(try parse("2.5").integer == nil)
        #expect(try parse("2.5").double == 2.5)
    }

    /// Line and column are those of the first character that can't be understood, counted from 1.
    @Test(arguments: [
        ("", 1, 1), ("{", 1, 2), ("{\n  a: 1\n  b: 2\n}", 3, 3), ("{\"a\" 1}", 1, 6), ("[1, 2", 1, 6),
        ("{a: nothing}", 1, 5), ("{a: 1} x", 1, 8), ("{a: 1,\n a: 2}", 2, 3), ("[1 2]", 1, 4), ("[,]", 1, 2),
        ("{a: 1-2}", 1, 5), ("\"\\u12\"", 1, 4), ("\"\\udc00\"", 1, 8), ("/* open", 1, 8), ("{a: /x}", 1, 6),
        ("\n\n 'broken\n'", 3, 9), ("{a: 1e999}", 1, 5), ("{图: 1,\n斑}", 2, 2),
    ])
    func namesLineAndColumn(text: String, line: Int, column: Int) {
        let fault = #expect(throws: Fault.self) { try parse(text) }
        #expect(fault?.object == "doc")
        #expect(fault?.message.en.hasPrefix("line \(line), column \(column): not valid JSON5: found ") == true)
        #expect(fault?.message.en.contains(", expected ") == true)
        let zh = fault?.message.zh ?? ""
        #expect(zh.hasPrefix("第 \(line) 行第 \(column) 列不是有效的 JSON5：此处为") && zh.contains("，应为"))
        #expect(zh.replacing("JSON5", with: "").firstMatch(of: /[A-Za-z]{2,}/) == nil, "no English: \(zh)")
    }

    @Test func aControlCharacterIsToldByItsNumber() {
        let fault = #expect(throws: Fault.self) { try parse("{a: 1} \u{1B}[31m") }
        #expect(fault?.message.en.contains("found the control character 27, expected") == true)
        #expect(fault?.message.zh.contains("此处为控制字符 27，") == true)
    }

    @Test func aKeyGivenTwiceIsNamed() {
        let fault = #expect(throws: Fault.self) { try parse("{ \"k\": 8,\n  k: 6 }") }
        #expect(fault?.message.en.contains("‘k’ is here again") == true)
    }

    @Test func depthHasALimit() throws {
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(throws: Never.self) { try parse(deep) }
        #expect(throws: Fault.self) { try parse("[" + deep + "]") }
        #expect(throws: Fault.self) { try parse(String(repeating: "{a:", count: 100_000)) }
    }
}
