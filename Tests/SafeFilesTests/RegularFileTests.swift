import Foundation
import GeoModel
import SafeFiles
import Testing

@Suite(.timeLimit(.minutes(1))) struct RegularFileTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func fault(_ path: String) -> Fault? {
        #expect(throws: Fault.self) { try requireFile(path) }
    }

    @Test func aFileAndALinkToOnePass() throws {
        try DurableFile.write("x", to: scratch("县域 影像.txt"))
        try FileManager.default.createSymbolicLink(
            atPath: scratch("link"), withDestinationPath: scratch("县域 影像.txt"))
        for path in [scratch("县域 影像.txt"), scratch("link")] {
            #expect(throws: Never.self) { try requireFile(path) }
        }
    }

    /// Reading a pipe that nobody writes would wait for ever, and `/dev/zero` has no end.
    @Test func whatIsNoFileIsNamed() throws {
        #expect(unsafe mkfifo(scratch("pipe"), 0o600) == 0)
        for (path, en, zh) in [
            (scratch("pipe"), "a named pipe", "命名管道"), (scratch.path, "a folder", "文件夹"),
            ("/dev/zero", "a device", "设备"), ("/dev/null", "a device", "设备"),
        ] {
            let fault = fault(path)
            #expect(fault?.object == path)
            #expect(fault?.message.en == "is \(en); a regular file is expected. Name a file instead.")
            #expect(fault?.message.zh == "是\(zh)；应为普通文件。请改写成文件的路径。")
            #expect(throws: Fault.self) { try DurableFile.text(of: path) }
            #expect(throws: Fault.self) { try DurableFile.json(of: path) }
            #expect(throws: Fault.self) { try Checksum.sha256(ofFile: path) }
        }
    }

    @Test func aSocketIsNoFile() throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        let path = "/tmp/tuban-\(UUID().uuidString.prefix(8)).socket"
        defer { unsafe unlink(path) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        #expect(fault(path)?.message.en.hasPrefix("is a socket;") == true)
    }

    @Test func aFolderThatIsReadLikeAFilePassesByItsName() throws {
        try DurableFile.makeFolder(scratch("县.GDB"))
        #expect(throws: Never.self) { try requireFile(scratch("县.GDB/"), orFolderNamed: ".gdb") }
        #expect(throws: Fault.self) { try requireFile(scratch.path, orFolderNamed: ".gdb") }
    }

    @Test func whatIsNotThereIsToldFromAnAddress() {
        #expect(fault(scratch("gone"))?.message.en == "there is no such file or folder. Check the path.")
        #expect(fault("")?.message.en == "there is no such file or folder. Check the path.")
        for path in ["https://example.com/B02.tif", "s3://bucket/B02.jp2", scratch.path + "/http:/example.com/a.tif"] {
            #expect(fault(path)?.message.en.hasPrefix("is an address on the web;") == true, "\(path)")
            #expect(fault(path)?.message.zh.contains("请先下载") == true)
        }
        #expect(!isRemote("/data/s3/a.tif") && !isRemote("C:a.tif") && !isRemote("https:"))
    }

    @Test func aTextHasALimit() throws {
        try DurableFile.write("", to: scratch("large.json"))
        #expect(unsafe truncate(scratch("large.json"), 1 << 40) == 0)
        let fault = #expect(throws: Fault.self) { try DurableFile.text(of: scratch("large.json")) }
        #expect(fault?.message.en.hasPrefix("has 1048576 MiB; a text of at most 256 MiB is expected.") == true)
    }
}
