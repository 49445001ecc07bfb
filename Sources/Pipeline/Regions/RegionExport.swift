package import GeoModel
package import Publishing
import SafeFiles
import WorkQueue

/// What an export left.
package struct ExportReceipt: Sendable {
    /// The files, in the order they were written.
    package var files: [String] = []
    /// Pictures that could not be made.
    package var missingPictures: [Fault] = []
}

extension Region {
    /// Writes what people receive of one month: the cases in each format, what their columns mean, and the change list.
    ///
    /// - Parameters:
    ///   - period: The month.
    ///   - formats: For GIS programs and spreadsheets.
    ///   - changeList: Whether the change list with its pictures is made.
    ///   - folder: Where; nil takes the region's `exports/PERIOD`.
    ///   - progress: Called with parts done and in all.
    /// - Returns: The files, and what is missing in them.
    /// - Throws: `Fault` where a row can't be read or the disk is full.
    package func export(
        _ period: Period,
        formats: [ExportFormat],
        changeList: Bool,
        to folder: String? = nil,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws(Fault) -> ExportReceipt {
        let folder = folder ?? "\(self.folder)/exports/\(period)"
        try DurableFile.makeFolder(folder)
        var receipt = ExportReceipt()
        for format in formats {
            let path = "\(folder)/\(format.fileName)"
            try FlagExport.write(store, CaseFilter(period: period, order: .number), as: format, to: path)
            receipt.files.append(path)
        }
        if !formats.isEmpty { try FlagExport.writeDictionary(to: folder + "/FIELDS.csv") }
        guard changeList else { return receipt }
        let list = try ChangeList.write(
            store, region: settings.name, period: period, findings: try data.loopCodes().findings, to: folder,
            progress: progress)
        receipt.files.append("\(folder)/\(ChangeList.fileName)")
        receipt.missingPictures = list.missingPictures
        return receipt
    }
}
