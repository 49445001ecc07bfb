import Testing

/// The repository keeps its own rules of form.
@Suite struct TidyTests {
    @Test func swiftFilesAreTidy() {
        #expect(Repository.swiftFiles.flatMap(TidyRules.complaints) == [])
    }

    @Test func everySwiftFileIsSeen() {
        #expect(Repository.swiftFiles.contains { $0.path == "Sources/GeoModel/Grid.swift" })
        #expect(Repository.swiftFiles.contains { $0.path == "Tests/ArchitectureTests/TidyTests.swift" })
    }

    @Test func textsNameNoMachine() {
        #expect(Repository.allTexts.flatMap { TidyRules.machinePaths($0.path, $0.text) } == [])
    }

    @Test func onlyTheHouseStandsAtTheTop() {
        #expect(TidyRules.strangers(among: Repository.topEntries) == [])
    }
}
