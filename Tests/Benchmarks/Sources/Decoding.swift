import Foundation
import GeoModel
import Synchronization

/// Reads whole blocks, in one thread.
protocol BlockReader {
    /// Decodes one block of a file into as many bytes as it has.
    /// - Throws: `Fault` where it can't be decoded.
    mutating func read(file: Int, column: Int, row: Int, into bytes: UnsafeMutableRawBufferPointer) throws(Fault)
}

/// Decodes every block of every file once.
///
/// - Parameters:
///   - files: The files.
///   - threads: Threads that decode, each with a reader of its own; each takes the next block that is left.
///   - makeReader: Called once in each thread.
/// - Returns: The sum of the last bytes of all rows of all blocks; it is the same however they are decoded.
/// - Throws: The first `Fault`.
func decodeAll(
    _ files: [BlockLayout],
    threads: Int,
    makeReader: @escaping @Sendable () -> any BlockReader
) throws(Fault) -> UInt64 {
    let blocks = files.indices.flatMap { file in (0..<files[file].blockCount).map { (file: file, number: $0) } }
    let longest = files.map(\.blockBytes).max() ?? 0
    let next = Atomic(0)
    let sum = Atomic<UInt64>(0)
    try onThreads(threads) { _ throws(Fault) in
        var reader = makeReader()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: longest, alignment: 64)
        defer { unsafe buffer.deallocate() }
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < blocks.count else { return }
            let (file, number) = blocks[index]
            let layout = files[file]
            let block = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<layout.blockBytes])
            let (row, column) = number.quotientAndRemainder(dividingBy: layout.across)
            try unsafe reader.read(file: file, column: column, row: row, into: block)
            let ends = unsafe layout.sum(column: column, row: row, UnsafeRawBufferPointer(block))
            sum.wrappingAdd(ends, ordering: .relaxed)
        }
    }
    return sum.load(ordering: .relaxed)
}

/// Runs the body on threads of its own, numbered from 0, and waits for them.
/// - Throws: The first `Fault` of any.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws(Fault) -> Void) throws(Fault) {
    let fault = FirstFault()
    let ended = DispatchGroup()
    for number in 0..<count {
        ended.enter()
        Thread.detachNewThread {
            defer { ended.leave() }
            do throws(Fault) { try body(number) } catch { fault.keep(error) }
        }
    }
    ended.wait()
    if let fault = fault.first { throw fault }
}

private final class FirstFault: Sendable {
    private let kept = Mutex<Fault?>(nil)

    var first: Fault? { kept.withLock { $0 } }

    func keep(_ fault: Fault) { kept.withLock { $0 = $0 ?? fault } }
}
