import Foundation
import GeoModel
import SafeFiles
import Testing

@Suite struct DurableFileTests {
    @Test func whatIsWrittenReadsBack() throws {
        let scratch = try Scratch()
        try DurableFile.write("{ 甲: 1 }", to: scratch("a.json5"))
        #expect(try DurableFile.text(of: scratch("a.json5")) == "{ 甲: 1 }")
        #expect(try DurableFile.json(of: scratch("a.json5")) == ["甲": 1])
        try DurableFile.write("", to: scratch("a.json5"))
        #expect(try DurableFile.text(of: scratch("a.json5")).isEmpty)
        #expect(scratch.names == ["a.json5"])
    }

    @Test func aTextTakesThePlaceOfAPlainFileAlone() throws {
        let scratch = try Scratch()
        try DurableFile.write("SQLite format 3\0 and more", to: scratch("store.gpkg"))
        try FileManager.default.createSymbolicLink(atPath: scratch("link"), withDestinationPath: scratch("store.gpkg"))
        for (name, words) in [("store.gpkg", "a database"), ("link", "a link or a device")] {
            let fault = #expect(throws: Fault.self) { try DurableFile.write("a,b", to: scratch(name)) }
            #expect(fault?.message.en.contains(words) == true)
        }
        let device = #expect(throws: Fault.self) { try DurableFile.write("a,b", to: "/dev/null") }
        #expect(device?.message.en.contains("a link or a device") == true)
        #expect(scratch.names == ["link", "store.gpkg"])
    }

    @Test func longTextsAreWrittenWhole() throws {
        let scratch = try Scratch()
        let text = String(repeating: "行一二三\n", count: 20_000)
        let writer = try DurableTextWriter(scratch("long"))
        for _ in 0..<3 { try writer.write(text) }
        #expect(scratch.names == [".tmp-long"])
        try writer.finish()
        #expect(try DurableFile.text(of: scratch("long")) == text + text + text)
        #expect(scratch.names == ["long"])
    }

    @Test func aWriterThatGivesUpLeavesTheOldFile() throws {
        let scratch = try Scratch()
        try DurableFile.write("old", to: scratch("a"))
        do {
            let writer = try DurableTextWriter(scratch("a"))
            try writer.write("new, but never finished")
        }
        #expect(try DurableFile.text(of: scratch("a")) == "old")
        #expect(scratch.names == ["a"])
    }

    /// The disk is full from the first byte: the temporary name is a link to the device that never has room.
    @Test func aFullDiskLeavesTheOldFile() throws {
        let scratch = try Scratch()
        try DurableFile.write("old", to: scratch("a"))
        try FileManager.default.createSymbolicLink(atPath: scratch(".tmp-a"), withDestinationPath: "/dev/full")
        let fault = #expect(throws: Fault.self) { try DurableFile.write("new", to: scratch("a")) }
        #expect(fault?.object == scratch("a"))
        #expect(fault?.message.en == "write failed: No space left on device. Check free disk space and permissions.")
        #expect(fault?.message.zh == "系统调用 write 失败：磁盘空间已满。请检查磁盘空间与权限。")
        #expect(try DurableFile.text(of: scratch("a")) == "old")
        #expect(scratch.names == ["a"])
    }

    @Test func aFolderInTheWayIsAFault() throws {
        let scratch = try Scratch()
        try DurableFile.makeFolder(scratch("taken/inner"))
        let fault = #expect(throws: Fault.self) { try DurableFile.write("new", to: scratch("taken")) }
        #expect(fault?.message.en.hasPrefix("a folder of this name is in the way of a file.") == true)
        #expect(scratch.names == ["taken"], "nothing half made stays")
        #expect(DurableFile.isFolder(scratch("taken/inner")))
    }

    @Test func foldersThatCannotBeMadeAreFaults() throws {
        let scratch = try Scratch()
        try DurableFile.write("", to: scratch("file"))
        let fault = #expect(throws: Fault.self) { try DurableFile.makeFolder(scratch("file/inner")) }
        #expect(fault?.message.en.hasPrefix("the folder can't be made: \(scratch("file")) is a file.") == true)
        #expect(fault?.message.zh.hasPrefix("无法建立文件夹：\(scratch("file")) 是文件。") == true)
        #expect(throws: Fault.self) { try DurableFile.write("x", to: scratch("nowhere/a")) }
        #expect(!DurableFile.isFolder(scratch("file")) && !DurableFile.isFolder(scratch("nowhere")))
        try DurableFile.makeFolder(scratch.path)
    }

    @Test func textsThatCannotBeReadAreFaults() throws {
        let scratch = try Scratch()
        try Data([0xCD, 0xBC, 0xB0, 0xDF]).write(to: URL(fileURLWithPath: scratch("gbk")))
        let fault = #expect(throws: Fault.self) { try DurableFile.text(of: scratch("gbk")) }
        #expect(fault?.message.en == "the text is not UTF-8. Convert it.")
        #expect(throws: Fault.self) { try DurableFile.text(of: scratch("missing")) }
        #expect(throws: Fault.self) { try DurableFile.json(of: scratch("gbk")) }
    }
}
