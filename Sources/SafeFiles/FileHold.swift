import Foundation
package import GeoModel

/// A hold on a file, so that nobody puts another in its place while somebody works on it. The system lets go of it when
/// the process ends, however it ends.
package final class FileHold {
    private let descriptor: Int32

    /// Holds a file that is worked on, together with any number of others. Waits while it is being replaced, which is
    /// the time of a rename. In a folder that can't be written nothing is held: there nothing is replaced either.
    package init(workingOn path: String) {
        let lock = FileHold.lockPath(of: path)
        let made = unsafe open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        descriptor = made >= 0 ? made : unsafe open(lock, O_RDONLY | O_CLOEXEC)
        while descriptor >= 0, flock(descriptor, LOCK_SH) != 0, errno == EINTR {}
    }

    /// Holds a file that is to be replaced, alone; nil where others work on it still after a second.
    /// - Throws: `Fault` where the folder can't be written.
    package init?(replacing path: String) throws(Fault) {
        let lock = FileHold.lockPath(of: path)
        descriptor = unsafe open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw systemFault(lock, "open") }
        for _ in 0..<100 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            usleep(10_000)
        }
        return nil
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    private static func lockPath(of path: String) -> String {
        let file = URL(fileURLWithPath: path)
        return file.deletingLastPathComponent().appendingPathComponent(".\(file.lastPathComponent).lock").path
    }
}
