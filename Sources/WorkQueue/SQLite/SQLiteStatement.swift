import CSQLite
package import GeoModel

/// A compiled statement, and the row it stands on. Columns are read from left to right: each read moves to the
/// next one.
@safe package final class SQLiteStatement {
    let pointer: OpaquePointer
    // Holding the database keeps the connection open for as long as the statement lives.
    let database: SQLiteDatabase
    /// The table and key of the row, where the reader knows them, for messages.
    var table = ""
    var key = 0
    private var column: Int32 = 0

    init(_ pointer: OpaquePointer, of database: SQLiteDatabase) {
        unsafe self.pointer = pointer
        self.database = database
    }

    deinit {
        _ = unsafe sqlite3_finalize(pointer)
    }

    /// Gives the question marks their values.
    /// - Precondition: as many values as question marks.
    func bind(_ values: [SQLiteValue]) throws(Fault) {
        precondition(Int(unsafe sqlite3_bind_parameter_count(pointer)) == values.count, "one value a question mark")
        for (index, value) in values.enumerated() {
            guard bind(value, at: Int32(index + 1)) == SQLITE_OK else { throw database.lastFault() }
        }
    }

    private func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
        // SQLITE_TRANSIENT, a macro that Swift does not see: SQLite makes its own copy before the call returns.
        let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        return switch value {
        case .null: unsafe sqlite3_bind_null(pointer, index)
        case .integer(let number): unsafe sqlite3_bind_int64(pointer, index, number)
        case .real(let number): unsafe sqlite3_bind_double(pointer, index, number)
        case .text(let text):
            unsafe sqlite3_bind_text64(pointer, index, text, UInt64(text.utf8.count), copied, UInt8(SQLITE_UTF8))
        case .blob(let bytes) where bytes.isEmpty: unsafe sqlite3_bind_zeroblob(pointer, index, 0)
        case .blob(let bytes): unsafe sqlite3_bind_blob64(pointer, index, bytes, UInt64(bytes.count), copied)
        }
    }

    /// Moves to the next row; false behind the last one.
    func step() throws(Fault) -> Bool {
        column = 0
        switch unsafe sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw database.lastFault()
        }
    }

    /// Runs the statement once, to its end, with these values. It can be run again with others.
    func run(_ values: [SQLiteValue]) throws(Fault) {
        try bind(values)
        while try step() {}
        _ = unsafe sqlite3_reset(pointer)
    }

    /// Lets go of the row that the statement stands on.
    func reset() { _ = unsafe sqlite3_reset(pointer) }

    private func next() -> Int32 {
        precondition(unsafe sqlite3_data_count(pointer) > column, "no column left in this row")
        defer { column += 1 }
        return column
    }

    private func nextUnlessNull() -> Int32? {
        let column = next()
        return unsafe sqlite3_column_type(pointer, column) == SQLITE_NULL ? nil : column
    }

    /// The next column as a text; nil for null.
    package func optionalText() -> String? {
        guard let column = nextUnlessNull(), let bytes = unsafe sqlite3_column_text(pointer, column) else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(pointer, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// The next column as a number; nil for null.
    package func optionalReal() -> Double? {
        guard let column = nextUnlessNull() else { return nil }
        return unsafe sqlite3_column_double(pointer, column)
    }

    /// The next column as a whole number; nil for null.
    package func optionalInteger() -> Int? {
        guard let column = nextUnlessNull() else { return nil }
        return Int(unsafe sqlite3_column_int64(pointer, column))
    }

    /// The next column as bytes; empty for null.
    package func blob() -> [UInt8] {
        guard let column = nextUnlessNull(), let bytes = unsafe sqlite3_column_blob(pointer, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(pointer, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }

    /// The next column as it is kept.
    func value() -> SQLiteValue {
        let kind = unsafe sqlite3_column_type(pointer, column)
        switch kind {
        case SQLITE_INTEGER: return optionalInteger().map { .integer($0) } ?? .null
        case SQLITE_FLOAT: return .real(optionalReal())
        case SQLITE_TEXT: return .text(optionalText())
        case SQLITE_BLOB: return .blob(blob())
        default:
            _ = next()
            return .null
        }
    }

    /// The next column as a number; not-a-number for null, which is how SQLite keeps it.
    package func real() -> Double { optionalReal() ?? .nan }

    /// The next column as a text.
    /// - Throws: `Fault` naming the column where it is null.
    package func text() throws(Fault) -> String {
        guard let text = optionalText() else { throw unexpected("null", expected: "text") }
        return text
    }

    /// The next column as a whole number.
    /// - Throws: `Fault` naming the column where it is null.
    package func integer() throws(Fault) -> Int {
        guard let number = optionalInteger() else { throw unexpected("null", expected: "a whole number") }
        return number
    }

    /// The next column made into a value by `make`.
    /// - Throws: `Fault` naming the column where it is null or `make` does not know the text.
    package func value<Value>(_ make: (String) -> Value?) throws(Fault) -> Value {
        let text = try text()
        guard let value = make(text) else { throw unexpected(text, expected: "\(Value.self)") }
        return value
    }

    /// The next column made into a value by `make`; nil for null.
    /// - Throws: `Fault` naming the column where `make` does not know the text.
    package func optionalValue<Value>(_ make: (String) -> Value?) throws(Fault) -> Value? {
        guard let text = optionalText() else { return nil }
        guard let value = make(text) else { throw unexpected(text, expected: "\(Value.self)") }
        return value
    }

    /// What to call the row in a message.
    var name: String { table.isEmpty ? database.path : "\(database.path): \(table) \(key)" }

    /// The fault of the column that was just read.
    package func unexpected(_ found: String, expected: String) -> Fault {
        let index = max(0, column - 1)
        let columnName = unsafe sqlite3_column_name(pointer, index).map { unsafe String(cString: $0) } ?? "\(index)"
        return Fault(
            "\(name): \(columnName)",
            zh: "此列的值为“\(found)”，应为 \(expected)。文件可能被其他程序改动，请运行 tuban doctor。",
            en: "the column holds ‘\(found)’, expected \(expected). It may have been changed; run tuban doctor."
        )
    }
}
