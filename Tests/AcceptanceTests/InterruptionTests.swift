import Foundation
import SafeFiles
import Testing

/// A batch that meets a full disk, another batch, or its own sudden end.
@Suite(.serialized) struct InterruptionTests {
    private static let files = ["change.tif", "patches.gpkg", "patches.geojson"]
    private let folder: String
    private let reference: SampleDistrict.Region

    init() throws {
        folder = try SampleDistrict.folder("interrupted-\(UUID())")
        reference = try SampleDistrict.untouchedRegion()
    }

    private func digests(_ region: String) throws -> [String] {
        try Self.files.map { try Checksum.sha256(ofFile: "\(region)/runs/2026-09/\($0)") }
    }

    private func cases(_ region: String) throws -> [[JSONValue?]] {
        let outcome = try Binary.run(["queue", "list", "--region", region, "--json"])
        let list = try JSONValue(parsing: outcome.results, named: "list").array ?? []
        return list.map { [$0["case"], $0["theme"], $0["state"], $0["area_m2"], $0["patch"]] }
    }

    /// The same program, once with no more room in the region's folder; what the region held before is still there.
    @Test func aFullDisk() throws {
        let region = try SampleDistrict.copy(to: folder + "/full")
        let before = try (digests(region), cases(region))
        // Files above 48 KiB can't be written, as on a disk that has no room for them.
        let line = "ulimit -f 48; tuban detect --region '\(region)' > /dev/null 2> '\(folder)/said'"
        #expect(try Binary.shell(line) == 1)
        let said = try DurableFile.text(of: folder + "/said")
        #expect(said.hasPrefix("error: ") && said.contains("Check free disk space and permissions."), "\(said)")
        try expectUntouched(region, before)
    }

    @Test func aDiskThatRunsFull() throws {
        let disk = folder + "/disk"
        try DurableFile.makeFolder(disk)
        guard try Binary.shell("mount -t tmpfs -o size=64m tuban '\(disk)' 2> /dev/null") == 0 else {
            try Test.cancel("only root may mount a small disk")
        }
        defer { _ = try? Binary.shell("umount '\(disk)'") }
        let region = try SampleDistrict.copy(to: disk + "/region")
        let before = try (digests(region), cases(region))
        // All but the last 80 KiB are taken.
        _ = try Binary.shell("head -c 1G /dev/zero > '\(disk)/filler' 2> /dev/null; truncate -s -80K '\(disk)/filler'")
        let outcome = try Binary.run(["detect", "--region", region])
        #expect(outcome.code == 1 && outcome.results.isEmpty)
        #expect(outcome.messages.contains("error: "), "\(outcome.messages)")
        #expect(outcome.messages.contains("Check free disk space and permissions."), "\(outcome.messages)")
        try FileManager.default.removeItem(atPath: disk + "/filler")
        try expectUntouched(region, before)
    }

    private func expectUntouched(_ region: String, _ before: ([String], [[JSONValue?]])) throws {
        #expect(try digests(region) == before.0 && cases(region) == before.1 && !before.1.isEmpty)
        let leftovers = try FileManager.default.subpathsOfDirectory(atPath: region).filter { $0.contains(".tmp-") }
        #expect(leftovers.isEmpty, "\(leftovers)")
    }

    /// The first is halted while it holds the region, so that the second surely meets it.
    @Test func twiceAtOnce() throws {
        let region = try SampleDistrict.fresh(folder + "/twice")
        let first = try Binary.start(["run", "monthly", "--region", region])
        try waitForLock(first)
        kill(first.processIdentifier, SIGSTOP)
        let second = try Binary.run(["run", "monthly", "--region", region], seconds: 60)
        kill(first.processIdentifier, SIGCONT)
        first.waitUntilExit()
        #expect(second.code == 1 && second.results.isEmpty)
        let words = "error: \(region): another tuban is working on this region; one at a time is allowed. Wait for it, "
        #expect(second.messages == words + "then try again.\n")
        #expect(first.terminationReason == .exit && first.terminationStatus == 3)
        #expect(try digests(region) == digests(reference.path) && cases(region) == cases(reference.path))
    }

    @Test(arguments: [0.1, 0.45, 0.8]) func killedAndRunAgain(share: Double) throws {
        let region = try SampleDistrict.fresh("\(folder)/killed-\(share)")
        let first = try Binary.start(["run", "monthly", "--region", region])
        try waitForLock(first)
        Thread.sleep(forTimeInterval: share * (SampleDistrict.isRelease ? 1.5 : 8))
        kill(first.processIdentifier, SIGKILL)
        first.waitUntilExit()
        let wasKilled = first.terminationReason == .uncaughtSignal
        #expect(wasKilled || share > 0.2, "the machine is too fast for this test")
        let again = try Binary.run(["run", "monthly", "--region", region])
        #expect(again.code == 3, "\(again.messages)")
        #expect(try digests(region) == digests(reference.path) && cases(region) == cases(reference.path))
        let doctor = try Binary.run(["doctor", "--region", region, "--json"])
        #expect(doctor.code == 0, "\(doctor.results)")
    }

    @Test(arguments: ["INT", "TERM"]) func interruptedAndToldSo(signal: String) throws {
        let scenes = try SampleDistrict.scenes()
        let command =
            "\"$TUBAN\" detect --recipe monthly --before '\(scenes.before)' --after '\(scenes.after)' --tile-size 64"
        let out = "\(folder)/interrupted-\(signal)"
        try DurableFile.makeFolder(out)
        // Stopped as soon as a tile is in the journal.
        let line = """
            LC_ALL=C \(command) --out '\(out)' > /dev/null 2> '\(out)/said' & started=$!
            while [ ! -s '\(out)/.tiles' ] && kill -0 $started 2> /dev/null; do :; done
            kill -\(signal) $started; wait $started
            """
        let code = try Binary.shell("set -m; \(line)")
        #expect(code == 128 + (signal == "INT" ? SIGINT : SIGTERM))
        let said = try DurableFile.text(of: out + "/said")
        #expect(said.contains("warning: tuban: interrupted. Run the command again:"), "\(said)")
        let left = try FileManager.default.contentsOfDirectory(atPath: out)
        #expect(left.contains(".tiles") && !left.contains { Self.files.contains($0) }, "\(left)")
        #expect(try Binary.shell("\(command) --out '\(out)' > /dev/null 2>&1") == 0)
        #expect(try Binary.shell("\(command) --out '\(out)-whole' > /dev/null 2>&1") == 0)
        for file in Self.files {
            #expect(try Checksum.sha256(ofFile: "\(out)/\(file)") == Checksum.sha256(ofFile: "\(out)-whole/\(file)"))
        }
    }

    /// Waits until the process has the region's lock file open, and a moment longer.
    private func waitForLock(_ process: Process) throws {
        let descriptors = "/proc/\(process.processIdentifier)/fd"
        for _ in 0..<3000 {
            let open = (try? FileManager.default.contentsOfDirectory(atPath: descriptors)) ?? []
            let targets = open.map {
                try? FileManager.default.destinationOfSymbolicLink(atPath: "\(descriptors)/\($0)")
            }
            if targets.contains(where: { $0?.hasSuffix("/.lock") == true }) {
                Thread.sleep(forTimeInterval: 0.02)
                return
            }
            Thread.sleep(forTimeInterval: 0.005)
        }
        Issue.record("the run never took its lock")
    }
}
