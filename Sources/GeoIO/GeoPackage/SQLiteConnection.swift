internal import CSQLite
import Foundation
import GeoModel

/// The only owner of one connection to an SQLite file that is being made; used by one thread at a time.
@safe struct SQLiteConnection: ~Copyable {
    let pointer: OpaquePointer

    /// Opens a file that is there already.
    ///
    /// - Parameters:
    ///   - file: Where it is.
    ///   - path: What to call it in a message.
    /// - Throws: `Fault` where it can't be opened.
    init(_ file: String, named path: String) throws(Fault) {
        var opened: OpaquePointer?
        // One thread at a time: SQLite's own lock at every call would be a tenth of the time of a row.
        let code = unsafe sqlite3_open_v2(file, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened = unsafe opened else {
            let fault = unsafe sqliteFault(path, opened)
            _ = unsafe sqlite3_close_v2(opened)
            throw fault
        }
        unsafe pointer = opened
    }

    deinit {
        // The `v2` form waits for statements that are still open; the plain one would refuse and leak.
        _ = unsafe sqlite3_close_v2(pointer)
    }
}

/// A compiled statement that is run again and again with other values.
@safe struct SQLiteStatement: ~Copyable {
    let pointer: OpaquePointer
    private let path: String

    /// Compiles one statement.
    /// - Throws: `Fault` with SQLite's own words.
    init(_ sql: String, on connection: borrowing SQLiteConnection, named path: String) throws(Fault) {
        var compiled: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(connection.pointer, sql, -1, &compiled, nil)
        guard code == SQLITE_OK, let compiled = unsafe compiled else {
            throw unsafe sqliteFault(path, connection.pointer)
        }
        unsafe pointer = compiled
        self.path = path
    }

    deinit {
        _ = unsafe sqlite3_finalize(pointer)
    }

    /// Gives question mark `index`, counted from 1, its value.
    func bind(_ number: Int64, at index: Int32) throws(Fault) {
        try check(unsafe sqlite3_bind_int64(pointer, index, number))
    }

    /// Gives a question mark its value; not-a-number becomes null.
    func bind(_ number: Double, at index: Int32) throws(Fault) {
        try check(unsafe sqlite3_bind_double(pointer, index, number))
    }

    /// Gives a question mark null.
    func bindNull(at index: Int32) throws(Fault) {
        try check(unsafe sqlite3_bind_null(pointer, index))
    }

    /// Gives a question mark its value, up to the first zero byte, where readers in C would stop too.
    func bind(_ text: String, at index: Int32) throws(Fault) {
        var text = text
        let code = text.withUTF8 { utf8 in
            unsafe utf8.withMemoryRebound(to: CChar.self) { bytes in
                guard let start = bytes.baseAddress else {
                    return unsafe sqlite3_bind_text(pointer, index, "", 0, copied)
                }
                let length = unsafe Int32(clamping: strnlen(start, bytes.count))
                return unsafe sqlite3_bind_text(pointer, index, start, length, copied)
            }
        }
        try check(code)
    }

    /// Gives a question mark its value.
    func bind(_ bytes: [UInt8], at index: Int32) throws(Fault) {
        try check(unsafe sqlite3_bind_blob64(pointer, index, bytes, UInt64(bytes.count), copied))
    }

    /// Moves to the next row; false behind the last one, and the statement can then be run again.
    func step() throws(Fault) -> Bool {
        let code = unsafe sqlite3_step(pointer)
        if code == SQLITE_ROW { return true }
        guard code == SQLITE_DONE else { throw unsafe sqliteFault(path, sqlite3_db_handle(pointer)) }
        _ = unsafe sqlite3_reset(pointer)
        return false
    }

    /// Runs a statement that has no rows.
    func run() throws(Fault) {
        while try step() {}
    }

    /// A column of the row as a whole number; 0 for null.
    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(pointer, column) }

    /// A column of the row as a text; empty for null.
    func text(_ column: Int32) -> String {
        unsafe sqlite3_column_text(pointer, column).map { unsafe String(cString: $0) } ?? ""
    }

    private func check(_ code: Int32) throws(Fault) {
        guard code == SQLITE_OK else { throw unsafe sqliteFault(path, sqlite3_db_handle(pointer)) }
    }

    /// `SQLITE_TRANSIENT`, a macro that Swift does not see: SQLite makes its own copy before the call returns.
    private var copied: sqlite3_destructor_type { unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

/// What SQLite said of the last call that failed, and the system behind it.
private func sqliteFault(_ path: String, _ connection: OpaquePointer?) -> Fault {
    var reason = unsafe String(cString: sqlite3_errmsg(connection))
    let error = unsafe sqlite3_system_errno(connection)
    if error != 0 { reason += unsafe ": \(String(cString: strerror(error)))" }
    return writeFault(path, reason, by: "SQLite")
}
