import Foundation
package import GeoModel

/// A lock on a folder that the system lets go of when the process ends, however it ends.
package struct FolderLock: ~Copyable {
    let descriptor: Int32

    /// Locks a folder through the file `.lock` in it.
    /// - Throws: `Fault` where another process holds the lock, or the folder can't be written.
    package init(_ folder: String) throws(Fault) {
        let path = folder + "/.lock"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw systemFault(path, "open") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw Fault(
                folder,
                zh: "另一个 tuban 正在处理此区域；同一区域同时只能运行一个。请等它结束后再试。",
                en: "another tuban is working on this region; one at a time is allowed. Wait for it, then try again."
            )
        }
    }

    // Runs where `init` throws too, as its only field is set by then.
    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
