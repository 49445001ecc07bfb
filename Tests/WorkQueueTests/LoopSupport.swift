import Foundation
import GeoModel
import SafeFiles

@testable import WorkQueue

extension LoopCodes {
    /// The program's own lists.
    static func program() throws -> LoopCodes {
        let folder = #filePath.components(separatedBy: "/Tests/")[0] + "/Pipelines/"
        return try LoopCodes { name throws(Fault) in folder + name }
    }
}

extension Evidence {
    static let photo = Evidence(
        sha256: Checksum.sha256(of: "photo"), name: "现场 1.jpg", mediaType: "image/jpeg", bytes: 5)
}

extension CaseStep {
    /// The step with a photo, with a finding where its outcome asks for one, and on a ground where it is a visit.
    var complete: CaseStep {
        var step = self
        step.evidence = [.photo]
        if step.outcome == .other, step.finding == nil { step.finding = "rural-road" }
        if step.action == .survey { step.visitGround = step.visitGround ?? "superior-lead" }
        if step.action == .approveDisposal, step.disposal == nil { step.disposal = "self-correction" }
        if step.action == .pause, step.ground == nil { step.ground = "publicity" }
        if step.action == .assign, step.assignee == nil {
            step.assignee = try? Person(name: "张核查员", role: .inspector)
        }
        return step
    }
}

extension RegionStore {
    /// Takes a step with the program's own lists.
    @discardableResult
    func advance(_ id: String, _ step: CaseStep) throws -> CaseSummary {
        try advance(id, step, .program())
    }
}
