import Foundation
import GeoModel
import SafeFiles

/// Which steps of a period's run are done, and with what: a run that was cut off goes on where it stopped.
struct StepLedger {
    private let path: String
    private var done: [JSONValue.Member]

    /// The steps of a run's folder; none where it is new or its list does not parse.
    init(folder: String) {
        path = folder + "/steps.json"
        // A list that was damaged only costs doing the steps again.
        let document = try? DurableFile.json(of: path)
        done = document?.members ?? []
    }

    /// Whether a step was done with exactly these inputs.
    func has(_ step: String, _ fingerprint: String) -> Bool {
        done.contains { $0.key == step && $0.value.string == fingerprint }
    }

    /// Notes that a step is done; steps noted after it no longer count.
    /// - Throws: `Fault` where the disk is full.
    mutating func note(_ step: String, _ fingerprint: String) throws(Fault) {
        try forget(step)
        done.append(.init(step, .string(fingerprint)))
        try write()
    }

    /// Forgets a step, and those noted after it: before what it left is written over.
    /// - Throws: `Fault` where the disk is full.
    mutating func forget(_ step: String) throws(Fault) {
        guard let place = done.firstIndex(where: { $0.key == step }) else { return }
        done.removeSubrange(place...)
        try write()
    }

    private func write() throws(Fault) {
        try DurableFile.write(JSONValue.object(done).text(indented: true) + "\n", to: path)
    }
}
