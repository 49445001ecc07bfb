internal import CCrypto
import Foundation
package import GeoModel

/// A running SHA-256 digest (FIPS 180-4), computed by libcrypto.
@safe package struct Checksum: ~Copyable {
    let context: OpaquePointer

    /// An empty digest.
    package init() {
        guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto has no SHA-256")
        }
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    /// Adds bytes.
    package func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { buffer in
            _ = unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
        }
    }

    /// The digest as 64 lower-case hexadecimal digits.
    package consuming func hexadecimal() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe digest.withUnsafeMutableBytes { buffer in
            _ = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
        }
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        for byte in digest {
            digits.append(Checksum.digit(byte >> 4))
            digits.append(Checksum.digit(byte & 15))
        }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// The first 64 bits of the digest.
    package consuming func leadingBits() -> UInt64 {
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe digest.withUnsafeMutableBytes { buffer in
            _ = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
        }
        return digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The SHA-256 of bytes, 64 hexadecimal digits.
    package static func sha256(of bytes: [UInt8]) -> String {
        let checksum = Checksum()
        checksum.update(bytes)
        return checksum.hexadecimal()
    }

    /// The SHA-256 of a text's bytes in UTF-8, 64 hexadecimal digits.
    package static func sha256(of text: String) -> String {
        sha256(of: Array(text.utf8))
    }

    /// The SHA-256 of a file, read in pieces of 1 MiB.
    /// - Throws: `Fault` where it is no file or can't be read.
    package static func sha256(ofFile path: String) throws(Fault) -> String {
        try requireFile(path)
        let digest = Checksum()
        let file = try openForReading(path)
        defer { try? file.close() }
        do {
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
                digest.update([UInt8](piece))
            }
        } catch {
            throw Fault(
                path,
                zh: "读取失败（\(error)）。请检查磁盘与权限。",
                en: "reading failed (\(error)). Check the disk and the permissions."
            )
        }
        return digest.hexadecimal()
    }

    private static func openForReading(_ path: String) throws(Fault) -> FileHandle {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Fault(
                path,
                zh: "打不开文件；应为可读文件。请检查路径与权限。",
                en: "can't be opened; a readable file is expected. Check the path and the permissions."
            )
        }
        return file
    }
}
