import CSQLite
import GeoModel

/// What SQLite's result codes mean to the owner of a file, and what to do about them.
///
/// Source: SQLite's list of result codes (sqlite.org/rescode.html); the low byte is the primary code.
enum SQLiteFault {
    /// The fault of a file after a call that failed.
    static func fault(_ path: String, code: Int32, message: String) -> Fault {
        let advice = advice(code & 0xFF)
        return Fault(
            path,
            zh: "\(advice.zh)（SQLite \(code)：\(message)）",
            en: "\(advice.en) (SQLite \(code): \(message))"
        )
    }

    private static func advice(_ code: Int32) -> Bilingual {
        switch code {
        case SQLITE_FULL:
            Bilingual(
                zh: "磁盘已满，本次写入已全部撤销，原有内容完好。请腾出空间后重试。",
                en: "the disk is full; this write was undone and what was stored is whole. Free some space, try again."
            )
        case SQLITE_BUSY, SQLITE_LOCKED:
            Bilingual(
                zh: "另一个程序正在写入此文件。请等它结束（或在 QGIS 中停止编辑）后重试。",
                en: "another program is writing to this file. Wait for it (or stop editing in QGIS), then try again."
            )
        case SQLITE_NOTADB:
            Bilingual(
                zh: "不是 GeoPackage/SQLite 数据库。请检查路径，或从备份恢复。",
                en: "this is no GeoPackage or SQLite database. Check the path, or restore it from a backup."
            )
        case SQLITE_CORRUPT:
            Bilingual(
                zh: "数据库已损坏。请停止写入，从备份恢复。",
                en: "the database is damaged. Write nothing more to it and restore it from a backup."
            )
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
            Bilingual(
                zh: "文件只读，无法写入。请检查文件与文件夹的权限。",
                en: "the file is read-only. Check the permissions of the file and of its folder."
            )
        case SQLITE_CANTOPEN:
            Bilingual(
                zh: "打不开数据库文件。请检查路径与权限。",
                en: "the database file can't be opened. Check the path and the permissions."
            )
        case SQLITE_IOERR:
            Bilingual(
                zh: "磁盘读写出错，本次写入已撤销。请检查磁盘及其剩余空间后重试。",
                en: "the disk failed while reading or writing; this write was undone. Check it and its free space, "
                    + "then try again."
            )
        case SQLITE_CONSTRAINT:
            Bilingual(
                zh: "违反数据库约束，本次写入已撤销。请核对数据。",
                en: "a rule of the database refuses this, and the write was undone. Check the data."
            )
        default:
            Bilingual(
                zh: "数据库操作失败，本次写入已撤销。请运行 tuban doctor。",
                en: "the database refused, and the write was undone. Run tuban doctor."
            )
        }
    }
}
