import Foundation
import GeoModel
import SafeFiles
import Testing

@testable import Pipeline

@Suite struct StepLedgerTests {
    @Test func aStepCountsWithItsInputsOnly() throws {
        let scratch = try Scratch()
        var ledger = StepLedger(folder: scratch.path)
        #expect(!ledger.has("detect", "a"))
        try ledger.note("detect", "a")
        #expect(ledger.has("detect", "a") && !ledger.has("detect", "b") && !ledger.has("join", "a"))
    }

    @Test func stepsAfterOneThatIsDoneAgainNoLongerCount() throws {
        let scratch = try Scratch()
        var ledger = StepLedger(folder: scratch.path)
        for step in ["registers", "detect", "join"] { try ledger.note(step, "1") }
        try ledger.note("detect", "2")
        #expect(ledger.has("registers", "1") && ledger.has("detect", "2"))
        #expect(!ledger.has("detect", "1") && !ledger.has("join", "1"))
    }

    @Test func anotherProcessGoesOn() throws {
        let scratch = try Scratch()
        var first = StepLedger(folder: scratch.path)
        try first.note("registers", "1")
        try first.note("detect", "2")
        let second = StepLedger(folder: scratch.path)
        #expect(second.has("registers", "1") && second.has("detect", "2"))
        #expect(
            try DurableFile.text(of: scratch("steps.json")) == "{\n  \"registers\": \"1\",\n  \"detect\": \"2\"\n}\n")
    }

    @Test(arguments: ["", "{\"detect\": ", "[1]", "{\"detect\": 1}"])
    func aDamagedListCostsDoingTheStepsAgain(text: String) throws {
        let scratch = try Scratch()
        try DurableFile.write(text, to: scratch("steps.json"))
        var ledger = StepLedger(folder: scratch.path)
        #expect(!ledger.has("detect", "1"))
        try ledger.note("detect", "1")
        #expect(StepLedger(folder: scratch.path).has("detect", "1"))
    }

    @Test func aFolderThatIsGoneIsAFault() throws {
        var ledger = StepLedger(folder: "/nowhere/at/all")
        #expect(throws: Fault.self) { try ledger.note("detect", "1") }
    }
}
