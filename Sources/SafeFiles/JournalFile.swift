internal import CDeflate
import Foundation
package import GeoModel

/// A file of records that is only ever appended to: after a kill the whole records at its start are still good.
///
/// A record is the length of its bytes and their CRC-32, then the bytes.
@safe package final class JournalFile {
    /// What has been written; may be read by any thread, also after the journal itself is gone.
    package let pages: JournalPages
    /// Where the next record goes.
    private var end = 0
    private static let headBytes = 12

    /// A record's place.
    package struct Place: Sendable, Hashable {
        /// Its first byte.
        package let offset: Int
        /// Its bytes.
        package let count: Int

        /// A stretch of the file.
        package init(offset: Int, count: Int) {
            self.offset = offset
            self.count = count
        }
    }

    /// Opens a journal, or starts one.
    /// - Throws: `Fault` where the folder can't be written.
    package init(_ path: String) throws(Fault) {
        pages = try JournalPages(path)
    }

    private var path: String { pages.path }
    private var descriptor: Int32 { pages.descriptor }

    /// Goes through the records from the start on and cuts the file after the last whole one.
    ///
    /// - Parameter visit: Called with each record's place and bytes; false cuts the file before that record.
    /// - Throws: `Fault` where the file can't be read.
    package func recover(_ visit: (Place, [UInt8]) throws(Fault) -> Bool) throws(Fault) {
        end = 0
        let length = Int(lseek(descriptor, 0, SEEK_END))
        while end + Self.headBytes <= length {
            let head = try pages.bytes(at: end, count: Self.headBytes)
            let count = Int(clamping: values(of: UInt64.self, count: 1, in: head, at: 0)[0])
            guard count <= length - end - Self.headBytes else { break }
            let place = Place(offset: end + Self.headBytes, count: count)
            let record = try pages.bytes(at: place.offset, count: count)
            guard values(of: UInt32.self, count: 1, in: head, at: 8)[0] == checksum(record) else { break }
            guard try visit(place, record) else { break }
            end = place.offset + count
        }
        guard end < length else { return }
        guard ftruncate(descriptor, off_t(end)) == 0 else { throw systemFault(path, "ftruncate") }
    }

    /// Appends a record.
    /// - Throws: `Fault` where the disk is full.
    package func append(_ record: [UInt8]) throws(Fault) -> Place {
        var head: [UInt8] = []
        head.reserveCapacity(Self.headBytes)
        appendBytes(of: [UInt64(record.count)], to: &head)
        appendBytes(of: [checksum(record)], to: &head)
        try write(head, at: end)
        try write(record, at: end + Self.headBytes)
        let place = Place(offset: end + Self.headBytes, count: record.count)
        end = place.offset + place.count
        return place
    }

    /// Takes the file off the disk; what is open stays readable.
    package func remove() {
        unsafe unlink(path)
    }

    private func write(_ bytes: [UInt8], at offset: Int) throws(Fault) {
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done, off_t(offset + done))
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw systemFault(path, "write") }
            done += written
        }
    }

    private func checksum(_ bytes: [UInt8]) -> UInt32 {
        unsafe bytes.withUnsafeBytes { unsafe libdeflate_crc32(0, $0.baseAddress, $0.count) }
    }
}

/// The bytes of a journal, for any thread.
@safe package final class JournalPages: Sendable {
    fileprivate let path: String
    fileprivate let descriptor: Int32

    fileprivate init(_ path: String) throws(Fault) {
        self.path = path
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw systemFault(path, "open") }
    }

    deinit {
        close(descriptor)
    }

    /// The bytes of the file from a place on.
    /// - Throws: `Fault` where the file is shorter or can't be read.
    package func bytes(at offset: Int, count: Int) throws(Fault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let read = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor, buffer.baseAddress.map { unsafe $0 + done }, count - done, off_t(offset + done))
            }
            if read < 0, errno == EINTR { continue }
            guard read > 0 else { throw systemFault(path, "read") }
            done += read
        }
        return bytes
    }
}

/// Appends the bytes of plain values as they lie in memory.
package func appendBytes<Value: BitwiseCopyable>(of values: [Value], to bytes: inout [UInt8]) {
    unsafe values.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
}

/// Plain values read back from where `appendBytes` put them.
/// - Precondition: the bytes reach that far.
package func values<Value: BitwiseCopyable>(of type: Value.Type, count: Int, in bytes: [UInt8], at offset: Int)
    -> [Value]
{
    let length = count * MemoryLayout<Value>.stride
    precondition(count >= 0 && offset >= 0 && offset + length <= bytes.count)
    return unsafe [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
        unsafe bytes.withUnsafeBytes { source in
            unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: source[offset..<offset + length]))
        }
        initialized = count
    }
}
