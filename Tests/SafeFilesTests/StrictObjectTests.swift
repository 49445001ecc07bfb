import GeoModel
import SafeFiles
import Testing

@Suite struct StrictObjectTests {
    private static let keys = ["name", "threshold", "maskDilation", "list", "inner"]

    private func object(_ value: JSONValue) throws -> StrictObject {
        try StrictObject(value, named: "r.json5", keys: Self.keys)
    }

    @Test(arguments: [
        ("treshold", "threshold"), ("Threshold", "threshold"), ("maskdilaton", "maskDilation"), ("nmae", "name"),
    ])
    func aMisspeltKeyGetsASuggestion(key: String, meant: String) {
        let fault = #expect(throws: Fault.self) { try object(.object([.init(key, 1)])) }
        #expect(fault?.object == "r.json5")
        let known = "Known keys: name, threshold, maskDilation, list, inner."
        #expect(fault?.message.en == "unknown key ‘\(key)’; did you mean ‘\(meant)’? \(known)")
        #expect(fault?.message.zh.contains("是否想写“\(meant)”？") == true)
    }

    @Test func aKeyLikeNoneGetsTheListOnly() {
        let fault = #expect(throws: Fault.self) { try object(["colour": 1]) }
        #expect(fault?.message.en == "unknown key ‘colour’. Known keys: name, threshold, maskDilation, list, inner.")
    }

    @Test func commentsAreWelcomeEverywhere() throws {
        #expect(throws: Never.self) { try object(["comment": "why", "$schema": "s", "name": "n"]) }
    }

    @Test func readsEachKind() throws {
        let value: JSONValue = ["name": "n", "threshold": 2.5, "maskDilation": 3, "list": ["a", "b"], "inner": .null]
        let read = try object(value)
        #expect(try read.string("name") == "n")
        #expect(try read.number("threshold") == 2.5)
        #expect(try read.integer("maskDilation", in: 0...3) == 3)
        #expect(try read.strings("list") == ["a", "b"])
        #expect(try read.object("inner", keys: []) == nil && read.flag("inner") == nil)
    }

    @Test func aWrongKindNamesKeyFoundAndExpected() throws {
        let read = try object(["name": 3, "threshold": "x", "maskDilation": 9, "list": ["a", 1], "inner": []])
        let faults = [
            #expect(throws: Fault.self) { try read.string("name") },
            #expect(throws: Fault.self) { try read.number("threshold") },
            #expect(throws: Fault.self) { try read.integer("maskDilation", in: 0...8) },
            #expect(throws: Fault.self) { try read.strings("list") },
            #expect(throws: Fault.self) { try read.flag("name") },
            #expect(throws: Fault.self) { try read.array("name") },
            #expect(throws: Fault.self) { try read.object("inner", keys: []) },
        ]
        #expect(
            faults.map { $0?.text(.en) } == [
                "r.json5: name: found 3, expected a text. Correct it.",
                "r.json5: threshold: found \"x\", expected a number. Correct it.",
                "r.json5: maskDilation: found 9, expected a whole number 0…8. Correct it.",
                "r.json5: list: found 1, expected a list of texts. Correct it.",
                "r.json5: name: found 3, expected true or false. Correct it.",
                "r.json5: name: found 3, expected a list [ … ]. Correct it.",
                "r.json5: inner: an object { … } is expected here.",
            ])
    }

    @Test func aNumberOutOfRangeIsNamed() throws {
        let read = try object(["threshold": -0.5])
        #expect(try read.number("threshold", in: -0.5...1) == -0.5)
        let faults = [0...1.5, 0...Double.greatestFiniteMagnitude].map { range in
            #expect(throws: Fault.self) { try read.number("threshold", in: range) }
        }
        #expect(
            faults.map { $0?.message.en } == [
                "found -0.5, expected a number 0…1.5. Correct it.", "found -0.5, expected a number ≥ 0. Correct it.",
            ])
        #expect(faults[0]?.message.zh == "值为 -0.5，应为数字 0…1.5。请改正。")
    }

    @Test func aLongValueIsShownInPart() throws {
        let read = try object(["name": .array(Array(repeating: 7, count: 1000))])
        let fault = #expect(throws: Fault.self) { try read.string("name") }
        #expect(fault?.message.en.count ?? 0 < 130 && fault?.message.en.contains(" …, expected a text.") == true)
    }

    @Test func aHalfIsNoWholeNumber() throws {
        let read = try object(["maskDilation": 1.5])
        #expect(throws: Fault.self) { try read.integer("maskDilation") }
    }

    @Test func anInnerObjectIsStrictToo() throws {
        let read = try object(["inner": ["metod": "otsu"]])
        let fault = #expect(throws: Fault.self) { try read.object("inner", keys: ["method"]) }
        #expect(fault?.object == "r.json5: inner")
        #expect(fault?.message.en.contains("did you mean ‘method’?") == true)
    }

    @Test func aMissingKeyIsNamed() throws {
        let read = try object([:])
        let fault = #expect(throws: Fault.self) { try read.required("name", try read.string("name")) }
        #expect(fault?.text(.en) == "r.json5: the key ‘name’ is missing. Add it.")
    }
}
