import Foundation
import GeoModel
import SafeFiles
import Testing

@Suite struct FileHoldTests {
    @Test func nobodyReplacesAFileThatIsWorkedOn() throws {
        let scratch = try Scratch()
        do {
            let (one, other) = (FileHold(workingOn: scratch("store")), FileHold(workingOn: scratch("store")))
            #expect(try FileHold(replacing: scratch("store")) == nil)
            #expect(try FileHold(replacing: scratch("another")) != nil)
            withExtendedLifetime((one, other)) {}
        }
        #expect(try FileHold(replacing: scratch("store")) != nil)
    }

    @Test func whoComesWhileItIsReplacedWaits() throws {
        let scratch = try Scratch()
        var replacing = try FileHold(replacing: scratch("store"))
        #expect(replacing != nil)
        let came = DispatchSemaphore(value: 0)
        let path = scratch("store")
        Thread {
            withExtendedLifetime(FileHold(workingOn: path)) { _ = came.signal() }
        }.start()
        #expect(came.wait(timeout: .now() + 0.2) == .timedOut)
        replacing = nil
        #expect(came.wait(timeout: .now() + 10) == .success)
    }
}
