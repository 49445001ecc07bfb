import GeoModel
import Testing

@Suite struct WordsTests {
    @Test func everyTransitionHasACodeOfItsOwn() {
        let all = LandState.allCases.flatMap { before in
            LandState.allCases.map { Transition(before: before, after: $0) }
        }
        #expect(Set(all.map(\.code)).count == all.count)
        #expect(all.allSatisfy { Transition(code: $0.code) == $0 })
        #expect(Transition(before: .vegetation, after: .built).code == 24)
        #expect(Transition(code: 25) == nil && Transition(code: 50) == nil && Transition(code: 255) == nil)
        #expect(LandState.allCases.allSatisfy { LandState(code: $0.code) == $0 })
        #expect(LandState(code: "forest") == nil)
    }

    @Test(arguments: ["2026-6", "26-06", "2026-13", "2026-00", "2026-06-01", "0000-01", "", "+026-06", "2026-+6"])
    func whatIsNoMonthIsRefused(text: String) {
        #expect(Period(text) == nil)
    }

    @Test func monthsCountAcrossYears() throws {
        let june = try #require(Period("2026-06"))
        #expect(june.description == "2026-06")
        #expect(june.advanced(by: 7).description == "2027-01" && june.advanced(by: -18).description == "2024-12")
        #expect(june.advanced(by: 0) == june && june < june.advanced(by: 1))
        #expect(june.contains(try #require(CalendarDate("2026-06-30"))))
        #expect(!june.contains(try #require(CalendarDate("2025-06-30"))))
    }

    @Test(
        arguments: [
            (FieldValue.text(" 1,234.5 "), " 1,234.5 ", 1234.5), (.text("  "), nil, nil), (.text("丙"), "丙", nil),
            (.integer(-3), "-3", -3), (.real(0.5), "0.5", 0.5), (.null, nil, nil),
        ] as [(FieldValue, String?, Double?)])
    func whatAFieldReadsAs(value: FieldValue, text: String?, number: Double?) {
        #expect(value.string == text && value.number == number)
    }

    @Test func aFaultSpeaksEachLanguageWithItsOwnPunctuation() {
        let fault = Fault("parcels.shp: row 12", zh: "没有图形。", en: "has no outline.")
        #expect(fault.text(.zh) == "parcels.shp 第 12 行：没有图形。")
        #expect(fault.text(.en) == "parcels.shp: row 12: has no outline.")
        #expect(Language.zh.place("a.gpkg: row 1; b.gpkg: row 2") == "a.gpkg 第 1 行; b.gpkg 第 2 行")
        let list = Bilingual(listing: ["a", "b"])
        #expect(list.zh == "a、b" && list.en == "a, b")
    }

    @Test func aMuIsExact() {
        #expect(Area(squareMetres: 2000).mu == 3 && Area(squareMetres: 0).mu == 0)
        #expect(Area(squareMetres: 1) + Area(squareMetres: 2) == Area(squareMetres: 3))
    }
}
