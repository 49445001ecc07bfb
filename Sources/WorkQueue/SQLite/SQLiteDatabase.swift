import CSQLite
import GeoModel

/// The C handle alone: closed when its owner lets go of it.
@safe struct SQLiteConnection: ~Copyable {
    let pointer: OpaquePointer

    deinit {
        // The `v2` form waits for statements that are still open; the plain one would refuse and leak.
        _ = unsafe sqlite3_close_v2(pointer)
    }
}

/// One connection to one SQLite file. It belongs to one thread; another thread opens its own.
final class SQLiteDatabase {
    /// Whether a file may be written to, and is made where it is not there.
    enum Mode {
        /// Nobody writes to the file, and nothing is laid beside it.
        case still
        case reading
        case existing
        case creating
        /// The file is there, and nobody else has it open as soon as it is first read.
        case alone
    }

    /// Of the pages that a batch writes to at random, as many as fit in 64 MiB wait for its end; SQLite's own 2 MiB
    /// would write each of them many times. In the unit of the pragma.
    static let cacheSize = -65_536

    let path: String
    let connection: SQLiteConnection

    /// Opens a file with foreign keys enforced and every commit synced to the disk.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - mode: Whether it is made where there is none.
    ///   - patience: How long to wait for another writer, in milliseconds.
    /// - Throws: `Fault` where it can't be opened or is no database.
    init(_ path: String, _ mode: Mode, patience: Int = 10_000) throws(Fault) {
        self.path = path
        connection = try SQLiteDatabase.connect(path, mode)
        // SQLite's own way sleeps ever longer, so that with many writers the one that has waited longest asks least
        // often. A millisecond each time gives all the same chance.
        let milliseconds = unsafe UnsafeMutableRawPointer(bitPattern: patience)
        _ = unsafe sqlite3_busy_handler(
            connection.pointer,
            { patience, asked in
                guard Int(asked) < Int(bitPattern: patience) else { return 0 }
                sqlite3_sleep(1)
                return 1
            }, milliseconds)
        // Before anything that reads the file.
        if case .alone = mode {
            try execute("PRAGMA locking_mode = EXCLUSIVE")
            return
        }
        // A file from elsewhere may carry triggers and views: they get no functions with side effects.
        let cache = "cache_size = \(SQLiteDatabase.cacheSize)"
        for pragma in ["trusted_schema = OFF", "foreign_keys = ON", "synchronous = FULL", cache] {
            try execute("PRAGMA \(pragma)")
        }
        // The header is read only now: this is where a file that is no database shows.
        _ = try integer("PRAGMA schema_version")
    }

    private static func connect(_ path: String, _ mode: Mode) throws(Fault) -> SQLiteConnection {
        // NOMUTEX: a connection belongs to one thread, so it takes no lock at each call.
        let access =
            switch mode {
            case .still: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
            case .reading: SQLITE_OPEN_READONLY
            case .existing, .alone: SQLITE_OPEN_READWRITE
            case .creating: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        let flags = access | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX
        var name = path
        if case .still = mode {
            for (sign, code) in [("%", "%25"), ("?", "%3F"), ("#", "%23")] { name = name.replacing(sign, with: code) }
            name = (path.hasPrefix("/") ? "file://" : "file:") + name + "?immutable=1"
        }
        var pointer: OpaquePointer?
        let code = unsafe sqlite3_open_v2(name, &pointer, flags, nil)
        guard let opened = unsafe pointer else {
            throw SQLiteFault.fault(path, code: code, message: "out of memory")
        }
        let connection = unsafe SQLiteConnection(pointer: opened)
        guard code == SQLITE_OK else {
            throw SQLiteFault.fault(path, code: code, message: unsafe String(cString: sqlite3_errmsg(opened)))
        }
        return connection
    }

    /// Runs statements that return nothing of interest.
    func execute(_ sql: String) throws(Fault) {
        guard unsafe sqlite3_exec(connection.pointer, sql, nil, nil, nil) == SQLITE_OK else { throw lastFault() }
    }

    /// Compiles one statement.
    func prepare(_ sql: String) throws(Fault) -> SQLiteStatement {
        var pointer: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(connection.pointer, sql, -1, &pointer, nil)
        guard code == SQLITE_OK, let compiled = unsafe pointer else { throw lastFault() }
        return unsafe SQLiteStatement(compiled, of: self)
    }

    /// Runs one statement with values for its question marks.
    func run(_ sql: String, _ values: [SQLiteValue] = []) throws(Fault) {
        try prepare(sql).run(values)
    }

    /// Hands every row to a closure, one at a time.
    func forEachRow(
        _ sql: String,
        _ values: [SQLiteValue] = [],
        _ body: (SQLiteStatement) throws(Fault) -> Void
    ) throws(Fault) {
        let statement = try prepare(sql)
        try statement.bind(values)
        while try statement.step() { try body(statement) }
    }

    /// All rows, each made into a value. For big tables use `forEachRow`.
    func rows<Row>(
        _ sql: String,
        _ values: [SQLiteValue] = [],
        _ make: (SQLiteStatement) throws(Fault) -> Row
    ) throws(Fault) -> [Row] {
        var rows: [Row] = []
        try forEachRow(sql, values) { row throws(Fault) in rows.append(try make(row)) }
        return rows
    }

    /// The first column of the first row as a whole number; nil where there is no row or it is null.
    func integer(_ sql: String, _ values: [SQLiteValue] = []) throws(Fault) -> Int? {
        let statement = try prepare(sql)
        try statement.bind(values)
        return try statement.step() ? statement.optionalInteger() : nil
    }

    /// The first column of the first row as text; nil where there is no row or it is null.
    func text(_ sql: String, _ values: [SQLiteValue] = []) throws(Fault) -> String? {
        let statement = try prepare(sql)
        try statement.bind(values)
        return try statement.step() ? statement.optionalText() : nil
    }

    /// How many rows the last statement that wrote inserted, changed or deleted.
    func changes() throws(Fault) -> Int { try integer("SELECT changes()") ?? 0 }

    /// Does everything in `body` or nothing of it. It waits for other writers before it starts.
    /// - Precondition: no transaction is under way on this connection.
    func transaction<Result>(_ body: () throws(Fault) -> Result) throws(Fault) -> Result {
        // IMMEDIATE takes the writer's place now: a transaction that reads first could never be promoted under load.
        try attempt { () throws(Fault) in (try body(), isKept: true) }
    }

    /// Does everything in `body`, and undoes it where `body` says that it is not to be kept, or throws.
    /// - Returns: What `body` returned, kept or not.
    func attempt<Result>(_ body: () throws(Fault) -> (Result, isKept: Bool)) throws(Fault) -> Result {
        try between("BEGIN IMMEDIATE", body)
    }

    /// Does everything in `body` or nothing of it, inside a transaction of its caller's, which goes on.
    /// - Precondition: a transaction is under way on this connection.
    func part<Result>(_ body: () throws(Fault) -> Result) throws(Fault) -> Result {
        precondition(isInTransaction, "a part is of a transaction")
        try execute("SAVEPOINT part")
        do throws(Fault) {
            let result = try body()
            try execute("RELEASE part")
            return result
        } catch {
            if isInTransaction { try execute("ROLLBACK TO part; RELEASE part") }
            throw error
        }
    }

    /// Everything read in `body` is of one moment, whatever others write meanwhile: that of the transaction under way,
    /// where there is one.
    func snapshot<Result>(_ body: () throws(Fault) -> Result) throws(Fault) -> Result {
        guard !isInTransaction else { return try body() }
        return try between("BEGIN DEFERRED") { () throws(Fault) in (try body(), isKept: true) }
    }

    private func between<Result>(
        _ begin: String, _ body: () throws(Fault) -> (Result, isKept: Bool)
    ) throws(Fault) -> Result {
        precondition(!isInTransaction, "transactions do not nest")
        try execute(begin)
        do throws(Fault) {
            let (result, isKept) = try body()
            try execute(isKept ? "COMMIT" : "ROLLBACK")
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    /// A full disk may already have rolled the transaction back; then there is nothing left to undo.
    private func rollBack() {
        guard isInTransaction else { return }
        _ = unsafe sqlite3_exec(connection.pointer, "ROLLBACK", nil, nil, nil)
    }

    private var isInTransaction: Bool { unsafe sqlite3_get_autocommit(connection.pointer) == 0 }

    /// Whether the last call failed because another connection has the file.
    var isLocked: Bool { unsafe sqlite3_errcode(connection.pointer) & 0xFF == SQLITE_BUSY }

    /// What SQLite said of the last call that failed.
    func lastFault() -> Fault {
        SQLiteFault.fault(
            path,
            code: unsafe sqlite3_extended_errcode(connection.pointer),
            message: unsafe String(cString: sqlite3_errmsg(connection.pointer))
        )
    }
}
