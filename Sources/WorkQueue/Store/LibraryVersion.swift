internal import CSQLite

extension RegionStore {
    /// The release of SQLite that stores are kept with.
    package static var libraryVersion: String { unsafe String(cString: sqlite3_libversion()) }
}
