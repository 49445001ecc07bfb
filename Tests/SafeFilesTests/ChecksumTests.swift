import Foundation
import GeoModel
import SafeFiles
import Testing

/// Known answers: FIPS 180-4 examples of SHA-256.
@Suite struct ChecksumTests {
    private static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"), ("abc", abc),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func knownAnswers(text: String, digest: String) {
        #expect(Checksum.sha256(of: text) == digest)
    }

    @Test func piecesMakeTheSameDigest() {
        let checksum = Checksum()
        for byte in Array("abc".utf8) { checksum.update([byte]) }
        checksum.update([])
        #expect(checksum.hexadecimal() == Self.abc)
    }

    /// A million times “a”, which is more than one piece of a read where it is written thrice.
    @Test func filesAreReadInPieces() throws {
        let scratch = try Scratch()
        let million = String(repeating: "a", count: 1_000_000)
        try Data(million.utf8).write(to: URL(fileURLWithPath: scratch("million")))
        #expect(
            try Checksum.sha256(ofFile: scratch("million"))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        let three = million + million + million
        try Data(three.utf8).write(to: URL(fileURLWithPath: scratch("three")))
        #expect(try Checksum.sha256(ofFile: scratch("three")) == Checksum.sha256(of: three))
        try Data().write(to: URL(fileURLWithPath: scratch("empty")))
        #expect(try Checksum.sha256(ofFile: scratch("empty")) == Checksum.sha256(of: ""))
    }

    @Test func aFileThatIsNotThereIsAFault() throws {
        let scratch = try Scratch()
        let missing = #expect(throws: Fault.self) { try Checksum.sha256(ofFile: scratch("missing")) }
        #expect(missing?.object == scratch("missing"))
        #expect(throws: Fault.self) { try Checksum.sha256(ofFile: scratch.path) }
    }
}
