import Foundation
package import GeoModel

/// Works through all tiles of a plan on a fixed number of threads and hands the results over in tile order.
///
/// Each thread makes a worker of its own (its file handles, its scratch memory) and takes the next tile until none is
/// left. `consume` runs on the calling thread, in tile order, so that whatever it writes does not depend on the number
/// of workers. No more than `workers + 1` results wait at any time.
///
/// - Parameters:
///   - plan: The tiles.
///   - tiles: The numbers of those to work through; nil for all.
///   - workers: Threads that compute, at least 1.
///   - makeWorker: Called once in each thread.
///   - compute: The work on one tile.
///   - consume: Takes the results in tile order.
/// - Throws: The `Fault` of the first tile, in tile order, that could not be worked on; tiles after it are given up.
package func sweep<Worker, Output: Sendable>(
    _ plan: TilePlan,
    tiles: Range<Int>? = nil,
    workers: Int,
    makeWorker: @escaping @Sendable () throws(Fault) -> Worker,
    compute: @escaping @Sendable (Worker, Tile) throws(Fault) -> Output,
    consume: (Tile, Output) throws(Fault) -> Void
) throws(Fault) {
    let tiles = tiles ?? 0..<plan.count
    precondition(tiles.lowerBound >= 0 && tiles.upperBound <= plan.count)
    try sweep(
        tiles,
        workers: workers,
        makeWorker: makeWorker,
        compute: { worker, index throws(Fault) in try compute(worker, plan.tile(index)) },
        consume: { index, output throws(Fault) in try consume(plan.tile(index), output) }
    )
}

/// Works through numbered pieces of any work, in the way of a sweep over tiles.
package func sweep<Worker, Output: Sendable>(
    _ items: Range<Int>,
    workers: Int,
    makeWorker: @escaping @Sendable () throws(Fault) -> Worker,
    compute: @escaping @Sendable (Worker, Int) throws(Fault) -> Output,
    consume: (Int, Output) throws(Fault) -> Void
) throws(Fault) {
    precondition(workers > 0)
    let exchange = TileExchange<Output>(items, capacity: workers + 1)
    let threads = min(workers, items.count)
    for _ in 0..<threads {
        let thread = Thread {
            exchange.work { () throws(Fault) in
                let worker = try makeWorker()
                return { index throws(Fault) in try compute(worker, index) }
            }
        }
        thread.stackSize = 8 << 20
        thread.start()
    }
    defer { exchange.waitForThreads(threads) }
    for index in items {
        switch exchange.take(index) {
        case .success(let output):
            do throws(Fault) {
                try consume(index, output)
            } catch {
                exchange.stop()
                throw error
            }
        case .failure(let fault):
            exchange.stop()
            throw fault
        }
    }
}

/// Where threads leave results and the caller picks them up in order.
private final class TileExchange<Output: Sendable>: Sendable {
    private struct State {
        var next: Int
        var results: [Int: Result<Output, Fault>] = [:]
    }

    private let end: Int
    private let state: Guarded<State>
    // Filled by signals: libdispatch stops a program that lets a semaphore go below the value it began with.
    private let free = DispatchSemaphore(value: 0)
    private let deposited = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    init(_ tiles: Range<Int>, capacity: Int) {
        end = tiles.upperBound
        state = Guarded(State(next: tiles.lowerBound))
        for _ in 0..<capacity { free.signal() }
    }

    /// One thread's life: makes its worker, then computes tile after tile.
    func work(_ begin: () throws(Fault) -> (Int) throws(Fault) -> Output) {
        defer { ended.signal() }
        var compute: ((Int) throws(Fault) -> Output)?
        while let index = claim() {
            let result: Result<Output, Fault>
            do throws(Fault) {
                if compute == nil { compute = try begin() }
                guard let compute else { preconditionFailure("a worker was made") }
                result = .success(try compute(index))
            } catch {
                result = .failure(error)
            }
            state.withLock { $0.results[index] = result }
            deposited.signal()
        }
    }

    /// The next tile to compute; nil when there is none, or the sweep was stopped.
    private func claim() -> Int? {
        free.wait()
        let index = state.withLock { state in
            defer { state.next += 1 }
            return state.next
        }
        guard index < end else {
            free.signal()
            return nil
        }
        return index
    }

    /// Waits for the result of one tile and makes room for another.
    func take(_ index: Int) -> Result<Output, Fault> {
        while true {
            if let result = state.withLock({ $0.results.removeValue(forKey: index) }) {
                free.signal()
                return result
            }
            deposited.wait()
        }
    }

    /// Lets no thread begin another tile.
    func stop() {
        state.withLock { $0.next = max($0.next, end) }
        free.signal()
    }

    func waitForThreads(_ threads: Int) {
        for _ in 0..<threads { ended.wait() }
    }
}
