import Foundation
import GeoModel
import Publishing
import SafeFiles
import Testing
import WorkQueue

@Suite struct LoopDrawingTests {
    /// What stands in the drawing is the loop's table: a box a state, each in a place of its own, and an arrow a row.
    @Test func everyStateAndEveryRowIsDrawn() {
        let svg = LoopDrawing().svg.text
        let boxes = svg.matches(of: /<rect x="(\d+)" y="(\d+)" width="132"/).map { "\($0.1) \($0.2)" }
        #expect(boxes.count == CaseState.allCases.count && Set(boxes).count == boxes.count)
        let drawn = Loop.transitions.filter { $0.isMove && $0.action != .assign }
        #expect(svg.matches(of: /marker-end=/).count == drawn.count)
        for state in CaseState.allCases { #expect(svg.contains(">\(state.label.zh)</text>")) }
        for step in drawn {
            let roles = step.roles.map(\.label.zh).joined(separator: "/")
            #expect(svg.contains(">\(step.label.zh) <tspan fill=\"#666\" font-size=\"10.5\">\(roles)</tspan>"))
        }
    }

    /// The page that is kept beside the architecture note is the one the table makes now.
    @Test func theDocumentationIsWrittenFromTheTable() throws {
        let root = #filePath.components(separatedBy: "/Tests/")[0]
        let kept = try DurableFile.text(of: root + "/Sources/tuban/Documentation.docc/Loop.md")
        #expect(kept == LoopPage().markdown, "tuban queue loop --markdown Sources/tuban/Documentation.docc/Loop.md")
    }
}
