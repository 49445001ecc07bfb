import CSQLite
import GeoModel

extension SQLiteDatabase {
    /// Copies the whole database, page by page, into another. Others may read and write meanwhile: the copy is of one
    /// moment, that of the transaction which is under way on this connection, or else of the start.
    /// - Throws: `Fault` where the disk is full; the other file is then of no use.
    func copy(into target: SQLiteDatabase) throws(Fault) {
        let handle = unsafe sqlite3_backup_init(target.connection.pointer, "main", connection.pointer, "main")
        guard let copying = unsafe handle else { throw target.lastFault() }
        let code = unsafe sqlite3_backup_step(copying, -1)
        let finished = unsafe sqlite3_backup_finish(copying)
        guard code == SQLITE_DONE, finished == SQLITE_OK else {
            let failure = finished == SQLITE_OK ? code : finished
            throw SQLiteFault.fault(
                target.path, code: failure, message: unsafe String(cString: sqlite3_errstr(failure)))
        }
    }
}
