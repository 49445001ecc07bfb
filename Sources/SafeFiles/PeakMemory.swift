import Foundation

/// The largest resident size that this process ever had, in MiB; 0 where the system does not tell.
package func peakResidentMebibytes() -> Int {
    var usage = rusage()
    guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return usage.ru_maxrss / 1024
}
