internal import CGDAL
internal import CMalloc
import GeoModel
import Synchronization

/// GDAL made ready once in a process: drivers registered, side files ignored, a small block cache.
enum GDALSession {
    private static let started: Bool = {
        unsafe CPLSetErrorHandler { _, _, _ in }
        // Workers hand decoded blocks to each other: with an arena a thread, what one frees the others can't use.
        mallopt(M_ARENA_MAX, 1)
        // A scene's own bytes are all that is read: no .aux.xml beside it, no listing of its folder.
        unsafe CPLSetConfigOption("GDAL_PAM_ENABLED", "NO")
        unsafe CPLSetConfigOption("GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR")
        // A GeoPackage otherwise carries the time of its writing, and the same input would give other bytes.
        unsafe CPLSetConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z")
        // OGR writes SQLite files under a temporary name only; they are synced as a whole before they get their own.
        unsafe CPLSetConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF")
        unsafe CPLSetConfigOption("OGR_GEOJSON_MAX_OBJ_SIZE", "200")
        // A register's table always has a row of names; OGR takes it for data where every column holds texts.
        unsafe CPLSetConfigOption("OGR_XLSX_HEADERS", "FORCE")
        GDALAllRegister()
        GDALSetCacheMax64(GIntBig(blockCacheBytes))
        return true
    }()

    /// Larger caches measured slower: the sweep reads each block once.
    static let blockCacheBytes = 64 << 20

    static func start() {
        precondition(started)
    }
}

/// Hands memory that was freed back to the system: what one step of a run has kept is not counted against the next.
package func returnFreedMemory() {
    malloc_trim(0)
}

/// What GDAL said during some calls, in this thread.
final class GDALMessages {
    private(set) var failures: [String] = []
    /// The first warning, such as that of a JPEG file that ends too early; nil where there was none.
    private(set) var firstWarning: String?

    /// The first failure, for a message; nil where there was none.
    var firstFailure: String? { failures.first }

    fileprivate func hear(_ severity: CPLErr, _ text: String) {
        if severity == CE_Warning, firstWarning == nil { firstWarning = text }
        guard severity == CE_Failure || severity == CE_Fatal, failures.count < 20 else { return }
        failures.append(text.trimmingSuffix { $0.isWhitespace })
    }

    /// Runs GDAL calls and collects what they say, instead of letting it go to the terminal.
    static func collect<Result>(_ body: (GDALMessages) throws(Fault) -> Result) throws(Fault) -> Result {
        GDALSession.start()
        let messages = GDALMessages()
        let listener = unsafe Unmanaged.passUnretained(messages).toOpaque()
        unsafe CPLPushErrorHandlerEx(
            { severity, _, text in
                guard let listener = unsafe CPLGetErrorHandlerUserData(), let text = unsafe text else { return }
                unsafe Unmanaged<GDALMessages>.fromOpaque(listener).takeUnretainedValue()
                    .hear(severity, String(cString: text))
            },
            listener
        )
        defer { CPLPopErrorHandler() }
        return try body(messages)
    }
}

extension String {
    fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return text
    }
}

/// The same list for functions that promise not to change it.
func readOnly(
    _ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> UnsafePointer<UnsafePointer<CChar>?>? {
    unsafe UnsafeRawPointer(list)?.assumingMemoryBound(to: UnsafePointer<CChar>?.self)
}

/// A list of `KEY=VALUE` options in the form GDAL takes.
func withOptions<Result, Failure: Error>(
    _ options: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) throws(Failure) -> Result
) throws(Failure) -> Result {
    var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    for option in options { unsafe list = CSLAddString(list, option) }
    defer { unsafe CSLDestroy(list) }
    return try unsafe body(list)
}
