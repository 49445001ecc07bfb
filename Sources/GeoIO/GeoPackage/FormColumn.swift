internal import CGDAL
import GeoModel

/// A list of values that a column may hold, as a GeoPackage keeps it (`gpkg_data_column_constraints`): GIS programs
/// offer it for choice.
package struct ValueList: Sendable, Hashable {
    /// One value.
    package struct Entry: Sendable, Hashable {
        /// What is stored.
        package let code: String
        /// What users read.
        package let label: String

        /// A value.
        package init(_ code: String, _ label: String) {
            self.code = code
            self.label = label
        }
    }

    /// Its name in the file.
    package let name: String
    /// The values in the order in which they are offered.
    package let entries: [Entry]

    /// A list.
    package init(_ name: String, _ entries: [Entry]) {
        self.name = name
        self.entries = entries
    }

    /// Enters the list in a file.
    func define(in dataset: GDALDatasetH, _ messages: GDALMessages, path: String) throws(Fault) {
        var values: [OGRCodedValue] = unsafe []
        defer {
            for index in unsafe values.indices {
                unsafe VSIFree(values[index].pszCode)
                unsafe VSIFree(values[index].pszValue)
            }
        }
        for entry in entries {
            unsafe values.append(OGRCodedValue(pszCode: CPLStrdup(entry.code), pszValue: CPLStrdup(entry.label)))
        }
        // The list ends with an entry without a code.
        unsafe values.append(OGRCodedValue(pszCode: nil, pszValue: nil))
        let domain = unsafe OGR_CodedFldDomain_Create(name, nil, OFTString, OFSTNone, values)
        defer { unsafe OGR_FldDomain_Destroy(domain) }
        guard unsafe GDALDatasetAddFieldDomain(dataset, domain, nil) else {
            throw writeFault(path, messages.firstFailure ?? "value list \(name) can't be created")
        }
    }
}

/// What a GeoPackage says of a column beyond its name and kind.
package struct FormColumn: Sendable, Hashable {
    /// The name of the list of values that it may hold; nil where anything goes.
    package var list: String?
    /// Whether a row without a value is refused.
    package var isRequired: Bool
    /// Whether no two rows may have the same value.
    package var isUnique: Bool

    /// What is said of a column.
    package init(list: String? = nil, isRequired: Bool = false, isUnique: Bool = false) {
        self.list = list
        self.isRequired = isRequired
        self.isUnique = isUnique
    }

    func apply(to definition: OGRFieldDefnH?) {
        if let list { unsafe OGR_Fld_SetDomainName(definition, list) }
        if isRequired { unsafe OGR_Fld_SetNullable(definition, 0) }
        if isUnique { unsafe OGR_Fld_SetUnique(definition, 1) }
    }
}
