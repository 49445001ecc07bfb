import Foundation
import GeoModel
import SafeFiles
import Synchronization
import Testing

@Suite struct FolderLockTests {
    @Test func theSecondHolderIsRefusedUntilTheFirstLetsGo() throws {
        let scratch = try Scratch()
        do {
            let first = try FolderLock(scratch.path)
            let fault = #expect(throws: Fault.self) { _ = try FolderLock(scratch.path) }
            #expect(fault?.object == scratch.path)
            #expect(fault?.message.en.hasPrefix("another tuban is working on this region") == true)
            _ = first
        }
        #expect(throws: Never.self) { _ = try FolderLock(scratch.path) }
    }

    @Test func aFolderThatIsNotThereCannotBeLocked() throws {
        let scratch = try Scratch()
        let fault = #expect(throws: Fault.self) { _ = try FolderLock(scratch("missing")) }
        #expect(fault?.message.en.hasPrefix("open failed: ") == true)
    }

    /// A refused lock once closed its descriptor twice; the second time it closed whatever had been opened in between.
    @Test func aRefusedLockClosesNothingElse() throws {
        let scratch = try Scratch()
        let first = try FolderLock(scratch.path)
        let keep = try Scratch()
        try DurableFile.write("kept", to: keep("a"))
        let digest = Checksum.sha256(of: "kept")
        let unread = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 2) { half in
            for _ in 0..<2000 {
                if half == 0 {
                    _ = try? FolderLock(scratch.path)
                } else if (try? Checksum.sha256(ofFile: keep("a"))) != digest {
                    unread.add(1, ordering: .relaxed)
                }
            }
        }
        #expect(unread.load(ordering: .relaxed) == 0)
        _ = first
    }
}
